/* Who may connect to a server, and who has to go. */
#define _POSIX_C_SOURCE 200809L
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/serve/connections.h"
#include "tests/unit/unit.h"

static const struct sockaddr *address_of(uint32_t host)
{
    static struct sockaddr_in address;

    address = (struct sockaddr_in){.sin_family = AF_INET,
                                   .sin_port = (in_port_t)rand(),
                                   .sin_addr.s_addr = htonl(host)};
    return (const void *)&address;
}

static void wait_for(double seconds)
{
    const struct timespec t = {
        .tv_sec = (time_t)seconds,
        .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};

    nanosleep(&t, NULL);
}

/* What the other side of a pair gets: 'e' its end, '-' nothing yet, or the
 * first byte. */
static char hears(int fd)
{
    char byte = 0;
    const ssize_t n = recv(fd, &byte, 1, MSG_DONTWAIT);

    return n == 0 ? 'e' : n < 0 ? '-' : byte;
}

static size_t open_now(struct connections *c)
{
    struct connections_count count;

    connections_count(c, &count);
    return count.open;
}

#define PAIRS 40
static int pairs[PAIRS][2]; /* the server's end, the client's */

static int set_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < PAIRS; i++)
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]) != 0)
            return 1;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < PAIRS; i++) {
        close(pairs[i][0]);
        close(pairs[i][1]);
    }
    return 0;
}

static bool admit(struct connections *c, size_t i, uint32_t host)
{
    return connections_admit(c, pairs[i][0], address_of(host));
}

/* ---- coming in ----------------------------------------------------------- */

static void places_are_counted(void **state)
{
    (void)state;
    struct connections *c = connections_new(
        &(struct connections_limits){.most = 3, .idle = 60, .request = 60});

    for (size_t i = 0; i < 3; i++)
        assert_true(admit(c, i, 1));
    assert_false(admit(c, 3, 1));
    connections_leave(c, pairs[1][0]);
    assert_int_equal(open_now(c), 2);
    connections_leave(c, pairs[1][0]); /* twice is once */
    assert_int_equal(open_now(c), 2);
    assert_true(admit(c, 3, 1));
    /* A descriptor that comes again was closed without a word. */
    assert_true(admit(c, 3, 1));
    assert_int_equal(open_now(c), 3);
    struct connections_count count;
    connections_count(c, &count);
    assert_int_equal(count.admitted, 5);
    assert_int_equal(count.refused, 1);
    connections_free(c);
}

static void an_address_has_its_share(void **state)
{
    (void)state;
    struct connections *c = connections_new(&(struct connections_limits){
        .most = 10, .per_address = 2, .idle = 60, .request = 60});

    assert_true(admit(c, 0, 1) && admit(c, 1, 1));
    assert_false(admit(c, 2, 1));
    assert_true(admit(c, 2, 2));
    connections_leave(c, pairs[0][0]);
    assert_true(admit(c, 0, 1));
    connections_free(c);
}

static void the_idle_make_room(void **state)
{
    (void)state;
    struct connections *c = connections_new(
        &(struct connections_limits){.most = 4, .idle = 60, .request = 60});

    for (size_t i = 0; i < 4; i++) {
        assert_true(admit(c, i, 1));
        connections_set(c, pairs[i][0], CONNECTION_IDLE);
    }
    connections_set(c, pairs[0][0], CONNECTION_READING);
    connections_set(c, pairs[1][0], CONNECTION_WORKING);
    assert_false(admit(c, 4, 1)); /* they have just come */
    wait_for(1.1);
    connections_set(c, pairs[3][0], CONNECTION_IDLE); /* answered now */
    assert_true(admit(c, 4, 1));
    assert_int_equal(hears(pairs[2][1]), 'e');
    assert_int_equal(hears(pairs[3][1]), '-');
    assert_int_equal(hears(pairs[0][1]), '-');
    assert_false(admit(c, 5, 1));
    assert_int_equal(open_now(c), 5); /* until it is closed */
    connections_leave(c, pairs[2][0]);
    assert_int_equal(open_now(c), 4);
    connections_free(c);
}

/* However many were shut down, those that are not closed are bounded. */
static void those_that_leave_are_bounded(void **state)
{
    (void)state;
    struct connections *c = connections_new(
        &(struct connections_limits){.most = 8, .idle = 60, .request = 60});
    size_t admitted = 0;

    for (size_t i = 0; i < PAIRS; i++) {
        if (i == 8)
            wait_for(1.1);
        admitted += admit(c, i, 1);
        if (i < 8)
            connections_set(c, pairs[i][0], CONNECTION_IDLE);
    }
    assert_int_equal(admitted, 16); /* eight have made room for eight */
    assert_true(open_now(c) <= 8 + 8 / 4 + 16);
    connections_free(c);
}

/* ---- going --------------------------------------------------------------- */

static void each_state_has_its_time(void **state)
{
    (void)state;
    static const struct {
        enum connection_state state;
        char heard;
    } rows[] = {
        {CONNECTION_IDLE, '-'},    {CONNECTION_READING, 'H'},
        {CONNECTION_WORKING, '-'}, {CONNECTION_WRITING, 'e'},
        {CONNECTION_NEW, '-'},
    };
    struct connections *c = connections_new(
        &(struct connections_limits){.most = 9, .idle = 1.6, .request = 0.6});

    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(admit(c, i, 1));
        connections_set(c, pairs[i][0], rows[i].state);
    }
    connections_sweep(c, false);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(hears(pairs[i][1]), '-');
    wait_for(0.7);
    connections_sweep(c, false);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(hears(pairs[i][1]), rows[i].heard);
    wait_for(1.6);
    connections_sweep(c, false);
    assert_int_equal(hears(pairs[0][1]), 'e');
    assert_int_equal(hears(pairs[2][1]), '-');
    /* One that nobody knew is forgotten, not shut down; when its reader knows
     * it after all, it counts again. */
    assert_int_equal(open_now(c), 4);
    connections_set(c, pairs[4][0], CONNECTION_IDLE);
    assert_int_equal(open_now(c), 5);
    struct connections_count count;
    connections_count(c, &count);
    assert_int_equal(count.slow, 2);
    assert_int_equal(count.idle, 1);
    connections_free(c);
}

static void a_stop_ends_the_idle(void **state)
{
    (void)state;
    struct connections *c = connections_new(
        &(struct connections_limits){.most = 9, .idle = 60, .request = 60});

    for (size_t i = 0; i < 3; i++) {
        assert_true(admit(c, i, 1));
        connections_set(c, pairs[i][0], CONNECTION_IDLE);
    }
    wait_for(1.1);
    connections_set(c, pairs[0][0], CONNECTION_READING);
    connections_set(c, pairs[1][0], CONNECTION_IDLE);
    connections_sweep(c, true);
    assert_int_equal(hears(pairs[0][1]), '-');
    assert_int_equal(hears(pairs[1][1]), '-');
    assert_int_equal(hears(pairs[2][1]), 'e');
    connections_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(places_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_address_has_its_share, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_idle_make_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(those_that_leave_are_bounded, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(each_state_has_its_time, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_stop_ends_the_idle, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

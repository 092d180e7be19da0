/* Chunks that carry their number, through all kinds of accidents and delays. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>

static int create_some(pthread_t *thread, const pthread_attr_t *attr,
                       void *(*run)(void *), void *context);

/* Included, so that threads can fail to start. */
#define pthread_create create_some
#include "cli/label/ordered.c"
#undef pthread_create

#include <errno.h>
#include <stdatomic.h>

#include "tests/unit/scarce.h"
#include "train/random.h"

#define LENGTH 200
#define CHUNKS 10
#define NEVER SIZE_MAX

static const size_t workers[] = {0, 1, 2, 3, 4, 8, 1000};
static const size_t chunks[] = {1, 2, 3, CHUNKS};

static size_t threads_left = NEVER; /* that can be started */

static int create_some(pthread_t *thread, const pthread_attr_t *attr,
                       void *(*run)(void *), void *context)
{
    if (threads_left == 0)
        return EAGAIN;
    if (threads_left != NEVER)
        threads_left--;
    return pthread_create(thread, attr, run, context);
}

struct chunk {
    size_t number, square;
    atomic_bool busy;
};

/* A stream of numbers, and where it fails. */
struct stream {
    size_t length;
    size_t bad_fill, bad_work, bad_drain; /* and all that come after */
    unsigned delay;                       /* up to so many microseconds */
    uint64_t seed;
    size_t filled, drained;
    atomic_bool filling, draining;
    atomic_size_t worked;
    atomic_bool busy[1001]; /* workers */
};

/* A different one for each step of each chunk, whoever does it. */
static void dawdle(const struct stream *s, size_t number, uint64_t step)
{
    if (s->delay == 0)
        return;
    uint64_t r = s->seed ^ (number * 3 + step);
    const struct timespec t = {.tv_nsec =
                                   (long)random_below(&r, s->delay) * 1000};
    nanosleep(&t, NULL);
}

static void enter(atomic_bool *busy)
{
    assert_false(atomic_exchange(busy, true));
}

static bool leave(atomic_bool *busy, bool ok, const char *what, size_t number,
                  struct tenor_error *err)
{
    atomic_store(busy, false);
    return ok || (fail)(err, TENOR_EDATA, number, "%s %zu", what, number);
}

static bool fill(void *stream, void *chunk, bool *filled,
                 struct tenor_error *err)
{
    struct stream *s = stream;
    struct chunk *c = chunk;

    *filled = false;
    if (s->filled == s->length)
        return true;
    enter(&s->filling);
    enter(&c->busy);
    c->number = s->filled++;
    c->square = 0;
    dawdle(s, c->number, 0);
    atomic_store(&c->busy, false);
    *filled = c->number < s->bad_fill;
    return leave(&s->filling, *filled, "fill", c->number, err);
}

static bool work(void *stream, size_t worker, void *chunk,
                 struct tenor_error *err)
{
    struct stream *s = stream;
    struct chunk *c = chunk;

    enter(&s->busy[worker]);
    enter(&c->busy);
    dawdle(s, c->number, 1);
    c->square = c->number * c->number;
    atomic_fetch_add(&s->worked, 1);
    atomic_store(&c->busy, false);
    return leave(&s->busy[worker], c->number < s->bad_work, "work", c->number,
                 err);
}

static bool drain(void *stream, void *chunk, struct tenor_error *err)
{
    struct stream *s = stream;
    struct chunk *c = chunk;

    enter(&s->draining);
    enter(&c->busy);
    assert_int_equal(c->number, s->drained);
    assert_int_equal(c->square, c->number * c->number);
    dawdle(s, c->number, 2);
    atomic_store(&c->busy, false);
    if (!leave(&s->draining, c->number < s->bad_drain, "drain", c->number, err))
        return false;
    s->drained++;
    return true;
}

static size_t released; /* chunks, in a run */

static void release(void *chunk)
{
    struct chunk *c = chunk;

    assert_false(atomic_load(&c->busy));
    released++;
}

static struct stream stream_of(size_t length)
{
    return (struct stream){.length = length,
                           .bad_fill = NEVER,
                           .bad_work = NEVER,
                           .bad_drain = NEVER};
}

static bool run(struct stream *s, size_t w, size_t n, struct tenor_error *err)
{
    const struct ordered o = {
        .workers = w,
        .chunks = n,
        .size = sizeof(struct chunk),
        .context = s,
        .fill = fill,
        .work = work,
        .drain = drain,
        .release = release,
    };

    released = 0;
    const bool ok = ordered_run(&o, err);
    assert_int_equal(released, err->code == TENOR_ENOMEM ? 0 : n);
    return ok;
}

/* Each number of workers with each number of chunks. */
static void with_all(void (*check)(size_t workers, size_t chunks))
{
    for (size_t w = 0; w < COUNT(workers); w++)
        for (size_t c = 0; c < COUNT(chunks); c++)
            check(workers[w], chunks[c]);
}

/* ---- no accident --------------------------------------------------------- */

static void check_all_pass(size_t w, size_t n)
{
    static const size_t length[] = {0, 1, 2, CHUNKS, CHUNKS + 1, LENGTH};

    for (size_t i = 0; i < COUNT(length); i++) {
        struct stream s = stream_of(length[i]);
        struct tenor_error err = {0};
        assert_true(run(&s, w, n, &err));
        assert_int_equal(err.code, TENOR_OK);
        assert_int_equal(s.drained, length[i]);
        assert_int_equal(s.worked, length[i]);
    }
}

static void every_chunk_passes_once_and_in_order(void **state)
{
    (void)state;
    with_all(check_all_pass);
}

static void delays_change_nothing(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();

    for (size_t w = 1; w < COUNT(workers); w++)
        for (int round = 0; round < 5; round++) {
            struct stream s = stream_of(50);
            struct tenor_error err = {0};
            s.delay = 300;
            s.seed = seed++;
            assert_true(run(&s, workers[w], CHUNKS, &err));
            assert_int_equal(s.drained, 50);
        }
}

/* Work on chunk 0 lasts until chunk 1 is worked on, and that until chunk 2 is
 * filled: only somebody who does all three at once gets to the end. */
struct meeting {
    atomic_size_t filled, begun;
};

static bool fill_three(void *meeting, void *chunk, bool *filled,
                       struct tenor_error *err)
{
    struct meeting *m = meeting;

    (void)err;
    ((struct chunk *)chunk)->number = atomic_load(&m->filled);
    *filled = atomic_load(&m->filled) < 3;
    if (*filled)
        atomic_fetch_add(&m->filled, 1);
    return true;
}

static bool meet(void *meeting, size_t worker, void *chunk,
                 struct tenor_error *err)
{
    struct meeting *m = meeting;
    const struct timespec t = {.tv_nsec = 1000000};

    (void)worker;
    atomic_fetch_add(&m->begun, 1);
    for (int i = 0; i < 20000; i++) {
        if (((struct chunk *)chunk)->number == 2 ||
            (atomic_load(&m->begun) >= 2 && atomic_load(&m->filled) == 3))
            return true;
        nanosleep(&t, NULL);
    }
    return (fail)(err, TENOR_EDATA, 0, "nobody came");
}

static bool no_drain(void *meeting, void *chunk, struct tenor_error *err)
{
    (void)meeting;
    (void)chunk;
    (void)err;
    return true;
}

static void filling_and_working_overlap(void **state)
{
    (void)state;
    struct meeting m = {0};
    struct tenor_error err = {0};
    const struct ordered o = {
        .workers = 2,
        .size = sizeof(struct chunk),
        .context = &m,
        .fill = fill_three,
        .work = meet,
        .drain = no_drain,
    };

    assert_true(ordered_run(&o, &err));
}

/* ---- accidents ----------------------------------------------------------- */

static const size_t places[] = {0, 1, 5, CHUNKS, 57, LENGTH - 1};

/* What comes before the failure is drained, and the failure is told. */
static void fails_at(struct stream *s, size_t w, size_t n, const char *what,
                     size_t at)
{
    struct tenor_error err = {0};
    char message[32];

    snprintf(message, sizeof message, "%s %zu", what, at);
    assert_false(run(s, w, n, &err));
    assert_string_equal(err.message, message);
    assert_int_equal(err.code, TENOR_EDATA);
    assert_int_equal(err.line, at);
    assert_int_equal(s->drained, at);
}

static void check_failures(size_t w, size_t n)
{
    for (size_t i = 0; i < COUNT(places); i++) {
        struct stream s = stream_of(LENGTH);
        s.bad_fill = places[i];
        fails_at(&s, w, n, "fill", places[i]);
        s = stream_of(LENGTH);
        s.bad_work = places[i];
        fails_at(&s, w, n, "work", places[i]);
        s = stream_of(LENGTH);
        s.bad_drain = places[i];
        fails_at(&s, w, n, "drain", places[i]);
        assert_true(s.worked <= places[i] + 1 + n);
    }
}

static void a_failure_is_told_after_what_comes_before_it(void **state)
{
    (void)state;
    with_all(check_failures);
}

static void the_first_failure_in_order_wins(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();

    for (int round = 0; round < 60; round++) {
        uint64_t r = seed++;
        struct stream s = stream_of(60);
        s.delay = 200;
        s.seed = seed;
        s.bad_fill = random_below(&r, 60);
        s.bad_work = random_below(&r, 60);
        s.bad_drain = random_below(&r, 60);
        size_t at = s.bad_fill;
        const char *what = "fill";
        if (s.bad_work < at) {
            at = s.bad_work;
            what = "work";
        }
        if (s.bad_drain < at) {
            at = s.bad_drain;
            what = "drain";
        }
        fails_at(&s, workers[(size_t)round % COUNT(workers)], CHUNKS, what, at);
    }
}

static void earlier_error_stays(void **state)
{
    (void)state;
    for (size_t w = 0; w < COUNT(workers); w++) {
        struct stream s = stream_of(3);
        struct tenor_error err = {0};
        (fail)(&err, TENOR_EIO, 0, "before");
        s.bad_work = 1;
        assert_false(run(&s, workers[w], 2, &err));
        assert_string_equal(err.message, "before");
    }
}

/* With memory for the chunks, but not for several threads, the caller does it
 * alone. */
static void without_memory_one_thread_is_enough(void **state)
{
    (void)state;
    for (size_t granted = 0; granted < 4; granted++) {
        struct stream s = stream_of(LENGTH);
        struct tenor_error err = {0};
        scarce_left = granted;
        const bool ok = run(&s, 4, CHUNKS, &err);
        scarce_left = SIZE_MAX;
        assert_int_equal(ok, granted > 0);
        assert_int_equal(err.code, ok ? TENOR_OK : TENOR_ENOMEM);
        assert_int_equal(s.drained, ok ? LENGTH : 0);
    }
}

/* One thread fills: at least two have to start, else the caller does all. */
static void threads_that_do_not_start_are_done_without(void **state)
{
    (void)state;
    for (size_t granted = 0; granted < 6; granted++) {
        struct stream s = stream_of(LENGTH);
        struct tenor_error err = {0};
        threads_left = granted;
        const bool ok = run(&s, 4, CHUNKS, &err);
        threads_left = NEVER;
        assert_true(ok);
        assert_int_equal(s.drained, LENGTH);
        assert_int_equal(s.worked, LENGTH);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_chunk_passes_once_and_in_order),
        cmocka_unit_test(delays_change_nothing),
        cmocka_unit_test(filling_and_working_overlap),
        cmocka_unit_test(a_failure_is_told_after_what_comes_before_it),
        cmocka_unit_test(the_first_failure_in_order_wins),
        cmocka_unit_test(earlier_error_stays),
        cmocka_unit_test(threads_that_do_not_start_are_done_without),
        cmocka_unit_test(without_memory_one_thread_is_enough),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#define _POSIX_C_SOURCE 200809L
#include "train/spill.h"

#include <signal.h>
#include <sys/resource.h>

#include "tests/unit/scarce.h"
#include "tests/unit/folder.h"

static void bytes_come_back(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct folder f;
    struct spill s;

    folder_make(&f);
    assert_true(spill_open(&s, f.path, &err));
    assert_true(spill_write(&s, 5, "world", 5, &err));
    assert_true(spill_write(&s, 0, "hello", 5, &err));
    assert_true(spill_write(&s, 9, NULL, 0, &err));
    assert_true(spill_map(&s, 10, &err));
    assert_memory_equal(s.bytes, "helloworld", 10);
    ((char *)s.bytes)[0] = 'j';
    assert_int_equal(*(char *)s.bytes, 'j');
    folder_remove(&f); /* the file has no name: nothing is left of it */
    spill_release(&s);
    spill_release(&s);
}

static void nothing_is_nothing(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct spill s;

    assert_true(spill_open(&s, "/tmp", &err));
    assert_true(spill_map(&s, 0, &err));
    assert_null(s.bytes);
    spill_release(&s);
}

static void a_folder_is_needed(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct spill s;

    assert_false(spill_open(&s, "/nowhere/at/all", &err));
    assert_int_equal(err.code, TENOR_EIO);
    assert_non_null(strstr(err.message, "'/nowhere/at/all'"));
    spill_release(&s);
}

/* As on a full disk: an error, and no signal. */
static void no_room_is_an_error(void **state)
{
    (void)state;
    static const char bytes[8192];
    struct rlimit before, few = {4096, 4096};
    struct tenor_error err = {0};
    struct spill s;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    few.rlim_max = before.rlim_max;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_true(spill_open(&s, "/tmp", &err));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
    assert_false(spill_write(&s, 0, bytes, sizeof bytes, &err));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    assert_int_equal(err.code, TENOR_EIO);
    spill_release(&s);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct spill s;

    (void)context;
    if (!spill_open(&s, "/tmp", err))
        return false;
    spill_release(&s);
    return true;
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_back),
        cmocka_unit_test(nothing_is_nothing),
        cmocka_unit_test(a_folder_is_needed),
        cmocka_unit_test(no_room_is_an_error),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

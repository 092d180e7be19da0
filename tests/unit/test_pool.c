#include "train/pool.h"

#include <stdatomic.h>

#include "tests/unit/unit.h"

#define JOBS 500

struct work {
    atomic_int done[JOBS];
    atomic_int begun;
    size_t result[JOBS];
    size_t failing; /* job that fails; JOBS: none */
    size_t step;    /* with it each job failing + i * step; 0: it alone */
};

static bool job(void *context, size_t number, struct tenor_error *err)
{
    struct work *w = context;
    size_t sum = 0;

    atomic_fetch_add(&w->begun, 1);
    for (size_t i = 0; i < 2000; i++)
        sum += i * number % 7;
    w->result[number] = sum;
    atomic_fetch_add(&w->done[number], 1);
    if (number == w->failing || (w->step && number >= w->failing &&
                                 (number - w->failing) % w->step == 0))
        return (fail)(err, TENOR_EDATA, number, "job %zu", number);
    return true;
}

static const size_t threads[] = {0, 1, 2, 3, 16, 1000};

static void each_job_is_done_once(void **state)
{
    (void)state;
    for (size_t t = 0; t < COUNT(threads); t++) {
        static struct work w;
        struct tenor_error err = {0};

        w = (struct work){.failing = JOBS};
        assert_true(pool_run(threads[t], JOBS, job, &w, &err));
        assert_int_equal(err.code, TENOR_OK);
        for (size_t i = 0; i < JOBS; i++)
            assert_int_equal(w.done[i], 1);
    }
}

static void nothing_to_do_is_done(void **state)
{
    (void)state;
    struct tenor_error err = {0};

    assert_true(pool_run(4, 0, job, NULL, &err));
}

static void one_thread_stops_at_a_failure(void **state)
{
    (void)state;
    static struct work w = {.failing = 10};
    struct tenor_error err = {0};

    assert_false(pool_run(1, JOBS, job, &w, &err));
    assert_int_equal(w.begun, 11);
    assert_int_equal(err.code, TENOR_EDATA);
    assert_int_equal(err.line, 10);
    assert_string_equal(err.message, "job 10");
}

/* Jobs are handed out in order, so the first one to fail is always begun, and
 * its error is told whatever the number of threads. */
static void lowest_failure_is_told(void **state)
{
    (void)state;
    for (int round = 0; round < 20; round++)
        for (size_t t = 0; t < COUNT(threads); t++) {
            static struct work w;
            struct tenor_error err = {0};

            w = (struct work){.failing = 5, .step = 1};
            assert_false(pool_run(threads[t], JOBS, job, &w, &err));
            assert_string_equal(err.message, "job 5");
            for (size_t i = 0; i <= 5; i++)
                assert_int_equal(w.done[i], 1);
        }
}

static void earlier_error_stays(void **state)
{
    (void)state;
    static struct work w = {.failing = 0};
    struct tenor_error err = {0};

    (fail)(&err, TENOR_EIO, 0, "before");
    assert_false(pool_run(2, JOBS, job, &w, &err));
    assert_string_equal(err.message, "before");
}

static void there_is_a_processor(void **state)
{
    (void)state;
    assert_true(pool_processors() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_job_is_done_once),
        cmocka_unit_test(nothing_to_do_is_done),
        cmocka_unit_test(one_thread_stops_at_a_failure),
        cmocka_unit_test(lowest_failure_is_told),
        cmocka_unit_test(earlier_error_stays),
        cmocka_unit_test(there_is_a_processor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

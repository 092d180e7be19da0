/* Figures of rehearsals, from hits as data. */
#include "train/saving.h"

#include <math.h>
#include <stdlib.h>

#include "train/random.h"
#include "tests/unit/scarce.h"

#define POINTS 4
#define MEASURED 10
#define REPEATS 2

/* Right texts of MEASURED at each point, in each of two repeats. */
static const struct {
    const char *name;
    size_t random[REPEATS][POINTS], chosen[REPEATS][POINTS];
    bool reached;
    double needed;
} cases[] = {
    {"from the second on",
     {{2, 4, 6, 8}, {2, 4, 6, 8}},
     {{2, 8, 8, 9}, {2, 8, 9, 9}},
     true,
     20},
    {"it has to stay: a dip counts",
     {{2, 4, 6, 8}, {2, 4, 6, 8}},
     {{2, 9, 7, 9}, {2, 9, 8, 9}},
     true,
     40},
    {"the mean of repeats counts",
     {{2, 4, 6, 8}, {2, 4, 6, 6}},
     {{2, 6, 9, 9}, {2, 4, 5, 9}},
     true,
     30},
    {"never",
     {{2, 4, 6, 8}, {2, 4, 6, 8}},
     {{2, 9, 9, 7}, {2, 9, 9, 7}},
     false,
     40},
    {"from the first on",
     {{2, 2, 2, 2}, {2, 2, 2, 2}},
     {{2, 2, 2, 2}, {2, 2, 2, 2}},
     true,
     10},
};

static void fill(uint8_t *hit, size_t n)
{
    for (size_t i = 0; i < MEASURED; i++)
        hit[i] = i < n;
}

static void set(size_t c, uint8_t hit[REPEATS][WAYS][POINTS][MEASURED])
{
    for (size_t r = 0; r < REPEATS; r++)
        for (size_t p = 0; p < POINTS; p++) {
            fill(hit[r][WAY_RANDOM][p], cases[c].random[r][p]);
            fill(hit[r][WAY_CHOSEN][p], cases[c].chosen[r][p]);
        }
}

static struct hits hits_of(uint8_t hit[REPEATS][WAYS][POINTS][MEASURED])
{
    return (struct hits){&hit[0][0][0][0], REPEATS, POINTS, MEASURED, 10};
}

static void what_is_needed(void **state)
{
    uint8_t hit[REPEATS][WAYS][POINTS][MEASURED];

    (void)state;
    for (size_t c = 0; c < COUNT(cases); c++) {
        struct saving s;
        struct tenor_error err = {0};
        set(c, hit);
        const struct hits h = hits_of(hit);
        assert_true(saving_measure(&h, 1, &s, &err));
        if (s.reached != cases[c].reached || s.needed.value != cases[c].needed)
            fail_msg("%s: %g", cases[c].name, s.needed.value);
        assert_true(s.needed.low <= s.needed.value &&
                    s.needed.value <= s.needed.high && s.needed.high <= 40.0);
        for (size_t p = 0; p < POINTS; p++) {
            const double right =
                (double)(cases[c].random[0][p] + cases[c].random[1][p]);
            assert_int_equal(s.point[p].labels, 10 * (p + 1));
            assert_true(fabs(s.point[p].random - right / 20.0) < 1e-9);
            assert_true(s.point[p].gain.low <= s.point[p].gain.high);
        }
        saving_release(&s);
    }
}

static bool attempt(void *hits, struct tenor_error *err)
{
    struct saving s;

    if (!saving_measure(hits, 1, &s, err))
        return false;
    saving_release(&s);
    return true;
}

static void memory_runs_out(void **state)
{
    uint8_t hit[REPEATS][WAYS][POINTS][MEASURED];

    (void)state;
    set(0, hit);
    struct hits h = hits_of(hit);
    scarce_run(attempt, &h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_needed),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

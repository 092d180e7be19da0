#include "model/classifier.h"

#include <float.h>
#include <math.h>

#include "train/random.h"

#include "tests/unit/unit.h"

#define LABELS_MAX 8

static double uniform(uint64_t *random, double from, double to)
{
    return from + (to - from) * (double)(random_next(random) >> 11) * 0x1p-53;
}

static void check_distribution(const double *p, size_t labels)
{
    double total = 0.0;

    for (size_t k = 0; k < labels; k++) {
        assert_true(p[k] >= 0.0 && p[k] <= 1.0);
        total += p[k];
    }
    assert_true(fabs(total - 1.0) < 1e-12);
}

static void probabilities_add_up(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 100000; round++) {
        double margin[LABELS_MAX], offset[LABELS_MAX], p[LABELS_MAX];
        const size_t K = 2 + random_below(&random, LABELS_MAX - 1);
        const double slope = uniform(&random, 0.0, 20.0);
        for (size_t k = 0; k < K; k++) {
            margin[k] = uniform(&random, -50.0, 50.0);
            offset[k] = uniform(&random, -5.0, 5.0);
        }
        calibrated(K, slope, offset, margin, p);
        check_distribution(p, K);
        /* In place gives the same. */
        calibrated(K, slope, offset, margin, margin);
        assert_memory_equal(margin, p, K * sizeof *p);
    }
}

static void extremes_are_no_nan(void **state)
{
    static const double extreme[] = {0.0,  1.0,   700.0,       750.0,
                                     1e4,  1e15,  1e300,       DBL_MAX / 2,
                                     1e-3, 1e-20, DBL_TRUE_MIN};
    static const double offset[3] = {0.0, 0.5, -0.5};

    (void)state;
    for (size_t i = 0; i < COUNT(extreme); i++)
        for (size_t j = 0; j < COUNT(extreme); j++) {
            const double x = extreme[i], y = extreme[j];
            const double margin[][3] = {
                {x, y, -x}, {-x, -y, x}, {x, x, x}, {-x, -x, -x}};
            for (size_t k = 0; k < COUNT(margin); k++) {
                double p[3];
                calibrated(3, 1.5, offset, margin[k], p);
                check_distribution(p, 3);
                calibrated(2, 1.5, offset, margin[k], p);
                check_distribution(p, 2);
            }
        }
}

/* The definition, where exp() can take it. */
static void formula_is_kept(void **state)
{
    static const double margin[] = {0.3, -1.2, 2.0};
    static const double offset[] = {0.1, 0.0, -0.7};
    double p[3], total = 0.0;

    (void)state;
    calibrated(3, 1.7, offset, margin, p);
    for (size_t k = 0; k < 3; k++)
        total += exp(1.7 * margin[k] + offset[k]);
    for (size_t k = 0; k < 3; k++)
        assert_true(fabs(p[k] - exp(1.7 * margin[k] + offset[k]) / total) <
                    1e-15);
}

/* With two labels, swapping them swaps the probabilities, to the last bit. */
static void two_labels_are_symmetrical(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 100000; round++) {
        const double machine = uniform(&random, -30.0, 30.0);
        const double a = uniform(&random, -3.0, 3.0);
        const double slope = uniform(&random, 0.1, 5.0);
        const double offset[] = {-a, a}, swapped[] = {a, -a};
        const double opposite = -machine;
        double margin[2], other[2];
        axis_spread(2, &machine, margin);
        axis_spread(2, &opposite, other);
        assert_true(margin[0] == other[1] && margin[1] == other[0]);
        calibrated(2, slope, offset, margin, margin);
        calibrated(2, slope, swapped, other, other);
        assert_true(margin[0] == other[1] && margin[1] == other[0]);
    }
}

static void spread_copies_more_labels(void **state)
{
    static const double machine[] = {1.0, -2.0, 3.0};
    double margin[3];

    (void)state;
    assert_int_equal(axis_machines(2), 1);
    assert_int_equal(axis_machines(3), 3);
    axis_spread(3, machine, margin);
    assert_memory_equal(margin, machine, sizeof machine);
}

static void margin_is_the_sum(void **state)
{
    static const double bias[] = {7.0, 0.25}, scale[] = {9.0, 0.001};
    const struct axis a = {.bias = bias, .scale = scale};
    const int64_t sum[FEATURE_FAMILIES] = {3000, -123};
    const double family[FEATURE_FAMILIES] = {0.7, 0.03};
    double expected = 0.25 + 0.001 * 0.7 * 3000.0;

    (void)state;
    expected += 0.001 * 0.03 * -123.0;
    assert_true(axis_margin(&a, 1, sum, family) == expected);
}

static void first_of_equals_is_largest(void **state)
{
    static const struct {
        double value[4];
        size_t best;
    } row[] = {
        {{1, 2, 3, 4}, 3}, {{4, 3, 2, 1}, 0},     {{0, 5, 5, 0}, 1},
        {{2, 2, 2, 2}, 0}, {{-9, -2, -3, -2}, 1}, {{0, -0.0, 0, 0}, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++)
        assert_int_equal(arg_max(row[i].value, 4), row[i].best);
    assert_int_equal(arg_max(row[0].value, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probabilities_add_up),
        cmocka_unit_test(extremes_are_no_nan),
        cmocka_unit_test(formula_is_kept),
        cmocka_unit_test(two_labels_are_symmetrical),
        cmocka_unit_test(spread_copies_more_labels),
        cmocka_unit_test(margin_is_the_sum),
        cmocka_unit_test(first_of_equals_is_largest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

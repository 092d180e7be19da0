/* From sentences to an article. */
#include <math.h>

#include "model/aggregate.h"
#include "model/classifier.h"
#include "tests/unit/unit.h"

#define N_MAX 6

static void means_of_the_largest(void **state)
{
    (void)state;
    static const struct {
        size_t n;
        double margin[N_MAX], share, mean;
        const char *chosen; /* x: taken */
    } row[] = {
        {1, {-2.0}, 1.0, -2.0, "x"},
        {1, {-2.0}, 0.25, -2.0, "x"},
        {4, {1.0, 2.0, 3.0, 6.0}, 1.0, 3.0, "xxxx"},
        {4, {1.0, 6.0, 3.0, 2.0}, 0.5, 4.5, "-xx-"},
        {4, {1.0, 6.0, 3.0, 2.0}, 0.25, 6.0, "-x--"},
        {5, {1.0, 6.0, 3.0, 2.0, 6.0}, 0.25, 6.0, "-x--x"},
        /* of equal margins the first ones */
        {4, {5.0, 5.0, 5.0, 5.0}, 0.5, 5.0, "xx--"},
        {6, {0.0, 7.0, 7.0, 7.0, 8.0, 0.0}, 0.5, 22.0 / 3.0, "-xx-x-"},
        {2, {-1.0, -3.0}, 0.001, -1.0, "x-"},
    };
    double scratch[N_MAX];
    bool chosen[N_MAX];

    for (size_t i = 0; i < COUNT(row); i++) {
        double spread[2 * N_MAX];
        for (size_t j = 0; j < row[i].n; j++)
            spread[2 * j] = row[i].margin[j];
        const double mean = aggregate_margin(spread, 2, row[i].n, row[i].share,
                                             chosen, scratch);
        assert_true(fabs(mean - row[i].mean) < 1e-12);
        for (size_t j = 0; j < row[i].n; j++)
            assert_int_equal(chosen[j], row[i].chosen[j] == 'x');
    }
    assert_true(aggregate_margin(NULL, 1, 0, 1.0, chosen, scratch) == 0.0);
}

static void counts_round_up(void **state)
{
    (void)state;
    assert_int_equal(aggregate_count(0.25, 0), 0);
    assert_int_equal(aggregate_count(0.25, 1), 1);
    assert_int_equal(aggregate_count(0.25, 4), 1);
    assert_int_equal(aggregate_count(0.25, 5), 2);
    assert_int_equal(aggregate_count(1.0, 7), 7);
}

/* One sentence has the calibration of sentences, very many that of articles,
 * and in between nothing jumps. */
static void calibration_goes_from_one_to_the_other(void **state)
{
    (void)state;
    const double offset[] = {0.1, -0.1}, of_article[] = {0.5, -0.5};
    const double margin[] = {-0.7, 0.7};
    const struct axis a = {.labels = 2,
                           .slope = 1.5,
                           .offset = offset,
                           .aggregate = {1.0, 6.0, of_article}};
    double one[2], many[2], p[2], last;

    calibrated(2, a.slope, offset, margin, one);
    calibrated(2, a.aggregate.slope, of_article, margin, many);
    aggregate_probabilities(&a, 1, margin, p);
    assert_true(fabs(p[1] - one[1]) < 1e-12);
    last = p[1];
    for (size_t n = 2; n < 1000; n++) {
        aggregate_probabilities(&a, n, margin, p);
        assert_true(p[1] > last && p[1] < many[1]);
        assert_true(fabs(p[0] + p[1] - 1.0) < 1e-12);
        last = p[1];
    }
    assert_true(many[1] - last < 0.001);
    assert_true(aggregate_weight(0) == 0.0 && aggregate_weight(1) == 0.0);
    assert_true(aggregate_weight(1 + (size_t)AGGREGATE_PRIOR) == 0.5);
}

static void one_probability_is_that_of_all(void **state)
{
    (void)state;
    const double offset[] = {0.2, -0.4, 0.1}, machine[] = {0.3, -1.0, 2.0};
    double margin[3], p[3];

    for (size_t K = 2; K <= 3; K++) {
        const struct axis a = {.labels = K, .slope = 1.25, .offset = offset};
        axis_spread(K, machine, margin);
        calibrated(K, a.slope, offset, margin, p);
        for (size_t k = 0; k < K; k++)
            assert_true(fabs(axis_probability(&a, machine, k) - p[k]) < 1e-12);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_of_the_largest),
        cmocka_unit_test(counts_round_up),
        cmocka_unit_test(calibration_goes_from_one_to_the_other),
        cmocka_unit_test(one_probability_is_that_of_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

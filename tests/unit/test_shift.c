/* Probabilities of chance against tables, and errors against sums by hand. */
#include "train/shift.h"

#include <math.h>

#include "tests/unit/unit.h"

static void near(double got, double wanted, double within)
{
    if (!(fabs(got - wanted) <= within))
        fail_msg("%.12g, not %.12g", got, wanted);
}

static void tables(void **state)
{
    static const struct {
        double x, p;
        size_t freedom; /* 0: normal */
    } row[] = {
        {0.0, 0.5, 0},
        {1.0, 0.15865525393145707, 0},
        {1.959963984540054, 0.025, 0},
        {-1.0, 0.8413447460685429, 0},
        {5.0, 2.866515718791946e-07, 0},
        {3.841458820694124, 0.05, 1},
        {5.0, 0.0820849986238988, 2}, /* exp(-x / 2) */
        {7.814727903251179, 0.05, 3},
        {9.487729036781154, 0.05, 4},
        {11.070497693516351, 0.05, 5},
        {18.307038053275146, 0.05, 10},
        {43.772971825742189, 0.05, 30},
        {0.0, 1.0, 3},
    };
    /* Of Kolmogorov's distribution, from sums by hand. */
    static const double far[][2] = {{0.5, 0.9639452436648751},
                                    {1.0, 0.2699996716735723},
                                    {2.0, 0.0006709252558},
                                    {0.01, 1.0}};

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++)
        near(row[i].freedom ? shift_chi_square(row[i].x, row[i].freedom)
                            : shift_normal(row[i].x),
             row[i].p, 1e-9);
    for (size_t i = 0; i < COUNT(far); i++)
        near(shift_kolmogorov(far[i][0] / 1e6, 2e12, 2e12), far[i][1], 1e-6);
    assert_true(shift_chi_square(1e6, 3) >= 0.0);
    assert_true(shift_kolmogorov(1.0, 1e9, 1e9) < 1e-300);
}

static void holm(void **state)
{
    double p[] = {0.01, 0.04, 0.03, 0.005}, one[] = {0.2}, large[] = {0.9, 0.8};

    (void)state;
    assert_true(shift_holm(p, COUNT(p)));
    near(p[0], 0.03, 1e-12);
    near(p[1], 0.06, 1e-12);
    near(p[2], 0.06, 1e-12);
    near(p[3], 0.02, 1e-12);
    assert_true(shift_holm(one, 1));
    near(one[0], 0.2, 0.0);
    assert_true(shift_holm(large, 2));
    near(large[0], 1.0, 0.0);
    near(large[1], 1.0, 0.0);
    assert_true(shift_holm(NULL, 0));
}

static void ratios(void **state)
{
    struct shift_ratio all = {0}, first = {0}, second = {0};

    (void)state;
    near(shift_value(&all), 0.0, 0.0);
    near(shift_error(&all), 1.0, 0.0);
    shift_add(&first, 1.0, 2.0);
    near(shift_error(&first), 1.0, 0.0);
    shift_add(&second, 3.0, 4.0);
    shift_merge(&all, &first);
    shift_merge(&all, &second);
    near(shift_value(&all), 2.0 / 3.0, 1e-15);
    near(shift_error(&all), 1.0 / 9.0, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables),
        cmocka_unit_test(holm),
        cmocka_unit_test(ratios),
    };

    return cmocka_run_group_tests_name("shift", tests, NULL, NULL);
}

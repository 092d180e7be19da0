#include "train/powerlaw.h"

#include <math.h>

#include "train/random.h"
#include "tests/unit/unit.h"

static const double n[] = {100, 141, 200, 283, 400, 566, 800};

static void assert_near(double got, double expected, double most)
{
    if (!(fabs(got - expected) <= most))
        fail_msg("%.17g where %.17g was expected", got, expected);
}

static struct powerlaw fit(const struct powerlaw *law, double noise,
                           uint64_t *random)
{
    double error[COUNT(n)];

    for (size_t i = 0; i < COUNT(n); i++)
        error[i] = powerlaw_at(law, n[i]) +
                   noise * ((double)random_below(random, 2001) / 1000.0 - 1.0);
    return powerlaw_fit(n, error, COUNT(n));
}

static void a_law_is_found_again(void **state)
{
    static const struct powerlaw laws[] = {
        {0.1, 1.0, 0.5, 0},  {0.0, 0.9, 0.25, 0}, {0.2, 30.0, 1.0, 0},
        {0.05, 2e3, 2.0, 0}, {0.3, 0.5, 0.01, 0}, {0.0, 1.5, 0.33, 0},
    };
    uint64_t random = 1;

    (void)state;
    for (size_t i = 0; i < COUNT(laws); i++) {
        const struct powerlaw p = fit(&laws[i], 0.0, &random);
        assert_near(p.off, 0.0, 1e-9);
        assert_near(p.a, laws[i].a, 1e-6);
        assert_near(p.c, laws[i].c, 1e-9);
        assert_near(p.b / laws[i].b, 1.0, 1e-6);
    }
}

/* Of all a, b >= 0 and all c on the grid none is better. */
static void nothing_near_is_better(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 200; round++) {
        double error[COUNT(n)];
        for (size_t i = 0; i < COUNT(n); i++)
            error[i] = (double)random_below(&random, 1001) / 1000.0;
        const struct powerlaw p = powerlaw_fit(n, error, COUNT(n));
        assert_true(p.a >= 0.0 && p.b >= 0.0 && p.c > 0.0 && p.c <= 2.005);
        for (int try = 0; try < 100; try++) {
            struct powerlaw q = p;
            double sum = 0.0;
            q.a += (double)random_below(&random, 201) / 1000.0 - 0.1;
            q.b *= 0.5 + (double)random_below(&random, 1001) / 1000.0;
            q.c = (double)(1 + random_below(&random, 200)) * 0.01;
            if (q.a < 0.0)
                continue;
            for (size_t i = 0; i < COUNT(n); i++)
                sum += pow(error[i] - powerlaw_at(&q, n[i]), 2.0);
            assert_true(sqrt(sum / COUNT(n)) >= p.off - 1e-9);
        }
    }
}

static void errors_that_do_not_fall(void **state)
{
    static const double flat[] = {0.3, 0.3, 0.3}, rising[] = {0.1, 0.2, 0.3},
                        none[] = {0.0, 0.0, 0.0};
    struct powerlaw p = powerlaw_fit(n, flat, 3);

    (void)state;
    assert_near(powerlaw_at(&p, 1e9), 0.3, 1e-9);
    assert_near(p.off, 0.0, 1e-9);
    p = powerlaw_fit(n, rising, 3);
    assert_true(p.b == 0.0);
    assert_near(p.a, 0.2, 1e-12);
    assert_near(p.off, sqrt(0.02 / 3.0), 1e-12);
    p = powerlaw_fit(n, none, 3);
    assert_near(powerlaw_at(&p, 10.0), 0.0, 1e-12);
}

/* Without a negative error, however fast errors fall. */
static void a_forecast_is_no_less_than_nothing(void **state)
{
    static const double falling[] = {0.9, 0.5, 0.1};
    const struct powerlaw p = powerlaw_fit(n, falling, 3);

    (void)state;
    assert_true(p.a == 0.0);
    assert_true(powerlaw_at(&p, 1e6) >= 0.0);
}

static void noise_moves_it_little(void **state)
{
    const struct powerlaw law = {0.1, 1.0, 0.5, 0};
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 100; round++) {
        const struct powerlaw p = fit(&law, 0.001, &random);
        assert_true(p.off < 0.001);
        assert_near(powerlaw_at(&p, 1600.0), powerlaw_at(&law, 1600.0), 0.01);
    }
}

static void one_point_and_many(void **state)
{
    double many[POWERLAW_POINTS], error[POWERLAW_POINTS];
    static const double one = 0.25;
    const struct powerlaw law = {0.1, 1.0, 0.5, 0};
    struct powerlaw p = powerlaw_fit(n, &one, 1);

    (void)state;
    assert_near(powerlaw_at(&p, n[0]), one, 1e-12);
    for (size_t i = 0; i < POWERLAW_POINTS; i++) {
        many[i] = 10.0 * (double)(i + 1);
        error[i] = powerlaw_at(&law, many[i]);
    }
    p = powerlaw_fit(many, error, POWERLAW_POINTS);
    assert_near(powerlaw_at(&p, 400.0), 0.15, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_law_is_found_again),
        cmocka_unit_test(nothing_near_is_better),
        cmocka_unit_test(errors_that_do_not_fall),
        cmocka_unit_test(a_forecast_is_no_less_than_nothing),
        cmocka_unit_test(noise_moves_it_little),
        cmocka_unit_test(one_point_and_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

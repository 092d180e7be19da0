#include "train/calibrate.h"

#include <math.h>

#include "model/classifier.h"
#include "train/random.h"
#include "tests/unit/scarce.h"

#define N_MAX 20000
#define K_MAX 70

static double margin[N_MAX * K_MAX];
static uint32_t label[N_MAX];

/* Between 0 and 1, without either. */
static double uniform(uint64_t *random)
{
    return ((double)(random_next(random) >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(uint64_t *random)
{
    const double r = sqrt(-2.0 * log(uniform(random)));

    return r * cos(6.283185307179586 * uniform(random));
}

/* Margins from nowhere in particular, and labels drawn from the probabilities
 * that slope and offsets give them. */
static void simulate(size_t N, size_t K, double slope, const double *offset,
                     uint64_t *random)
{
    double p[K_MAX], m[K_MAX];

    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < (K == 2 ? 1 : K); k++)
            m[k] = normal(random) - (K > 2);
        axis_spread(K, m, margin + i * K);
        calibrated(K, slope, offset, margin + i * K, p);
        double u = uniform(random);
        label[i] = 0;
        while (label[i] + 1 < K && u >= p[label[i]])
            u -= p[label[i]++];
    }
}

static void fit(size_t N, size_t K, double *slope, double *offset)
{
    struct tenor_error err = {0};

    assert_true(calibrate_fit(margin, label, N, K, slope, offset, &err));
    assert_true(isfinite(*slope) && *slope >= 0.0);
    for (size_t k = 0; k < K; k++)
        assert_true(isfinite(offset[k]));
}

/* Offsets count up to what is common to all of them. */
static void check_offsets(const double *got, const double *expected, size_t K,
                          double tolerance)
{
    for (size_t k = 1; k < K; k++) {
        const double difference =
            (got[k] - got[0]) - (expected[k] - expected[0]);
        if (fabs(difference) > tolerance)
            fail_msg("offset %zu is off by %g", k, difference);
    }
}

static void parameters_are_found(void **state)
{
    (void)state;
    static const struct {
        size_t K;
        double slope, offset[5];
    } row[] = {
        {2, 1.0, {0.0, 0.0}},
        {2, 0.3, {0.2, -0.2}},
        {2, 2.0, {-0.5, 0.5}},
        {3, 1.5, {0.0, 0.5, -0.5}},
        {5, 0.8, {0.3, -0.3, 0.6, 0.0, -0.6}},
    };
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(row); i++) {
        double slope, offset[5];

        simulate(N_MAX, row[i].K, row[i].slope, row[i].offset, &random);
        fit(N_MAX, row[i].K, &slope, offset);
        /* Five to six standard errors. */
        if (fabs(slope - row[i].slope) > 0.07 + 0.05 * row[i].slope)
            fail_msg("slope %g where %g was used", slope, row[i].slope);
        check_offsets(offset, row[i].offset, row[i].K, 0.2);
    }
}

/* Labels that the margins say nothing about: the slope is about 0, and the
 * probabilities are the shares. */
static void margins_without_meaning(void **state)
{
    (void)state;
    const double none[3] = {0.0, log(2.0), log(3.0)};
    uint64_t random = unit_seed();
    double slope, offset[3], p[3];

    simulate(N_MAX, 3, 0.0, none, &random);
    fit(N_MAX, 3, &slope, offset);
    assert_true(slope < 0.1);
    calibrated(3, slope, offset, (double[]){0.0, 0.0, 0.0}, p);
    for (size_t k = 0; k < 3; k++)
        assert_true(fabs(p[k] - (double)(k + 1) / 6.0) < 0.05);
}

/* Margins that say the opposite: the slope stops at 0, the offsets go on until
 * the probabilities are the shares. */
static void slope_is_never_negative(void **state)
{
    (void)state;
    static const double share[3] = {0.6, 0.3, 0.1};
    const size_t N = 5000;
    uint64_t random = unit_seed();

    for (size_t K = 2; K <= 3; K++) {
        double slope, offset[3], p[3], count[3] = {0};

        for (size_t i = 0; i < N; i++) {
            double u = uniform(&random);
            label[i] = u < share[0] ? 0 : u < share[0] + share[1] ? 1 : 2;
            label[i] %= (uint32_t)K;
            count[label[i]]++;
            for (size_t k = 0; k < K; k++)
                margin[i * K + k] = normal(&random) - (k == label[i]);
        }
        fit(N, K, &slope, offset);
        assert_true(slope == 0.0);
        calibrated(K, slope, offset, margin, p);
        for (size_t k = 0; k < K; k++)
            assert_true(fabs(p[k] - count[k] / (double)N) < 0.001);
    }
}

/* All margins right, however large or small: probabilities stay short of 1 by
 * what the number of documents allows. */
static void separable_labels_stay_finite(void **state)
{
    (void)state;
    static const double scale[] = {1e-6, 1.0, 10.0, 50.0, 100.0, 1e6};
    static const size_t K[] = {2, 4};
    double slope, offset[4], p[4];

    for (size_t s = 0; s < COUNT(scale); s++)
        for (size_t j = 0; j < COUNT(K); j++) {
            for (size_t i = 0; i < 400; i++) {
                label[i] = (uint32_t)(i % K[j]);
                for (size_t k = 0; k < K[j]; k++)
                    margin[i * K[j] + k] =
                        (k == label[i] ? scale[s] : -scale[s]);
            }
            fit(400, K[j], &slope, offset);
            calibrated(K[j], slope, offset, margin, p);
            /* The target of Platt 1999. */
            const double n = 400.0 / (double)K[j];
            assert_true(fabs(p[0] - (n + 1.0) / (n + 2.0)) < 1e-4);
        }
}

static void few_documents(void **state)
{
    (void)state;
    double slope, offset[3];

    label[0] = 0;
    label[1] = 1;
    margin[0] = margin[3] = 1.0;
    margin[1] = margin[2] = -1.0;
    fit(2, 2, &slope, offset);
    /* One label of three does not occur. */
    for (size_t i = 0; i < 30; i++) {
        label[i] = i % 2;
        for (size_t k = 0; k < 3; k++)
            margin[i * 3 + k] = k == label[i] ? 0.5 : -0.5;
    }
    fit(30, 3, &slope, offset);
    /* Margins that are all the same. */
    for (size_t i = 0; i < 90; i++)
        margin[i] = 0.0;
    fit(30, 3, &slope, offset);
}

/* Where labels are equally frequent, calibration hardly moves a decision. */
static void decisions_stay(void **state)
{
    (void)state;
    const double none[3] = {0.0, 0.0, 0.0};
    uint64_t random = unit_seed();
    size_t moved = 0;
    double slope, offset[3], p[3];

    simulate(9000, 3, 2.0, none, &random);
    fit(9000, 3, &slope, offset);
    for (size_t i = 0; i < 9000; i++) {
        calibrated(3, slope, offset, margin + 3 * i, p);
        moved += arg_max(p, 3) != arg_max(margin + 3 * i, 3);
    }
    assert_true(moved < 9000 / 20);
}

/* Above the limit the slope is all: decisions cannot change. */
static void many_labels_have_a_slope_alone(void **state)
{
    (void)state;
    static const double none[K_MAX];
    const size_t K = CALIBRATE_OFFSETS_MAX + 1;
    uint64_t random = unit_seed();
    double slope, offset[K_MAX];

    simulate(5000, K, 1.5, none, &random);
    fit(5000, K, &slope, offset);
    assert_true(fabs(slope - 1.5) < 0.2);
    for (size_t k = 0; k < K; k++)
        assert_true(offset[k] == 0.0);
    simulate(2000, K - 1, 1.5, none, &random);
    fit(2000, K - 1, &slope, offset);
    assert_true(offset[0] != 0.0);
}

static bool attempt(void *context, struct tenor_error *err)
{
    double slope, offset[2];

    (void)context;
    return calibrate_fit(margin, label, 2, 2, &slope, offset, err);
}

static void memory_runs_out(void **state)
{
    (void)state;
    label[0] = label[1] = 0;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_are_found),
        cmocka_unit_test(margins_without_meaning),
        cmocka_unit_test(slope_is_never_negative),
        cmocka_unit_test(separable_labels_stay_finite),
        cmocka_unit_test(few_documents),
        cmocka_unit_test(decisions_stay),
        cmocka_unit_test(many_labels_have_a_slope_alone),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

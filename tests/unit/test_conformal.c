#include "train/conformal.h"

#include <math.h>

#include "model/classifier.h"
#include "train/random.h"
#include "tests/unit/scarce.h"

#define N 4000
#define K 3
#define ROUNDS 5000

static double margin[N * K];
static uint32_t label[N];

/* Between 0 and 1, without either. */
static double uniform(uint64_t *random)
{
    return ((double)(random_next(random) >> 11) + 0.5) / 9007199254740992.0;
}

/* A share that should be p, of so many draws: five standard errors, and five
 * draws for p near 1, where errors are few and not normal. */
static void check_share(double share, double p, double draws)
{
    if (fabs(share - p) > 5.0 * sqrt(p * (1.0 - p) / draws) + 5.0 / draws)
        fail_msg("%g where %g is expected", share, p);
}

/* ---- levels ---------------------------------------------------------------
 */

static void coverages_have_levels(void **state)
{
    (void)state;
    static const struct {
        double coverage;
        unsigned thousandths; /* 0: there is no level */
    } row[] = {
        {0.5, 500},     {0.5001, 505},  {0.8, 800},   {0.9, 900},
        {0.95, 950},    {1 - 0.1, 900}, {0.951, 955}, {0.995, 995},
        {0.99501, 999}, {0.999, 999},   {0.9991, 0},  {1.0, 0},
        {0.4999, 0},    {0.0, 0},       {-0.9, 0},    {NAN, 0},
        {INFINITY, 0},  {-INFINITY, 0},
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        const size_t level = coverage_find(row[i].coverage);
        if (row[i].thousandths)
            assert_int_equal(coverage_thousandths(level), row[i].thousandths);
        else
            assert_int_equal(level, COVERAGE_LEVELS);
    }
    for (size_t i = 0; i < COVERAGE_LEVELS; i++)
        assert_int_equal(coverage_find(coverage_thousandths(i) / 1000.0), i);
}

/* ---- thresholds -----------------------------------------------------------
 */

static void thresholds_are_order_statistics(void **state)
{
    (void)state;
    static const struct {
        size_t n;
        double coverage;
        size_t rank; /* from the largest; 0: all labels */
    } row[] = {
        {0, 0.5, 0},     {1, 0.5, 1},    {1, 0.505, 0},   {8, 0.9, 0},
        {9, 0.9, 9},     {9, 0.905, 0},  {9, 0.5, 5},     {19, 0.95, 19},
        {18, 0.95, 0},   {99, 0.95, 95}, {99, 0.955, 96}, {999, 0.999, 999},
        {998, 0.999, 0},
    };
    double p[999], threshold[COVERAGE_LEVELS];

    for (size_t i = 0; i < COUNT(row); i++) {
        for (size_t d = 0; d < row[i].n; d++) /* 1, 1/2, ... in disorder */
            p[(d + 3) % row[i].n] = 1.0 / (double)(1 + d);
        conformal_thresholds(p, row[i].n, threshold);
        const double got = threshold[coverage_find(row[i].coverage)];
        assert_true(got == (row[i].rank ? 1.0 / (double)row[i].rank : 0.0));
    }
}

/* Of n and one more, all exchangeable, the last one is covered as often as
 * the theorem says, which is never less than was asked for. */
static void exchangeable_documents_are_covered(void **state)
{
    (void)state;
    static const size_t n[] = {1, 10, 99, 150};
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(n); i++) {
        size_t covered[COVERAGE_LEVELS] = {0};
        for (size_t round = 0; round < ROUNDS; round++) {
            double p[150], threshold[COVERAGE_LEVELS];
            for (size_t d = 0; d < n[i]; d++)
                p[d] = uniform(&random);
            const double next = uniform(&random);
            conformal_thresholds(p, n[i], threshold);
            for (size_t l = 0; l < COVERAGE_LEVELS; l++)
                covered[l] += next >= threshold[l];
        }
        for (size_t l = 0; l < COVERAGE_LEVELS; l++) {
            const double c = coverage_thousandths(l) / 1000.0;
            const double m = (double)n[i] + 1.0;
            const double exact = fmin(ceil(m * c - 1e-9) / m, 1.0);
            assert_true(exact > c - 1e-9);
            check_share((double)covered[l] / ROUNDS, exact, ROUNDS);
        }
    }
}

/* ---- margins --------------------------------------------------------------
 */

/* Margins, and labels that come from them by another slope than the one that
 * the probabilities are made with. */
static void simulate(uint64_t *random)
{
    static const double none[K];
    double p[K];

    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < K; k++)
            margin[i * K + k] = 2.0 * uniform(random) - 1.0;
        calibrated(K, 1.0, none, margin + i * K, p);
        double u = uniform(random);
        label[i] = 0;
        while (label[i] + 1 < K && u >= p[label[i]])
            u -= p[label[i]++];
    }
}

/* However bad the probabilities are. */
static void sets_of_new_documents_hold_their_labels(void **state)
{
    (void)state;
    static const double offset[K] = {0.5, 0.0, -0.5};
    struct tenor_error err = {0};
    double threshold[COVERAGE_LEVELS], p[K];
    size_t covered[COVERAGE_LEVELS] = {0};
    uint64_t random = unit_seed();

    simulate(&random);
    assert_true(
        conformal_fit(margin, label, N, K, 4.0, offset, threshold, &err));
    simulate(&random);
    for (size_t i = 0; i < N; i++) {
        calibrated(K, 4.0, offset, margin + i * K, p);
        for (size_t l = 0; l < COVERAGE_LEVELS; l++)
            covered[l] += p[label[i]] >= threshold[l];
    }
    /* Old and new documents are a sample of N each. */
    for (size_t l = 0; l < COVERAGE_LEVELS; l++)
        check_share((double)covered[l] / N, coverage_thousandths(l) / 1000.0,
                    N / 2.0);
}

static bool attempt(void *context, struct tenor_error *err)
{
    static const double none[K];

    return conformal_fit(margin, label, N, K, 1.0, none, context, err);
}

static void memory_runs_out(void **state)
{
    double threshold[COVERAGE_LEVELS];

    (void)state;
    scarce_run(attempt, threshold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coverages_have_levels),
        cmocka_unit_test(thresholds_are_order_statistics),
        cmocka_unit_test(exchangeable_documents_are_covered),
        cmocka_unit_test(sets_of_new_documents_hold_their_labels),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

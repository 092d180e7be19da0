#include "train/prevalence.h"

#include <math.h>
#include <stdlib.h>

#include "train/dirichlet.h"
#include "train/mixture.h"

#define ALPHA 0.05

/* Nothing is impossible for the likelihood: a label that the classifier never
 * gave before would else have no explanation. */
#define LEAST 1e-9

/* Counts that are no farther are explained, but for what LEAST does. */
#define EXACT 1e-7

static double total(const uint64_t *count, size_t K)
{
    double n = 0.0;

    for (size_t k = 0; k < K; k++)
        n += (double)count[k];
    return n;
}

void prevalence_given(const uint64_t *count, size_t K, struct interval *share)
{
    const double n = total(count, K);

    for (size_t k = 0; k < K; k++)
        share[k] = interval_wilson((double)count[k], n);
}

/* What the draws work on. */
struct adjusting {
    size_t K;
    const uint64_t *count, *confusion;
    struct mixture mixture;
    double *memory;
    double *M;          /* [K][K] */
    double *q;          /* [K] */
    double *p;          /* [K] */
    double *drawn;      /* [K][DRAWS] shares of each label */
    uint64_t *expected; /* [K] texts given each label, as the shares have it */
};

static bool adjusting_init(struct adjusting *a, struct tenor_error *err)
{
    const size_t K = a->K;

    a->memory = mem_zero(K + 2 + PREVALENCE_DRAWS, K * sizeof *a->memory);
    a->expected = mem_zero(K, sizeof *a->expected);
    if (!mixture_init(&a->mixture, K) || !a->memory || !a->expected)
        return fail_memory(err, "shares of labels");
    a->M = a->memory;
    a->q = a->M + K * K;
    a->p = a->q + K;
    a->drawn = a->p + K;
    return true;
}

static void adjusting_release(struct adjusting *a)
{
    mixture_release(&a->mixture);
    free(a->memory);
    free(a->expected);
}

/* Shares as they were counted; all alike where nothing was. */
static void take_counts(const uint64_t *count, size_t K, double *share)
{
    const double n = total(count, K);

    for (size_t k = 0; k < K; k++)
        share[k] = n > 0.0 ? (double)count[k] / n : 1.0 / (double)K;
}

static void keep_possible(double *row, size_t K)
{
    for (size_t j = 0; j < K; j++)
        row[j] = (row[j] + LEAST) / (1.0 + (double)K * LEAST);
}

/* Find p. Returns how far q is from what p makes of it: the Kullback-Leibler
 * divergence. */
static double solve(struct adjusting *a)
{
    const double *s = a->mixture.s;
    double far = 0.0;

    for (size_t i = 0; i < a->K; i++)
        keep_possible(a->M + i * a->K, a->K);
    mixture_solve(&a->mixture, a->M, a->q, a->p);
    for (size_t j = 0; j < a->K; j++)
        if (a->q[j] > 0.0)
            far += a->q[j] * log(a->q[j] / s[j]);
    return far;
}

static double solve_counts(struct adjusting *a)
{
    const size_t K = a->K;

    take_counts(a->count, K, a->q);
    for (size_t i = 0; i < K; i++)
        take_counts(a->confusion + i * K, K, a->M + i * K);
    return solve(a);
}

static double solve_draw(struct adjusting *a, const uint64_t *count,
                         uint64_t *state)
{
    const size_t K = a->K;
    const double prior = 1.0 / (double)K;

    dirichlet_draw(count, prior, K, state, a->q);
    for (size_t i = 0; i < K; i++)
        dirichlet_draw(a->confusion + i * K, prior, K, state, a->M + i * K);
    return solve(a);
}

/* What the counts would be if the shares just found, and the confusion, were
 * the true ones. */
static void expect_counts(struct adjusting *a)
{
    const double n = total(a->count, a->K);

    for (size_t j = 0; j < a->K; j++)
        a->expected[j] = (uint64_t)(n * a->mixture.s[j] + 0.5);
}

/* How often such counts are as far from all that shares could make of them. */
static double measure_fit(struct adjusting *a, double far, uint64_t state)
{
    size_t as_far = 1;

    if (far <= EXACT)
        return 1.0;
    for (size_t d = 0; d < PREVALENCE_DRAWS; d++)
        as_far += solve_draw(a, a->expected, &state) >= far;
    return (double)as_far / (PREVALENCE_DRAWS + 1.0);
}

bool prevalence_adjust(const uint64_t *count, const uint64_t *confusion,
                       size_t K, struct interval *share, double *fit,
                       struct tenor_error *err)
{
    struct adjusting a = {.K = K, .count = count, .confusion = confusion};
    uint64_t state = PREVALENCE_SEED;

    if (!adjusting_init(&a, err)) {
        adjusting_release(&a);
        return false;
    }
    const double far = solve_counts(&a);
    for (size_t k = 0; k < K; k++)
        share[k] = (struct interval){.value = a.p[k]};
    expect_counts(&a);
    for (size_t d = 0; d < PREVALENCE_DRAWS; d++) {
        solve_draw(&a, count, &state);
        for (size_t k = 0; k < K; k++)
            a.drawn[k * PREVALENCE_DRAWS + d] = a.p[k];
    }
    for (size_t k = 0; k < K; k++)
        interval_bound(&share[k], a.drawn + k * PREVALENCE_DRAWS,
                       PREVALENCE_DRAWS, ALPHA);
    *fit = measure_fit(&a, far, state);
    adjusting_release(&a);
    return true;
}

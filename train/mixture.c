#include "train/mixture.h"

#include <math.h>
#include <stdlib.h>

#define STEPS 100
#define SHRINK 0.1 /* of the barrier in a step */
#define NEAR 0.99  /* of the way to the next bound */

bool mixture_init(struct mixture *m, size_t K)
{
    *m = (struct mixture){.K = K};
    m->memory = mem_zero(K + 5, K * sizeof *m->memory);
    if (!m->memory)
        return false;
    m->A = m->memory;
    m->s = m->A + K * K;
    m->slope = m->s + K;
    m->slack = m->slope + K;
    m->dp = m->slack + K;
    m->dual = m->dp + K;
    return true;
}

void mixture_release(struct mixture *m)
{
    free(m->memory);
    *m = (struct mixture){0};
}

/* s, and the slope of the likelihood along each share. Returns the largest
 * one: with shares that add up to 1 its logarithm bounds how far the likelihood
 * is from its maximum, as that is concave (Cover 1984). */
static double look(struct mixture *m, const double *M, const double *q,
                   const double *p)
{
    const size_t K = m->K;
    double largest = 0.0;

    for (size_t j = 0; j < K; j++)
        m->s[j] = 0.0;
    for (size_t i = 0; i < K; i++)
        for (size_t j = 0; j < K; j++)
            m->s[j] += p[i] * M[i * K + j];
    for (size_t i = 0; i < K; i++) {
        m->slope[i] = 0.0;
        for (size_t j = 0; j < K; j++)
            m->slope[i] += q[j] * M[i * K + j] / m->s[j];
        largest = fmax(largest, m->slope[i]);
    }
    return largest;
}

/* The lower half of the Newton system: curvature, and duals over shares. */
static void fill_system(struct mixture *m, const double *M, const double *q,
                        const double *p)
{
    const size_t K = m->K;

    for (size_t j = 0; j < K; j++)
        m->slack[j] = q[j] / (m->s[j] * m->s[j]);
    for (size_t a = 0; a < K; a++)
        for (size_t b = 0; b <= a; b++) {
            double sum = a == b ? m->dual[a] / p[a] : 0.0;
            for (size_t j = 0; j < K; j++)
                sum += m->slack[j] * M[a * K + j] * M[b * K + j];
            m->A[a * K + b] = sum;
        }
}

/* Solve A x = x in place, by Cholesky's decomposition. */
static void solve_system(double *A, double *x, size_t K)
{
    for (size_t a = 0; a < K; a++) {
        for (size_t b = 0; b <= a; b++) {
            double sum = A[a * K + b];
            for (size_t c = 0; c < b; c++)
                sum -= A[a * K + c] * A[b * K + c];
            A[a * K + b] =
                a == b ? sqrt(fmax(sum, 1e-300)) : sum / A[b * K + b];
        }
        for (size_t c = 0; c < a; c++)
            x[a] -= A[a * K + c] * x[c];
        x[a] /= A[a * K + a];
    }
    for (size_t a = K; a-- > 0;) {
        for (size_t c = a + 1; c < K; c++)
            x[a] -= A[c * K + a] * x[c];
        x[a] /= A[a * K + a];
    }
}

/* How much of a step keeps all x above 0, at most all of it. */
static double length(const double *x, const double *step, size_t K)
{
    double most = 1.0;

    for (size_t i = 0; i < K; i++)
        if (step[i] < 0.0)
            most = fmin(most, -NEAR * x[i] / step[i]);
    return most;
}

static void take_step(struct mixture *m, const double *M, const double *q,
                      double *p)
{
    const size_t K = m->K;
    double barrier = 0.0;

    for (size_t i = 0; i < K; i++)
        barrier += SHRINK * p[i] * m->dual[i] / (double)K;
    fill_system(m, M, q, p);
    for (size_t i = 0; i < K; i++)
        m->dp[i] = m->slope[i] - 1.0 + barrier / p[i];
    solve_system(m->A, m->dp, K);
    for (size_t i = 0; i < K; i++) /* the step of the duals */
        m->slack[i] =
            barrier / p[i] - m->dual[i] - m->dual[i] / p[i] * m->dp[i];
    const double along = length(p, m->dp, K);
    const double along_dual = length(m->dual, m->slack, K);
    for (size_t i = 0; i < K; i++) {
        p[i] += along * m->dp[i];
        m->dual[i] += along_dual * m->slack[i];
    }
}

static void scale_to_one(double *p, size_t K)
{
    double sum = 0.0;

    for (size_t i = 0; i < K; i++)
        sum += p[i];
    for (size_t i = 0; i < K; i++)
        p[i] /= sum;
}

double mixture_solve(struct mixture *m, const double *M, const double *q,
                     double *p)
{
    double gap = 0.0;

    for (size_t i = 0; i < m->K; i++) {
        p[i] = 1.0 / (double)m->K;
        m->dual[i] = 1.0;
    }
    for (int step = 0; step < STEPS; step++) {
        gap = log(look(m, M, q, p));
        if (gap <= MIXTURE_GAP)
            break;
        take_step(m, M, q, p);
        scale_to_one(p, m->K);
    }
    return gap;
}

/* The shares of known distributions in a mixture of them, by maximum
 * likelihood:
 *
 *     maximise  sum of q[j] ln s[j],   s[j] = sum of p[i] M[i][j] over i
 *     over      p[i] >= 0, adding up to 1
 *
 * The problem is convex. It is solved by a primal-dual interior-point method
 * (Wright 1997) in the form of Kim et al. 2020, where the sum of p is a term
 * rather than a constraint; expectation maximisation, the usual way, takes
 * thousands of steps where rows are alike. Where several p are best alike,
 * theirs is the analytic centre of them. */
#ifndef TENOR_TRAIN_MIXTURE_H
#define TENOR_TRAIN_MIXTURE_H

#include "model/base.h"

/* Room to solve in; one thread. */
struct mixture {
    size_t K;
    double *memory;
    double *A;                             /* [K][K] of the Newton step */
    double *s, *slope, *slack, *dp, *dual; /* [K] each */
};

/* False when memory ran out; to be released in any case. */
bool mixture_init(struct mixture *m, size_t K);
void mixture_release(struct mixture *m);

/* Find p [K].
 *
 *   M  [K][K]  rows of positive shares, each adding up to 1
 *   q  [K]     shares, adding up to 1
 *
 * The mean log-likelihood is within MIXTURE_GAP of its maximum. Returns how far
 * it may be. Cost: about ten times K^3. */
#define MIXTURE_GAP 1e-10
double mixture_solve(struct mixture *m, const double *M, const double *q,
                     double *p);

#endif

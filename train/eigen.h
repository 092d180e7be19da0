/* The largest eigenvectors of a large sparse symmetric matrix. */
#ifndef TENOR_TRAIN_EIGEN_H
#define TENOR_TRAIN_EIGEN_H

#include "model/base.h"

/* Row i has value[j] in column[j] for j from start[i] to start[i + 1] - 1. */
struct symmetric {
    size_t n;
    const uint64_t *start;  /* [n + 1] */
    const uint32_t *column; /* [start[n]] */
    const float *value;
};

/* Those with the eigenvalues of largest size, each times the root of that size:
 * vector [n][dim], the largest first, zeros where there are no more.
 *
 * By orthogonal iteration on some vectors more than dim, and the Jacobi method
 * on what remains (Golub & Van Loan 2013, 8.2.4 and 8.5). TENOR_ENOMEM. */
bool eigen_largest(const struct symmetric *a, size_t dim, float *vector,
                   struct tenor_error *err);

#endif

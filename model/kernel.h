/* Axes with a non-linear kernel, which keep their support vectors.
 *
 * train/solver_libsvm.c trains them; here the kernels of libsvm are computed,
 * each once for all machines, so that who scores needs no SVM library. A kernel
 * is read-only once built and shared by threads. */
#ifndef TENOR_MODEL_KERNEL_H
#define TENOR_MODEL_KERNEL_H

#include "model/base.h"

enum kernel_type { KERNEL_LINEAR, KERNEL_POLY, KERNEL_RBF, KERNEL_SIGMOID };

/* Support vector machines over one pool of support vectors; arrays borrowed.
 * K(x, y) as in libsvm: poly (gamma x.y + coef0)^degree, rbf
 * exp(-gamma |x-y|^2), sigmoid tanh(gamma x.y + coef0). */
struct kernel {
    enum kernel_type type;
    int degree;
    double gamma, coef0;
    size_t machines;         /* M */
    size_t vectors;          /* V */
    const double *coef;      /* [M][V] alpha * y, 0 where not supporting */
    const uint64_t *start;   /* [V + 1] first node of each vector */
    const uint32_t *row;     /* [nodes] rows of the feature table, ascending */
    const double *value;     /* [nodes] */
    const double *multiplier; /* [rows] factor on a feature's value */
};

/* A component of a document vector. */
struct kernel_node {
    uint32_t row;
    double value;
};

/* margin[m] = sum over support vectors of coef * K(vector, x), without bias.
 *
 *   x [n]        ascending rows
 *   margin [M]   written */
void kernel_margins(const struct kernel *p, const struct kernel_node *x,
                    size_t n, double *margin);

#endif

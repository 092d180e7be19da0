/* One binary problem, one result, whoever solves it.
 *
 *     min over w, b:  |w|^2 / 2 + C sum_i c_i loss(1 - y_i (w . x_i + b))
 *
 * with loss(t) = max(0, t) (hinge) or max(0, t)^2 (squared hinge), and
 * c_i = weight[y_i] * importance_i. All but libsvm regularise b as well, as
 * one more component of w with the constant `bias_feature` in x.
 *
 *   solver_dual       ours: works on the vectors in place
 *   solver_liblinear  the same method, on a copy; the reference
 *   solver_libsvm     kernels, and the reference for the hinge loss
 *
 * Each of the latter two is the only user of its library in train/. Both libraries
 * draw from rand() and print through a global hook: solver.c seeds the one for
 * each call and thread, and silences the other. Safe from many threads.
 *
 * Sources: Chang & Lin 2011 (libsvm); Fan et al. 2008, Hsieh et al. 2008
 * (liblinear, dual coordinate descent). */
#ifndef TENOR_TRAIN_SOLVER_H
#define TENOR_TRAIN_SOLVER_H

#include "model/base.h"
#include "model/kernel.h"
#include "train/vectors.h"

enum solver_loss { LOSS_HINGE, LOSS_SQUARED };

struct solver_kernel {
    enum kernel_type type;
    int degree;
    double gamma, coef0;
};

struct binary_problem {
    const struct vectors *vectors;
    const uint32_t *document; /* [n] which documents */
    size_t n;
    const int8_t *y;         /* [n] +1 or -1; both occur */
    const float *multiplier; /* [F] factor on each feature's value */
    const double *importance; /* factor on C for each document of vectors, or
                                 NULL; for solver_dual alone */
    const float *offset; /* margin that each document of vectors has already,
                            which w . x is added to, or NULL; for
                            solver_dual alone */
    const float *start;       /* alpha to begin with, or NULL, and */
    float *end;               /* alpha at the minimum, or NULL; both for each
                                 document of vectors, for solver_dual alone */
    double C;
    double weight[2]; /* factor on C for y = -1 and y = +1 */
    enum solver_loss loss;
    double tolerance; /* stopping criterion of the libraries (eps) */
    double bias_feature;
    struct solver_kernel kernel; /* for libsvm */
    uint64_t seed;
};

/* A hyperplane in the space of plain values: multipliers are in w. */
struct hyperplane {
    double *w; /* [F] */
    double bias;
};

/* Support vectors of a kernel machine. */
struct support {
    uint32_t *position; /* [n] into problem.document, one class first */
    double *coef;       /* [n] alpha * y */
    size_t n;
    double bias;
};

/* Solve a linear problem. w is caller's, [F], written. TENOR_ENOMEM,
 * TENOR_ESOLVER. */
bool solver_dual(const struct binary_problem *p, struct hyperplane *h,
                 struct tenor_error *err);
bool solver_liblinear(const struct binary_problem *p, struct hyperplane *h,
                      struct tenor_error *err);
bool solver_libsvm_linear(const struct binary_problem *p, struct hyperplane *h,
                          struct tenor_error *err);

/* Solve with p->kernel; s is to be released with support_release. */
bool solver_libsvm(const struct binary_problem *p, struct support *s,
                   struct tenor_error *err);
void support_release(struct support *s);

/* The objective of the problem, without liblinear's b^2 / 2. */
double solver_objective(const struct binary_problem *p, const struct hyperplane *h);

/* Number of elements in the documents of a problem. */
size_t problem_elements(const struct binary_problem *p);

/* Start the sequence that rand() gives in this thread; silence the libraries.
 * For the solver_*.c, before each call of their library. */
void solver_prepare(uint64_t seed);
void solver_liblinear_silence(void);
void solver_libsvm_silence(void);

/* Versions of the libraries, such as 230 and 324. */
int solver_liblinear_version(void);
int solver_libsvm_version(void);

#endif

/* Fitting the machines of an axis: on all documents, and out of fold. */
#ifndef TENOR_TRAIN_FIT_H
#define TENOR_TRAIN_FIT_H

#include "train/settings.h"
#include "train/support.h"
#include "train/vectors.h"

/* The labels of the documents of some vectors; everything borrowed. */
struct labelling {
    size_t K;
    const uint32_t *label;    /* [N] */
    const double *importance; /* [N] factor on C, or NULL */
};

/* The margins of an axis: one for two labels, of the second; else one a
 * label. */
struct fitted {
    size_t machines;
    double *bias; /* [machines] */
    double *w;    /* [machines][F] with multipliers; NULL for a kernel */
    struct support_pool pool; /* for a kernel */
};

/* Fit on all documents; settings->C > 0. TENOR_ENOMEM, TENOR_ESOLVER,
 * TENOR_EINVAL. */
bool fit_all(const struct vectors *v, const struct labelling *y,
             const struct train_settings *s, struct fitted *out,
             struct tenor_error *err);
void fitted_release(struct fitted *f);

/* The stopping criterion of linear solvers, liblinear's usual one. */
#define FIT_TOLERANCE 0.1

/* A cross-validation: documents get their margins from machines that were
 * fitted without their fold. */
struct crossing {
    const struct vectors *v;
    const struct labelling *y;
    const struct train_settings *s;
    const uint8_t *fold; /* [N] as from split_folds */
    unsigned folds;      /* only documents of the first so many are done */
    double tolerance;    /* FIT_TOLERANCE, or more to be quick */
    double *margin;      /* [N][K] written for these documents */
    const float *start;  /* [fit_alphas()] where to begin, or NULL */
    float *end;          /* [fit_alphas()] where it ended, or NULL */
};

/* Do n cross-validations side by side. */
bool fit_out_of_fold(const struct crossing *c, size_t n, size_t threads,
                     struct tenor_error *err);

/* Numbers that start and end hold. */
size_t fit_alphas(const struct crossing *c);

/* The solver that SOLVER_AUTO stands for: libsvm for kernels, else dual. */
enum solver_choice fit_solver(const struct train_settings *s);

#endif

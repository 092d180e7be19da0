/* Fitting the machines of an axis: on all documents, and out of fold. */
#ifndef TENOR_TRAIN_FIT_H
#define TENOR_TRAIN_FIT_H

#include "train/settings.h"
#include "train/support.h"
#include "train/vectors.h"

/* The machines of an axis. */
struct fitted {
    size_t machines;
    double *bias; /* [machines] */
    double *w;    /* [machines][F] with multipliers; NULL for a kernel */
    struct support_pool pool; /* for a kernel */
};

/* Fit on all documents; settings->C > 0. TENOR_ENOMEM, TENOR_ESOLVER,
 * TENOR_EINVAL. */
bool fit_all(const struct vectors *v, const struct train_settings *s,
             struct fitted *out, struct tenor_error *err);
void fitted_release(struct fitted *f);

/* Margins of documents from machines that were fitted without their fold.
 *
 *   fold   [N]           as from split_folds
 *   folds                only the documents of the first so many are done
 *   margin [N][labels]   written for these documents */
bool fit_out_of_fold(const struct vectors *v, const struct train_settings *s,
                     const uint8_t *fold, unsigned folds, double *margin,
                     struct tenor_error *err);

/* The solver that SOLVER_AUTO stands for on these vectors: libsvm for kernels
 * and for small problems with the hinge loss, else liblinear. */
enum solver_choice fit_solver(const struct vectors *v,
                              const struct train_settings *s);

#endif

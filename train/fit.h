/* Fitting the machines of an axis on all documents. */
#ifndef TENOR_TRAIN_FIT_H
#define TENOR_TRAIN_FIT_H

#include "train/machine.h"
#include "train/support.h"

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

/* The same in parts: begin, independent jobs, one for each machine, and the end
 * with whether all went well, which is to come whatever happened. */
struct fit_jobs {
    const struct vectors *v;
    const struct labelling *y;
    const struct train_settings *s;
    struct fitted *out;
    struct machine *machine; /* [machines] */
    size_t machines;
    const struct machine_end *begin; /* [machines] or NULL, and */
    float *alpha;        /* [machines][N] at the minimum, or NULL, and */
    const float *offset; /* [machines][N] as in crossing.h, or NULL: all may be
                            set after fit_begin() */
};

bool fit_begin(struct fit_jobs *f, const struct vectors *v,
               const struct labelling *y, const struct train_settings *s,
               struct fitted *out, struct tenor_error *err);
bool fit_job(const struct fit_jobs *f, size_t number, struct tenor_error *err);
bool fit_end(struct fit_jobs *f, bool ok, struct tenor_error *err);

#endif

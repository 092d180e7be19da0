/* Cross-validation: documents get their margins from machines that were fitted
 * without their fold. */
#ifndef TENOR_TRAIN_CROSSING_H
#define TENOR_TRAIN_CROSSING_H

#include "train/machine.h"

struct crossing {
    const struct vectors *v;
    const struct labelling *y;
    const struct train_settings *s;
    const uint8_t *fold; /* [N] as from split_folds */
    unsigned folds;      /* only documents of the first so many are done */
    double tolerance;    /* MACHINE_TOLERANCE, or more to be quick */
    double *margin;      /* [N][K] written for these documents */
    const struct machine_end *begin; /* [machines] for every fold, or NULL;
                                        without start alone */
    const float *offset; /* [machines][N] margins that are there already, see
                            solver.h, or NULL */
    const float *start;  /* [crossing_alphas()] where to begin, or NULL */
    float *end;          /* [crossing_alphas()] where it ended, or NULL */
};

/* Do n cross-validations side by side. TENOR_ENOMEM, TENOR_ESOLVER. */
bool crossing_run(const struct crossing *c, size_t n, size_t threads,
                  struct tenor_error *err);

/* The same in parts: independent jobs, and what comes when all are done. */
size_t crossing_jobs(const struct crossing *c);
bool crossing_job(const struct crossing *c, size_t job,
                  struct tenor_error *err);
void crossing_finish(const struct crossing *c);

/* Numbers that start and end hold. */
size_t crossing_alphas(const struct crossing *c);

#endif

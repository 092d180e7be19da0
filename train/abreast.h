/* Machines abreast: those of all folds of one label, in one pass.
 *
 * They see nearly the same documents and begin near their minimum. Side by side
 * an element of a document is read once for all of them, their weights of a
 * feature lie together, and counts, multipliers and norms are made for all at a
 * time. Sums are of single precision: these machines are for calibration and
 * figures alone.
 *
 * The problem of each machine is that of machine.h, by dual coordinate descent
 * as in solver_dual.c. What may rest differs: documents that are as good as at
 * their best value are not visited again until all are looked at. No machine
 * depends on which others there are. */
#ifndef TENOR_TRAIN_ABREAST_H
#define TENOR_TRAIN_ABREAST_H

#include "train/machine.h"

/* Machines that share a pass. */
#define ABREAST 8

struct abreast {
    const struct vectors *v;
    const struct labelling *y;
    const struct train_settings *s;
    const struct machine_end *begin; /* [machines] with alpha */
    const uint8_t *fold;             /* [N] */
    unsigned folds; /* of these each is left out by a machine, */
    unsigned again; /* and of so many by another one, which sees no documents */
    size_t old;     /* from this one on */
    double *margin; /* [N][K] written, by the machine without the fold, */
    double *margin_again; /* [N][K] and by the other one */
};

/* Whether this way is for them: settings that solver_dual is for, vectors that
 * lie in memory and are of the texts alone, and room. */
bool abreast_fits(const struct abreast *a);

/* Independent jobs. Labels that have no machine of their own are left to
 * crossing_finish(). TENOR_ENOMEM. */
size_t abreast_jobs(const struct abreast *a);
bool abreast_job(const struct abreast *a, size_t job, struct tenor_error *err);

/* Bytes that a job needs. */
uint64_t abreast_bytes(const struct abreast *a);

#endif

/* What the files of drift.h share. */
#ifndef TENOR_TRAIN_DRIFT_PARTS_H
#define TENOR_TRAIN_DRIFT_PARTS_H

#include <math.h>

#include "train/drift.h"

/* A part as what it is a part of. */
static inline struct shift_ratio drift_ratio(const struct drift_sums *d,
                                             const struct drift_part *p)
{
    return (struct shift_ratio){.clusters = d->units.clusters,
                                .y = p->y,
                                .x = d->units.x,
                                .yy = p->yy,
                                .yx = p->yx,
                                .xx = d->units.xx};
}

/* By how much the variance of a mean is larger than were units by themselves;
 * at least 1. */
static inline double drift_design(double error, double plain)
{
    return plain > 0.0 ? fmax(1.0, error * error / plain) : 1.0;
}

/* The check DRIFT_WORDS. */
void drift_check_words(const struct axis *a, const struct drift_sums *d,
                       struct drift_check *c);

#endif

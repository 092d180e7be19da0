/* What the files of drift.h share. */
#ifndef TENOR_TRAIN_DRIFT_PARTS_H
#define TENOR_TRAIN_DRIFT_PARTS_H

#include <math.h>

#include "train/drift.h"

/* A share, and how many independent units of equal weight would tell as much
 * of it. */
struct drift_rate {
    double value, n;
};

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

/* The standard error of the difference of two shares, by what both have in
 * common. */
static inline double drift_error(struct drift_rate a, struct drift_rate b)
{
    const double both = (a.value * a.n + b.value * b.n) / (a.n + b.n);

    return sqrt(fmax(both * (1.0 - both), 0.0) * (1.0 / a.n + 1.0 / b.n));
}

/* ---- what a side says ---------------------------------------------------- */

/* Whether there is enough of it to test: units, too, where they are asked for.
 */
bool drift_is_enough(const struct drift_side *s, bool units);

/* The share of unknown words, and its standard error; NAN where there are no
 * words. */
double drift_unknown(const struct drift_side *s, double *error);

/* Of texts; n is 0 where none has a known label. */
struct drift_rate drift_refused(const struct drift_side *s);
struct drift_rate drift_wrong(const struct drift_side *s);

/* Of units: how many would tell as much of shares of labels, of a
 * distribution. */
double drift_units_given(const struct drift_side *s);
double drift_units_of(const struct drift_side *s, size_t distribution);

/* The share of units that have a frequent word, that are at or below the edge
 * of a step. */
struct drift_rate drift_word_rate(const struct drift_side *s, size_t word);
double drift_below(const struct drift_side *s, size_t distribution,
                   size_t step);

/* The check DRIFT_WORDS. */
void drift_check_words(const struct drift_side *then,
                       const struct drift_side *now, struct drift_check *c);

#endif

/* From margins of documents that were not trained on to the rule that scoring
 * applies: scales, slope and offsets. */
#ifndef TENOR_TRAIN_DECISION_H
#define TENOR_TRAIN_DECISION_H

#include "train/calibrate.h"
#include "train/criterion.h"

/* Labelled margins. */
struct sample {
    size_t N, K;
    double *margin;        /* [N][K] */
    const uint32_t *label; /* [N] */
};

struct decision {
    struct calibration calibration;
    double shift;
};

/* Calibrate, then move the offsets so that the criterion is best.
 *
 * Calibrated probabilities alone give the best accuracy; where labels are
 * uneven, other criteria want rare labels guessed more often. So the offset of
 * label k loses shift * ln(share_k), the shift being the best of 0 (as
 * calibrated), 1/4, 1/2, 3/4 and 1 (as if the labels were equally frequent),
 * and the slope is fitted again. A shift that raises the calibration error
 * above 0.02, on 4,000 documents or more, is not taken. The label stays the
 * most probable one.
 *
 *   s          the margins; multiplied by the scales
 *   choose     whether the kind of calibration is to be chosen; else it is
 *              d->calibration.kind
 *   d          calibration.weight is read: how much documents count
 *   criterion  what to improve; label is the number of its label
 *   m          how the decision does on these very documents, without
 *              intervals; to be released with metrics_release
 *
 * TENOR_ENOMEM. */
bool decision_fit(const struct sample *s, bool choose,
                  const struct criterion *criterion, size_t label,
                  struct decision *d, struct metrics *m,
                  struct tenor_error *err);

/* Apply a decision to scaled margins: guess [N]. */
bool decision_apply(const struct sample *s, const struct calibration *c,
                    struct prediction *guess, struct tenor_error *err);

#endif

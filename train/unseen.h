/* How probable labels are to models that have not seen the document. */
#ifndef TENOR_TRAIN_UNSEEN_H
#define TENOR_TRAIN_UNSEEN_H

#include "train/train.h"

/* The mean of calibrated out-of-fold probabilities over several
 * cross-validations.
 *
 *   t        its settings and vectors are chosen, as by search_settings
 *   repeats  > 0 cross-validations, with folds of seed, seed + 1, ...
 *   p [N][K] written; K labels of the axis. Rows add up to 1
 *
 * The probabilities are those that explain the labels best (calibrate.h),
 * without the shift of a decision. Another deal of the folds moves those of a
 * document; the mean moves less. TENOR_ENOMEM, TENOR_ESOLVER, TENOR_EDATA. */
bool unseen_probabilities(const struct trained *t, size_t axis, size_t repeats,
                          double *p, struct tenor_error *err);

/* Add a share of those of one cross-validation to p.
 *
 *   v     vectors of the documents of t, which its settings go with
 *   fold  [N] below t->settings.folds */
bool unseen_add(const struct trained *t, const struct vectors *v, size_t axis,
                const uint8_t *fold, double share, double *p,
                struct tenor_error *err);

#endif

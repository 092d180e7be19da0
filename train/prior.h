/* An old model and a few new labels, without the old data.
 *
 *     min over u:  |u|^2 / 2 + C sum_i loss(1 - y_i (m_i + u . x_i))
 *
 * with m_i what the old model gives the document: its weights are the prior,
 * and the regulariser pulls toward them in place of 0 (adaptive support vector
 * machines: Yang, Yan & Hauptmann 2007). Small C keeps the old model; what no
 * new text has stays as it was. C is the one whose out-of-fold margins give the
 * new labels the most likelihood. The sum w + u is one weight for each feature
 * again, so that scoring costs what it did. */
#ifndef TENOR_TRAIN_PRIOR_H
#define TENOR_TRAIN_PRIOR_H

#include "train/train.h"

/* Train on the corpora of r, whose axis is one of r->earlier; its features,
 * stop words and scope are taken from there, and the search from here. On
 * success t is to be released. Errors as train_corpora; TENOR_EINVAL where the
 * model has no such axis, the axis a kernel, or labels differ. */
bool prior_train(struct train_request *r, struct trained *t,
                 struct tenor_error *err);

/* Append the model of r->earlier with the axis as t has it, the others as they
 * are. Of the axis, how sentences are summed up, and the least words, stay; its
 * sketch is that of the new texts, which it is calibrated on.
 * TENOR_ENOMEM, TENOR_ELIMIT. */
bool prior_pack(const struct train_request *r, const struct trained *t,
                struct str card, struct buffer *out, struct tenor_error *err);

#endif

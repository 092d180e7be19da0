/* How an axis of sentences sums up an article: chosen and calibrated on
 * articles with labels, which it was not trained on. */
#ifndef TENOR_TRAIN_ARTICLES_H
#define TENOR_TRAIN_ARTICLES_H

#include "model/modelfile.h"
#include "train/train.h"

/* Fit the aggregates of the axes of sentences.
 *
 * Tried are the mean margin of all sentences, of the half and of the quarter
 * with the largest, each with and without quoted speech. Articles are dealt to
 * five parts; each part gets its probabilities from a calibration on the other
 * four. The share with the least logarithmic loss is taken, and quoted speech
 * is left out of all axes if that lessens their mean loss. Then the calibration
 * is fitted on all articles; the thresholds of label sets are set by the
 * probabilities of the parts, and how often labels are taken for others is
 * counted with them.
 *
 *   t, r   [n] finished trainings and their requests
 *   model  of t, packed and opened without aggregates; without_quotes changes
 *
 * TENOR_EDATA for a label that the axis does not have, or fewer than
 * ARTICLES_MIN articles; errors of the corpora; TENOR_ENOMEM. */
#define ARTICLES_MIN 20
bool articles_fit(struct trained *t, const struct train_request *r, size_t n,
                  struct tenor_model *model, struct tenor_error *err);

#endif

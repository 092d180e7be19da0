/* By how much the result moves when a name is swapped: a check for what a model
 * has learned about countries, faiths, parties and persons.
 *
 * The file has lines of a group and names, "country: France, Nigeria, Japan",
 * and sentences that name a group in braces, "The minister of {country} said
 * ...". Lines of # are comments. Every sentence is scored with every name. The
 * move of an axis is the mean, over sentences and names, of how far the
 * probability of its last label - of each label, and their mean, for more than
 * two - is from the mean over the names of that sentence: 0 is best. */
#ifndef TENOR_TRAIN_FAIRNESS_H
#define TENOR_TRAIN_FAIRNESS_H

#include "train/train.h"

/* Set t[i].axis->moved. TENOR_EDATA, with the line, for a sentence whose group
 * is not there yet, without a group, or for a group of fewer than two names;
 * TENOR_EIO, TENOR_ENOMEM. */
bool fairness_measure(struct trained *t, size_t n, const char *path,
                      const struct tenor_model *model, struct tenor_error *err);

#endif

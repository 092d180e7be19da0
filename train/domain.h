/* What texts an axis knows: the shortest and the strangest of its training. */
#ifndef TENOR_TRAIN_DOMAIN_H
#define TENOR_TRAIN_DOMAIN_H

#include "train/train.h"

/* Documents that are looked at: enough for a percentile. */
#define DOMAIN_DOCUMENTS 2000

/* A single word is too short if 99 of 100 documents have four or more. A text
 * with a share of known words below half of what 99 of
 * 100 have is unlike them. The documents were trained on, so they know more
 * of their words than others do: hence the half.
 *
 *   features  those of the model
 *
 * TENOR_ENOMEM, TENOR_ELIMIT. */
bool domain_measure(const struct trained *t, const struct wordset *features,
                    double *words_min, double *known_min,
                    struct tenor_error *err);

#endif

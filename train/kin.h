/* Texts about different targets that are one sentence: kin, which
 * cross-validation must not part.
 *
 * Where a corpus has a sentence once for each target, the copies differ in the
 * names that are written as a target. */
#ifndef TENOR_TRAIN_KIN_H
#define TENOR_TRAIN_KIN_H

#include "train/documents.h"
#include "train/vectors.h"

/* Kin have so many successive words in common, without a target. */
#define KIN_WORDS 6

/* Give kin one group, and kin of kin, unless documents have groups already.
 * TENOR_ENOMEM. */
bool kin_group(struct documents *d, const struct feature_settings *f,
               struct tenor_error *err);

#endif

/* Choosing settings by cross-validation inside the training data.
 *
 * The search goes from the settings of the request through the stages of
 * search.c. A stage tries its alternatives side by side, each a change to the
 * best settings so far, and keeps one that is better by SEARCH_GAIN; then the
 * cost C is doubled and halved for as long as that helps. Settings that are
 * fixed stay. Stages look at a part of a large corpus, C at all of it. */
#ifndef TENOR_TRAIN_SEARCH_H
#define TENOR_TRAIN_SEARCH_H

#include "train/train.h"

/* What a change must add to the criterion to be kept: below it the simpler
 * settings, or those that are usual, are as good. */
#define SEARCH_GAIN 0.001

/* Choose the settings of t, and build its vectors with them; trials are noted
 * in t. TENOR_ENOMEM, TENOR_ESOLVER, TENOR_EDATA. */
bool search_settings(const struct train_request *r, struct trained *t,
                     struct tenor_error *err);

#endif

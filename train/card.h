/* The card of a model: how it was made, as JSON for people and programs.
 * Equal training gives equal bytes: no dates, no paths, no host. */
#ifndef TENOR_TRAIN_CARD_H
#define TENOR_TRAIN_CARD_H

#include "model/base.h"
#include "train/train.h"

/* Axes with more labels have no table of confusions: it would be most of the
 * card. */
#define CARD_CONFUSION_LABELS 64

/* The card of n axes, to be released with free(). recipe is what trains them
 * again (recipe_write.h), lineage a list of JSON of what it came from
 * (assemble.h); empty, and NULL, for none. TENOR_ENOMEM. */
bool card_write(const struct trained *axes, size_t n, struct str recipe,
                const char *lineage, char **json, struct tenor_error *err);

#endif

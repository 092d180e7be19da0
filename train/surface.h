/* From features back to words that people can read. */
#ifndef TENOR_TRAIN_SURFACE_H
#define TENOR_TRAIN_SURFACE_H

#include "train/vectors.h"

/* The first form in which the documents have each feature.
 *
 *   v           vectors of all documents, as view looks at them: they tell in
 *               which document a feature appears first
 *   number [n]  features of v, distinct
 *   form   [n]  written: text with a NUL, to be freed; NULL where the feature
 *               is not a WORD
 *
 * TENOR_ENOMEM. On failure there is nothing to free. */
bool surface_forms(const struct documents *d, const struct view *view,
                   const struct vectors *v, const uint32_t *number, size_t n,
                   char **form, struct tenor_error *err);

#endif

/* From features back to words that people can read. */
#ifndef TENOR_TRAIN_SURFACE_H
#define TENOR_TRAIN_SURFACE_H

#include "train/vectors.h"

/* The first form in which the documents have each WORD feature.
 *
 *   feature [n]  distinct
 *   form    [n]  written: text with a NUL, to be freed; NULL where the
 *                documents do not have the feature
 *
 * TENOR_ENOMEM. On failure there is nothing to free. */
bool surface_forms(const struct documents *d, const struct view *view,
                   const uint64_t *feature, size_t n, char **form,
                   struct tenor_error *err);

#endif

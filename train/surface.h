/* From features back to what people can read. */
#ifndef TENOR_TRAIN_SURFACE_H
#define TENOR_TRAIN_SURFACE_H

#include "train/vectors.h"

/* Documents with a feature that are looked at for its form. */
#define SURFACE_DOCUMENTS 32

/* The form in which the documents have each feature: a word, a sign, or words
 * in succession as they stand most often in the first SURFACE_DOCUMENTS of
 * those that have it, the first of equals, white space as one blank; "<url>"
 * and
 * "<mention>" for any of these; others as tenor_feature_name() has them.
 *
 *   v           vectors of all documents, as view looks at them
 *   number [n]  features of v, distinct
 *   form   [n]  written: UTF-8 with a NUL, to be freed; NULL where what stands
 *               there is not UTF-8
 *
 * TENOR_ENOMEM. On failure there is nothing to free. */
bool surface_forms(const struct documents *d, const struct view *view,
                   const struct vectors *v, const uint32_t *number, size_t n,
                   char **form, struct tenor_error *err);

#endif

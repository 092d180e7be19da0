/* Trained axes to a model file.
 *
 * Weights become 16-bit integers with one scale per column. A feature is kept
 * when any of its integers is not 0 and it is among the settings' max_features
 * with the largest in any axis; single words always are, so that scoring can
 * tell known words from unknown ones. All axes share one table. */
#ifndef TENOR_TRAIN_PACK_H
#define TENOR_TRAIN_PACK_H

#include "model/base.h"
#include "model/wordset.h"
#include "train/train.h"

/* Append the model file of n axes, which have the same feature settings, to
 * an empty buffer. Changes the row numbers of kernel axes. TENOR_ENOMEM,
 * TENOR_EINVAL (feature settings differ). */
bool pack_axes(struct trained *axes, size_t n, const struct wordset *stops,
               struct str card, struct buffer *out, struct tenor_error *err);

#endif

/* What was trained, written as a recipe that trains it again.
 *
 * All that is not the machine's stands in it: options that are not the usual
 * ones, what the search took, and every file by name and SHA-256. Names have no
 * folders but those that a recipe gave them, so a reader finds the files by
 * their hashes. `tenor train --recipe`, with the files in their places, gives
 * the same bytes, if its program is the same. */
#ifndef TENOR_TRAIN_RECIPE_WRITE_H
#define TENOR_TRAIN_RECIPE_WRITE_H

#include "model/base.h"
#include "train/train.h"

/* Append the recipe of n trainings, finished, with their requests.
 *
 *   swap  file for the fairness check, or NULL; is read for its hash, the name
 *         and path are set
 *
 * TENOR_EIO, TENOR_ENOMEM. Names that are not UTF-8 are "?". */
bool recipe_write(const struct trained *t, const struct train_request *r,
                  size_t n, const struct named_file *swap, struct buffer *out,
                  struct tenor_error *err);

#endif

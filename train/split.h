/* Folds for cross-validation: seeded, stratified, and without a text that
 * stands in two of them. */
#ifndef TENOR_TRAIN_SPLIT_H
#define TENOR_TRAIN_SPLIT_H

#include "model/base.h"

/* Assign N documents to folds 0 to folds-1.
 *
 *   label [N]  each label is spread evenly (stratified)
 *   text  [N]  documents with equal hashes share the fold of the first
 *   fold  [N]  written
 *
 * The result depends on the arguments alone. Cost: O(N log N). TENOR_ENOMEM.
 */
bool split_folds(size_t N, const uint32_t *label, const uint64_t *text,
                 unsigned folds, uint64_t seed, uint8_t *fold,
                 struct tenor_error *err);

#endif

/* Folds for cross-validation: seeded, stratified, and without a text or a
 * group that stands in two of them. */
#ifndef TENOR_TRAIN_SPLIT_H
#define TENOR_TRAIN_SPLIT_H

#include "model/base.h"

/* Assign N documents to folds 0 to folds-1.
 *
 *   label [N]  below K; each label is spread evenly (stratified)
 *   text  [N]  documents with equal hashes share a fold
 *   group [N]  so do these; may be NULL
 *   fold  [N]  written
 *
 * Documents that must stay together, directly or through others, form a unit;
 * units are dealt in random order, or, where there are groups, the largest
 * first to the fold that then has the most even labels. The result depends on
 * the arguments alone. Cost: O(N log N + N K folds).
 *
 * TENOR_ENOMEM; TENOR_EDATA when there are groups and fewer units than folds.
 */
bool split_folds(size_t N, const uint32_t *label, size_t K,
                 const uint64_t *text, const uint64_t *group, unsigned folds,
                 uint64_t seed, uint8_t *fold, struct tenor_error *err);

/* Order N documents so that the first n of them, whatever n, look like all:
 * with the shares of labels that all have, as far as n allows, and with units
 * as in split_folds, of which at most the last is cut.
 *
 *   order [N]  document numbers, written
 *
 * Units follow the label of their first document. The result depends on the
 * arguments alone. TENOR_ENOMEM. */
bool split_order(size_t N, const uint32_t *label, const uint64_t *text,
                 const uint64_t *group, uint64_t seed, uint32_t *order,
                 struct tenor_error *err);

#endif

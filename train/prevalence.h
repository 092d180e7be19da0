/* How frequent labels are in a corpus, from labels that a classifier gave.
 *
 * Counting what a classifier says is biased: what it takes for another label
 * goes to the other's count, and the more so the rarer a label is (Forman
 * 2008). Its known errors tell how labels given, q, come from true ones, p:
 *
 *     q[j] = sum of p[i] M[i][j] over i,   M[i][j] = P(given j | true i)
 *
 * and p is what the counts make most likely under this, among all shares from
 * 0 to 1 that add up to 1. With two labels that is Forman's adjusted count
 * (Rogan & Gladen 1978), clipped to 0 and 1.
 *
 * It holds if the corpus differs in the shares of labels alone from the
 * documents that the errors were counted on: texts with a label are as hard to
 * tell as those were (prior shift). A corpus of another kind has other errors,
 * which no interval here knows of; where they are so different that no shares
 * explain the counts, it is told.
 *
 * Pure functions of counts: equal input gives equal results. */
#ifndef TENOR_TRAIN_PREVALENCE_H
#define TENOR_TRAIN_PREVALENCE_H

#include "model/base.h"
#include "train/interval.h"

/* Draws behind an interval, and the seed of all of them. */
#define PREVALENCE_DRAWS 1000
#define PREVALENCE_SEED 1

/* The shares of labels given, with Wilson intervals of 95 %: how far they may
 * be from those of all texts like these. They know of chance alone, and nothing
 * of errors.
 *
 *   count  [K] texts given each label
 *   share  [K] written; 0 with the interval [0, 1] where no text has a label */
void prevalence_given(const uint64_t *count, size_t K, struct interval *share);

/* Below this fit no shares explain the counts. */
#define PREVALENCE_FIT 0.05

/* The shares of true labels.
 *
 *   count      [K]     texts given each label
 *   confusion  [K][K]  documents by true label, and by label given
 *   share      [K]     written
 *   fit                written: the probability that the counts lie as far from
 *                      what any shares would make of them, if the errors are
 *                      those of the confusion (parametric bootstrap); 1 where
 *                      some shares make just these counts
 *
 * Intervals of 95 % carry both the chance in the corpus and that in the
 * confusion: q and the rows of M are drawn from what the counts leave open,
 * each a Dirichlet distribution with Perks' prior of 1 / K beside each count,
 * and p is found for each draw. A label without documents in the confusion has
 * a row that may be anything. Where shares explain the counts alike, as all do
 * if labels are given without regard to the true ones, the value is amid them
 * and the intervals are wide. Where no text has a label, all values are 1 / K
 * and the intervals [0, 1].
 *
 * TENOR_ENOMEM. Cost: 1,000 to 2,000 draws of about ten solutions of K
 * equations: 10 to 20 ms for 8 labels, 1 to 3 s for 64. */
bool prevalence_adjust(const uint64_t *count, const uint64_t *confusion,
                       size_t K, struct interval *share, double *fit,
                       struct tenor_error *err);

#endif

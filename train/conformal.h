/* Thresholds of label sets: split conformal prediction with the least
 * ambiguous sets (Vovk, Gammerman & Shafer 2005; Sadinle, Lei & Wasserman
 * 2019; Angelopoulos & Bates 2021). */
#ifndef TENOR_TRAIN_CONFORMAL_H
#define TENOR_TRAIN_CONFORMAL_H

#include "model/base.h"
#include "model/coverage.h"

/* The threshold of each level from the probabilities that documents gave to
 * their own labels.
 *
 *   p         [n]                by models that did not see the document;
 *                                sorted by the call
 *   threshold [COVERAGE_LEVELS]  0 to 1, never rises from level to level
 *
 * With the nonconformity 1 - p, the set {k: p[k] >= threshold} of a new
 * document, exchangeable with those n, holds its label with a probability of
 * at least the level c when the threshold is the ceil((n + 1) c)-th largest p,
 * and of less than c + 1 / (n + 1) when no two p are equal. Where n is too
 * small for that rank the threshold is 0: all labels. */
void conformal_thresholds(double *p, size_t n, double *threshold);

/* The same from calibrated margins: see calibrate_fit().
 *
 *   margin [n][K]  out-of-fold
 *   label  [n]
 *
 * The margins come from as many models as there are folds, each of less data
 * than the one that will score (cross-conformal, Vovk 2015): coverage is then
 * no theorem but the rule, mostly a little above what is stated.
 * TENOR_ENOMEM. */
bool conformal_fit(const double *margin, const uint32_t *label, size_t n,
                   size_t K, double slope, const double *offset,
                   double *threshold, struct tenor_error *err);

#endif

/* Margins to probabilities: fitting what model/classifier.h applies.
 *
 * The margins must come from models that did not see the documents, else the
 * probabilities are too sure (Platt 1999). */
#ifndef TENOR_TRAIN_CALIBRATE_H
#define TENOR_TRAIN_CALIBRATE_H

#include "model/base.h"

/* Up to this many labels each gets an offset of its own; beyond, there is the
 * slope alone (temperature scaling). */
#define CALIBRATE_OFFSETS_MAX 64

/* Fit slope and offset [K] by maximum likelihood.
 *
 *   margin [N][K]  out-of-fold
 *   label  [N]
 *
 * The targets are those of Platt 1999, (n + 1) / (n + 2) for a label with n
 * documents, the rest spread over the other labels; so the fit is finite when
 * the classes are separable. Newton's method with halved steps, as in Lin, Lin
 * & Weng 2007. The slope is at least 0: a larger margin never makes a label
 * less likely. TENOR_ENOMEM. */
bool calibrate_fit(const double *margin, const uint32_t *label, size_t N,
                   size_t K, double *slope, double *offset,
                   struct tenor_error *err);

#endif

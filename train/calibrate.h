/* Margins to probabilities: fitting what model/classifier.h applies.
 *
 * The margins must come from models that did not see the documents, else the
 * probabilities are too sure (Platt 1999). */
#ifndef TENOR_TRAIN_CALIBRATE_H
#define TENOR_TRAIN_CALIBRATE_H

#include "model/base.h"

/* What a calibration fits. More is better when there are documents to learn
 * it from:
 *
 *   TEMPERATURE  one slope (Guo et al. 2017)
 *   OFFSETS      a slope and an offset per label; for two labels this is the
 *                sigmoid of Platt 1999
 *   VECTOR       a slope and an offset per label (vector scaling, Guo et al.
 *                2017); OFFSETS for two labels, whose margins are one number
 */
enum calibration_kind {
    CALIBRATION_TEMPERATURE,
    CALIBRATION_OFFSETS,
    CALIBRATION_VECTOR
};

/* With more labels only the slope is fitted: the others take time and memory
 * with the square of the labels. */
#define CALIBRATE_OFFSETS_MAX 64

/* p = softmax(slope * scale_k * margin_k + offset_k). The scales have a mean
 * of 1 and are meant to be multiplied into the weights of the labels. */
struct calibration {
    enum calibration_kind kind;
    double slope;
    double *scale, *offset; /* [K] caller's */
    const double *weight;   /* [N] how much documents count, or NULL: alike */
    size_t threads;         /* for calibrate_choose; 0 stands for 1 */
};

/* Fit by maximum likelihood.
 *
 *   margin [N][K]  out-of-fold
 *   label  [N]
 *   c              kind and weight are read, slope, scale and offset written
 *
 * The targets are those of Platt 1999, (n + 1) / (n + 2) for a label with n
 * documents, the rest spread over the other labels; so the fit is finite when
 * the classes are separable. Newton's method with halved steps, as in Lin, Lin
 * & Weng 2007. No slope is below 0: a larger margin never makes a label less
 * likely. TENOR_ENOMEM. */
bool calibrate_fit(const double *margin, const uint32_t *label, size_t N,
                   size_t K, struct calibration *c, struct tenor_error *err);

/* Fit the kind that gives documents which it was not fitted on the least
 * logarithmic loss, by cross-validation over CALIBRATE_PARTS parts. */
#define CALIBRATE_PARTS 5
bool calibrate_choose(const double *margin, const uint32_t *label, size_t N,
                      size_t K, struct calibration *c, struct tenor_error *err);

/* "temperature", "offsets", "vector" */
const char *calibration_name(enum calibration_kind kind);

#endif

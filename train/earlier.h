/* An earlier model on the documents at hand: where a solver may begin.
 *
 * At the minimum of the squared hinge loss the dual variable of a document is
 * alpha_i = 2 C c_i max(0, 1 - y_i m_i), so that margins m of the earlier model
 * on the documents it was trained on tell where its solver ended (for the hinge
 * loss at least which bound), without a list of them in the model. Weights are
 * rounded and small ones left out, so it is near the minimum, not at it. */
#ifndef TENOR_TRAIN_EARLIER_H
#define TENOR_TRAIN_EARLIER_H

#include "train/train.h"

/* What a machine of an earlier model gives for each document. */
struct earlier {
    float *margin; /* [machines][N] NAN where the solver is to begin at 0 */
    struct machine_end *end; /* [machines] of these; NULL: no earlier model */
};

/* The margins of the model of r, which looks at texts as t does, on the first
 * documents of t, those of the corpora that it was trained on. An axis, a label
 * or a kernel that is not there leaves NANs. To be released. TENOR_ENOMEM. */
bool earlier_margins(const struct train_request *r, const struct trained *t,
                     size_t axis, struct earlier *e, struct tenor_error *err);
void earlier_release(struct earlier *e);

/* The planes of the machines themselves, into w [machines][F] and bias
 * [machines] of out, for which there are margins. TENOR_ENOMEM. */
bool earlier_planes(const struct train_request *r, const struct trained *t,
                    size_t axis, struct fitted *out, struct tenor_error *err);

/* What calibration multiplied into the weights of a label of an axis with more
 * than two; 1 if the card does not say. */
double earlier_scale(const struct tenor_model *m, const struct axis *a,
                     size_t k);

#endif

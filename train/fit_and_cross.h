/* The machines of an axis: those that see all documents, which become the
 * model, and those of the folds, for margins that no machine gave a document
 * which it was trained on.
 *
 * From nothing all begin at once. With an earlier model and new documents the
 * ones that see all begin near their minimum, see earlier.h, and those of the
 * folds where these end. Where an earlier model saw all documents, texts are
 * forgotten: the machines of all documents begin there, or stay there if
 * nothing has moved the minimum, but those of the folds begin at 0, so that
 * calibration and what is decided by it are the same as from nothing. */
#ifndef TENOR_TRAIN_FIT_AND_CROSS_H
#define TENOR_TRAIN_FIT_AND_CROSS_H

#include "train/judging.h"

struct fit_and_cross {
    const struct train_request *r;
    const struct trained *t; /* its settings and vectors are chosen */
    size_t axis;
    const uint8_t *fold; /* [N] */
    const struct earlier *earlier;
    struct judging_margins *without; /* made along with the others where that
                                        costs little */
};

/* Set margin [N][K], and *out, to be released in any case. TENOR_ENOMEM,
 * TENOR_ESOLVER. */
bool fit_and_cross(const struct fit_and_cross *f, double *margin,
                   struct fitted *out, struct tenor_error *err);

#endif

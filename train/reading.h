/* Corpora to vectors, labels and poles: the first half of training. */
#ifndef TENOR_TRAIN_READING_H
#define TENOR_TRAIN_READING_H

#include "train/train.h"

/* Fill names, sources, vectors, prior and poles of t from the corpora of r.
 * Errors: those of the corpora, TENOR_EDATA when the labels do not allow
 * training, TENOR_EINVAL for a pole that is no label, TENOR_ENOMEM. */
bool reading_all(const struct train_request *r, struct trained *t,
                 struct tenor_error *err);

#endif

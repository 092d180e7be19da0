/* The finished model on corpora that it was not trained on. */
#ifndef TENOR_TRAIN_TESTING_H
#define TENOR_TRAIN_TESTING_H

#include "train/train.h"

/* Measure each axis on the tests of its request, with intervals; the results
 * go into t. An axis of titles is asked with the text as the title.
 *
 *   t, r   [n] trainings and their requests
 *   model  of t, open
 *
 * TENOR_EDATA for a label that the axis does not have; errors of the corpora;
 * TENOR_ENOMEM. */
bool testing_measure(struct trained *t, const struct train_request *r, size_t n,
                     const struct tenor_model *model, struct tenor_error *err);

#endif

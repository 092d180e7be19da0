/* Choosing C, calibrating and measuring, all by cross-validation. */
#ifndef TENOR_TRAIN_SEARCH_H
#define TENOR_TRAIN_SEARCH_H

#include "train/train.h"

/* Choose t->settings.C where the request leaves it open, and fill slope,
 * offset, metrics and trials of t from out-of-fold margins of its vectors.
 * TENOR_ENOMEM, TENOR_ESOLVER. */
bool search_axis(const struct train_request *r, struct trained *t,
                 struct tenor_error *err);

#endif

/* From chosen settings to finished axes: the last half of training. */
#ifndef TENOR_TRAIN_FINISH_H
#define TENOR_TRAIN_FINISH_H

#include "train/train.h"

/* Cross-validate the settings of t on its vectors, calibrate, decide, measure
 * with intervals, and fit on all documents. TENOR_ENOMEM, TENOR_ESOLVER. */
bool finish_axes(const struct train_request *r, struct trained *t,
                 struct tenor_error *err);

#endif

/* From the labels of documents to axes.
 *
 * Documents with one label each give one axis with these labels. Documents with
 * any number of labels give an axis for each label, named "axis.label", whose
 * labels are "not label" and "label". */
#ifndef TENOR_TRAIN_AXES_H
#define TENOR_TRAIN_AXES_H

#include "train/train.h"

/* Make the axes of t from its documents and the names, poles and order of r.
 * TENOR_EDATA where the labels cannot be trained on, TENOR_EINVAL for a pole,
 * an order or a criterion that does not fit them, TENOR_ENOMEM. */
bool axes_make(const struct train_request *r, struct trained *t,
               struct tenor_error *err);

#endif

/* Axes of several models to one model: an axis is trained again, added or taken
 * out, and the others stay what they were.
 *
 * Integer weights, scales, calibration and thresholds of an axis are copied as
 * they are. The models share one feature table, and words that one of them
 * knows are known to all. A table does not hold its features as a whole, but 29
 * bits behind those of its index: models with a small index know too little of
 * theirs to stand in a large one. */
#ifndef TENOR_TRAIN_SPLICE_H
#define TENOR_TRAIN_SPLICE_H

#include "model/modelfile.h"

struct splice_axis {
    const struct tenor_model *from;
    size_t axis;
    bool weighed; /* words that weigh nothing in the axes of its model that are
                     taken are not known for its sake: they may be those of a
                     text that was forgotten */
};

/* Append the model of n axes, in this order, to an empty buffer.
 *
 * TENOR_EINVAL: models look at texts in different ways (features, stop words,
 * quoted speech), or an axis has a kernel; TENOR_ELIMIT: too many axes, or an
 * index is too small; TENOR_ENOMEM. */
bool splice(const struct splice_axis *axis, size_t n, struct str card,
            struct buffer *out, struct tenor_error *err);

#endif

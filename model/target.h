/* Where a text names a target, and the text as a model for targets reads it:
 * with PLACED_TARGET in the place of each mention. The public functions are in
 * tenor.h. */
#ifndef TENOR_MODEL_TARGET_H
#define TENOR_MODEL_TARGET_H

#include "model/base.h"

/* What was written in the place of a mention. */
struct mention {
    struct tenor_span span; /* in the text */
    size_t at;              /* where it is in what is written */
};

struct tenor_target {
    struct buffer written;
    struct mention *mention; /* [n] ascending */
    size_t n, capacity;
};

#endif

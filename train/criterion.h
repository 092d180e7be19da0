/* What makes one model better than another. */
#ifndef TENOR_TRAIN_CRITERION_H
#define TENOR_TRAIN_CRITERION_H

#include "train/metrics.h"

enum criterion_kind {
    CRITERION_MEAN, /* of accuracy and macro-F1 */
    CRITERION_ACCURACY,
    CRITERION_MACRO_F1,
    CRITERION_F1, /* of one label */
    CRITERION_MCC
};

struct criterion {
    enum criterion_kind kind;
    const char *label; /* for CRITERION_F1; borrowed */
};

/* "accuracy", "macro-f1", "f1:LABEL", "mcc", "mean"; false for other names.
 * The label is a view into name. */
bool criterion_by_name(const char *name, struct criterion *c);

/* The name of its kind. */
const char *criterion_name(const struct criterion *c);

/* From 0 to 1 (mcc from -1), more is better. label is the number of c->label,
 * where it has one. */
double criterion_worth(const struct criterion *c, size_t label,
                       const struct metrics *m);

#endif

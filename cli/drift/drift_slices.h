/* Sums of texts by what a column of theirs has, or by the operands that they
 * are from. One thread.
 */
#ifndef TENOR_CLI_DRIFT_DRIFT_SLICES_H
#define TENOR_CLI_DRIFT_DRIFT_SLICES_H

#include "cli/report/idmap.h"
#include "train/drift.h"

#define DRIFT_SLICES 1000 /* that are told apart */

struct drift_slice {
    char *name;
    struct drift_sums sums; /* without words */
    double then;            /* texts that it was compared with */
    struct drift_check check[DRIFT_KINDS];
    double worst; /* of effects over their limits, the largest */
    size_t kind;  /* which that is */
    bool alarm;
};

/* Zero it to start. */
struct drift_slices {
    struct drift_slice *slice; /* [n] in order of appearance */
    size_t n, capacity;
    struct idmap index; /* from 1 */
    uint64_t others;    /* texts of slices beyond DRIFT_SLICES */
};

/* Add a text. False when memory ran out. */
bool drift_slices_add(struct drift_slices *s, const struct axis *a,
                      struct str name, const struct drift_text *t);

/* Compare all of them with `then`, or with the slice of the same name of a
 * baseline, or NULL, where that has DRIFT_LEAST texts; adjusted for their
 * number and for that of axes. The worst ones first. False when memory ran out.
 */
bool drift_slices_compare(struct drift_slices *s, const struct drift_side *then,
                          const struct drift_slices *baseline,
                          const double *limit, double alpha, size_t axes);
void drift_slices_release(struct drift_slices *s);

#endif

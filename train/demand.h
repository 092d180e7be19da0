/* What a pool has of each feature, where the model is in doubt: the sums that
 * choosing.h weighs texts by, for pools that are read once.
 *
 * Features are counted under DEMAND_SLOTS numbers, which those with equal bits
 * share, so memory does not grow with the pool. Sums are integers, so that no
 * order of adding changes them: adding is for any number of threads. */
#ifndef TENOR_TRAIN_DEMAND_H
#define TENOR_TRAIN_DEMAND_H

#include <stdatomic.h>

#include "model/bag.h"

#define DEMAND_SLOTS ((size_t)1 << 22)

struct demand {
    bool log_counts;               /* as the model counts */
    _Atomic uint64_t *sum, *known; /* [DEMAND_SLOTS] in fixed point: doubt times
                                      squares; squares of what is labelled */
    _Atomic uint32_t *df;          /* [DEMAND_SLOTS] texts of the pool */
    _Atomic uint64_t doubt;        /* sum, in fixed point */
    _Atomic uint64_t texts;
};

/* Zero but for log_counts. To be released in any case. TENOR_ENOMEM. */
bool demand_init(struct demand *d, bool log_counts, struct tenor_error *err);
void demand_release(struct demand *d);

/* Count a text of the pool, or one that is labelled. */
void demand_add(struct demand *d, const struct bag *b, double doubt);
void demand_add_labelled(struct demand *d, const struct bag *b);

/* The sums as choosing takes them, with idf: A and H [DEMAND_SLOTS]. What is
 * labelled counts as a text of the pool does in the mean. *unit makes the
 * squared length of texts 1 in the mean. */
void demand_fill(const struct demand *d, float *A, float *H, double *unit);

/* The features of a text in the same way: id and square, [b->n] each. */
void demand_squares(const struct demand *d, const struct bag *b, double unit,
                    uint32_t *id, float *square);

#endif

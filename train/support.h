/* Support vectors of a kernel axis, from solver results to its kernel. */
#ifndef TENOR_TRAIN_SUPPORT_H
#define TENOR_TRAIN_SUPPORT_H

#include "model/kernel.h"
#include "train/solver.h"

/* A kernel with memory of its own. */
struct support_pool {
    struct kernel parts;
    double *coef, *value, *multiplier;
    uint64_t *start;
    uint32_t *row;
};

/* Gather the support vectors of all machines of an axis into one pool.
 *
 *   p          documents and multipliers, the same for all machines
 *   support    [machines]
 *
 * Rows are feature numbers of p->vectors. TENOR_ENOMEM. */
bool support_gather(const struct binary_problem *p,
                    const struct support *support, size_t machines,
                    struct support_pool *out, struct tenor_error *err);

/* Give every row its number in another table: row i becomes row number[i] of
 * `rows`. */
bool support_renumber(struct support_pool *pool, const uint32_t *number,
                      size_t old_rows, size_t rows, struct tenor_error *err);
void support_pool_release(struct support_pool *pool);

#endif

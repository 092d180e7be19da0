/* A bag of features: each distinct feature of a document with its count.
 *
 * Entries stand in the order of first occurrence, so that everything computed
 * from them has one order. The memory is kept between documents. One bag per
 * thread. */
#ifndef TENOR_MODEL_BAG_H
#define TENOR_MODEL_BAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/base.h"
#include "model/feature.h"

struct entry {
    uint64_t feature;
    uint32_t count;
    uint32_t slot; /* its place in the bag's table of slots */
};

struct bag {
    struct entry *entry; /* [n] */
    size_t n, capacity;
    uint32_t *slot; /* [slots] entry number + 1, 0 free; slots a power of 2 */
    size_t slots;
};

/* Zero a bag to start; release frees it. */
void bag_release(struct bag *b);

/* Empty the bag; cost proportional to what was in it. */
void bag_reset(struct bag *b);

/* Count occurrences. False when memory ran out. */
bool bag_add(struct bag *b, const struct occurrence *found, size_t n);

/* All features of a text; where words are placed beside a target, of those
 * sentences that have one. */
bool bag_fill(struct bag *b, struct extractor *x, struct str text,
              struct tenor_error *err);

/* 1 / norm of each family: see feature_scale(). */
void bag_scale(const struct bag *b, double scale[FEATURE_FAMILIES]);

#endif

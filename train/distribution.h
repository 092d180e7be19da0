/* A distribution as the edges of steps of equal mass: what a sketch keeps. */
#ifndef TENOR_TRAIN_DISTRIBUTION_H
#define TENOR_TRAIN_DISTRIBUTION_H

#include "model/sketch.h"

/* A value, and how much it counts: above 0. */
struct weighed {
    float value, weight;
};

/* Describe n > 0 values, which are sorted by the call: step i ends at the least
 * value with at least (i + 1) / SKETCH_STEPS of the weight up to it, and
 * `below` is how much that is. Equal values make equal edges. */
void distribution_describe(struct weighed *all, size_t n,
                           float edge[SKETCH_STEPS], float below[SKETCH_STEPS]);

#endif

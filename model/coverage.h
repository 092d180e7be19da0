/* Coverages of label sets: the levels that an axis stores a threshold for.
 *
 * A label set holds the true label with the probability of its level. Here are
 * the levels alone; train/conformal.h finds the thresholds, and
 * tenor_in_set() applies them. Pure functions. */
#ifndef TENOR_MODEL_COVERAGE_H
#define TENOR_MODEL_COVERAGE_H

#include <stddef.h>

/* 0.500, 0.505, ..., 0.995 and 0.999, ascending. A part of the model format. */
#define COVERAGE_LEVELS 101

/* A level in thousandths, which are exact. */
static inline unsigned coverage_thousandths(size_t level)
{
    return level + 1 < COVERAGE_LEVELS ? 500 + 5 * (unsigned)level : 999;
}

/* The lowest level that is at least the coverage, so that a set is never less
 * sure than it was asked to be; COVERAGE_LEVELS when it is outside 0.5 to
 * 0.999 or no number. */
size_t coverage_find(double coverage);

#endif

/* From the margins of sentences to the margin of an article.
 *
 * The margin of an article on a machine is the mean margin of those of its
 * sentences that have the largest: of all with a share of 1, of the top quarter
 * with 0.25. It is a sum over sentences, so evidence adds up through it.
 *
 * One sentence is calibrated like the texts that the axis was trained on. An
 * article of many has a calibration of its own, and between the two the weight
 * of the latter is that of n - 1 further sentences beside AGGREGATE_PRIOR
 * (shrinkage, as in Efron & Morris 1977): (n - 1) / (n - 1 + AGGREGATE_PRIOR).
 *
 * Pure functions. */
#ifndef TENOR_MODEL_AGGREGATE_H
#define TENOR_MODEL_AGGREGATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AGGREGATE_PRIOR 3.0

struct aggregate {
    double share;         /* of the sentences, above 0 and up to 1 */
    double slope;         /* calibration of articles ... */
    const double *offset; /* [K] */
};

/* How many of n sentences a share is: rounded up, at least one of some. */
size_t aggregate_count(double share, size_t n);

/* The mean of the largest margins, added up in reading order.
 *
 *   margin  [n] at a distance of stride
 *   chosen  [n] written: whether a sentence is one of them; of equal margins
 *           the first ones are
 *   scratch [n]
 *
 * 0 when n is 0. */
double aggregate_margin(const double *margin, size_t stride, size_t n,
                        double share, bool *chosen, double *scratch);

/* The weight of the calibration of articles for n sentences, 0 to 1. */
double aggregate_weight(size_t n);

#endif

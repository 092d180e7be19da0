/* A figure and how far it may be from the truth. */
#ifndef TENOR_TRAIN_INTERVAL_H
#define TENOR_TRAIN_INTERVAL_H

#include <stddef.h>

struct interval {
    double value;
    double low, high; /* unless said otherwise percentile bootstrap (Efron &
                         Tibshirani 1993), widened where it leaves the value
                         out */
};

/* Set the bounds of an interval whose value is set.
 *
 *   sample [n]  the figure in each bootstrap sample; is sorted. n = 0 makes
 *               low = high = value
 *   alpha       share of the samples outside, half on either side; 0 to 1 */
void interval_bound(struct interval *i, double *sample, size_t n, double alpha);

/* The share part / whole with a Wilson interval of 95 % (Wilson 1927), which
 * knows of chance alone. Of nothing: 0, which may be anything from 0 to 1. */
struct interval interval_wilson(double part, double whole);

#endif

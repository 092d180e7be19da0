/* Learning curves: errors that fall with the number of documents as
 *
 *     error(n) = a + b n^-c,    a >= 0, b >= 0, 0 < c <= 2
 *
 * Sources: Cortes et al. 1994 (the law); Figueroa et al. 2012 (fitted to
 * predict how many labels a classifier needs). Pure functions. */
#ifndef TENOR_TRAIN_POWERLAW_H
#define TENOR_TRAIN_POWERLAW_H

#include <stddef.h>

struct powerlaw {
    double a; /* the error that no number of documents removes */
    double b, c;
    double off; /* root mean square of error - error(n) over the points */
};

#define POWERLAW_POINTS 20

/* Fit errors [points] at n [points] by least squares, for 1 to POWERLAW_POINTS
 * points, n > 0 and errors >= 0. c is searched in steps of 0.01, the smallest
 * one of equals; for each, a and b are the solution of a linear problem with
 * two unknowns. */
struct powerlaw powerlaw_fit(const double *n, const double *error,
                             size_t points);

/* error(n) */
double powerlaw_at(const struct powerlaw *p, double n);

#endif

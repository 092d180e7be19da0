#include "train/interval.h"

#include <math.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double quantile(const double *sample, size_t n, double q)
{
    return sample[(size_t)(q * (double)(n - 1) + 0.5)];
}

void interval_bound(struct interval *i, double *sample, size_t n, double alpha)
{
    i->low = i->high = i->value;
    if (n == 0)
        return;
    qsort(sample, n, sizeof *sample, ascending);
    /* Samples are more uneven than the documents they are drawn from, so
     * nearly all of them can lie on one side: a small ece is an example. */
    i->low = fmin(quantile(sample, n, alpha / 2.0), i->value);
    i->high = fmax(quantile(sample, n, 1.0 - alpha / 2.0), i->value);
}

struct interval interval_wilson(double part, double whole)
{
    const double z = 1.959964, square = z * z;

    if (whole <= 0.0)
        return (struct interval){0.0, 0.0, 1.0};
    const double p = part / whole;
    const double middle = (p + square / (2.0 * whole)) / (1.0 + square / whole);
    const double half =
        z / (1.0 + square / whole) *
        sqrt(p * (1.0 - p) / whole + square / (4.0 * whole * whole));
    /* Rounding must not push a bound past the value. */
    return (struct interval){p, part > 0.0 ? fmin(middle - half, p) : 0.0,
                             part < whole ? fmax(middle + half, p) : 1.0};
}

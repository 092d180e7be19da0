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

#include "model/aggregate.h"

#include <math.h>
#include <stdlib.h>

size_t aggregate_count(double share, size_t n)
{
    const size_t count = (size_t)ceil(share * (double)n);

    return count < n ? count : n;
}

static int descending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x < y) - (x > y);
}

double aggregate_margin(const double *margin, size_t stride, size_t n,
                        double share, bool *chosen, double *scratch)
{
    const size_t count = aggregate_count(share, n);
    size_t equal; /* sentences with the least chosen margin yet to be taken */
    double least, sum = 0.0;

    if (n == 0)
        return 0.0;
    for (size_t i = 0; i < n; i++)
        scratch[i] = margin[i * stride];
    if (count < n)
        qsort(scratch, n, sizeof *scratch, descending);
    least = count < n ? scratch[count - 1] : -INFINITY;
    equal = count;
    for (size_t i = 0; i < n; i++)
        equal -= margin[i * stride] > least;
    for (size_t i = 0; i < n; i++) {
        const double m = margin[i * stride];
        chosen[i] = m > least || (m == least && equal > 0);
        equal -= chosen[i] && m == least;
        sum += chosen[i] ? m : 0.0;
    }
    return sum / (double)count;
}

double aggregate_weight(size_t n)
{
    const double further = n > 1 ? (double)n - 1.0 : 0.0;

    return further / (further + AGGREGATE_PRIOR);
}

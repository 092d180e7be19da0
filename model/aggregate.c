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

/* Most texts have few sentences; inserting is quicker then. */
#define INSERTED_MAX 32

static void sort_descending(double *x, size_t n)
{
    if (n > INSERTED_MAX) {
        qsort(x, n, sizeof *x, descending);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        const double value = x[i];
        size_t at = i;
        for (; at > 0 && x[at - 1] < value; at--)
            x[at] = x[at - 1];
        x[at] = value;
    }
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
        sort_descending(scratch, n);
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

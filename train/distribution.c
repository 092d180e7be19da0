#include "train/distribution.h"

#include <math.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    const struct weighed *x = a, *y = b;

    return (x->value > y->value) - (x->value < y->value);
}

void distribution_describe(struct weighed *all, size_t n,
                           float edge[SKETCH_STEPS], float below[SKETCH_STEPS])
{
    double total = 0.0, sum = 0.0;
    size_t step = 0;

    for (size_t i = 0; i < n; i++)
        total += (double)all[i].weight;
    qsort(all, n, sizeof *all, by_value);
    for (size_t i = 0; i < n; i++) {
        sum += (double)all[i].weight;
        if (i + 1 < n && all[i + 1].value == all[i].value)
            continue;
        const double share = i + 1 < n ? fmin(sum / total, 1.0) : 1.0;
        for (; step < SKETCH_STEPS &&
               (share >= (double)(step + 1) / SKETCH_STEPS || i + 1 == n);
             step++) {
            edge[step] = all[i].value;
            below[step] = (float)share;
        }
    }
}

#include "model/classifier.h"

#include <math.h>

double axis_margin(const struct axis *a, size_t column,
                   const int64_t sum[FEATURE_FAMILIES],
                   const double scale[FEATURE_FAMILIES])
{
    double margin = a->bias[column];

    for (unsigned f = 0; f < FEATURE_FAMILIES; f++)
        margin += axis_unit(a, column, scale[f]) * (double)sum[f];
    return margin;
}

void axis_spread(size_t labels, const double *machine, double *margin)
{
    if (labels == 2) {
        margin[1] = machine[0];
        margin[0] = -machine[0];
        return;
    }
    for (size_t k = 0; k < labels; k++)
        margin[k] = machine[k];
}

void calibrated(size_t labels, double slope, const double *offset,
                const double *margin, double *p)
{
    double top = -HUGE_VAL, total = 0.0;

    for (size_t k = 0; k < labels; k++) {
        p[k] = slope * margin[k] + offset[k];
        top = p[k] > top ? p[k] : top;
    }
    for (size_t k = 0; k < labels; k++) {
        p[k] = exp(p[k] - top);
        total += p[k];
    }
    for (size_t k = 0; k < labels; k++)
        p[k] /= total;
}

size_t arg_max(const double *value, size_t n)
{
    size_t best = 0;

    for (size_t k = 1; k < n; k++)
        if (value[k] > value[best])
            best = k;
    return best;
}

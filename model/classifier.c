#include "model/classifier.h"

#include <math.h>

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
    for (size_t k = 0; k < labels; k++)
        p[k] = slope * margin[k] + offset[k];
    softmax(labels, p);
}

void aggregate_probabilities(const struct axis *a, size_t n,
                             const double *margin, double *p)
{
    const double w = aggregate_weight(n);

    for (size_t k = 0; k < a->labels; k++)
        p[k] = (1.0 - w) * (a->slope * margin[k] + a->offset[k]) +
               w * (a->aggregate.slope * margin[k] + a->aggregate.offset[k]);
    softmax(a->labels, p);
}

double axis_probability(const struct axis *a, const double *machine,
                        size_t label)
{
    const size_t K = a->labels;
    double top = -HUGE_VAL, total = 0.0;
    double z[2];

    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < K; k++) {
            const double margin =
                K > 2 ? machine[k] : k ? machine[0] : -machine[0];
            z[k == label] = a->slope * margin + a->offset[k];
            if (pass == 0)
                top = fmax(top, z[k == label]);
            else
                total += exp(z[k == label] - top);
        }
    return exp(z[1] - top) / total;
}

void softmax(size_t labels, double *p)
{
    double top = -HUGE_VAL, total = 0.0;

    for (size_t k = 0; k < labels; k++)
        top = p[k] > top ? p[k] : top;
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

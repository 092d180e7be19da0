#include "train/dirichlet.h"

#include <math.h>

#include "train/random.h"

/* By the polar method (Marsaglia & Bray 1964); its second variate is let go, as
 * it would be one more state. */
static double normal(uint64_t *state)
{
    double x, square;

    do {
        x = 2.0 * random_unit(state) - 1.0;
        const double y = 2.0 * random_unit(state) - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    return x * sqrt(-2.0 * log(square) / square);
}

/* A gamma variate with a shape of 1 or more. */
static double gamma_above(double shape, uint64_t *state)
{
    const double d = shape - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * d);

    for (;;) {
        const double x = normal(state), root = 1.0 + c * x;
        const double v = root * root * root;
        if (v <= 0.0)
            continue;
        const double u = 1.0 - random_unit(state);
        if (log(u) < 0.5 * x * x + d - d * v + d * log(v))
            return d * v;
    }
}

/* One with a smaller shape comes from one of shape + 1. */
static double gamma_variate(double shape, uint64_t *state)
{
    if (shape >= 1.0)
        return gamma_above(shape, state);
    const double u = 1.0 - random_unit(state);
    return gamma_above(shape + 1.0, state) * pow(u, 1.0 / shape);
}

void dirichlet_draw(const uint64_t *count, double prior, size_t n,
                    uint64_t *state, double *share)
{
    double sum;

    do { /* small shapes can all underflow */
        sum = 0.0;
        for (size_t i = 0; i < n; i++) {
            share[i] = gamma_variate((double)count[i] + prior, state);
            sum += share[i];
        }
    } while (sum <= 0.0);
    for (size_t i = 0; i < n; i++)
        share[i] /= sum;
}

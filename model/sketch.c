#include "model/sketch.h"

#include <math.h>

#define OCTAVE 4096.0 /* steps of a stored rate */

size_t sketch_step(const struct sketch *s, size_t distribution, double value)
{
    const float *edge = s->edge + distribution * SKETCH_STEPS;
    size_t low = 0, high = SKETCH_STEPS;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        if ((float)value <= edge[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

double sketch_rate(uint16_t stored)
{
    return exp2(-(double)stored / OCTAVE);
}

uint16_t sketch_store_rate(double rate)
{
    const double steps = -log2(fmin(rate, 1.0)) * OCTAVE;

    return steps < UINT16_MAX ? (uint16_t)lround(steps) : UINT16_MAX;
}

static bool is_share(double x)
{
    return x >= 0.0 && x <= 1.0; /* false for NaN */
}

static bool is_distribution(const float *edge, const float *below)
{
    for (size_t i = 0; i < SKETCH_STEPS; i++)
        if (!isfinite(edge[i]) || !is_share((double)below[i]) ||
            (i && (edge[i] < edge[i - 1] || below[i] < below[i - 1])))
            return false;
    return true;
}

static bool are_names(const struct sketch *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->names.len; i++)
        n += s->names.s[i] == '\0';
    return n == s->words &&
           (s->names.len == 0 || s->names.s[s->names.len - 1] == '\0');
}

const char *sketch_check(const struct sketch *s, size_t labels)
{
    static const char wrong[] = "sketch of the training";
    const struct sketch_numbers *n = s->is;
    bool ok = n->documents >= 1.0 && n->documents <= 1e15 &&
              n->effective > 0.0 && n->effective <= 1e15 && n->read > 0.0 &&
              n->read <= n->documents * 1.0001 && n->words >= 0.0 &&
              n->words <= 1e15 && is_share(n->unknown) &&
              is_share(n->unknown_error) && is_share(n->refused) &&
              is_share(n->sure) && is_share(n->accuracy) &&
              s->words <= SKETCH_WORDS && are_names(s);

    for (size_t k = 0; ok && k < labels; k++)
        ok = is_share(s->given[k]);
    for (size_t d = 0; ok && d < s->distributions; d++)
        ok = is_distribution(s->edge + d * SKETCH_STEPS,
                             s->below + d * SKETCH_STEPS);
    return ok ? NULL : wrong;
}

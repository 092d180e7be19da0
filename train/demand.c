#include "train/demand.h"

#include <stdlib.h>

#include "train/choosing.h"

#define ONE 16777216.0 /* of sums in fixed point */

bool demand_init(struct demand *d, bool log_counts, struct tenor_error *err)
{
    *d = (struct demand){.log_counts = log_counts};
    d->sum = mem_zero(DEMAND_SLOTS, sizeof *d->sum);
    d->known = mem_zero(DEMAND_SLOTS, sizeof *d->known);
    d->df = mem_zero(DEMAND_SLOTS, sizeof *d->df);
    return (d->sum && d->known && d->df) || fail_memory(err, "a pool");
}

void demand_release(struct demand *d)
{
    free(d->sum);
    free(d->known);
    free(d->df);
    *d = (struct demand){0};
}

/* The slot of feature number i of a text, and its value squared. */
static double square_of(const struct demand *d, const struct bag *b,
                        const double scale[FEATURE_FAMILIES], size_t i,
                        size_t *slot)
{
    const struct entry *e = &b->entry[i];
    const enum feature_family f = feature_family(e->feature);
    const double value = feature_value(f, e->count, d->log_counts) * scale[f];

    *slot = (size_t)(e->feature >> FEATURE_KIND_BITS) & (DEMAND_SLOTS - 1);
    return value * value;
}

static void add(_Atomic uint64_t *sum, double x)
{
    atomic_fetch_add_explicit(sum, (uint64_t)(x * ONE + 0.5),
                              memory_order_relaxed);
}

void demand_add(struct demand *d, const struct bag *b, double doubt)
{
    double scale[FEATURE_FAMILIES];
    size_t slot;

    bag_scale(b, scale);
    for (size_t i = 0; i < b->n; i++) {
        const double square = square_of(d, b, scale, i, &slot);
        add(&d->sum[slot], doubt * square);
        atomic_fetch_add_explicit(&d->df[slot], 1, memory_order_relaxed);
    }
    add(&d->doubt, doubt);
    atomic_fetch_add_explicit(&d->texts, 1, memory_order_relaxed);
}

void demand_add_labelled(struct demand *d, const struct bag *b)
{
    double scale[FEATURE_FAMILIES];
    size_t slot;

    bag_scale(b, scale);
    for (size_t i = 0; i < b->n; i++) {
        const double square = square_of(d, b, scale, i, &slot);
        add(&d->known[slot], square);
    }
}

static double idf_squared(const struct demand *d, size_t slot)
{
    const double idf =
        (double)choosing_idf((size_t)d->texts, (size_t)d->df[slot]);

    return idf * idf;
}

void demand_fill(const struct demand *d, float *A, float *H, double *unit)
{
    const double doubt = (double)d->doubt / ONE;
    const double mean = d->texts ? doubt / (double)d->texts : 0.0;
    double length = 0.0;

    for (size_t i = 0; i < DEMAND_SLOTS; i++)
        length += (double)d->sum[i] / ONE * idf_squared(d, i);
    *unit = length > 0.0 ? doubt / length : 1.0;
    for (size_t i = 0; i < DEMAND_SLOTS; i++) {
        const double each = *unit * idf_squared(d, i) / ONE;
        A[i] = (float)(each * (double)d->sum[i]);
        H[i] = CHOOSING_PRIOR + (float)(each * (double)d->known[i] * mean);
    }
}

void demand_squares(const struct demand *d, const struct bag *b, double unit,
                    uint32_t *id, float *square)
{
    double scale[FEATURE_FAMILIES];
    size_t slot;

    bag_scale(b, scale);
    for (size_t i = 0; i < b->n; i++) {
        const double x = square_of(d, b, scale, i, &slot);
        square[i] = (float)(x * idf_squared(d, slot) * unit);
        id[i] = (uint32_t)slot;
    }
}

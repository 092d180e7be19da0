#include "cli/explain/flip_bound.h"

#include <math.h>
#include <stdlib.h>

#include "cli/explain/flip_parts.h"

/* Margins are sums of doubles in another order than the scorer's. */
#define TOLERANCE 1e-7

/* ---- the norm ------------------------------------------------------------ */

static int ascending(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

static int32_t change_of(const struct flip_entry *e, enum feature_family f,
                         bool low)
{
    return f == FEATURE_CHARS ? -e->chars : low ? e->low : e->high;
}

/* The sum of the k least changes of the entries of a unit, or of the k largest
 * that are above 0. */
static double extreme(struct flip_bound *b, const struct flip_unit *u,
                      enum feature_family f, bool low, bool largest, size_t k)
{
    double sum = 0.0;
    const size_t n = u->entries < k ? u->entries : k;

    for (size_t i = 0; i < u->entries; i++)
        b->sorted[i] = change_of(&b->entry[u->entry + i], f, low);
    if (u->entries)
        qsort(b->sorted, u->entries, sizeof *b->sorted, ascending);
    for (size_t i = 0; i < n; i++)
        sum += largest ? fmax(b->sorted[u->entries - 1 - i], 0)
                       : fmin(b->sorted[i], 0);
    return sum;
}

/* What a family of a unit adds to the gains of words. */
static void add_gains(struct flip_bound *b, const struct flip_unit *u,
                      enum feature_family f, size_t k, bool one_by_one,
                      double *gain)
{
    const double n = u->n[f], x = u->x[f];
    if (!(n > 0.0))
        return;
    const double least = fmax(n + extreme(b, u, f, true, false, k), 1.0);
    const double most = n + extreme(b, u, f, false, true, k);
    const bool remains = n + extreme(b, u, f, false, false, k) >= 1.0;
    const double chord =
        least < n ? (1.0 / sqrt(least) - 1.0 / sqrt(n)) / (n - least) : 0.0;
    const double tangent = remains ? 0.5 / (n * sqrt(n)) : 0.0;

    for (size_t i = 0; i < u->entries; i++) {
        const struct flip_entry *e = &b->entry[u->entry + i];
        const double low = change_of(e, f, true), high = change_of(e, f, false);
        const double own =
            e->x[f] > 0.0 ? e->x[f] / sqrt(least) : e->x[f] / sqrt(most);
        const double norm = x > 0.0 ? -x * low * chord : -x * high * tangent;
        gain[e->word] += one_by_one ? fmax(own + norm, 0.0) : own + norm;
    }
}

/* ---- the bound ----------------------------------------------------------- */

/* Slope and offsets with which the margins of an axis are compared. */
static double slope_of(const struct flip_bound *b)
{
    const struct axis *a = b->axis;
    const double w = a->scope == AXIS_SENTENCES
                         ? aggregate_weight(b->sentences_counted)
                         : 0.0;

    return (1.0 - w) * a->slope + (w > 0.0 ? w * a->aggregate.slope : 0.0);
}

static bool is_mean_of_largest(const struct flip_bound *b)
{
    return b->axis->scope == AXIS_SENTENCES &&
           aggregate_count(b->axis->aggregate.share, b->sentences_counted) <
               b->sentences_counted;
}

/* d per margin of machine c. */
static double coefficient(const struct flip_bound *b, size_t label,
                          size_t rival, size_t c)
{
    const struct axis *a = b->axis;
    const double share = a->scope == AXIS_SENTENCES ? a->aggregate.share : 1.0;
    const double per =
        slope_of(b) / (double)aggregate_count(share, b->sentences_counted);

    if (a->labels == 2)
        return rival == 1 ? 2.0 * per : -2.0 * per;
    return c == rival ? per : c == label ? -per : 0.0;
}

static void add_functional(struct flip_bound *b, size_t k, bool one_by_one,
                           double *gain)
{
    flip_weigh(b);
    flip_weigh_made(b, k);
    for (size_t u = 0; u < b->units; u++)
        for (size_t f = 0; f < FEATURE_FAMILIES; f++)
            add_gains(b, &b->unit[u], (enum feature_family)f, k, one_by_one,
                      gain);
}

bool flip_bound_fill(struct flip_bound *b, size_t label, size_t rival, size_t k,
                     double *gain, struct tenor_error *err)
{
    const size_t C = b->axis->columns;

    if (!GROW(b->between, k, b->between_capacity))
        return fail_memory(err, "bounds");
    memset(gain, 0, b->words->words * sizeof *gain);
    memset(b->weight, 0, C * sizeof *b->weight);
    if (is_mean_of_largest(b))
        for (size_t c = 0; c < C; c++) {
            memset(b->weight, 0, C * sizeof *b->weight);
            b->weight[c] = coefficient(b, label, rival, c);
            if (b->weight[c] != 0.0)
                add_functional(b, k, true, gain);
        }
    else {
        for (size_t c = 0; c < C; c++)
            b->weight[c] = coefficient(b, label, rival, c);
        add_functional(b, k, false, gain);
    }
    return true;
}

double flip_bound_start(const struct tenor_scorer *s, size_t axis, size_t label,
                        size_t rival)
{
    const struct axis *a = &s->model->axis[axis];
    const double *margin = s->axis[axis].margin;
    const double w =
        a->scope == AXIS_SENTENCES ? aggregate_weight(s->rows) : 0.0;
    double d = (1.0 - w) * (a->slope * (margin[rival] - margin[label]) +
                            a->offset[rival] - a->offset[label]);

    if (w > 0.0)
        d += w * (a->aggregate.slope * (margin[rival] - margin[label]) +
                  a->aggregate.offset[rival] - a->aggregate.offset[label]);
    return d;
}

/* ---- reading ------------------------------------------------------------- */

/* Whether the weights of a unit are the margin that the scorer has for it. */
static bool adds_up(struct flip_bound *b, const struct tenor_scorer *s,
                    size_t axis, size_t c)
{
    const struct axis *a = b->axis;

    memset(b->weight, 0, a->columns * sizeof *b->weight);
    b->weight[c] = 1.0;
    flip_weigh(b);
    for (size_t u = 0; u < b->units; u++) {
        const double margin = a->scope == AXIS_SENTENCES
                                  ? scorer_row(s, u)[a->column + c]
                              : a->labels == 2 ? s->axis[axis].margin[1]
                                               : s->axis[axis].margin[c];
        double sum = a->bias[c];
        for (size_t f = 0; f < FEATURE_FAMILIES; f++)
            if (b->unit[u].n[f] > 0.0)
                sum += b->unit[u].x[f] / sqrt(b->unit[u].n[f]);
        if (!(fabs(sum - margin) <= TOLERANCE * (1.0 + fabs(margin))))
            return false;
    }
    return true;
}

bool flip_bound_read(struct flip_bound *b, struct tenor_scorer *s, size_t axis,
                     const struct flip_words *words, struct tenor_error *err)
{
    b->model = s->model;
    b->axis = &s->model->axis[axis];
    b->words = words;
    const bool sentences = b->axis->scope == AXIS_SENTENCES;
    b->sentences_counted = sentences ? s->rows : 1;
    if (!flip_units_read(b, s) ||
        !GROW(b->weight, b->axis->columns, b->weight_capacity) ||
        !GROW(b->stamp, b->entries, b->stamp_capacity) ||
        !GROW(b->sorted, b->entries, b->sorted_capacity))
        return fail_memory(err, "bounds");
    b->usable = b->units == b->sentences_counted;
    for (size_t c = 0; b->usable && c < b->axis->columns; c++)
        b->usable = adds_up(b, s, axis, c);
    return true;
}

void flip_bound_release(struct flip_bound *b)
{
    free(b->said);
    free(b->entry_of);
    free(b->order);
    free(b->unit);
    free(b->entry);
    free(b->feature);
    free(b->chars_from);
    free(b->chars_row);
    free(b->weight);
    free(b->stamp);
    free(b->sorted);
    free(b->asked);
    free(b->between);
    *b = (struct flip_bound){0};
}

#include "model/sums.h"

#include <stdlib.h>
#include <string.h>

bool sums_init(struct sums *s, size_t columns)
{
    *s = (struct sums){
        .columns = columns,
        .sum = mem_zero(columns, FEATURE_FAMILIES * sizeof *s->sum),
        .run = mem_zero(columns, FEATURE_FAMILIES * sizeof *s->run)};
    return s->sum && s->run;
}

void sums_release(struct sums *s)
{
    free(s->sum);
    free(s->run);
    *s = (struct sums){0};
}

/* Entries whose weights fit into 32-bit sums: 65,536 times 32,767. */
#define RUN_MAX 65536

/* to[0 .. n - 1] += w, eight at a time: compilers make that one instruction or
 * two. */
static void add_weights(int32_t *to, const int16_t *w, size_t n)
{
    size_t c = 0;

    for (; c + 8 <= n; c += 8)
        for (size_t i = 0; i < 8; i++)
            to[c + i] += w[c + i];
    for (; c < n; c++)
        to[c] += w[c];
}

static void add_products(int64_t *to, const int16_t *w, size_t n, int64_t value)
{
    for (size_t c = 0; c < n; c++)
        to[c] += value * w[c];
}

/* Move the 32-bit sums, of weights alone, to the others. */
static void flush(struct sums *s)
{
    for (size_t i = 0; i < s->columns * FEATURE_FAMILIES; i++) {
        s->sum[i] += (int64_t)FEATURE_ONE * s->run[i];
        s->run[i] = 0;
    }
}

/* The row of a feature; the number of rows when it has none. */
static size_t look_up(const struct table *t, uint64_t feature)
{
    const size_t row = table_find(t, feature);

    return row == TABLE_NONE ? t->rows : row;
}

struct sums_count sums_add(struct sums *s, const struct tenor_model *m,
                           struct bag *bag, enum axis_scope scope)
{
    const struct table *t = &m->table;
    const struct columns *of = &m->columns[scope];
    const bool log_counts = m->settings.log_counts;
    const size_t C = s->columns, n = of->end - of->begin;
    struct sums_count count = {0};

    memset(s->sum, 0, C * FEATURE_FAMILIES * sizeof *s->sum);
    for (size_t i = 0; i < bag->n; i++) {
        struct entry *e = &bag->entry[i];
        const bool word = feature_kind(e->feature) == TENOR_FEATURE_WORD;
        count.words += word ? e->count : 0;
        if (e->row == BAG_ROW_OPEN)
            e->row = (uint32_t)look_up(t, e->feature);
        if (e->row == t->rows)
            continue;
        count.known += word ? e->count : 0;
        const size_t at = feature_family(e->feature) * C + of->begin;
        const int16_t *w = t->weight + (size_t)e->row * C + of->begin;
        if (log_counts && e->count > 1)
            add_products(s->sum + at, w, n, feature_value(e->count, true));
        else
            add_weights(s->run + at, w, n);
        if (++count.features % RUN_MAX == 0)
            flush(s);
    }
    flush(s);
    return count;
}

void sums_machines(const struct sums *s, const struct axis *a,
                   const double scale[FEATURE_FAMILIES], double *machine)
{
    for (size_t c = 0; c < a->columns; c++) {
        int64_t sum[FEATURE_FAMILIES];
        for (size_t f = 0; f < FEATURE_FAMILIES; f++)
            sum[f] = s->sum[f * s->columns + a->column + c];
        machine[c] = axis_margin(a, c, sum, scale);
    }
}

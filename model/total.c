#include "model/total.h"

#include <stdlib.h>
#include <string.h>

#include "model/run.h"

bool total_init(struct total *t, const struct table *table)
{
    const size_t C = table->columns;

    *t = (struct total){.table = table,
                        .sum = mem_zero(C, FEATURE_FAMILIES * sizeof *t->sum),
                        .run = mem_zero(C, sizeof *t->run)};
    return t->sum && t->run && total_expect(t, 0);
}

void total_release(struct total *t)
{
    for (size_t f = 0; f < FEATURE_FAMILIES; f++)
        free(t->list[f].row);
    free(t->sum);
    free(t->run);
    *t = (struct total){0};
}

void total_reset(struct total *t, struct columns of)
{
    memset(t->sum, 0, t->table->columns * FEATURE_FAMILIES * sizeof *t->sum);
    memset(t->occurrences, 0, sizeof t->occurrences);
    t->of = of;
    t->features = t->words = t->known = 0;
    for (size_t f = 0; f < FEATURE_FAMILIES; f++)
        t->list[f].n = 0;
}

bool total_expect(struct total *t, size_t rows)
{
    bool ok = true;

    /* One more, where rows that are not wanted are written. */
    for (size_t f = 0; f < FEATURE_FAMILIES; f++)
        ok = ok &&
             GROW(t->list[f].row, t->list[f].n + rows + 1, t->list[f].capacity);
    return ok;
}

/* ---- adding up ---------------------------------------------------------- */

/* sum[0 .. 7] of columns c .. c + 7 of the rows. */
#if defined __SSE2__

/* Two rows at a time, interleaved: a product with ones adds pairs up. */
static void add_eight(const int16_t *const *row, size_t n, size_t c,
                      int32_t *sum)
{
    const __m128i ones = _mm_set1_epi16(1);
    __m128i low = _mm_setzero_si128(), high = low;

    for (size_t i = 0; i < n; i += 2) {
        const __m128i a =
            _mm_loadu_si128((const __m128i *)(const void *)(row[i] + c));
        const __m128i b =
            i + 1 < n ? _mm_loadu_si128(
                            (const __m128i *)(const void *)(row[i + 1] + c))
                      : _mm_setzero_si128();
        low =
            _mm_add_epi32(low, _mm_madd_epi16(_mm_unpacklo_epi16(a, b), ones));
        high =
            _mm_add_epi32(high, _mm_madd_epi16(_mm_unpackhi_epi16(a, b), ones));
    }
    _mm_storeu_si128((__m128i *)(void *)sum, low);
    _mm_storeu_si128((__m128i *)(void *)(sum + 4), high);
}

#else

/* The compiler's vectors. */
static void add_eight(const int16_t *const *row, size_t n, size_t c,
                      int32_t *sum)
{
    int32_t s[8] = {0};

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 8; k++)
            s[k] += row[i][c + k];
    memcpy(sum, s, sizeof s);
}

#endif

static int32_t add_one(const int16_t *const *row, size_t n, size_t c)
{
    int32_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += row[i][c];
    return sum;
}

void total_rows(const int16_t *const *row, size_t n, size_t columns,
                struct columns of, int32_t *sum)
{
    if (columns % 8 == 0 && of.end - of.begin > 2)
        for (size_t c = of.begin / 8 * 8; c < of.end; c += 8)
            add_eight(row, n, c, sum + c);
    else
        for (size_t c = of.begin; c < of.end; c++)
            sum[c] = add_one(row, n, c);
}

/* Rows whose weights fit into 32-bit sums: 65,536 times 32,767. */
#define RUN_MAX 65536

static void add_run(struct total *t, enum feature_family family,
                    const int32_t *run)
{
    int64_t *sum = t->sum + family * t->table->columns;

    for (size_t c = t->of.begin; c < t->of.end; c++)
        sum[c] += (int64_t)FEATURE_ONE * run[c];
}

/* Add up the rows of a list to the totals in `to`; the columns are all. */
static void add_list(struct total_list *l, enum feature_family family,
                     struct total *const *to, size_t totals)
{
    const size_t C = to[0]->table->columns;
    const struct columns of = totals == 1 ? to[0]->of : (struct columns){0, C};

    for (size_t i = 0; i < l->n; i += RUN_MAX) {
        total_rows(l->row + i, l->n - i < RUN_MAX ? l->n - i : RUN_MAX, C, of,
                   to[0]->run);
        for (size_t k = 0; k < totals; k++)
            add_run(to[k], family, to[0]->run);
    }
    for (size_t k = 0; k < totals; k++)
        to[k]->features += l->n;
    l->n = 0;
}

void total_add(struct total *t)
{
    for (size_t f = 0; f < FEATURE_FAMILIES; f++)
        add_list(&t->list[f], (enum feature_family)f, &t, 1);
}

void total_add_both(struct total *inner, struct total *outer)
{
    struct total *const both[] = {inner, outer};

    add_list(&inner->list[FEATURE_CHARS], FEATURE_CHARS, both, 2);
    total_add(inner);
    total_add(outer);
}

void total_add_again(struct total *t, const int16_t *row, uint32_t count)
{
    const int64_t more = (int64_t)feature_value(FEATURE_WORDS, count, true) -
                         feature_value(FEATURE_WORDS, count - 1, true);

    for (size_t c = t->of.begin; c < t->of.end; c++)
        t->sum[c] += more * row[c];
}

/* ---- results ------------------------------------------------------------ */

void total_scale(const struct total *t, double scale[FEATURE_FAMILIES])
{
    for (size_t f = 0; f < FEATURE_FAMILIES; f++)
        scale[f] = feature_scale(t->occurrences[f]);
}

void total_machines(const struct total *t, const struct axis *a,
                    const double scale[FEATURE_FAMILIES], double *machine)
{
    for (size_t c = 0; c < a->columns; c++) {
        int64_t sum[FEATURE_FAMILIES];
        for (size_t f = 0; f < FEATURE_FAMILIES; f++)
            sum[f] = t->sum[f * t->table->columns + a->column + c];
        machine[c] = axis_margin(a, c, sum, scale);
    }
}

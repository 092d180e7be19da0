#include "model/worth.h"

#include <stdlib.h>
#include <string.h>

#include "model/total.h"

size_t worth_extra(const struct tenor_model *m)
{
    const size_t vectors = m->settings.chars_max ? 2 : 1;

    return sizeof(struct worth) + vectors * m->table.columns * sizeof(int16_t);
}

bool worths_init(struct worths *w, const struct tenor_model *m)
{
    *w = (struct worths){.model = m,
                         .sum = mem_zero(m->table.columns, sizeof *w->sum)};
    return w->sum != NULL;
}

void worths_release(struct worths *w)
{
    free(w->more);
    free(w->feature);
    free(w->found);
    free(w->row);
    free(w->sum);
    *w = (struct worths){0};
}

void worths_forget(struct worths *w)
{
    w->vectors = 0;
}

/* Look up the character n-grams of a word; *n of them. */
static bool find_chars(struct worths *w, struct terms *t,
                       const struct term *term, size_t *n)
{
    const struct feature_settings *f = &w->model->settings;
    const struct str surface = terms_surface(t, term);
    bool stretched;

    *n = 0;
    if (surface.len > WORD_MAX)
        return true;
    const struct str folded = words_fold(&t->words, surface, &stretched);
    const size_t most = chars_most(folded.len, f->chars_max);
    if (!GROW(w->feature, most, w->feature_capacity) ||
        !GROW(w->found, most, w->found_capacity) ||
        !GROW(w->row, most, w->row_capacity))
        return false;
    *n = chars_features(folded, f->chars_min, f->chars_max, w->feature);
    table_find_all(&w->model->table, w->feature, *n, w->found);
    return true;
}

/* ---- sums to vectors ---------------------------------------------------- */

/* As many vectors of 16 bits as it takes for these sums. */
static size_t vectors_for(const int32_t *sum, size_t columns)
{
    int32_t most = 0;

    for (size_t c = 0; c < columns; c++)
        most = abs(sum[c]) > most ? abs(sum[c]) : most;
    return ((size_t)most + INT16_MAX - 1) / INT16_MAX;
}

/* Move what fits into 16 bits from sums to a vector. */
static void move(int32_t *sum, int16_t *vector, size_t columns)
{
    for (size_t c = 0; c < columns; c++) {
        const int32_t part = sum[c] > INT16_MAX    ? INT16_MAX
                             : sum[c] < -INT16_MAX ? -INT16_MAX
                                                   : sum[c];
        vector[c] = (int16_t)part;
        sum[c] -= part;
    }
}

/* Sums that do not fit into one vector go into several. */
static bool keep_wide(struct worths *w, struct worth *to)
{
    const size_t C = w->model->table.columns;
    const size_t vectors = vectors_for(w->sum, C);

    if (!GROW(w->more, (w->vectors + vectors) * C, w->more_capacity))
        return false;
    to->vectors = (uint16_t)vectors;
    to->more = (uint32_t)w->vectors;
    move(w->sum, worth_chars(to, C), C);
    for (size_t i = 1; i < vectors; i++)
        move(w->sum, w->more + w->vectors++ * C, C);
    return true;
}

static bool keep(struct worths *w, struct worth *to)
{
    const size_t C = w->model->table.columns;
    int16_t *narrow = worth_chars(to, C);
    int32_t wide = 0;

    for (size_t c = 0; c < C; c++) {
        narrow[c] = (int16_t)w->sum[c];
        wide |= narrow[c] ^ w->sum[c];
    }
    to->vectors = 1;
    return !wide || keep_wide(w, to);
}

/* ---- a token ------------------------------------------------------------ */

static bool fill_chars(struct worths *w, struct terms *t,
                       const struct term *term, struct worth *to)
{
    const struct table *table = &w->model->table;
    size_t n, known = 0;

    if (!find_chars(w, t, term, &n))
        return false;
    to->chars = (uint16_t)n;
    to->vectors = 0;
    for (size_t i = 0; i < n; i++) {
        if (w->found[i] == TABLE_ROW_NONE)
            continue;
        w->row[known] = table_weights(table, w->found[i]);
        __builtin_prefetch(w->row[known++]);
    }
    if (known == 0)
        return true;
    total_rows(w->row, known, table->columns,
               (struct columns){0, table->columns}, w->sum);
    return keep(w, to);
}

bool worth_fill(struct worths *w, struct terms *t, const struct term *term)
{
    const struct table *table = &w->model->table;
    struct lexeme *lexeme = terms_lexeme(t, term);
    struct worth *to = lexicon_extra(lexeme);
    const uint64_t feature = feature_of(
        lexeme->stem, term->word ? TENOR_FEATURE_WORD : TENOR_FEATURE_SIGN);

    table_find_all(table, &feature, 1, &to->row);
    if (to->row != TABLE_ROW_NONE)
        memcpy(worth_weights(to), table_weights(table, to->row),
               table->columns * sizeof(int16_t));
    if (term->word && w->model->settings.chars_max &&
        !fill_chars(w, t, term, to))
        return false;
    lexeme->filled = 1;
    return true;
}

#include "train/splice.h"

#include <stdlib.h>
#include <string.h>

/* A bucket may have so many rows in the mean, were the index no larger. */
#define ROWS_MAX 16

/* A row of one of the models. */
struct piece {
    uint64_t feature; /* what all tables know of it, zeros else */
    uint32_t model, row;
};

struct splicing {
    const struct splice_axis *axis; /* [n] */
    size_t n;
    const struct tenor_model *model[MODEL_AXES_MAX]; /* [models] each once */
    size_t models;
    unsigned bits;
    struct piece *piece; /* [pieces] */
    size_t pieces;
    uint64_t *feature; /* [rows] */
    int16_t *weight;   /* [rows][columns] */
    size_t rows, columns;
    struct axis *out; /* [n] */
};

/* ---- what fits ----------------------------------------------------------- */

static bool same_view(const struct tenor_model *a, const struct tenor_model *b)
{
    return memcmp(&a->settings, &b->settings, sizeof a->settings) == 0 &&
           a->stops.n == b->stops.n &&
           (a->stops.n == 0 || memcmp(a->stops.hash, b->stops.hash,
                                      a->stops.n * sizeof *a->stops.hash) == 0);
}

static const char *find_wrong(const struct splicing *s)
{
    const struct tenor_model *quotes = NULL;

    for (size_t i = 0; i < s->n; i++) {
        const struct tenor_model *m = s->axis[i].from;
        const struct axis *a = &m->axis[s->axis[i].axis];
        if (a->kernel)
            return "an axis with a kernel cannot be put together with others";
        if (!same_view(m, s->axis->from))
            return "the models look at texts in different ways";
        if (a->scope != AXIS_SENTENCES)
            continue;
        if (quotes && quotes->without_quotes != m->without_quotes)
            return "one model leaves quoted speech out, the other does not";
        quotes = m;
    }
    return NULL;
}

static void list_models(struct splicing *s)
{
    s->bits = TABLE_BITS_MAX;
    for (size_t i = 0; i < s->n; i++) {
        const struct tenor_model *m = s->axis[i].from;
        size_t at = 0;
        while (at < s->models && s->model[at] != m)
            at++;
        if (at == s->models)
            s->model[s->models++] = m;
        if (m->table.bits < s->bits)
            s->bits = m->table.bits;
    }
}

/* ---- rows ---------------------------------------------------------------- */

/* Whether an axis that is taken has a weight there. */
static bool has_weight(const struct splicing *s, const struct tenor_model *m,
                       size_t row)
{
    const int16_t *w = m->table.weight + row * m->table.columns;

    for (size_t i = 0; i < s->n; i++) {
        if (s->axis[i].from != m)
            continue;
        const struct axis *a = &m->axis[s->axis[i].axis];
        for (size_t c = 0; c < a->columns; c++)
            if (w[a->column + c])
                return true;
    }
    return false;
}

static bool knows_words(const struct splicing *s, const struct tenor_model *m)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->axis[i].from == m && s->axis[i].weighed)
            return false;
    return true;
}

static void list_pieces(struct splicing *s)
{
    for (size_t i = 0; i < s->models; i++) {
        const struct table *t = &s->model[i]->table;
        const bool words = knows_words(s, s->model[i]);
        for (size_t b = 0; b < (size_t)1 << t->bits; b++)
            for (size_t row = t->bucket[b]; row < t->bucket[b + 1]; row++)
                if ((words &&
                     feature_kind(t->tag[row]) == TENOR_FEATURE_WORD) ||
                    has_weight(s, s->model[i], row))
                    s->piece[s->pieces++] = (struct piece){
                        table_known(s->bits, table_feature(t, b, row)),
                        (uint32_t)i, (uint32_t)row};
    }
}

static int by_feature(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;

    if (x->feature != y->feature)
        return x->feature < y->feature ? -1 : 1;
    return (x->model > y->model) - (x->model < y->model);
}

static bool number_rows(struct splicing *s, struct tenor_error *err)
{
    size_t most = 0;

    for (size_t i = 0; i < s->models; i++)
        most += s->model[i]->table.rows;
    s->piece = mem_resize(NULL, most, sizeof *s->piece);
    s->feature = mem_resize(NULL, most, sizeof *s->feature);
    if (!s->piece || !s->feature)
        return fail_memory(err, "the feature table");
    list_pieces(s);
    if (s->pieces)
        qsort(s->piece, s->pieces, sizeof *s->piece, by_feature);
    bool alike = false; /* two features of one model */
    for (size_t i = 0; i < s->pieces; i++) {
        const struct piece *p = &s->piece[i];
        const bool new = i == 0 || p[-1].feature != p->feature;
        alike |= !new &&p[-1].model == p->model;
        if (new)
            s->feature[s->rows++] = p->feature;
    }
    if (alike || s->rows >> s->bits > ROWS_MAX)
        return fail(err, TENOR_ELIMIT, 0,
                    "one of the models is too small for the other: the index "
                    "of its table does not tell their features apart; train "
                    "its axis with the other");
    return true;
}

/* ---- weights ------------------------------------------------------------- */

static void copy_weights(const struct splicing *s, const struct piece *p,
                         size_t row)
{
    const struct table *t = &s->model[p->model]->table;
    const int16_t *from = t->weight + p->row * t->columns;
    int16_t *to = s->weight + row * s->columns;

    for (size_t i = 0; i < s->n; i++)
        if (s->axis[i].from == s->model[p->model])
            memcpy(to + s->out[i].column,
                   from + s->axis[i].from->axis[s->axis[i].axis].column,
                   s->out[i].columns * sizeof *to);
}

static bool fill(struct splicing *s, struct tenor_error *err)
{
    s->out = mem_resize(NULL, s->n, sizeof *s->out);
    if (!s->out)
        return fail_memory(err, "axes");
    for (size_t i = 0; i < s->n; i++) {
        s->out[i] = s->axis[i].from->axis[s->axis[i].axis];
        s->out[i].column = s->columns;
        s->columns += s->out[i].columns;
    }
    s->columns = table_columns(s->columns);
    s->weight = mem_zero(s->rows * s->columns, sizeof *s->weight);
    if (!s->weight)
        return fail_memory(err, "the weights");
    for (size_t i = 0, row = 0; i < s->pieces; i++) {
        row += s->feature[row] != s->piece[i].feature;
        copy_weights(s, &s->piece[i], row);
    }
    return true;
}

bool splice(const struct splice_axis *axis, size_t n, struct str card,
            struct buffer *out, struct tenor_error *err)
{
    struct splicing s = {.axis = axis, .n = n};
    const char *wrong = find_wrong(&s);
    bool without_quotes = false;

    if (wrong)
        return fail(err, TENOR_EINVAL, 0, "%s", wrong);
    if (n > MODEL_AXES_MAX)
        return fail(err, TENOR_ELIMIT, 0, "%zu axes; a model has up to %d", n,
                    MODEL_AXES_MAX);
    list_models(&s);
    bool ok = number_rows(&s, err) && fill(&s, err);
    if (ok) {
        const unsigned usual = table_bits(s.rows);
        for (size_t i = 0; i < n; i++)
            without_quotes |= s.out[i].scope == AXIS_SENTENCES &&
                              axis[i].from->without_quotes;
        const struct model_parts parts = {.settings = axis->from->settings,
                                          .stop = axis->from->stops.hash,
                                          .stops = axis->from->stops.n,
                                          .feature = s.feature,
                                          .rows = s.rows,
                                          .weight = s.weight,
                                          .bits =
                                              usual < s.bits ? usual : s.bits,
                                          .columns = s.columns,
                                          .axis = s.out,
                                          .axes = n,
                                          .without_quotes = without_quotes,
                                          .card = card};
        ok = model_bytes(&parts, out, err);
    }
    free(s.piece);
    free(s.feature);
    free(s.weight);
    free(s.out);
    return ok;
}

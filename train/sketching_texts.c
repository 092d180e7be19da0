/* The part of a sketch that is read off the texts. */
#include "train/sketching.h"

#include <math.h>
#include <stdlib.h>

#include "model/scorer.h"
#include "train/distribution.h"
#include "train/train.h"

/* A word of the vectors, or of a document: documents or occurrences. */
struct counted {
    uint64_t feature;
    uint32_t count;
};

/* What is known, the group at hand, and sums of all. */
struct reading {
    struct trained *t;
    const struct sketching_others *others;
    struct terms x;
    struct counted *known; /* [n] words of the vectors, by feature */
    size_t n;
    struct wordset elsewhere; /* words of other trainings */

    uint64_t *scratch; /* words of a document */
    size_t scratch_capacity;
    struct counted *word; /* distinct ones of each document of a group */
    size_t words, word_capacity;
    size_t *end; /* [documents of the group] */
    size_t end_capacity;
    uint64_t *all; /* features of `word`, sorted */
    size_t all_capacity;

    struct weighed *length;          /* [documents] */
    size_t documents;                /* that were read */
    double unknown, looked_up;       /* weighted sums, and of groups: */
    double square, cross, of_length; /* uu, un, nn */
    double refused, weight, weight_square;
};

static int by_feature(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;

    return (x->feature > y->feature) - (x->feature < y->feature);
}

static int ascending(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* ---- what is known ------------------------------------------------------- */

static bool is_word(const struct vectors *v, size_t f)
{
    return feature_kind(v->feature[f]) == TENOR_FEATURE_WORD;
}

static bool list_known(struct reading *r)
{
    const struct vectors *v = &r->t->vectors;

    r->known = mem_resize(NULL, v->own, sizeof *r->known);
    for (size_t f = 0; r->known && f < v->own; f++)
        if (is_word(v, f))
            r->known[r->n++] = (struct counted){v->feature[f], v->df[f]};
    if (r->known && r->n)
        qsort(r->known, r->n, sizeof *r->known, by_feature);
    return r->known;
}

static bool list_elsewhere(struct reading *r)
{
    const struct sketching_others *o = r->others;
    size_t capacity = 0;

    for (size_t i = 0; i < o->n; i++) {
        const struct vectors *v = &o->t[i].vectors;
        if (i == o->self)
            continue;
        for (size_t f = 0; f < v->own; f++) {
            if (!is_word(v, f))
                continue;
            if (!GROW(r->elsewhere.hash, r->elsewhere.n + 1, capacity))
                return false;
            r->elsewhere.hash[r->elsewhere.n++] = v->feature[f];
        }
    }
    r->elsewhere.n = wordset_sort(r->elsewhere.hash, r->elsewhere.n);
    return true;
}

static bool is_made(const struct trained *t, const char *axis)
{
    for (size_t a = 0; a < t->axes; a++)
        if (strcmp(t->axis[a].name, axis) == 0)
            return true;
    return false;
}

/* Whether a model knows a word by axes that stay. */
static bool model_knows(const struct reading *r, uint64_t feature)
{
    const struct tenor_model *m = r->others->model;
    const size_t row = table_find(&m->table, feature);

    if (row == TABLE_NONE || !r->others->replaces)
        return row != TABLE_NONE;
    const int16_t *w = m->table.weight + row * m->table.columns;
    for (size_t a = 0; a < m->axes; a++)
        for (size_t c = 0; c < m->axis[a].columns; c++)
            if (w[m->axis[a].column + c] && !is_made(r->t, m->axis[a].name))
                return true;
    return false;
}

/* Whether the model would know the word without so many of its documents. */
static bool stays_known(const struct reading *r, uint64_t feature,
                        size_t without)
{
    const struct counted key = {feature, 0};
    const struct counted *c =
        r->n ? bsearch(&key, r->known, r->n, sizeof key, by_feature) : NULL;
    const size_t least = r->t->vectors.min_df ? r->t->vectors.min_df : 1;

    return (c && c->count >= without + least) ||
           (r->elsewhere.n && wordset_has(&r->elsewhere, feature)) ||
           (r->others->model && model_knows(r, feature));
}

/* ---- a document ---------------------------------------------------------- */

/* The words of a document, with repeats. */
static bool extract(struct reading *r, struct str text, size_t *n,
                    struct tenor_error *err)
{
    bool last = false;

    *n = 0;
    if (!terms_begin(&r->x, text, 0, err))
        return false;
    for (;;) {
        if (!terms_next(&r->x, &last, err))
            return false;
        if (last)
            return true;
        if (!GROW(r->scratch, *n + r->x.n, r->scratch_capacity))
            return fail_memory(err, "a sketch");
        for (size_t i = 0; i < r->x.n; i++) {
            const struct term *t = &r->x.term[i];
            if (t->word)
                r->scratch[(*n)++] = feature_of(terms_lexeme(&r->x, t)->stem,
                                                TENOR_FEATURE_WORD);
        }
    }
}

/* Append the words of a document, number `at` of its group: distinct where it
 * is not alone. */
static bool add_document(struct reading *r, size_t number, size_t at,
                         bool alone, struct tenor_error *err)
{
    const double weight = r->t->documents.weight[number];
    const size_t begin = r->words;
    size_t n;

    if (!extract(r, documents_text(&r->t->documents, number), &n, err))
        return false;
    if (!GROW(r->word, begin + n, r->word_capacity) ||
        !GROW(r->end, at + 1, r->end_capacity))
        return fail_memory(err, "a sketch");
    if (n && !alone)
        qsort(r->scratch, n, sizeof *r->scratch, ascending);
    for (size_t i = 0; i < n; i++) {
        if (r->words == begin || r->word[r->words - 1].feature != r->scratch[i])
            r->word[r->words++] = (struct counted){r->scratch[i], 0};
        r->word[r->words - 1].count++;
    }
    r->end[at] = r->words;
    r->length[r->documents++] = (struct weighed){(float)n, (float)weight};
    r->weight += weight;
    r->weight_square += weight * weight;
    if (scorer_status(&r->x, 1) != TENOR_STATUS_OK)
        r->refused += weight;
    return true;
}

/* Documents of the group at hand that have a word. */
static size_t in_group(const struct reading *r, size_t documents,
                       uint64_t feature)
{
    const uint64_t *found;
    size_t n = 1;

    if (documents == 1)
        return 1;
    found = bsearch(&feature, r->all, r->words, sizeof feature, ascending);
    for (const uint64_t *p = found; p > r->all && p[-1] == feature; p--)
        n++;
    for (const uint64_t *p = found + 1; p < r->all + r->words && *p == feature;
         p++)
        n++;
    return n;
}

/* Count the words of a group that would be unknown without it. */
static bool add_group(struct reading *r, const uint32_t *document, size_t n,
                      struct tenor_error *err)
{
    double unknown = 0.0, words = 0.0;

    r->words = 0;
    for (size_t i = 0; i < n; i++)
        if (!add_document(r, document[i], i, n == 1, err))
            return false;
    if (n > 1) {
        if (!GROW(r->all, r->words, r->all_capacity))
            return fail_memory(err, "a sketch");
        for (size_t i = 0; i < r->words; i++)
            r->all[i] = r->word[i].feature;
        if (r->words)
            qsort(r->all, r->words, sizeof *r->all, ascending);
    }
    for (size_t i = 0, at = 0; i < n; i++) {
        const double weight = r->t->documents.weight[document[i]];
        for (; at < r->end[i]; at++) {
            const struct counted *w = &r->word[at];
            words += weight * w->count;
            if (!stays_known(r, w->feature, in_group(r, n, w->feature)))
                unknown += weight * w->count;
        }
    }
    r->unknown += unknown;
    r->looked_up += words;
    r->square += unknown * unknown;
    r->cross += unknown * words;
    r->of_length += words * words;
    return true;
}

/* ---- all documents ------------------------------------------------------- */

struct grouped {
    uint64_t group;
    uint32_t document;
};

static int by_group(const void *a, const void *b)
{
    const struct grouped *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

/* Group after group; documents by themselves in the order of their texts, as
 * those may lie in a file, and where there are many only some of them. */
static bool read_groups(struct reading *r, struct tenor_error *err)
{
    const struct documents *d = &r->t->documents;
    const size_t step =
        d->grouped ? 1 : 1 + (size_t)(documents_bytes(d) / SKETCHING_BYTES);
    struct grouped *order = mem_resize(NULL, d->N, sizeof *order);
    uint32_t *document = mem_resize(NULL, d->N, sizeof *document);
    bool ok = (order && document) || fail_memory(err, "a sketch");

    for (size_t i = 0; ok && i < d->N; i++)
        order[i] = (struct grouped){d->grouped ? d->group[i] : i, (uint32_t)i};
    if (ok)
        qsort(order, d->N, sizeof *order, by_group);
    for (size_t i = 0, n; ok && i < d->N; i += n) {
        for (n = 0; i + n < d->N && order[i + n].group == order[i].group; n++)
            document[n] = order[i + n].document;
        if (i % step == 0)
            ok = add_group(r, document, n, err);
    }
    free(order);
    free(document);
    return ok;
}

/* Linearised, by groups (Cochran 1977, 6.3); not less than were all words
 * apart, and one of them unknown. */
static double ratio_error(const struct reading *r, double ratio)
{
    const double words = r->looked_up + 2.0, p = (r->unknown + 1.0) / words;
    const double sum =
        r->square - 2.0 * ratio * r->cross + ratio * ratio * r->of_length;

    return fmin(
        1.0, fmax(sqrt(fmax(sum, 0.0)) / words, sqrt(p * (1.0 - p) / words)));
}

static void put_texts(const struct reading *r, struct sketching *s)
{
    const double ratio = r->looked_up > 0.0 ? r->unknown / r->looked_up : 0.0;
    const size_t at = SKETCH_WORDS_OF * SKETCH_STEPS;

    s->is.read = r->weight * r->weight / r->weight_square;
    s->is.words = r->looked_up / r->weight;
    s->is.unknown = fmin(ratio, 1.0);
    s->is.unknown_error = ratio_error(r, ratio);
    s->is.refused = fmin(r->refused / r->weight, 1.0);
    distribution_describe(r->length, r->documents, s->edge + at, s->below + at);
}

/* ---- all of it ----------------------------------------------------------- */

static bool read_texts(struct trained *t, const struct sketching_others *others,
                       struct tenor_error *err)
{
    struct reading r = {.t = t, .others = others};
    const struct feature_settings *f = &t->view.features;
    bool ok = terms_init(&r.x, f->language, f->stemming, t->view.stops, 0, err);

    r.length = mem_zero(t->documents.N, sizeof *r.length);
    ok = ok && ((r.length && list_known(&r) && list_elsewhere(&r)) ||
                fail_memory(err, "a sketch"));
    ok = ok && read_groups(&r, err);
    for (size_t a = 0; ok && a < t->axes; a++)
        put_texts(&r, &t->axis[a].sketching);
    terms_release(&r.x);
    free(r.known);
    free(r.elsewhere.hash);
    free(r.scratch);
    free(r.word);
    free(r.end);
    free(r.all);
    free(r.length);
    return ok;
}

bool sketching_texts(struct trained *t, const struct sketching_others *others,
                     struct tenor_error *err)
{
    if (t->settings.features.target) /* another kind of model */
        return true;
    if (!read_texts(t, others, err) || !sketching_words(t, err))
        return false;
    for (size_t a = 0; a < t->axes; a++)
        t->axis[a].sketching.complete = true;
    return true;
}

#include "train/embedding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/corpus.h"
#include "train/cooccurrence.h"
#include "train/fit.h"
#include "train/reading.h"

void embedding_release(struct embedding *e)
{
    free(e->stem);
    free(e->vector);
    for (size_t i = 0; i < e->sources; i++)
        source_release(&e->source[i]);
    free(e->source);
    *e = (struct embedding){0};
}

/* ---- texts --------------------------------------------------------------- */

/* The words of texts, one behind the other, a 0 behind each sentence. */
struct running {
    uint64_t *stem; /* [n] */
    size_t n, capacity;
};

static bool add_text(struct running *x, struct terms *t, struct str text,
                     struct tenor_error *err)
{
    bool last;

    if (!terms_begin(t, text, 0, err))
        return false;
    do {
        if (!terms_next(t, &last, err))
            return false;
        if (!GROW(x->stem, x->n + t->n + 1, x->capacity))
            return fail_memory(err, "texts");
        for (size_t i = 0; i < t->n; i++)
            if (t->term[i].word && !placed_is_target(t, &t->term[i]))
                x->stem[x->n++] = terms_lexeme(t, &t->term[i])->stem;
        x->stem[x->n++] = 0;
    } while (!last);
    return true;
}

/* The texts of a corpus, whatever else it has. */
static bool add_corpus(struct running *x, struct terms *t,
                       const struct train_corpus *tc, struct source *s,
                       struct tenor_error *err)
{
    struct train_corpus texts = *tc;
    struct corpus *c;
    struct doc doc;
    bool end, ok;

    texts.options.unlabelled = true;
    texts.options.multi_label = false;
    texts.options.map = NULL;
    texts.options.label_separator = NULL;
    texts.options.group_column = texts.options.weight_column = NULL;
    if (!reading_open(&texts, s, &c, err))
        return false;
    while ((ok = corpus_next(c, &doc, &end, err)) && !end) {
        if (!(ok = add_text(x, t, doc.text, err)))
            break;
        s->documents++;
    }
    return reading_close(&texts, s, c, ok, err);
}

static bool read_texts(struct running *x, struct embedding *e,
                       const struct train_request *r, struct tenor_error *err)
{
    const struct feature_settings *f = &r->settings.features;
    struct terms t = {0};
    bool ok = terms_init(&t, f->language, f->stemming, r->stops, 0, err);

    e->source = mem_zero(r->texts_corpora, sizeof *e->source);
    ok = ok && (e->source || fail_memory(err, "texts"));
    for (size_t i = 0; ok && i < r->texts_corpora; i++)
        ok = add_corpus(x, &t, &r->texts[i], &e->source[e->sources++], err);
    terms_release(&t);
    return ok;
}

/* ---- words --------------------------------------------------------------- */

struct counted {
    uint64_t stem;
    size_t count;
};

static int by_number(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static int by_count(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;

    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return by_number(&x->stem, &y->stem);
}

/* The most frequent words, ascending. */
static bool choose_words(const struct running *x, struct embedding *e)
{
    uint64_t *all = mem_resize(NULL, x->n + 1, sizeof *all);
    struct counted *word = mem_resize(NULL, x->n + 1, sizeof *word);
    size_t n = 0;

    e->stem = mem_resize(NULL, EMBEDDING_WORDS, sizeof *e->stem);
    const bool ok = all && word && e->stem;
    if (ok && x->n) {
        memcpy(all, x->stem, x->n * sizeof *all);
        qsort(all, x->n, sizeof *all, by_number);
    }
    for (size_t i = 0, end; ok && i < x->n; i = end) {
        for (end = i; end < x->n && all[end] == all[i];)
            end++;
        if (all[i] != 0 && end - i >= EMBEDDING_COUNT_MIN)
            word[n++] = (struct counted){all[i], end - i};
    }
    if (ok && n) {
        qsort(word, n, sizeof *word, by_count);
        e->n = n < EMBEDDING_WORDS ? n : EMBEDDING_WORDS;
        for (size_t i = 0; i < e->n; i++)
            e->stem[i] = word[i].stem;
        qsort(e->stem, e->n, sizeof *e->stem, by_number);
    }
    free(all);
    free(word);
    return ok;
}

static uint32_t number_of(const struct embedding *e, uint64_t stem)
{
    const uint64_t *at =
        stem ? bsearch(&stem, e->stem, e->n, sizeof stem, by_number) : NULL;

    return at ? (uint32_t)(at - e->stem) : COOCCURRENCE_NONE;
}

/* Vectors of length 1; those of words without company stay 0. */
static void normalise(struct embedding *e)
{
    for (size_t i = 0; i < e->n; i++) {
        float *v = e->vector + i * EMBEDDING_DIM;
        double sum = 0.0;
        for (size_t d = 0; d < EMBEDDING_DIM; d++)
            sum += (double)v[d] * (double)v[d];
        for (size_t d = 0; sum > 0.0 && d < EMBEDDING_DIM; d++)
            v[d] = (float)((double)v[d] / sqrt(sum));
    }
}

static bool make_vectors(struct embedding *e, const struct running *x,
                         struct tenor_error *err)
{
    uint32_t *number = mem_resize(NULL, x->n, sizeof *number);
    struct cooccurrence c = {0};

    e->vector = mem_zero(e->n * EMBEDDING_DIM, sizeof *e->vector);
    bool ok = (number && e->vector) || fail_memory(err, "word vectors");
    for (size_t i = 0; ok && i < x->n; i++)
        number[i] = x->stem[i] ? number_of(e, x->stem[i]) : COOCCURRENCE_END;
    ok = ok &&
         cooccurrence_make(&c, e->n, number, x->n, EMBEDDING_WINDOW, err) &&
         eigen_largest(&c.matrix, EMBEDDING_DIM, e->vector, err);
    if (ok)
        normalise(e);
    cooccurrence_release(&c);
    free(number);
    return ok;
}

bool embedding_make(struct embedding *e, const struct train_request *r,
                    struct tenor_error *err)
{
    struct running x = {0};

    *e = (struct embedding){
        .places = r->settings.features.target ? 1 + PLACED_SIDES : 1};
    if (r->texts_corpora == 0)
        return true;
    bool ok = read_texts(&x, e, r, err) &&
              (choose_words(&x, e) || fail_memory(err, "words"));
    ok = ok && (e->n == 0 || make_vectors(e, &x, err));
    free(x.stem);
    return ok;
}

/* ---- features ------------------------------------------------------------ */

static uint64_t feature_at(const struct embedding *e, size_t word, size_t place)
{
    const uint64_t stem = e->stem[word];

    return place == 0 ? feature_of(stem, TENOR_FEATURE_WORD)
                      : feature_of(placed_content((enum place_kind)place, stem),
                                   TENOR_FEATURE_PLACED);
}

/* A feature of the vectors. */
struct known {
    uint64_t feature;
    uint32_t number;
};

static int by_feature(const void *a, const void *b)
{
    const struct known *x = a, *y = b;

    return (x->feature > y->feature) - (x->feature < y->feature);
}

/* The features of the vectors by their hashes; NULL when memory ran out. */
static struct known *list_known(const struct vectors *v)
{
    struct known *k = mem_resize(NULL, v->own + 1, sizeof *k);

    for (size_t f = 0; k && f < v->own; f++)
        k[f] = (struct known){v->feature[f], (uint32_t)f};
    if (k && v->own)
        qsort(k, v->own, sizeof *k, by_feature);
    return k;
}

/* The number of a feature, or SIZE_MAX. */
static size_t find_known(const struct known *k, size_t n, uint64_t feature)
{
    const struct known wanted = {.feature = feature};
    const struct known *at =
        n ? bsearch(&wanted, k, n, sizeof *k, by_feature) : NULL;

    return at ? at->number : SIZE_MAX;
}

#define NO_WORD UINT32_MAX

/* Which word at which place a feature is: [own] word * places + place. */
static uint32_t *list_words(const struct embedding *e, const struct vectors *v)
{
    struct known *k = list_known(v);
    uint32_t *word = mem_resize(NULL, v->own, sizeof *word);
    const bool ok = k && word;

    for (size_t f = 0; ok && f < v->own; f++)
        word[f] = NO_WORD;
    for (size_t i = 0; ok && i < e->n; i++)
        for (size_t p = 0; p < e->places; p++) {
            const size_t f = find_known(k, v->own, feature_at(e, i, p));
            if (f != SIZE_MAX)
                word[f] = (uint32_t)(i * e->places + p);
        }
    free(k);
    if (ok)
        return word;
    free(word);
    return NULL;
}

/* Add the sums of a document behind its own features. */
static void add_sums(const struct embedding *e, const struct vectors *v,
                     const uint32_t *word, size_t d, double *sum, uint32_t *id,
                     float *value)
{
    const size_t S = e->places * EMBEDDING_DIM;
    const size_t n = (size_t)(v->start[d + 1] - v->start[d]);

    memset(sum, 0, S * sizeof *sum);
    for (size_t j = 0; j < n; j++) {
        const size_t at = (size_t)v->start[d] + j;
        id[j] = v->id[at];
        value[j] = v->value[at];
        const uint32_t w = word[id[j]];
        if (w == NO_WORD)
            continue;
        const float *x = e->vector + w / e->places * EMBEDDING_DIM;
        double *to = sum + w % e->places * EMBEDDING_DIM;
        for (size_t k = 0; k < EMBEDDING_DIM; k++)
            to[k] += (double)value[j] * (double)x[k];
    }
    for (size_t s = 0; s < S; s++) {
        id[n + s] = (uint32_t)(v->own + s);
        value[n + s] = (float)sum[s];
    }
}

/* Room for the numbers, values, features and document counts of the sums. */
static bool grow_features(struct vectors *v, size_t F)
{
    uint64_t *feature = mem_resize(v->feature, F, sizeof *feature);

    if (!feature)
        return false;
    v->feature = feature;
    uint32_t *df = mem_resize(v->df, F, sizeof *df);
    if (!df)
        return false;
    v->df = df;
    return true;
}

bool embedding_extend(const struct embedding *e, struct vectors *v,
                      struct tenor_error *err)
{
    if (!e || e->n == 0 || v->F == 0)
        return true;
    const size_t S = e->places * EMBEDDING_DIM;
    const size_t n = (size_t)v->start[v->N] + v->N * S;
    if (v->block)
        return fail(err, TENOR_ELIMIT, 0,
                    "word vectors need the vectors of documents in memory, for "
                    "which --memory has no room");
    uint32_t *word = list_words(e, v);
    uint32_t *id = mem_resize(NULL, n, sizeof *id);
    float *value = mem_resize(NULL, n, sizeof *value);
    double *sum = mem_resize(NULL, S, sizeof *sum);
    const bool ok =
        (word && id && value && sum && grow_features(v, v->own + S)) ||
        fail_memory(err, "word vectors");

    for (size_t d = 0; ok && d < v->N; d++)
        add_sums(e, v, word, d, sum, id + v->start[d] + d * S,
                 value + v->start[d] + d * S);
    free(word);
    free(sum);
    if (!ok) {
        free(id);
        free(value);
        return false;
    }
    for (size_t d = 0; d <= v->N; d++)
        v->start[d] += d * S;
    for (size_t s = 0; s < S; s++) {
        v->feature[v->own + s] = TENOR_FEATURE_STYLE; /* no word, no piece */
        v->df[v->own + s] = (uint32_t)v->N;
    }
    free(v->id);
    free(v->value);
    v->id = id;
    v->value = value;
    v->F = v->own + S;
    return true;
}

/* ---- folding ------------------------------------------------------------- */

/* What the sums of a machine weigh for a word at a place. */
static double weight_at(const struct embedding *e, const double *sums,
                        size_t word, size_t place)
{
    const float *x = e->vector + word * EMBEDDING_DIM;
    const double *w = sums + place * EMBEDDING_DIM;
    double sum = 0.0;

    for (size_t k = 0; k < EMBEDDING_DIM; k++)
        sum += w[k] * (double)x[k];
    return sum;
}

/* The number of each word at each place, those that v lacks from v->own on;
 * returns how many features that are together, 0 when memory ran out. */
static size_t number_words(const struct embedding *e, const struct vectors *v,
                           size_t *number)
{
    struct known *k = list_known(v);
    size_t F = v->own;

    for (size_t i = 0; k && i < e->n; i++)
        for (size_t p = 0; p < e->places; p++) {
            const size_t f = find_known(k, v->own, feature_at(e, i, p));
            number[i * e->places + p] = f == SIZE_MAX ? F++ : f;
        }
    free(k);
    return k ? F : 0;
}

static bool fold_weights(const struct embedding *e, const struct vectors *v,
                         const size_t *number, size_t F, struct fitted *f)
{
    double *w = mem_zero(f->machines * F, sizeof *w);

    if (!w)
        return false;
    for (size_t m = 0; m < f->machines; m++) {
        const double *from = f->w + m * v->F;
        double *to = w + m * F;
        memcpy(to, from, v->own * sizeof *to);
        for (size_t i = 0; i < e->n; i++)
            for (size_t p = 0; p < e->places; p++)
                to[number[i * e->places + p]] +=
                    weight_at(e, from + v->own, i, p);
    }
    free(f->w);
    f->w = w;
    return true;
}

/* Documents have no sums any more. */
static void drop_sums(struct vectors *v, size_t S)
{
    uint64_t from = 0, to = 0;

    for (size_t d = 0; d < v->N; d++) {
        const uint64_t n = v->start[d + 1] - from - S;
        memmove(v->id + to, v->id + from, (size_t)n * sizeof *v->id);
        memmove(v->value + to, v->value + from, (size_t)n * sizeof *v->value);
        from = v->start[d + 1];
        to += n;
        v->start[d + 1] = to;
    }
}

bool embedding_fold(const struct embedding *e, struct vectors *v,
                    struct fitted *const *f, size_t n, struct tenor_error *err)
{
    if (e->n == 0 || v->F == v->own)
        return true;
    size_t *number = mem_resize(NULL, e->n * e->places, sizeof *number);
    const size_t F = number ? number_words(e, v, number) : 0;
    bool ok = F > 0;

    for (size_t i = 0; ok && i < n; i++)
        ok = fold_weights(e, v, number, F, f[i]);
    ok = ok && grow_features(v, F);
    for (size_t i = 0; ok && i < e->n * e->places; i++)
        if (number[i] >= v->own) {
            v->feature[number[i]] = feature_at(e, i / e->places, i % e->places);
            v->df[number[i]] = 0;
        }
    if (ok) {
        drop_sums(v, v->F - v->own);
        v->F = v->own = F;
    }
    free(number);
    return ok || fail_memory(err, "word vectors");
}

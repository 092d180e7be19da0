#include "train/reading.h"

#include <stdlib.h>

#include "model/modelfile.h"

static bool read_documents(struct corpus *c, struct trained *t,
                           size_t *documents, struct tenor_error *err)
{
    struct vectors *v = &t->vectors;
    struct feature_settings *f = &t->settings.features;
    struct doc doc;
    bool end;

    while (corpus_next(c, &doc, &end, err)) {
        if (end)
            return true;
        if (!vectors_add(v, doc.label, doc.text, err))
            return false;
        if (t->settings.limit_characters && f->chars_max &&
            v->words > CHARACTERS_WORDS_MAX) {
            f->chars_min = f->chars_max = 0;
            if (!vectors_drop_characters(v))
                return fail_memory(err, "vectors");
        }
        ++*documents;
    }
    return false;
}

static bool read_corpus(const struct train_corpus *tc, struct trained *t,
                        struct tenor_error *err)
{
    struct source *s = &t->source[t->sources++];
    struct corpus *c;

    s->name = mem_string(str_of(tc->name));
    s->licence = tc->licence ? mem_string(str_of(tc->licence)) : NULL;
    if (!s->name || (tc->licence && !s->licence))
        return fail_memory(err, "a corpus");
    if (!corpus_open(&c, tc->path, &tc->options, err))
        return false;
    bool ok = read_documents(c, t, &s->documents, err);
    if (ok)
        corpus_digest(c, s->sha256);
    corpus_close(c);
    return ok;
}

/* Count labels into the prior and refuse what cannot be trained on. */
static bool check_labels(struct trained *t, struct tenor_error *err)
{
    const struct vectors *v = &t->vectors;
    const size_t K = v->labels.n;

    if (v->N == 0)
        return fail(err, TENOR_EDATA, 0, "the corpus has no documents");
    if (K < 2)
        return fail(err, TENOR_EDATA, 0,
                    "all documents have the label '%s'; at least two labels "
                    "are needed",
                    v->labels.name[0]);
    if (K > MODEL_LABELS_MAX)
        return fail(err, TENOR_EDATA, 0, "%zu labels; at most %d are allowed",
                    K, MODEL_LABELS_MAX);
    t->prior = mem_zero(K, sizeof *t->prior);
    t->offset = mem_zero(K, sizeof *t->offset);
    if (!t->prior || !t->offset)
        return fail_memory(err, "labels");
    for (size_t d = 0; d < v->N; d++)
        t->prior[v->label[d]] += 1.0;
    for (size_t k = 0; k < K; k++) {
        if (t->prior[k] < 2.0)
            return fail(err, TENOR_EDATA, 0,
                        "only one document has the label '%s'; at least two "
                        "are needed to train and to check",
                        v->labels.name[k]);
        t->prior[k] /= (double)v->N;
    }
    if (v->F == 0)
        return fail(err, TENOR_EDATA, 0, "no document has a feature");
    return true;
}

/* The number of a pole's label: the one asked for, else a usual name. */
static bool find_pole(const struct labels *l, const char *asked,
                      const char *usual, int *number, struct tenor_error *err)
{
    struct str name;
    size_t k = SIZE_MAX;

    *number = -1;
    if (asked) {
        k = labels_find(l, str_of(asked));
        if (k == SIZE_MAX)
            return fail(err, TENOR_EINVAL, 0,
                        "the pole '%s' is not among the labels", asked);
    }
    while (k == SIZE_MAX && str_next_word(&usual, &name))
        k = labels_find(l, name);
    if (k != SIZE_MAX)
        *number = (int)k;
    return true;
}

static bool find_poles(const struct train_request *r, struct trained *t,
                       struct tenor_error *err)
{
    const struct labels *l = &t->vectors.labels;

    if (!find_pole(l, r->positive, "positive pos Positive POS", &t->positive,
                   err) ||
        !find_pole(l, r->negative, "negative neg Negative NEG", &t->negative,
                   err))
        return false;
    if (t->positive < 0 || t->negative < 0)
        t->positive = t->negative = -1;
    return true;
}

bool reading_all(const struct train_request *r, struct trained *t,
                     struct tenor_error *err)
{
    t->settings = r->settings;
    t->stops = r->stops ? r->stops->n : 0;
    t->axis = mem_string(str_of(r->axis));
    t->unit = mem_string(str_of(r->unit));
    t->source = mem_zero(r->corpora, sizeof *t->source);
    if (!t->axis || !t->unit || !t->source)
        return fail_memory(err, "an axis");
    if (!vectors_init(&t->vectors, &r->settings.features, r->stops, err))
        return false;
    for (size_t i = 0; i < r->corpora; i++)
        if (!read_corpus(&r->corpus[i], t, err))
            return false;
    if (!vectors_finish(&t->vectors, r->settings.min_df, err) ||
        !check_labels(t, err) || !find_poles(r, t, err))
        return false;
    train_say(r, "%zu documents, %zu labels, %zu features", t->vectors.N,
        t->vectors.labels.n, t->vectors.F);
    return true;
}

/* Sums of weights the simple way, beside those of model/sums: the features of
 * an extractor are counted in a bag, and each is looked up and multiplied by
 * its value. For unit tests and fuzzing; stands on neither. */
#ifndef TENOR_TESTS_UNIT_ADDING_H
#define TENOR_TESTS_UNIT_ADDING_H

#include <stdlib.h>
#include <string.h>

#include "model/article.h"
#include "model/bag.h"
#include "model/sums.h"

/* Both ways for one model, borrowed. */
struct adding {
    const struct tenor_model *model;
    struct article article;
    struct terms terms; /* one way */
    struct sums sums;
    struct extractor extractor; /* the other */
    struct bag bag[SUMS_LEVELS];
    int64_t *sum; /* [FEATURE_FAMILIES][columns] of a bag */
};

/* How a text is read: arguments of sums_begin. */
struct adding_manner {
    bool sentences, text;
    enum axis_scope scope; /* of the total of the text */
    bool quotes;           /* sentences are without quoted speech */
};

/* False when memory ran out; to be released in any case. */
static inline bool adding_init(struct adding *a, const struct tenor_model *m)
{
    const size_t numbers = FEATURE_FAMILIES * (m->table.columns + 1);
    const struct feature_settings *f = &m->settings;
    struct tenor_error err = {0};

    *a = (struct adding){.model = m, .sum = calloc(numbers, sizeof *a->sum)};
    return a->sum &&
           terms_init(&a->terms, f->language, f->stemming, &m->stops,
                      worth_extra(m), &err) &&
           sums_init(&a->sums, m) &&
           extractor_init(&a->extractor, f, &m->stops, 0, &err);
}

static inline void adding_release(struct adding *a)
{
    terms_release(&a->terms);
    sums_release(&a->sums);
    extractor_release(&a->extractor);
    article_release(&a->article);
    for (size_t l = 0; l < SUMS_LEVELS; l++)
        bag_release(&a->bag[l]);
    free(a->sum);
}

/* Count the features of the sentence at hand. */
static inline bool adding_count(struct adding *a, bool quotes)
{
    const struct extractor *x = &a->extractor;

    bag_reset(&a->bag[SUMS_SENTENCE]);
    for (size_t i = 0; i < x->nfound; i++)
        if (!(quotes && article_quoted(&a->article, x->found[i].begin)) &&
            !bag_add(&a->bag[SUMS_SENTENCE], &x->found[i], 1))
            return false;
    return bag_add(&a->bag[SUMS_TEXT], x->found, x->nfound);
}

/* What the sums have otherwise than the bag, or NULL. */
static inline const char *
adding_differs(struct adding *a, enum sums_level level, enum axis_scope scope)
{
    const struct table *table = &a->model->table;
    const struct columns of = a->model->columns[scope];
    const struct total *total = sums_total(&a->sums, level);
    const size_t C = table->columns;
    uint64_t occurrences[FEATURE_FAMILIES] = {0};
    size_t words = 0, known = 0, found = 0;

    memset(a->sum, 0, FEATURE_FAMILIES * C * sizeof *a->sum);
    for (size_t i = 0; i < a->bag[level].n; i++) {
        const struct entry *e = &a->bag[level].entry[i];
        const enum feature_family f = feature_family(e->feature);
        const bool word = feature_kind(e->feature) == TENOR_FEATURE_WORD;
        const size_t row = table_find(table, e->feature);
        occurrences[f] += e->count;
        words += word ? e->count : 0;
        if (row == TABLE_NONE)
            continue;
        found++;
        known += word ? e->count : 0;
        for (size_t c = 0; c < C; c++)
            a->sum[f * C + c] +=
                (int64_t)feature_value(f, e->count,
                                       a->model->settings.log_counts) *
                table->weight[row * C + c];
    }
    for (size_t f = 0; f < FEATURE_FAMILIES; f++) {
        if (total->occurrences[f] != occurrences[f])
            return f ? "occurrences of characters" : "occurrences of words";
        for (size_t c = of.begin; c < of.end; c++)
            if (total->sum[f * C + c] != a->sum[f * C + c])
                return f ? "the sums of characters" : "the sums of words";
    }
    return total->words != words                  ? "words"
           : total->known != known                ? "known words"
           : (total->features > 0) != (found > 0) ? "features"
                                                  : NULL;
}

/* Run a text through both; what differs, or NULL. */
static inline const char *adding_run(struct adding *a, struct str text,
                                     struct adding_manner how)
{
    struct tenor_error err = {0};
    const char *differs = NULL;
    bool last = false, end;

    if (!article_read(&a->article, text) ||
        !terms_begin(&a->terms, text, 0, &err) ||
        !extractor_begin(&a->extractor, text, &err) ||
        !sums_begin(&a->sums, how.sentences, how.text, how.scope, &a->terms))
        return "no memory to begin";
    bag_reset(&a->bag[SUMS_TEXT]);
    while (!differs && !last) {
        if (!terms_next(&a->terms, &last, &err) ||
            !extractor_next(&a->extractor, &end, &err) ||
            !adding_count(a, how.quotes) ||
            !sums_add(&a->sums, &a->terms, how.quotes ? &a->article : NULL))
            return "no memory";
        if (last != end || a->terms.begin != a->extractor.terms.begin ||
            a->terms.end != a->extractor.terms.end)
            differs = "sentences";
        else if (how.sentences)
            differs = adding_differs(a, SUMS_SENTENCE, AXIS_SENTENCES);
    }
    return differs    ? differs
           : how.text ? adding_differs(a, SUMS_TEXT, how.scope)
                      : NULL;
}

#endif

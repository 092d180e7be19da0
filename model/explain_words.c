/* Evidence by words: features spread over the tokens that they cover. */
#include <math.h>
#include <stdlib.h>

#include "model/scorer.h"

/* Plain punctuation is no part of an n-gram, so it carries no evidence. */
static bool carries(const struct tenor_scorer *s, const struct token *t)
{
    const struct str text = {s->explained.s + t->begin, t->end - t->begin};

    return t->kind != TOKEN_PUNCT || term_punctuation(text) > 0;
}

static uint64_t group_of(struct tenor_scorer *s, const struct token *t)
{
    struct str text = {s->explained.s + t->begin, t->end - t->begin};
    struct str folded, stem;

    if (t->kind == TOKEN_HASHTAG) {
        text.s++;
        text.len--;
    }
    if (t->kind == TOKEN_WORD || t->kind == TOKEN_HASHTAG)
        return words_analyse(&s->extractor.terms.words, text, &folded, &stem)
            .stem;
    return word_hash(text.s, text.len);
}

static bool collect(struct tenor_scorer *s)
{
    const struct language *language = s->extractor.terms.words.language;
    struct scanner scanner;
    struct token t;

    s->word_places = 0;
    scanner_init(&scanner, s->explained, language && language->elision,
                 &s->extractor.terms.abbreviations);
    while (scanner_next(&scanner, &t)) {
        if (!carries(s, &t))
            continue;
        if (!GROW(s->word_place, s->word_places + 1, s->word_place_capacity))
            return false;
        s->word_place[s->word_places++] =
            (struct word_place){group_of(s, &t), {t.begin, t.end}, 0.0};
    }
    return true;
}

/* The first word place that ends after `begin`, from one near it: places come
 * nearly in reading order. */
static size_t first_after(const struct tenor_scorer *s, size_t begin,
                          size_t near)
{
    while (near > 0 && s->word_place[near - 1].span.end > begin)
        near--;
    while (near < s->word_places && s->word_place[near].span.end <= begin)
        near++;
    return near;
}

/* Spread an occurrence over the words from `first` on that it covers. */
static void spread(struct tenor_scorer *s, const struct feature_place *p,
                   size_t first)
{
    const double contribution = s->group[p->group].each;
    size_t end = first;

    while (end < s->word_places && s->word_place[end].span.begin < p->end)
        end++;
    for (size_t i = first; i < end; i++)
        s->word_place[i].contribution += contribution / (double)(end - first);
}

static int by_group(const void *a, const void *b)
{
    const struct word_place *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->span.begin > y->span.begin) - (x->span.begin < y->span.begin);
}

static int by_weight(const void *a, const void *b)
{
    const struct tenor_word *x = a, *y = b;
    double p = fabs(x->contribution), q = fabs(y->contribution);

    if (p != q)
        return p > q ? -1 : 1;
    return (x->span.begin > y->span.begin) - (x->span.begin < y->span.begin);
}

/* Put the places of each word together; returns the number of words. */
static size_t group(struct tenor_scorer *s)
{
    size_t n = 0;

    if (s->word_places)
        qsort(s->word_place, s->word_places, sizeof *s->word_place, by_group);
    for (size_t i = 0; i < s->word_places; i++) {
        const struct word_place *p = &s->word_place[i];
        if (i == 0 || p->group != p[-1].group)
            s->word[n++] = (struct tenor_word){.span = p->span};
        s->word[n - 1].occurrences++;
        s->word[n - 1].contribution += p->contribution;
    }
    if (n)
        qsort(s->word, n, sizeof *s->word, by_weight);
    return n;
}

bool scorer_spread_words(struct tenor_scorer *s, const struct tenor_word **list,
                         size_t *n, struct tenor_error *err)
{
    size_t near = 0;

    if (!collect(s) || !GROW(s->word, s->word_places, s->word_capacity))
        return fail_memory(err, "evidence");
    for (size_t i = 0; i < s->places; i++) {
        near = first_after(s, s->place[i].begin, near);
        spread(s, &s->place[i], near);
    }
    *n = group(s);
    *list = s->word;
    return true;
}

bool tenor_explain_words(struct tenor_scorer *s, size_t axis, size_t label,
                         const struct tenor_word **list, size_t *n,
                         struct tenor_error *err)
{
    const struct tenor_evidence *e;
    size_t features;
    double bias;

    return tenor_explain(s, axis, label, &e, &features, &bias, err) &&
           scorer_spread_words(s, list, n, err);
}

static int by_place(const void *a, const void *b)
{
    const struct word_place *x = a, *y = b;

    return (x->span.begin > y->span.begin) - (x->span.begin < y->span.begin);
}

bool tenor_explain_places(struct tenor_scorer *s,
                          const struct tenor_word **list, size_t *n,
                          struct tenor_error *err)
{
    if (!GROW(s->spot, s->word_places, s->spot_capacity))
        return fail_memory(err, "evidence");
    if (s->word_places)
        qsort(s->word_place, s->word_places, sizeof *s->word_place, by_place);
    for (size_t i = 0; i < s->word_places; i++)
        s->spot[i] = (struct tenor_word){s->word_place[i].span, 1,
                                         s->word_place[i].contribution};
    *list = s->spot;
    *n = s->word_places;
    return true;
}

#include "cli/carriers.h"

#include <stdlib.h>
#include <string.h>

#include "model/utf8.h"

/* A word is shown when it has at least this share of the strongest one. */
#define WORD_SHARE 0.25

/* What carries a calm label comes after all that carries another. */
#define CALM 1e-6

/* ---- sentences ----------------------------------------------------------- */

/* An axis to be carried. */
struct load {
    size_t axis, label;
    double factor; /* what it is worth to be carried */
    double floor;  /* what parts are counted from */
    double total;  /* of the parts above; 0: all are alike */
    size_t n;      /* sentences with a part */
};

static bool is_calm(const struct scoring *s, size_t a)
{
    const char *label =
        tenor_axis_label(s->model, a, tenor_label(s->scorer, a));
    double polarity;

    return strcmp(label, "none") == 0 || strcmp(label, "neutral") == 0 ||
           (tenor_axis_label_count(s->model, a) == 2 &&
            tenor_polarity(s->scorer, a, &polarity) && polarity < 0.0);
}

/* The part of a sentence; false when it has none. */
static bool part_of(const struct scoring *s, size_t sentence,
                    const struct load *l, double *part)
{
    return tenor_sentence_part(s->scorer, sentence, l->axis, l->label, part) &&
           *part != 0.0;
}

static double above(const struct load *l, double part)
{
    return part > l->floor ? part - l->floor : 0.0;
}

static void weigh(const struct scoring *s, struct load *l)
{
    const size_t N = tenor_sentence_count(s->scorer);
    double part, least = 0.0, most = 0.0;

    for (size_t i = 0; i < N; i++) {
        if (!part_of(s, i, l, &part))
            continue;
        least = l->n == 0 || part < least ? part : least;
        most = l->n == 0 || part > most ? part : most;
        l->n++;
    }
    l->floor = most > 0.0 ? 0.0 : least;
    for (size_t i = 0; i < N; i++)
        if (part_of(s, i, l, &part))
            l->total += above(l, part);
}

static double share_of(const struct scoring *s, size_t sentence,
                       const struct load *l)
{
    double part;

    if (!part_of(s, sentence, l, &part))
        return 0.0;
    return l->factor *
           (l->total > 0.0 ? above(l, part) / l->total : 1.0 / (double)l->n);
}

/* The axes of sentences that are shown and have a label; returns how many. */
static size_t find_loads(const struct scoring *s, struct load *load)
{
    size_t n = 0;

    for (size_t i = 0; i < s->axes; i++) {
        const size_t a = s->axis[i];
        if (!scoring_ok(s, a) ||
            tenor_axis_scope(s->model, a) != TENOR_SENTENCES)
            continue;
        load[n] = (struct load){.axis = a,
                                .label = tenor_label(s->scorer, a),
                                .factor = is_calm(s, a) ? CALM : 1.0};
        weigh(s, &load[n++]);
    }
    return n;
}

static struct carrier carried_by(const struct scoring *s, size_t sentence,
                                 const struct load *load, size_t loads)
{
    struct carrier c = {.sentence = sentence};
    double most = 0.0;

    for (size_t i = 0; i < loads; i++) {
        const double share = share_of(s, sentence, &load[i]);
        c.weight += share;
        if (share > most) {
            most = share;
            c.axis = load[i].axis;
        }
    }
    return c;
}

/* Insert into a list of the heaviest; the first of equals stays. */
static void insert(struct carrier *list, size_t *n, struct carrier c)
{
    size_t i = *n;

    if (!(c.weight > 0.0))
        return;
    if (i < CARRIERS)
        ++*n;
    else if (list[--i].weight >= c.weight)
        return;
    for (; i > 0 && list[i - 1].weight < c.weight; i--)
        list[i] = list[i - 1];
    list[i] = c;
}

static int by_place(const void *a, const void *b)
{
    const struct carrier *x = a, *y = b;

    return (x->sentence > y->sentence) - (x->sentence < y->sentence);
}

bool carriers_find(const struct scoring *s, struct carrier *list, size_t *n,
                   struct tenor_error *err)
{
    struct load *load = mem_zero(s->axes, sizeof *load);

    *n = 0;
    if (!load)
        return fail_memory(err, "sentences");
    const size_t loads = find_loads(s, load);
    for (size_t i = 0; loads && i < tenor_sentence_count(s->scorer); i++)
        insert(list, n, carried_by(s, i, load, loads));
    qsort(list, *n, sizeof *list, by_place);
    free(load);
    return true;
}

/* ---- words --------------------------------------------------------------- */

/* Spread the evidence of the sentence evenly over the bytes that it is about.
 *
 *   value  [span.end - span.begin] zeroed */
static bool spread(const struct scoring *s, const struct carrier *c,
                   struct tenor_span span, double *value,
                   struct tenor_error *err)
{
    const struct tenor_evidence *e;
    struct tenor_error why = {0};
    size_t n;
    double bias;

    if (!tenor_explain_sentence(s->scorer, c->sentence, c->axis,
                                tenor_label(s->scorer, c->axis), &e, &n, &bias,
                                &why))
        return why.code == TENOR_EINVAL ||
               fail(err, why.code, why.line, "%s", why.message);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < e[i].spans; j++) {
            const struct tenor_span at = e[i].span[j];
            for (size_t b = at.begin; b < at.end; b++)
                if (b >= span.begin && b < span.end)
                    value[b - span.begin] += e[i].contribution /
                                             (double)e[i].spans /
                                             (double)(at.end - at.begin);
        }
    return true;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

/* The end of the word that begins at i, or i when none does. */
static size_t word_end(struct str text, size_t i)
{
    size_t bad = 0, end = i, next = i;

    while (next < text.len) {
        uint32_t c;
        next += utf8_decode(text.s + next, text.len - next, &c, &bad);
        const enum utf8_class class = utf8_class(c);
        if (class == UTF8_IDEOGRAPH)
            return end > i ? end : next;
        if (class == UTF8_LETTER || class == UTF8_DIGIT ||
            (end > i && class == UTF8_MARK))
            end = next;
        else if (end == i || !is_apostrophe(c))
            break;
    }
    return end;
}

struct strong {
    struct tenor_span span;
    double value;
};

static bool same_word(struct str text, struct tenor_span a, struct tenor_span b)
{
    return str_equal((struct str){text.s + a.begin, a.end - a.begin},
                     (struct str){text.s + b.begin, b.end - b.begin});
}

/* Keep the strongest, each once. */
static void keep(struct strong *list, size_t *n, struct str text,
                 struct strong w)
{
    size_t i = *n;

    for (size_t j = 0; j < *n; j++)
        if (same_word(text, list[j].span, w.span)) {
            if (list[j].value >= w.value)
                return;
            memmove(list + j, list + j + 1, (*n - j - 1) * sizeof *list);
            i = --*n;
            break;
        }
    if (!(w.value > 0.0))
        return;
    if (i < CARRIER_WORDS)
        ++*n;
    else if (list[--i].value >= w.value)
        return;
    for (; i > 0 && list[i - 1].value < w.value; i--)
        list[i] = list[i - 1];
    list[i] = w;
}

static void strongest(struct str text, size_t begin, const double *value,
                      struct tenor_span *word, size_t *n)
{
    struct strong list[CARRIER_WORDS];
    size_t found = 0, bad = 0, end;

    for (size_t i = 0; i < text.len; i = end) {
        uint32_t c;
        end = word_end(text, i);
        if (end == i) {
            end = i + utf8_decode(text.s + i, text.len - i, &c, &bad);
            continue;
        }
        struct strong w = {.span = {i, end}};
        for (size_t b = i; b < end; b++)
            w.value += value[b];
        keep(list, &found, text, w);
    }
    for (*n = 0; *n < found && list[*n].value >= WORD_SHARE * list[0].value;
         ++*n)
        word[*n] = (struct tenor_span){begin + list[*n].span.begin,
                                       begin + list[*n].span.end};
}

bool carrier_words(const struct scoring *s, const struct carrier *c,
                   struct tenor_span *word, size_t *n, struct tenor_error *err)
{
    const struct tenor_span span =
        tenor_sentence_at(s->scorer, c->sentence).span;
    const size_t len = span.end - span.begin;
    double *value = mem_zero(len, sizeof *value);

    *n = 0;
    if (!value)
        return fail_memory(err, "the words of a sentence");
    const bool ok = spread(s, c, span, value, err);
    if (ok)
        strongest((struct str){s->text.data + span.begin, len}, span.begin,
                  value, word, n);
    free(value);
    return ok;
}

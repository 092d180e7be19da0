#include "train/sightings.h"

#include <stdlib.h>

#include "model/token.h"
#include "model/utf8.h"
#include "model/word.h"

/* Tokens among which the dash of a dateline is. */
#define DATELINE 10

static bool has_capital(struct str word)
{
    uint32_t point;
    size_t bad = 0;

    utf8_decode(word.s, word.len, &point, &bad);
    return utf8_is_upper(point);
}

static bool is_dash(struct str sign)
{
    return str_equal(sign, STR("-")) || str_equal(sign, STR("--")) ||
           str_equal(sign, STR("\xE2\x80\x93")) ||
           str_equal(sign, STR("\xE2\x80\x94"));
}

/* Where the dateline of a text ends, 0 without one: at a dash between blanks,
 * with nothing before it but words with capitals, numbers and signs. */
static size_t dateline_end(struct str text)
{
    const struct wordset none = {0};
    struct scanner scanner;
    struct token t;
    bool capital = false;

    scanner_init(&scanner, text, false, &none);
    for (int i = 0; i < DATELINE && scanner_next(&scanner, &t); i++) {
        const struct str token = {text.s + t.begin, t.end - t.begin};
        if (t.kind == TOKEN_WORD && !has_capital(token))
            return 0;
        capital |= t.kind == TOKEN_WORD;
        if (t.kind == TOKEN_PUNCT && capital && is_dash(token) &&
            text.s[t.begin - 1] == ' ')
            return t.begin;
    }
    return 0;
}

static bool sight(struct words *w, struct str text, uint32_t document,
                  struct sightings *s)
{
    const size_t dateline = dateline_end(text);
    const struct wordset none = {0};
    struct scanner scanner;
    struct token t;
    bool stretched, sentence = true, in_dateline = true;

    scanner_init(&scanner, text, false, &none);
    while (scanner_next(&scanner, &t)) {
        const struct str token = {text.s + t.begin, t.end - t.begin};
        const bool inside = t.begin < dateline;
        sentence |= t.sentence;
        if (t.kind != TOKEN_WORD)
            continue;
        /* What follows a dateline begins a sentence. */
        const bool first = sentence || (in_dateline && !inside);
        sentence = false;
        in_dateline = inside;
        if ((first && !inside) || token.len < 2 || !has_capital(token))
            continue;
        const struct str folded = words_fold(w, token, &stretched);
        if (!GROW(s->item, s->n + 1, s->capacity))
            return false;
        s->item[s->n++] =
            (struct sighting){word_hash(folded.s, folded.len), document,
                              (uint32_t)t.begin, (uint32_t)t.end, inside};
    }
    return true;
}

static int by_word(const void *a, const void *b)
{
    const struct sighting *x = a, *y = b;

    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    if (x->document != y->document)
        return x->document < y->document ? -1 : 1;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

/* Sort the sightings and keep the first of a word in each document. */
static void sort(struct sightings *s)
{
    size_t n = 0;

    if (s->n)
        qsort(s->item, s->n, sizeof *s->item, by_word);
    for (size_t i = 0; i < s->n; i++)
        if (n == 0 || s->item[n - 1].word != s->item[i].word ||
            s->item[n - 1].document != s->item[i].document)
            s->item[n++] = s->item[i];
    s->n = n;
}

bool sightings_find(const struct documents *d, struct sightings *s)
{
    struct words w;
    bool ok = words_init(&w, "", false, NULL);

    if (!ok)
        return false;
    for (uint32_t i = 0; ok && i < d->N; i++)
        ok = sight(&w, documents_text(d, i), i, s);
    sort(s);
    words_release(&w);
    return ok;
}

void sightings_release(struct sightings *s)
{
    free(s->item);
    *s = (struct sightings){0};
}

/* ---- forms --------------------------------------------------------------- */

static int by_hash(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void count_forms(struct words *w, struct str text, const uint64_t *word,
                        size_t n, size_t (*forms)[2])
{
    const struct wordset none = {0};
    struct scanner scanner;
    struct token t;
    bool stretched;

    scanner_init(&scanner, text, false, &none);
    while (scanner_next(&scanner, &t)) {
        const struct str token = {text.s + t.begin, t.end - t.begin};
        const bool capital = t.kind == TOKEN_WORD && has_capital(token);
        if (t.kind != TOKEN_WORD || (capital && t.sentence))
            continue;
        const struct str folded = words_fold(w, token, &stretched);
        const uint64_t hash = word_hash(folded.s, folded.len);
        const uint64_t *x = bsearch(&hash, word, n, sizeof hash, by_hash);
        if (x)
            forms[x - word][capital]++;
    }
}

bool sightings_forms(const struct documents *d, const uint64_t *word, size_t n,
                     size_t (*forms)[2])
{
    struct words w;

    if (!words_init(&w, "", false, NULL))
        return false;
    for (size_t i = 0; n && i < d->N; i++)
        count_forms(&w, documents_text(d, i), word, n, forms);
    words_release(&w);
    return true;
}

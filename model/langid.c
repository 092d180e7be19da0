#include "model/langid.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/utf8.h"
#include "model/wordset.h"

struct langid_word {
    uint64_t hash;
    uint32_t languages; /* a mask, and in the end the number of its set */
};

/* ---- scripts ----------------------------------------------------------- */

/* Scripts of the languages of the table, as far as a word's first letter needs
 * it; whatever lies between is one more, the last. */
#define LATIN 1
#define OTHER_SCRIPT 256
static const struct {
    uint32_t first, last;
    unsigned script;
} blocks[] = {
    {0x0000, 0x024F, LATIN}, {0x1E00, 0x1EFF, LATIN},
    {0x0370, 0x03FF, 2},   /* Greek */
    {0x1F00, 0x1FFF, 2},   /* Greek */
    {0x0400, 0x052F, 4},   /* Cyrillic */
    {0x0530, 0x058F, 8},   /* Armenian */
    {0x0590, 0x05FF, 16},  /* Hebrew */
    {0xFB1D, 0xFB4F, 16},  /* Hebrew */
    {0x0600, 0x077F, 32},  /* Arabic */
    {0xFB50, 0xFEFC, 32},  /* Arabic */
    {0x0900, 0x097F, 64},  /* Devanagari */
    {0x0B80, 0x0BFF, 128}, /* Tamil */
};

static unsigned script_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (c >= blocks[i].first && c <= blocks[i].last)
            return blocks[i].script;
    return OTHER_SCRIPT;
}

/* 0 for no word at all. */
static uint32_t first_letter(struct str word)
{
    uint32_t c = 0;
    size_t ignored = 0;

    if (word.len)
        utf8_decode(word.s, word.len, &c, &ignored);
    return c;
}

/* ---- index ------------------------------------------------------------- */

/* The first row with the same list: its bit is that of all of them. */
static size_t row_of(const struct language *language)
{
    size_t i = 0;

    while (language_at(i)->function != language->function)
        i++;
    return i;
}

static int by_hash(const void *a, const void *b)
{
    const struct langid_word *x = a, *y = b;

    return (x->hash > y->hash) - (x->hash < y->hash);
}

/* The number of a mask, new or not. */
static uint32_t set_of(struct langid *l, uint32_t mask)
{
    size_t i = 0;

    while (i < l->sets && l->mask[i] != mask)
        i++;
    if (i == l->sets) {
        assert(l->sets < LANGID_SETS_MAX);
        l->mask[l->sets++] = mask;
    }
    return (uint32_t)i;
}

static size_t hint_of(uint64_t hash)
{
    return (size_t)(hash >> 48);
}

static void number_sets(struct langid *l)
{
    set_of(l, 0);
    for (size_t i = 0; i < l->n; i++) {
        const size_t hint = hint_of(l->word[i].hash);
        l->hint[hint / 64] |= UINT64_C(1) << hint % 64;
        l->word[i].languages = set_of(l, l->word[i].languages);
    }
}

bool langid_init(struct langid *l, const struct language *language)
{
    const struct language *row;
    size_t capacity = 0, kept = 0;

    *l = (struct langid){0};
    for (size_t i = 0; (row = language_at(i)) != NULL; i++) {
        assert(i < LANGID_ROWS);
        const char *list = row_of(row) == i ? row->function : "";
        struct str word;
        while (str_next_word(&list, &word)) {
            if (!GROW(l->word, l->n + 1, capacity)) {
                langid_release(l);
                return false;
            }
            l->word[l->n++] = (struct langid_word){word_hash(word.s, word.len),
                                                   UINT32_C(1) << i};
            if (row->function == language->function)
                l->scripts |= script_of(first_letter(word));
        }
    }
    qsort(l->word, l->n, sizeof *l->word, by_hash);
    for (size_t i = 0; i < l->n; i++)
        if (kept && l->word[kept - 1].hash == l->word[i].hash)
            l->word[kept - 1].languages |= l->word[i].languages;
        else
            l->word[kept++] = l->word[i];
    l->n = kept;
    number_sets(l);
    return true;
}

void langid_release(struct langid *l)
{
    free(l->word);
    *l = (struct langid){0};
}

/* The set of a folded word; 0 for most, which the hints tell. */
static uint32_t find(const struct langid *l, const char *s, size_t len)
{
    const uint64_t hash = word_hash(s, len);
    const size_t hint = hint_of(hash);
    size_t low = 0, high = l->n;

    if (!(l->hint[hint / 64] >> hint % 64 & 1))
        return 0;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (l->word[mid].hash < hash)
            low = mid + 1;
        else
            high = mid;
    }
    return low < l->n && l->word[low].hash == hash ? l->word[low].languages : 0;
}

static uint32_t look(const struct langid *l, struct str surface)
{
    const uint32_t c = first_letter(surface);

    const unsigned script = script_of(c);
    const bool upper = utf8_is_upper(c);

    return (upper ? LANGID_CAPITAL : 0) |
           (script & l->scripts || (upper && script == LATIN) ? 0
                                                              : LANGID_STRANGE);
}

uint32_t langid_look(const struct langid *l, struct str surface,
                     struct str folded)
{
    uint32_t set = find(l, folded.s, folded.len);
    const char *cut = set ? NULL : memchr(folded.s, '\'', folded.len);

    if (cut) {
        const size_t len = (size_t)(cut - folded.s);
        set = find(l, folded.s, len + 1);
        if (!set)
            set = find(l, folded.s, len);
    }
    return set | look(l, surface);
}

/* ---- verdict ----------------------------------------------------------- */

void langid_begin(struct langid_count *c, const struct langid *l,
                  const struct language *language)
{
    c->of = l;
    c->language = language;
    c->words = c->capital = c->strange = 0;
    memset(c->set, 0, (l->sets ? l->sets : 1) * sizeof *c->set);
}

/* The hits of each language: its function words among the words. */
struct tally {
    size_t row;                 /* of o */
    uint32_t sole;              /* function words of o and no other */
    uint32_t hits[LANGID_ROWS]; /* h */
};

static struct tally tally_of(const struct langid_count *c)
{
    struct tally t = {.row = row_of(c->language)};

    for (size_t i = 1; i < c->of->sets; i++) {
        if (c->set[i] == 0)
            continue;
        for (uint32_t rest = c->of->mask[i]; rest; rest &= rest - 1)
            t.hits[__builtin_ctz(rest)] += c->set[i];
        if (c->of->mask[i] == UINT32_C(1) << t.row)
            t.sole = c->set[i];
    }
    return t;
}

/* Set so that in none of the corpora of 14 languages, tweets and headlines
 * among them, more than one document in 500 is called foreign without being it.
 * Rates: 20 to 50 % of the words of a text are function words of its
 * language, 1 to 4 % those of the language with most of them by chance. */

/* A lead of h[l] over h[o], and what excludes refrains ("ho ho ho") and texts
 * half of which is a quotation. */
#define LEAD 3
#define ENOUGH 8  /* W */
#define DOUBLE 2  /* h[l] / sole */
#define SPARSE 20 /* W / h[l]: fewer than one in 20 words show nothing */

/* A smaller one where words of o alone are missing as well. */
#define LEAD_MISSING 2
#define ENOUGH_MISSING 12 /* W */
#define RUNNING_MISSING 8 /* of these, without a capital: no list of names */
#define MISSING 10        /* W / sole: usual is 2 to 5 */

/* Words in a strange script are proof in themselves, when they are most of a
 * text: two in three. */
#define ENOUGH_STRANGE 8

/* No language of the table: as MISSING, but on the strength of the absence
 * alone. Of 30 running words, 6 to 15 are due; in Turkish or Arabic, which have
 * most of them as endings, 4 to 6. */
#define RUNNING_UNKNOWN 30
#define UNKNOWN 16 /* running words / h[o] */

/* A language is named if at least one in NAMED words is its function word, and
 * one in CLEAR words sets it off from the next best: a Czech text has nearly as
 * many words of Portuguese as of Serbian. */
#define NAMED 8
#define CLEAR 20

static uint32_t running(const struct langid_count *c)
{
    return c->words - c->capital;
}

static bool leads(const struct langid_count *c, uint32_t sole, uint32_t own,
                  uint32_t best)
{
    if (best * SPARSE < c->words)
        return false;
    if (best >= own + LEAD && best >= DOUBLE * sole && c->words >= ENOUGH)
        return true;
    return best >= own + LEAD_MISSING && sole * MISSING <= c->words &&
           c->words >= ENOUGH_MISSING && running(c) >= RUNNING_MISSING;
}

static bool is_strange(const struct langid_count *c)
{
    return c->strange >= ENOUGH_STRANGE &&
           c->strange >= c->words - c->words / 3;
}

/* In prose one token in four is no word at most, in a tweet full of mentions
 * one in three; in program code and tables every other one. */
static bool is_prose(const struct langid_count *c, size_t tokens)
{
    return c->words >= tokens - tokens / 2;
}

static bool is_missing(const struct langid_count *c, uint32_t own)
{
    return running(c) >= RUNNING_UNKNOWN && own * UNKNOWN < running(c);
}

struct langid_verdict langid_judge(const struct langid_count *c, size_t tokens)
{
    uint32_t most = 0, next = 0;

    if (!c->language)
        return (struct langid_verdict){LANGID_UNSURE, NULL};
    const struct tally t = tally_of(c);
    const uint32_t own = t.hits[t.row];
    size_t best = t.row;
    for (size_t i = 0; i < LANGID_ROWS; i++) {
        if (i == t.row || t.hits[i] <= next)
            continue;
        next = t.hits[i] < most ? t.hits[i] : most;
        if (t.hits[i] > most) {
            most = t.hits[i];
            best = i;
        }
    }

    if (is_strange(c) ||
        (is_prose(c, tokens) && (leads(c, t.sole, own, most) || is_missing(c, own)))) {
        bool named = most > own && most * NAMED >= c->words &&
                     (most - next) * CLEAR >= c->words;
        return (struct langid_verdict){LANGID_OTHER,
                                       named ? language_at(best) : NULL};
    }
    return (struct langid_verdict){
        own >= LEAD && own >= most ? LANGID_SAME : LANGID_UNSURE, NULL};
}

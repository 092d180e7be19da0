#include "cli/drift/new_words.h"

#include <math.h>
#include <stdlib.h>

void new_words_release(struct new_words *w)
{
    free(w->word);
    free(w->place);
    free(w->given);
    free(w->all_given);
    idmap_release(&w->index);
    *w = (struct new_words){0};
}

/* So much of a text as has room, in whole characters; returns its bytes. */
static unsigned char keep(char *to, size_t room, struct str from)
{
    size_t n = from.len < room ? from.len : room;

    while (n < from.len && n && ((unsigned char)from.s[n] & 0xC0) == 0x80)
        n--;
    if (n)
        memcpy(to, from.s, n);
    return (unsigned char)n;
}

struct new_word *new_words_find(struct new_words *w, uint64_t feature,
                                struct str form, struct str example)
{
    uint32_t *at = idmap_at(&w->index, feature);

    if (!at)
        return NULL;
    if (*at)
        return &w->word[*at - 1];
    if (!GROW(w->word, w->n + 1, w->capacity) ||
        (!w->plain && !GROW(w->place, w->n + 1, w->place_capacity)) ||
        !GROW(w->given, (w->n + 1) * w->labels, w->given_capacity))
        return NULL;
    struct new_word *word = &w->word[w->n];
    *word = (struct new_word){.feature = feature};
    if (!w->plain) {
        struct new_word_place *p = &w->place[w->n];
        p->form_len = keep(p->form, sizeof p->form, form);
        p->example_len = keep(p->example, sizeof p->example, example);
    }
    if (w->labels)
        memset(w->given + w->n * w->labels, 0, w->labels * sizeof *w->given);
    *at = (uint32_t)++w->n;
    return word;
}

bool new_words_count(struct new_words *w, struct new_word *word, size_t label,
                     bool unsure)
{
    if (word) {
        word->units++;
        word->unsure += unsure;
        if (label < w->labels)
            w->given[(size_t)(word - w->word) * w->labels + label]++;
        return true;
    }
    if (!w->all_given &&
        !(w->all_given = mem_zero(w->labels, sizeof *w->all_given)))
        return false;
    w->all_units++;
    w->all_unsure += unsure;
    if (label < w->labels)
        w->all_given[label]++;
    return true;
}

/* ---- forgetting ---------------------------------------------------------- */

static void forget(struct new_words *w, uint32_t texts)
{
    size_t kept = 0;

    for (size_t i = 0; i < w->n; i++) {
        if (w->word[i].texts <= texts) {
            w->forgotten++;
            continue;
        }
        w->word[kept] = w->word[i];
        if (!w->plain)
            w->place[kept] = w->place[i];
        if (w->labels)
            memmove(w->given + kept * w->labels, w->given + i * w->labels,
                    w->labels * sizeof *w->given);
        kept++;
    }
    w->n = kept;
}

bool new_words_trim(struct new_words *w)
{
    const size_t most = w->most ? w->most : NEW_WORDS_MAX;

    if (w->n <= most)
        return true;
    for (uint32_t texts = 1; w->n > most - most / 4; texts++)
        forget(w, texts);
    idmap_clear(&w->index);
    for (size_t i = 0; i < w->n; i++) {
        uint32_t *at = idmap_at(&w->index, w->word[i].feature);
        if (!at)
            return false;
        *at = (uint32_t)(i + 1);
    }
    return true;
}

/* ---- what matters -------------------------------------------------------- */

/* As many units as the prior stands for, in a word. */
#define PRIOR 10.0

/* Of the n units with a word, a have something that A of all N have. */
static void weigh(struct new_word_matter *m, size_t with, double a, double n,
                  double A, double N)
{
    const double share = (A + 0.5) / (N + 1.0);
    const double yes = a + PRIOR * share, no = n - a + PRIOR * (1.0 - share);
    const double others = A - a + PRIOR * share;
    const double rest = N - n - (A - a) + PRIOR * (1.0 - share);
    const double odds = log(yes / no) - log(others / rest);
    const double z =
        odds / sqrt(1.0 / yes + 1.0 / no + 1.0 / others + 1.0 / rest);

    if (z > m->z) {
        m->with = with;
        m->log_odds = odds;
        m->z = z;
    }
}

static struct new_word_matter matter_of(const struct new_words *w, size_t i)
{
    const struct new_word *word = &w->word[i];
    struct new_word_matter m = {.word = word,
                                .place = w->plain ? NULL : &w->place[i],
                                .with = NEW_WORDS_NOTHING,
                                .z = NEW_WORDS_Z};
    const double n = (double)word->units, N = (double)w->all_units;

    weigh(&m, NEW_WORDS_UNSURE, (double)word->unsure, n, (double)w->all_unsure,
          N);
    for (size_t k = 0; w->all_given && k < w->labels; k++)
        weigh(&m, k, (double)w->given[i * w->labels + k], n,
              (double)w->all_given[k], N);
    if (m.with == NEW_WORDS_NOTHING)
        m.z = 0.0;
    return m;
}

static int by_matter(const void *a, const void *b)
{
    const struct new_word_matter *x = a, *y = b;

    if (x->z != y->z)
        return x->z > y->z ? -1 : 1;
    if (x->word->texts != y->word->texts)
        return x->word->texts > y->word->texts ? -1 : 1;
    return (x->word->feature > y->word->feature) -
           (x->word->feature < y->word->feature);
}

static uint32_t texts_before(const struct new_words *baseline, uint64_t feature)
{
    const uint32_t at = baseline ? idmap_find(&baseline->index, feature) : 0;

    return at ? baseline->word[at - 1].texts : 0;
}

static bool is_asked(const struct new_words_asked *q,
                     const struct new_word *word, uint32_t before)
{
    const double n = q->texts, m = q->baseline_texts;
    const double now = (double)word->texts, then = (double)before;

    if (word->texts < q->least)
        return false;
    if (!q->baseline || !(m > 0.0))
        return true;
    const double both = (now + then) / (n + m);
    const double error = sqrt(both * (1.0 - both) * (1.0 / n + 1.0 / m));
    return now / n >= NEW_WORDS_TIMES * (then / m) &&
           now / n - then / m >= NEW_WORDS_Z * error;
}

size_t new_words_top(const struct new_words *w,
                     const struct new_words_asked *asked,
                     struct new_word_matter *out, size_t n)
{
    size_t found = 0;

    for (size_t i = 0; i < w->n; i++) {
        const struct new_word *word = &w->word[i];
        const uint32_t before = texts_before(asked->baseline, word->feature);
        struct new_word_matter m = matter_of(w, i);
        size_t at = found;
        if (!is_asked(asked, word, before))
            continue;
        m.before = before;
        while (at > 0 && by_matter(&m, &out[at - 1]) < 0)
            at--;
        if (at >= n)
            continue;
        found += found < n;
        for (size_t j = found - 1; j > at; j--)
            out[j] = out[j - 1];
        out[at] = m;
    }
    return found;
}

#include "train/cooccurrence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- counts of pairs ----------------------------------------------------- */

/* An open hash table, at most half full. */
struct pairs {
    uint64_t *key; /* [slots] larger number << 32 | smaller one, 0: free */
    double *count; /* [slots] */
    size_t slots, n;
};

static size_t slot_of(const struct pairs *p, uint64_t key)
{
    size_t at =
        (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (p->slots - 1);

    while (p->key[at] && p->key[at] != key)
        at = (at + 1) & (p->slots - 1);
    return at;
}

static bool grow(struct pairs *p)
{
    const struct pairs old = *p;

    p->slots = old.slots ? 2 * old.slots : 1024;
    p->key = mem_zero(p->slots, sizeof *p->key);
    p->count = mem_zero(p->slots, sizeof *p->count);
    if (!p->key || !p->count) {
        free(p->key);
        free(p->count);
        *p = old;
        return false;
    }
    for (size_t i = 0; i < old.slots; i++)
        if (old.key[i]) {
            const size_t at = slot_of(p, old.key[i]);
            p->key[at] = old.key[i];
            p->count[at] = old.count[i];
        }
    free(old.key);
    free(old.count);
    return true;
}

static bool count_pair(struct pairs *p, uint32_t a, uint32_t b, double x)
{
    const uint64_t i = a > b ? a : b, j = a > b ? b : a;
    const uint64_t key = (i + 1) << 32 | j;

    if (2 * p->n >= p->slots && !grow(p))
        return false;
    const size_t at = slot_of(p, key);
    p->n += p->key[at] == 0;
    p->key[at] = key;
    p->count[at] += x;
    return true;
}

static bool count_all(struct pairs *p, const uint32_t *word, size_t n,
                      size_t window)
{
    for (size_t i = 0; i < n; i++)
        for (size_t d = 1; word[i] < COOCCURRENCE_END && d <= window; d++) {
            if (i + d >= n || word[i + d] == COOCCURRENCE_END)
                break;
            if (word[i + d] != COOCCURRENCE_NONE &&
                !count_pair(p, word[i], word[i + d], 1.0 / (double)d))
                return false;
        }
    return true;
}

/* ---- the matrix ---------------------------------------------------------- */

static size_t row(uint64_t key)
{
    return (size_t)(key >> 32) - 1;
}

static size_t column(uint64_t key)
{
    return (size_t)(uint32_t)key;
}

/* Counts become what the matrix holds; those at 0 or below become 0. */
static bool weigh(struct pairs *p, size_t words)
{
    double *s = mem_zero(words, sizeof *s);
    double total = 0.0;

    if (!s)
        return false;
    for (size_t i = 0; i < p->slots; i++)
        if (p->key[i]) {
            s[row(p->key[i])] += p->count[i];
            s[column(p->key[i])] += p->count[i];
        }
    for (size_t i = 0; i < words; i++) {
        total += pow(s[i], 0.75);
        s[i] = s[i] > 0.0 ? 0.875 * log(s[i]) : 0.0;
    }
    for (size_t i = 0; i < p->slots; i++)
        if (p->key[i])
            p->count[i] = fmax(0.0, log(p->count[i]) - s[row(p->key[i])] -
                                        s[column(p->key[i])] + log(total));
    free(s);
    return true;
}

/* Both halves of the matrix in rows. */
static bool fill(struct cooccurrence *c, const struct pairs *p, size_t words)
{
    c->start = mem_zero(words + 2, sizeof *c->start);
    c->column = mem_resize(NULL, 2 * p->n + 1, sizeof *c->column);
    c->value = mem_resize(NULL, 2 * p->n + 1, sizeof *c->value);
    if (!c->start || !c->column || !c->value)
        return false;
    uint64_t *at = c->start + 1; /* moves to where the next row begins */
    for (size_t i = 0; i < p->slots; i++)
        if (p->key[i] && p->count[i] > 0.0) {
            at[row(p->key[i]) + 1]++;
            at[column(p->key[i]) + 1] += row(p->key[i]) != column(p->key[i]);
        }
    for (size_t i = 0; i < words; i++)
        at[i + 1] += at[i];
    for (size_t i = 0; i < p->slots; i++) {
        if (!p->key[i] || p->count[i] <= 0.0)
            continue;
        const size_t a = row(p->key[i]), b = column(p->key[i]);
        c->column[at[a]] = (uint32_t)b;
        c->value[at[a]++] = (float)p->count[i];
        if (a == b)
            continue;
        c->column[at[b]] = (uint32_t)a;
        c->value[at[b]++] = (float)p->count[i];
    }
    c->matrix = (struct symmetric){words, c->start, c->column, c->value};
    return true;
}

bool cooccurrence_make(struct cooccurrence *c, size_t words,
                       const uint32_t *word, size_t n, size_t window,
                       struct tenor_error *err)
{
    struct pairs p = {0};

    *c = (struct cooccurrence){0};
    const bool ok = count_all(&p, word, n, window) && weigh(&p, words) &&
                    fill(c, &p, words);
    free(p.key);
    free(p.count);
    return ok || fail_memory(err, "pairs of words");
}

void cooccurrence_release(struct cooccurrence *c)
{
    free(c->start);
    free(c->column);
    free(c->value);
    *c = (struct cooccurrence){0};
}

#include "model/wordset.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t word_hash(const char *s, size_t len)
{
    return XXH3_64bits(s, len);
}

static int ascending(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

size_t wordset_sort(uint64_t *hash, size_t n)
{
    size_t kept = 0;

    if (n)
        qsort(hash, n, sizeof *hash, ascending);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || hash[kept - 1] != hash[i])
            hash[kept++] = hash[i];
    return kept;
}

static size_t hint_of(uint64_t hash)
{
    return (size_t)(hash / (UINT64_MAX / WORDSET_HINTS + 1));
}

bool wordset_init(struct wordset *w, const char *words)
{
    struct str word;
    size_t capacity = 0;

    *w = (struct wordset){0};
    while (str_next_word(&words, &word)) {
        if (!GROW(w->hash, w->n + 1, capacity)) {
            wordset_release(w);
            return false;
        }
        w->hash[w->n++] = word_hash(word.s, word.len);
    }
    w->n = wordset_sort(w->hash, w->n);
    w->hint = mem_zero(WORDSET_HINTS / 64, sizeof *w->hint);
    if (!w->hint) {
        wordset_release(w);
        return false;
    }
    for (size_t i = 0; i < w->n; i++)
        w->hint[hint_of(w->hash[i]) / 64] |= UINT64_C(1)
                                             << hint_of(w->hash[i]) % 64;
    return true;
}

void wordset_release(struct wordset *w)
{
    free(w->hash);
    free(w->hint);
    *w = (struct wordset){0};
}

bool wordset_has(const struct wordset *w, uint64_t hash)
{
    size_t low = 0, high = w->n;

    if (w->hint && !(w->hint[hint_of(hash) / 64] >> hint_of(hash) % 64 & 1))
        return false;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (w->hash[mid] < hash)
            low = mid + 1;
        else
            high = mid;
    }
    return low < w->n && w->hash[low] == hash;
}

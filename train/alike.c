#include "train/alike.h"

#include <stdlib.h>

#include "model/token.h"

#define SLOTS_MIN 1024

bool alike_init(struct alike *a, struct tenor_error *err)
{
    *a = (struct alike){0};
    return (words_init(&a->words, "", false, NULL) &&
            GROW(a->start, 1, a->start_capacity)) ||
           fail_memory(err, "near-duplicates");
}

void alike_release(struct alike *a)
{
    words_release(&a->words);
    free(a->word);
    free(a->start);
    free(a->slot);
    *a = (struct alike){0};
}

/* Append the words of a text, sorted and distinct. */
static bool add_words(struct alike *a, struct str text)
{
    const struct wordset none = {0};
    const size_t begin = a->n;
    struct scanner scanner;
    struct token t;
    bool stretched;

    scanner_init(&scanner, text, false, &none);
    while (scanner_next(&scanner, &t)) {
        if (t.kind == TOKEN_PUNCT)
            continue;
        const struct str folded = words_fold(
            &a->words, (struct str){text.s + t.begin, t.end - t.begin},
            &stretched);
        if (!GROW(a->word, a->n + 1, a->capacity))
            return false;
        a->word[a->n++] = word_hash(folded.s, folded.len);
    }
    a->n = begin + wordset_sort(a->word + begin, a->n - begin);
    return true;
}

/* ---- bands --------------------------------------------------------------- */

/* Another order of the hashes of words for each number: the finaliser of
 * splitmix64. */
static uint64_t shuffled(uint64_t hash, uint64_t number)
{
    uint64_t z = hash + number * 0x9E3779B97F4A7C15ULL;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

static uint64_t band_of(const struct alike *a, size_t begin, size_t number)
{
    uint64_t band = number;

    for (size_t row = 0; row < ALIKE_ROWS; row++) {
        uint64_t least = UINT64_MAX;
        for (size_t i = begin; i < a->n; i++) {
            const uint64_t h =
                shuffled(a->word[i], number * ALIKE_ROWS + row + 1);
            least = h < least ? h : least;
        }
        band = shuffled(band ^ least, row + 1);
    }
    return band;
}

static void put(struct alike *a, struct alike_slot s)
{
    size_t at = (size_t)s.band & (a->slots - 1);

    while (a->slot[at].text)
        at = (at + 1) & (a->slots - 1);
    a->slot[at] = s;
    a->used++;
}

/* Room for the bands of one more text, at most half full. */
static bool make_room(struct alike *a)
{
    const struct alike old = *a;

    if (2 * (a->used + ALIKE_BANDS) <= a->slots)
        return true;
    a->slots = old.slots ? 2 * old.slots : SLOTS_MIN;
    a->slot = mem_zero(a->slots, sizeof *a->slot);
    if (!a->slot) {
        a->slot = old.slot;
        a->slots = old.slots;
        return false;
    }
    a->used = 0;
    for (size_t i = 0; i < old.slots; i++)
        if (old.slot[i].text)
            put(a, old.slot[i]);
    free(old.slot);
    return true;
}

/* ---- comparing ----------------------------------------------------------- */

/* Whether the words behind `begin` are alike those of a text. */
static bool is_alike(const struct alike *a, size_t begin, size_t text)
{
    const uint64_t *x = a->word + begin, *y = a->word + a->start[text];
    const size_t n = a->n - begin, m = a->start[text + 1] - a->start[text];
    size_t both = 0;

    for (size_t i = 0, j = 0; i < n && j < m;) {
        const bool less = x[i] <= y[j], more = x[i] >= y[j];
        both += less && more;
        i += less;
        j += more;
    }
    return (double)both >= ALIKE * (double)(n + m - both);
}

static bool find(const struct alike *a, size_t begin, uint64_t band)
{
    if (a->slots == 0)
        return false;
    for (size_t at = (size_t)band & (a->slots - 1); a->slot[at].text;
         at = (at + 1) & (a->slots - 1))
        if (a->slot[at].band == band &&
            is_alike(a, begin, a->slot[at].text - 1))
            return true;
    return false;
}

/* Put the words of a text behind the others, and look for one that is alike. */
static bool look(struct alike *a, struct str text, uint64_t band[ALIKE_BANDS],
                 bool *seen)
{
    const size_t begin = a->n;

    *seen = false;
    a->start[a->texts] = begin;
    if (!add_words(a, text))
        return false;
    for (size_t b = 0; b < ALIKE_BANDS && !*seen; b++) {
        band[b] = band_of(a, begin, b);
        *seen = find(a, begin, band[b]);
    }
    return true;
}

bool alike_find(struct alike *a, struct str text, bool *seen)
{
    const size_t begin = a->n;
    uint64_t band[ALIKE_BANDS];
    const bool ok = look(a, text, band, seen);

    a->n = begin;
    return ok;
}

bool alike_add(struct alike *a, struct str text, bool *seen)
{
    const size_t begin = a->n;
    uint64_t band[ALIKE_BANDS];

    if (!look(a, text, band, seen) || !make_room(a) ||
        !GROW(a->start, a->texts + 2, a->start_capacity))
        return false;
    if (*seen) {
        a->n = begin;
        return true;
    }
    a->start[++a->texts] = a->n;
    for (size_t b = 0; b < ALIKE_BANDS; b++)
        put(a, (struct alike_slot){band[b], (uint32_t)a->texts});
    return true;
}

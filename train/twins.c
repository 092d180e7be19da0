#include "train/twins.h"

#include <math.h>
#include <stdlib.h>

#include "model/token.h"
#include "model/word.h"

#define WORDS 3 /* of a shingle */

/* Hashes of which the counts are kept apart; others share one, which costs
 * time alone. */
#define COUNTS_BITS 22

/* Pairs among which repeats are dropped. */
#define PAIRS ((size_t)1 << 20)

/* All shingles, those of a text sorted and distinct. */
struct shingles {
    uint64_t *hash; /* [n] */
    size_t n, capacity;
    size_t *start;   /* [N + 1] of each text */
    uint32_t *count; /* [1 << COUNTS_BITS] how often a hash occurs */
};

/* ---- texts to shingles --------------------------------------------------- */

static bool add_shingle(struct shingles *s, const uint64_t *word)
{
    if (!GROW(s->hash, s->n + 1, s->capacity))
        return false;
    s->hash[s->n++] = word_hash((const char *)word, WORDS * sizeof *word);
    return true;
}

/* Append the shingles of a text. */
static bool cut_text(struct words *w, struct str text, struct shingles *s)
{
    const struct wordset none = {0};
    const size_t begin = s->n;
    uint64_t word[WORDS] = {0};
    struct scanner scanner;
    struct token t;
    size_t n = 0;
    bool stretched;

    scanner_init(&scanner, text, false, &none);
    while (scanner_next(&scanner, &t)) {
        if (t.kind == TOKEN_PUNCT)
            continue;
        const struct str folded = words_fold(
            w, (struct str){text.s + t.begin, t.end - t.begin}, &stretched);
        word[0] = word[1];
        word[1] = word[2];
        word[2] = word_hash(folded.s, folded.len);
        if (++n >= WORDS && !add_shingle(s, word))
            return false;
    }
    if (n > 0 && n < WORDS && !add_shingle(s, word))
        return false;
    s->n = begin + wordset_sort(s->hash + begin, s->n - begin);
    return true;
}

static uint32_t *count_of(const struct shingles *s, uint64_t hash)
{
    return &s->count[hash >> (64 - COUNTS_BITS)];
}

static bool cut_texts(struct shingles *s, size_t N, twins_text *text,
                      const void *context)
{
    struct words w;

    if (!words_init(&w, "", false, NULL))
        return false;
    s->start = mem_zero(N + 1, sizeof *s->start);
    s->count = mem_zero((size_t)1 << COUNTS_BITS, sizeof *s->count);
    bool ok = s->start && s->count;
    for (size_t i = 0; ok && i < N; i++) {
        ok = cut_text(&w, text(context, i), s);
        s->start[i + 1] = s->n;
    }
    for (size_t i = 0; ok && i < s->n; i++)
        ++*count_of(s, s->hash[i]);
    words_release(&w);
    return ok;
}

/* ---- equal texts --------------------------------------------------------- */

struct keyed {
    uint64_t key;
    uint32_t text;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->text > y->text) - (x->text < y->text);
}

/* Set first, by hashes of the sorted shingles. */
static bool find_equal(const struct shingles *s, struct twins *w)
{
    struct keyed *all = mem_resize(NULL, w->N, sizeof *all);

    for (size_t i = 0; all && i < w->N; i++)
        all[i] = (struct keyed){
            word_hash((const char *)(s->hash + s->start[i]),
                      (s->start[i + 1] - s->start[i]) * sizeof *s->hash),
            (uint32_t)i};
    if (all && w->N)
        qsort(all, w->N, sizeof *all, by_key);
    for (size_t i = 0; all && i < w->N; i++) {
        const uint32_t text = all[i].text;
        const bool empty = s->start[text] == s->start[text + 1];
        w->first[text] = i && !empty && all[i].key == all[i - 1].key
                             ? w->first[all[i - 1].text]
                             : text;
    }
    free(all);
    return all != NULL;
}

/* ---- pairs --------------------------------------------------------------- */

struct rare {
    uint64_t hash;
    uint32_t count;
};

static int rare_first(const void *a, const void *b)
{
    const struct rare *x = a, *y = b;

    if (x->count != y->count)
        return x->count < y->count ? -1 : 1;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

/* The first shingles of a text by rareness, which its twins share one of. */
static bool add_prefix(const struct shingles *s, uint32_t text,
                       double threshold, struct rare **scratch,
                       size_t *scratch_capacity, struct keyed **prefix,
                       size_t *n, size_t *capacity)
{
    const size_t begin = s->start[text], len = s->start[text + 1] - begin;
    /* A little less, for numbers such as 0.8 * 5. */
    const size_t keep =
        len - (size_t)ceil(threshold * (double)len - 1e-9) + (len > 0);

    if (!GROW(*scratch, len, *scratch_capacity) ||
        !GROW(*prefix, *n + keep, *capacity))
        return false;
    for (size_t i = 0; i < len; i++)
        (*scratch)[i] =
            (struct rare){s->hash[begin + i], *count_of(s, s->hash[begin + i])};
    if (len)
        qsort(*scratch, len, sizeof **scratch, rare_first);
    for (size_t i = 0; i < keep; i++)
        if ((*scratch)[i].count > 1)
            (*prefix)[(*n)++] = (struct keyed){(*scratch)[i].hash, text};
    return true;
}

/* The similarity of two texts, or 0 where their sizes tell that it is below the
 * threshold. */
static double compare(const struct shingles *s, uint32_t a, uint32_t b,
                      double threshold)
{
    const uint64_t *x = s->hash + s->start[a], *y = s->hash + s->start[b];
    const size_t n = s->start[a + 1] - s->start[a];
    const size_t m = s->start[b + 1] - s->start[b];
    size_t both = 0;

    if ((double)(n < m ? n : m) < threshold * (double)(n < m ? m : n) - 1e-9)
        return 0.0;
    for (size_t i = 0, j = 0; i < n && j < m;) {
        both += x[i] == y[j];
        const bool less = x[i] <= y[j], more = x[i] >= y[j];
        i += less;
        j += more;
    }
    return (double)both / (double)(n + m - both);
}

/* Pairs among texts that share a shingle; a pair may come again. */
static bool pair_up(const struct shingles *s, const struct keyed *of, size_t n,
                    double threshold, struct twins *w)
{
    for (size_t i = 1; i < n; i++) {
        const size_t from = i > TWINS_COMPARED ? i - TWINS_COMPARED : 0;
        w->missed += from;
        for (size_t j = from; j < i; j++) {
            const double alike = compare(s, of[j].text, of[i].text, threshold);
            if (alike < threshold - 1e-9)
                continue;
            if (!GROW(w->pair, w->n + 1, w->capacity))
                return false;
            w->pair[w->n++] =
                (struct twin){of[j].text, of[i].text, (float)alike};
        }
    }
    return true;
}

static int by_texts(const void *a, const void *b)
{
    const struct twin *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* Sort the pairs and keep one of each. */
static void drop_repeats(struct twins *w)
{
    size_t n = 0;

    if (w->n)
        qsort(w->pair, w->n, sizeof *w->pair, by_texts);
    for (size_t i = 0; i < w->n; i++)
        if (n == 0 || by_texts(&w->pair[n - 1], &w->pair[i]) != 0)
            w->pair[n++] = w->pair[i];
    w->n = n;
}

static bool find_pairs(const struct shingles *s, double threshold,
                       struct twins *w)
{
    struct rare *scratch = NULL;
    struct keyed *prefix = NULL;
    size_t n = 0, capacity = 0, scratch_capacity = 0, full = PAIRS;
    bool ok = true;

    for (uint32_t i = 0; ok && i < w->N; i++)
        if (w->first[i] == i)
            ok = add_prefix(s, i, threshold, &scratch, &scratch_capacity,
                            &prefix, &n, &capacity);
    if (ok && n)
        qsort(prefix, n, sizeof *prefix, by_key);
    for (size_t i = 0, end; ok && i < n; i = end) {
        for (end = i + 1; end < n && prefix[end].key == prefix[i].key; end++)
            ;
        ok = pair_up(s, prefix + i, end - i, threshold, w);
        if (w->n > full) {
            drop_repeats(w);
            full = 2 * w->n + PAIRS;
        }
    }
    drop_repeats(w);
    free(scratch);
    free(prefix);
    return ok;
}

bool twins_find(size_t N, twins_text *text, const void *context,
                double threshold, struct twins *w, struct tenor_error *err)
{
    struct shingles s = {0};

    w->N = N;
    w->first = mem_resize(NULL, N, sizeof *w->first);
    const bool ok = w->first && cut_texts(&s, N, text, context) &&
                    find_equal(&s, w) && find_pairs(&s, threshold, w);

    free(s.hash);
    free(s.start);
    free(s.count);
    return ok || fail_memory(err, "near-duplicates");
}

void twins_release(struct twins *w)
{
    free(w->first);
    free(w->pair);
    *w = (struct twins){0};
}

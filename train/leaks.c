#include "train/leaks.h"

#include <math.h>
#include <stdlib.h>

#include "train/sightings.h"

struct judging {
    const struct trained *t;
    const struct trained_axis *axis;
    struct sightings sightings;
    size_t *with_label; /* [K] documents of all */
    uint64_t *group;    /* [N] sorted; NULL without groups */
    uint64_t *scratch;  /* [N] */
    size_t *seen;       /* [K] */
};

/* ---- what a word tells --------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* O ln(O / E) */
static double term(double observed, double expected)
{
    return observed > 0.0 ? observed * log(observed / expected) : 0.0;
}

/* G of a table of two by two: of N documents n have the word, `all` are of the
 * kind, and `both` are both. */
static double ratio(size_t both, size_t n, size_t all, size_t N)
{
    const double w = (double)n / (double)N, k = (double)all / (double)N;
    const double t = (double)N;

    return 2.0 *
           (term((double)both, t * w * k) +
            term((double)(n - both), t * w * (1.0 - k)) +
            term((double)(all - both), t * (1.0 - w) * k) +
            term((double)(N - n - all + both), t * (1.0 - w) * (1.0 - k)));
}

/* The longest run of equal numbers among n sorted ones. */
static size_t longest_run(const uint64_t *sorted, size_t n, uint64_t *of)
{
    size_t longest = 0;

    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && sorted[end] == sorted[i]; end++)
            ;
        if (end - i > longest) {
            longest = end - i;
            *of = sorted[i];
        }
    }
    return longest;
}

static size_t count_equal(const uint64_t *sorted, size_t n, uint64_t number)
{
    size_t bound[2];

    for (int after = 0; after < 2; after++) {
        size_t low = 0, high = n;
        while (low < high) {
            const size_t middle = low + (high - low) / 2;
            if (sorted[middle] < number || (after && sorted[middle] == number))
                low = middle + 1;
            else
                high = middle;
        }
        bound[after] = low;
    }
    return bound[1] - bound[0];
}

/* Judge the word of n sightings, one a document. */
static struct leak judge(struct judging *f, const struct sighting *of, size_t n)
{
    const size_t N = f->t->documents.N, K = f->axis->labels.n;
    struct leak l = {.word = of->word,
                     .document = of->document,
                     .begin = of->begin,
                     .end = of->end,
                     .documents = n};
    size_t datelines = 0;

    for (size_t k = 0; k < K; k++)
        f->seen[k] = 0;
    for (size_t i = 0; i < n; i++) {
        f->seen[f->axis->label[of[i].document]]++;
        datelines += of[i].dateline;
        if (f->group)
            f->scratch[i] = f->t->documents.group[of[i].document];
    }
    for (size_t k = 1; k < K; k++)
        if (f->seen[k] > f->seen[l.label])
            l.label = (uint32_t)k;
    size_t both = f->seen[l.label], all = f->with_label[l.label];
    if (f->group) {
        uint64_t group = 0;
        qsort(f->scratch, n, sizeof *f->scratch, by_number);
        both = longest_run(f->scratch, n, &group);
        all = count_equal(f->group, N, group);
    }
    l.share = (double)both / (double)n;
    l.dateline = 2 * datelines > n;
    /* Rarer than usual in a kind is no sign of it. */
    l.strength = (double)both * (double)N > (double)n * (double)all
                     ? ratio(both, n, all, N)
                     : 0.0;
    return l;
}

static int strongest_first(const void *a, const void *b)
{
    const struct leak *x = a, *y = b;

    if (x->strength != y->strength)
        return x->strength > y->strength ? -1 : 1;
    return (x->word > y->word) - (x->word < y->word);
}

static bool judge_words(struct judging *f, double chance, struct leaks *l)
{
    const struct sighting *of = f->sightings.item;
    const size_t n = f->sightings.n, kinds = f->group ? 1 : f->axis->labels.n;
    size_t tests = 0, kept = 0;

    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && of[end].word == of[i].word; end++)
            ;
        if (end - i < LEAK_DOCUMENTS)
            continue;
        const struct leak x = judge(f, of + i, end - i);
        tests += kinds;
        if (x.share < LEAK_SHARE)
            continue;
        if (!GROW(l->item, l->n + 1, l->capacity))
            return false;
        l->item[l->n++] = x;
    }
    /* One degree of freedom; Bonferroni for the number of tests. */
    for (size_t i = 0; i < l->n; i++)
        if (erfc(sqrt(l->item[i].strength / 2.0)) * (double)tests < chance)
            l->item[kept++] = l->item[i];
    l->n = kept;
    return true;
}

static int by_word(const void *a, const void *b)
{
    const struct leak *x = a, *y = b;

    return (x->word > y->word) - (x->word < y->word);
}

/* Drop words that are mostly written small: they had their capital from a
 * title, or from a beginning that was not seen. */
static bool keep_names(const struct documents *d, struct leaks *l)
{
    uint64_t *word = mem_resize(NULL, l->n, sizeof *word);
    size_t(*forms)[2] = mem_zero(l->n, sizeof *forms), kept = 0;
    bool ok = word && forms;

    if (ok && l->n)
        qsort(l->item, l->n, sizeof *l->item, by_word);
    for (size_t i = 0; ok && i < l->n; i++)
        word[i] = l->item[i].word;
    ok = ok && sightings_forms(d, word, l->n, forms);
    for (size_t i = 0; ok && i < l->n; i++)
        if (forms[i][1] >= forms[i][0])
            l->item[kept++] = l->item[i];
    l->n = kept;
    free(word);
    free(forms);
    return ok;
}

static bool prepare(struct judging *f)
{
    const struct documents *d = &f->t->documents;
    const size_t N = d->N, K = f->axis->labels.n;

    f->with_label = mem_zero(K, sizeof *f->with_label);
    f->seen = mem_zero(K, sizeof *f->seen);
    f->scratch = mem_resize(NULL, N, sizeof *f->scratch);
    if (d->grouped)
        f->group = mem_resize(NULL, N, sizeof *f->group);
    if (!f->with_label || !f->seen || !f->scratch || (d->grouped && !f->group))
        return false;
    for (size_t i = 0; i < N; i++)
        f->with_label[f->axis->label[i]]++;
    for (size_t i = 0; f->group && i < N; i++)
        f->group[i] = d->group[i];
    if (f->group)
        qsort(f->group, N, sizeof *f->group, by_number);
    return true;
}

bool leaks_find(const struct trained *t, size_t axis, double chance,
                struct leaks *l, struct tenor_error *err)
{
    struct judging f = {.t = t, .axis = &t->axis[axis]};
    const bool ok = prepare(&f) &&
                    sightings_find(&t->documents, &f.sightings) &&
                    judge_words(&f, chance, l) && keep_names(&t->documents, l);

    if (ok && l->n)
        qsort(l->item, l->n, sizeof *l->item, strongest_first);
    sightings_release(&f.sightings);
    free(f.with_label);
    free(f.group);
    free(f.scratch);
    free(f.seen);
    return ok || fail_memory(err, "leaks");
}

void leaks_release(struct leaks *l)
{
    free(l->item);
    *l = (struct leaks){0};
}

#include "train/leaks.h"

#include <math.h>
#include <stdlib.h>

#include "model/utf8.h"
#include "model/token.h"
#include "model/word.h"
#include "train/split.h"
#include "train/unseen.h"

#define ALPHA 0.05

/* Tokens among which the dash of a dateline is. */
#define DATELINE 10

/* A word that looks like a source, in a document. */
struct sighting {
    uint64_t word;
    uint32_t document, begin, end;
    bool dateline;
};

struct finding_leaks {
    const struct trained *t;
    const struct trained_axis *axis;
    struct words words;
    struct sighting *item; /* [n] */
    size_t n, capacity;
    size_t *with_label; /* [K] documents of all */
    uint64_t *group;    /* [N] sorted; NULL without groups */
    uint64_t *scratch;  /* [N] */
    size_t *seen;       /* [K] */
};

/* ---- sightings ----------------------------------------------------------- */

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

static bool sight(struct finding_leaks *f, uint32_t document)
{
    const struct str text = documents_text(&f->t->documents, document);
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
        const struct str folded = words_fold(&f->words, token, &stretched);
        if (!GROW(f->item, f->n + 1, f->capacity))
            return false;
        f->item[f->n++] =
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
static void sort_sightings(struct finding_leaks *f)
{
    size_t n = 0;

    if (f->n)
        qsort(f->item, f->n, sizeof *f->item, by_word);
    for (size_t i = 0; i < f->n; i++)
        if (n == 0 || f->item[n - 1].word != f->item[i].word ||
            f->item[n - 1].document != f->item[i].document)
            f->item[n++] = f->item[i];
    f->n = n;
}

/* ---- what is a name ------------------------------------------------------ */

static int by_hash(const void *a, const void *b)
{
    const struct leak *x = a, *y = b;

    return (x->word > y->word) - (x->word < y->word);
}

/* Count words in a text that are leaks: small ones, and those with a capital
 * that do not begin a sentence. */
static void count_forms(struct finding_leaks *f, struct str text,
                        const struct leaks *l, size_t (*forms)[2])
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
        const struct str folded = words_fold(&f->words, token, &stretched);
        const struct leak key = {.word = word_hash(folded.s, folded.len)};
        const struct leak *x =
            bsearch(&key, l->item, l->n, sizeof key, by_hash);
        if (x)
            forms[x - l->item][capital]++;
    }
}

/* Drop words that are mostly written small: they had their capital from a
 * title, or from a beginning that was not seen. */
static bool keep_names(struct finding_leaks *f, struct leaks *l)
{
    size_t kept = 0;

    if (l->n == 0)
        return true;
    size_t(*forms)[2] = mem_zero(l->n, sizeof *forms);
    if (!forms)
        return false;
    qsort(l->item, l->n, sizeof *l->item, by_hash);
    for (size_t i = 0; i < f->t->documents.N; i++)
        count_forms(f, documents_text(&f->t->documents, i), l, forms);
    for (size_t i = 0; i < l->n; i++)
        if (forms[i][1] >= forms[i][0])
            l->item[kept++] = l->item[i];
    l->n = kept;
    free(forms);
    return true;
}

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
static struct leak judge(struct finding_leaks *f, const struct sighting *of,
                         size_t n)
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

static bool judge_words(struct finding_leaks *f, double chance, struct leaks *l)
{
    const size_t kinds = f->group ? 1 : f->axis->labels.n;
    size_t tests = 0, kept = 0;

    for (size_t i = 0, end; i < f->n; i = end) {
        for (end = i + 1; end < f->n && f->item[end].word == f->item[i].word;
             end++)
            ;
        if (end - i < LEAK_DOCUMENTS)
            continue;
        const struct leak x = judge(f, f->item + i, end - i);
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

static bool prepare(struct finding_leaks *f)
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
    struct finding_leaks f = {.t = t, .axis = &t->axis[axis]};

    if (!words_init(&f.words, "", false, NULL))
        return fail_memory(err, "leaks");
    bool ok = prepare(&f);
    for (uint32_t i = 0; ok && i < t->documents.N; i++)
        ok = sight(&f, i);
    sort_sightings(&f);
    ok = ok && judge_words(&f, chance, l) && keep_names(&f, l);
    if (ok && l->n)
        qsort(l->item, l->n, sizeof *l->item, strongest_first);
    words_release(&f.words);
    free(f.item);
    free(f.with_label);
    free(f.group);
    free(f.scratch);
    free(f.seen);
    return ok || fail_memory(err, "leaks");
}

/* ---- what they are worth ------------------------------------------------- */

/* Labels by one cross-validation. */
static bool guess(const struct trained *t, const struct vectors *v, size_t axis,
                  const uint8_t *fold, struct prediction *out,
                  struct tenor_error *err)
{
    const size_t N = t->documents.N, K = t->axis[axis].labels.n;
    double *p = mem_zero(N * K, sizeof *p);
    const bool ok = p ? unseen_add(t, v, axis, fold, 1.0, p, err)
                      : fail_memory(err, "cross-validation");

    for (size_t i = 0; ok && i < N; i++) {
        size_t best = 0;
        for (size_t k = 1; k < K; k++)
            if (p[i * K + k] > p[i * K + best])
                best = k;
        out[i] = (struct prediction){t->axis[axis].label[i], (uint32_t)best,
                                     p[i * K + best]};
    }
    free(p);
    return ok;
}

/* The stop words there are, and the stems of the leaks. */
static bool join_stops(const struct trained *t, const struct wordset *stops,
                       const struct leaks *l, struct wordset *out)
{
    const struct feature_settings *f = &t->settings.features;
    const size_t before = stops ? stops->n : 0;
    struct words w;

    if (!words_init(&w, f->language, f->stemming, NULL))
        return false;
    out->hash = mem_resize(NULL, before + l->n, sizeof *out->hash);
    for (size_t i = 0; out->hash && i < before; i++)
        out->hash[out->n++] = stops->hash[i];
    for (size_t i = 0; out->hash && i < l->n; i++) {
        const struct leak *x = &l->item[i];
        struct str folded, stem;
        words_analyse(
            &w,
            (struct str){documents_text(&t->documents, x->document).s +
                             x->begin,
                         x->end - x->begin},
            &folded, &stem);
        out->hash[out->n++] = word_hash(stem.s, stem.len);
    }
    if (out->hash)
        out->n = wordset_sort(out->hash, out->n);
    words_release(&w);
    return out->hash != NULL;
}

static bool guess_without(const struct trained *t, size_t axis,
                          const struct wordset *stops, const struct leaks *l,
                          const uint8_t *fold, struct prediction *out,
                          struct tenor_error *err)
{
    struct wordset all = {0};
    struct view view = t->view;
    struct vectors v = {0};
    bool ok = join_stops(t, stops, l, &all) || fail_memory(err, "leaks");

    view.stops = &all;
    ok = ok && vectors_build(&v, &t->documents, NULL, 0, &view,
                             t->settings.threads, err);
    if (ok)
        ok = guess(t, &v, axis, fold, out, err);
    vectors_release(&v);
    wordset_release(&all);
    return ok;
}

static double accuracy_of(const struct prediction *p, size_t n)
{
    size_t hits = 0;

    for (size_t i = 0; i < n; i++)
        hits += p[i].guess == p[i].label;
    return (double)hits / (double)n;
}

/* With folds that keep groups together, and with others. */
static bool deal(const struct trained *t, bool groups, uint8_t *fold,
                 struct tenor_error *err)
{
    const struct documents *d = &t->documents;

    return split_folds(d->N, d->label, d->labels.n, d->hash,
                       groups ? d->group : NULL, t->settings.folds,
                       t->settings.seed, fold, err);
}

/* With all words and without the leaks, on the same folds. */
static bool compare(const struct trained *t, size_t axis,
                    const struct wordset *stops, const uint8_t *fold,
                    const struct prediction *with, struct prediction *without,
                    struct leaks *l, struct tenor_error *err)
{
    return guess_without(t, axis, stops, l, fold, without, err) &&
           paired_compare(with, without, t->documents.N, t->axis[axis].labels.n,
                          ALPHA, METRICS_SAMPLES, t->settings.seed, &l->without,
                          err);
}

bool leaks_measure(const struct trained *t, size_t axis,
                   const struct wordset *stops, struct leaks *l,
                   struct tenor_error *err)
{
    const size_t N = t->documents.N;
    const bool grouped = t->documents.grouped;

    l->grouped = NAN;
    if (l->n == 0 && !grouped)
        return true;
    uint8_t *fold = mem_zero(N, sizeof *fold);
    struct prediction *with = mem_resize(NULL, N, sizeof *with);
    struct prediction *other = mem_resize(NULL, N, sizeof *other);
    bool ok = (fold && with && other) || fail_memory(err, "leaks");

    ok = ok && deal(t, false, fold, err) &&
         guess(t, &t->vectors, axis, fold, with, err) &&
         (l->n == 0 || compare(t, axis, stops, fold, with, other, l, err));
    if (ok)
        l->without.accuracy.a = accuracy_of(with, N);
    if (ok && grouped) {
        ok = deal(t, true, fold, err) &&
             guess(t, &t->vectors, axis, fold, other, err);
        l->grouped = ok ? accuracy_of(other, N) : NAN;
    }
    free(fold);
    free(with);
    free(other);
    return ok;
}

void leaks_release(struct leaks *l)
{
    free(l->item);
    *l = (struct leaks){0};
}

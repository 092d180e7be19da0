/* What a model knows by leaks alone. */
#include <math.h>
#include <stdlib.h>

#include "model/word.h"
#include "train/leaks.h"
#include "train/split.h"
#include "train/unseen.h"

#define ALPHA 0.05

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

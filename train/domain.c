#include "train/domain.h"

#include <math.h>
#include <stdlib.h>

#define PERCENTILE 0.01
#define PART 0.5
#define WORDS_MIN_MOST 2.0

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The words of a document, and the share of them that the model knows. */
static bool look_at(struct extractor *x, struct str text,
                    const struct wordset *features, double *words,
                    double *known, struct tenor_error *err)
{
    bool last;

    *words = *known = 0.0;
    if (!extractor_begin(x, text, err))
        return false;
    do {
        if (!extractor_next(x, &last, err))
            return false;
        for (size_t i = 0; i < x->nfound; i++)
            if (feature_kind(x->found[i].feature) == TENOR_FEATURE_WORD) {
                *words += 1.0;
                *known += wordset_has(features, x->found[i].feature);
            }
    } while (!last);
    *known = *words > 0.0 ? *known / *words : 1.0;
    return true;
}

bool domain_measure(const struct trained *t, const struct wordset *features,
                    double *words_min, double *known_min,
                    struct tenor_error *err)
{
    const struct documents *d = &t->documents;
    const size_t n = d->N < DOMAIN_DOCUMENTS ? d->N : DOMAIN_DOCUMENTS;
    const size_t at = (size_t)(PERCENTILE * (double)n);
    double *words = mem_resize(NULL, n, 2 * sizeof *words);
    double *known = words + n;
    struct extractor x;
    bool ok = words || fail_memory(err, "the domain of an axis");

    if (!ok || !extractor_init(&x, &t->view.features, t->view.stops, 0, err)) {
        free(words);
        return false;
    }
    for (size_t i = 0; ok && i < n; i++)
        ok = look_at(&x, documents_text(d, i * d->N / n), features, &words[i],
                     &known[i], err);
    if (ok) {
        qsort(words, n, sizeof *words, ascending);
        qsort(known, n, sizeof *known, ascending);
        *words_min = fmin(floor(PART * words[at]), WORDS_MIN_MOST);
        *known_min = PART * known[at];
    }
    extractor_release(&x);
    free(words);
    return ok;
}

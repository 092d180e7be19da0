#include "train/suspects.h"

#include <stdlib.h>

static bool set_thresholds(const double *p, const uint32_t *label, size_t N,
                           size_t K, double *threshold)
{
    size_t *documents = mem_zero(K, sizeof *documents);

    for (size_t i = 0; documents && i < N; i++) {
        documents[label[i]]++;
        threshold[label[i]] += p[i * K + label[i]];
    }
    /* A label that no document has is suggested by none. */
    for (size_t k = 0; documents && k < K; k++)
        threshold[k] = documents[k] ? threshold[k] / (double)documents[k] : 2.0;
    free(documents);
    return documents != NULL;
}

/* The most probable label that reaches its threshold; K: none does. */
static size_t confident_label(const double *p, size_t K,
                              const double *threshold)
{
    size_t best = K;

    for (size_t k = 0; k < K; k++)
        if (p[k] >= threshold[k] && (best == K || p[k] > p[best]))
            best = k;
    return best;
}

static int worst_first(const void *a, const void *b)
{
    const struct suspect *x = a, *y = b;

    if (x->confidence != y->confidence)
        return x->confidence > y->confidence ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

static bool add(struct suspects *s, size_t document, size_t suggested,
                double confidence)
{
    if (!GROW(s->item, s->n + 1, s->capacity))
        return false;
    s->item[s->n++] =
        (struct suspect){(uint32_t)document, (uint32_t)suggested, confidence};
    return true;
}

bool suspects_find(const double *p, const uint32_t *label, size_t N, size_t K,
                   struct suspects *s, struct tenor_error *err)
{
    double *threshold = mem_zero(K, sizeof *threshold);
    bool ok = threshold && set_thresholds(p, label, N, K, threshold);

    for (size_t i = 0; ok && i < N; i++) {
        const double *of = p + i * K;
        const size_t k = confident_label(of, K, threshold);
        if (k < K && k != label[i] && of[k] > of[label[i]])
            ok = add(s, i, k, 1.0 - of[label[i]]);
    }
    if (ok && s->n)
        qsort(s->item, s->n, sizeof *s->item, worst_first);
    free(threshold);
    return ok || fail_memory(err, "suspects");
}

void suspects_release(struct suspects *s)
{
    free(s->item);
    *s = (struct suspects){0};
}

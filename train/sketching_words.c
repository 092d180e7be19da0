/* The most frequent words of a training, with their names. */
#include "train/sketching.h"

#include <stdlib.h>

#include "train/surface.h"
#include "train/train.h"

struct frequent {
    double rate;
    uint32_t number;
};

static int most_frequent(const void *a, const void *b)
{
    const struct frequent *x = a, *y = b;

    if (x->rate != y->rate)
        return x->rate > y->rate ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* The words of the vectors by how many documents have them: some of these. */
static bool list_frequent(const struct trained *t, struct frequent *top,
                          size_t *n)
{
    const struct vectors *v = &t->vectors;
    struct frequent *all = mem_zero(v->own, sizeof *all);
    double weight = 0.0;
    size_t words = 0;

    if (!all)
        return false;
    for (size_t f = 0; f < v->own; f++)
        all[f].number = (uint32_t)f;
    for (size_t i = 0; i < v->N; i++) {
        weight += t->documents.weight[i];
        for (uint64_t e = v->start[i]; e < v->start[i + 1]; e++)
            if (v->id[e] < v->own)
                all[v->id[e]].rate += t->documents.weight[i];
    }
    for (size_t f = 0; f < v->own; f++)
        if (feature_kind(v->feature[f]) == TENOR_FEATURE_WORD && v->df[f] > 1)
            all[words++] = (struct frequent){all[f].rate / weight, (uint32_t)f};
    if (words)
        qsort(all, words, sizeof *all, most_frequent);
    *n = words < SKETCH_WORDS ? words : SKETCH_WORDS;
    memcpy(top, all, *n * sizeof *top);
    free(all);
    return true;
}

static bool put_words(const struct trained *t, const struct frequent *top,
                      size_t n, char *const *name, struct sketching *s)
{
    s->feature = mem_zero(n, sizeof *s->feature);
    s->rate = mem_zero(n, sizeof *s->rate);
    bool ok = s->feature && s->rate;

    for (size_t i = 0; ok && i < n; i++) {
        s->feature[i] = t->vectors.feature[top[i].number];
        s->rate[i] = sketch_store_rate(top[i].rate);
        ok = buffer_add(&s->names, name[i] ? name[i] : "",
                        name[i] ? strlen(name[i]) + 1 : 1);
    }
    s->words = n;
    return ok;
}

bool sketching_words(struct trained *t, struct tenor_error *err)
{
    struct frequent *top = mem_resize(NULL, SKETCH_WORDS, sizeof *top);
    uint32_t *number = mem_zero(SKETCH_WORDS, sizeof *number);
    char **name = mem_zero(SKETCH_WORDS, sizeof *name);
    size_t n = 0;
    bool ok = (top && number && name && list_frequent(t, top, &n)) ||
              fail_memory(err, "a sketch");

    for (size_t i = 0; ok && i < n; i++)
        number[i] = top[i].number;
    ok = ok && surface_forms(&t->documents, &t->view, &t->vectors, number, n,
                             name, err);
    for (size_t a = 0; ok && a < t->axes; a++)
        ok = put_words(t, top, n, name, &t->axis[a].sketching) ||
             fail_memory(err, "a sketch");
    for (size_t i = 0; name && i < n; i++)
        free(name[i]);
    free(top);
    free(number);
    free(name);
    return ok;
}

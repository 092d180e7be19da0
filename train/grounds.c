#include "train/grounds.h"

#include <stdlib.h>

#include "train/random.h"

unsigned grounds_folds(const struct trained *t, size_t N)
{
    const size_t per_fold = N / t->settings.folds + 1;
    const size_t wanted = (GROUNDS_DOCUMENTS + per_fold - 1) / per_fold;

    return wanted < t->settings.folds ? (unsigned)wanted : t->settings.folds;
}

/* ---- all documents ------------------------------------------------------- */

static bool fill_all(struct grounds *g, const struct trained *t,
                     struct tenor_error *err)
{
    const size_t N = t->documents.N;

    g->y = mem_zero(t->axes, sizeof *g->y);
    g->fold = mem_zero(N, sizeof *g->fold);
    if (!g->y || !g->fold)
        return fail_memory(err, "the search");
    for (size_t a = 0; a < t->axes; a++)
        g->y[a] = trained_labelling(t, a);
    g->all = (struct ground){.documents = &t->documents,
                             .stops = t->view.stops,
                             .embedding = t->view.embedding,
                             .opinion = t->view.opinion,
                             .N = N,
                             .y = g->y,
                             .axes = t->axes,
                             .criterion_label = t->criterion_label,
                             .fold = g->fold,
                             .folds = grounds_folds(t, N)};
    return trained_folds(t, t->settings.seed, g->fold, err);
}

/* ---- a part of them ------------------------------------------------------ */

struct drawn {
    uint64_t key;
    uint32_t document;
};

static int by_key(const void *a, const void *b)
{
    const struct drawn *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

static int by_number(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Draw documents into which, ascending; returns how many, 0 when memory ran
 * out. */
static size_t draw(const struct documents *d, uint64_t seed, uint32_t *which)
{
    struct drawn *lot = mem_resize(NULL, d->N, sizeof *lot);
    size_t n = 0, bytes = 0;

    if (!lot)
        return 0;
    for (size_t i = 0; i < d->N; i++)
        lot[i] = (struct drawn){random_next(&seed), (uint32_t)i};
    qsort(lot, d->N, sizeof *lot, by_key);
    for (; n < d->N && bytes < GROUNDS_PART_BYTES; n++) {
        which[n] = lot[n].document;
        bytes += documents_text(d, which[n]).len;
    }
    free(lot);
    qsort(which, n, sizeof *which, by_number);
    return n;
}

static bool pick_labels(struct grounds *g, size_t axis)
{
    const struct labelling *all = &g->y[axis];
    uint32_t *label = mem_resize(NULL, g->part.N, sizeof *label);

    if (!label)
        return false;
    for (size_t i = 0; i < g->part.N; i++)
        label[i] = all->label[g->which[i]];
    g->part_label[axis] = label;
    g->part_y[axis] = (struct labelling){
        all->K, label, all->importance ? g->part_weight : NULL};
    return true;
}

static bool fill_part(struct grounds *g, const struct trained *t)
{
    const struct documents *d = &t->documents;

    g->which = mem_resize(NULL, d->N, sizeof *g->which);
    g->part_fold = mem_resize(NULL, d->N, sizeof *g->part_fold);
    g->part_weight = mem_resize(NULL, d->N, sizeof *g->part_weight);
    g->part_y = mem_zero(t->axes, sizeof *g->part_y);
    g->part_label = mem_zero(t->axes, sizeof(*g->part_label));
    if (!g->which || !g->part_fold || !g->part_weight || !g->part_y ||
        !g->part_label)
        return false;
    g->part.N = draw(d, t->settings.seed, g->which);
    if (g->part.N == 0)
        return false;
    for (size_t i = 0; i < g->part.N; i++) {
        g->part_fold[i] = g->fold[g->which[i]];
        g->part_weight[i] = d->weight[g->which[i]];
    }
    for (size_t a = 0; a < t->axes; a++)
        if (!pick_labels(g, a))
            return false;
    g->part.which = g->which;
    g->part.y = g->part_y;
    g->part.fold = g->part_fold;
    g->part.folds = grounds_folds(t, g->part.N);
    return true;
}

bool grounds_init(struct grounds *g, const struct trained *t,
                  struct tenor_error *err)
{
    *g = (struct grounds){0};
    if (!fill_all(g, t, err))
        return false;
    g->part = g->all;
    g->differ = documents_bytes(&t->documents) > GROUNDS_PART_BYTES;
    return !g->differ || fill_part(g, t) || fail_memory(err, "the search");
}

void grounds_release(struct grounds *g)
{
    for (size_t a = 0; g->part_label && a < g->all.axes; a++)
        free(g->part_label[a]);
    free(g->part_label);
    free(g->part_y);
    free(g->part_weight);
    free(g->part_fold);
    free(g->which);
    free(g->fold);
    free(g->y);
    *g = (struct grounds){0};
}

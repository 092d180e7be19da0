/* Documents are read in rounds: up to WORKERS blocks of them are turned into
 * bags side by side, then their features are numbered one by one. */
#include "train/vectors.h"

#include <stdlib.h>
#include <string.h>

#include "model/bag.h"
#include "train/pool.h"

#define WORKERS 8
#define BLOCK 128 /* documents of a worker in a round */

/* The bags of a block. */
struct worker {
    struct extractor extractor;
    struct bag bag;
    struct entry *entry; /* [entries] of all documents of the block */
    size_t entries, capacity;
    size_t end[BLOCK]; /* entries up to the end of each document */
    double scale[BLOCK][FEATURE_FAMILIES];
};

struct building {
    struct vectors *v;
    const struct documents *documents;
    const uint32_t *which;
    const struct view *view;
    struct worker *worker; /* [WORKERS] */
    size_t begun;          /* documents of the rounds before */
    uint32_t *slot;        /* [slots] feature number + 1 */
    size_t slots;
    size_t id_capacity, value_capacity, feature_capacity, df_capacity;
};

void vectors_release(struct vectors *v)
{
    free(v->start);
    free(v->id);
    free(v->value);
    free(v->feature);
    free(v->df);
    *v = (struct vectors){0};
}

/* ---- documents to bags --------------------------------------------------- */

static size_t block_size(const struct building *b, size_t worker)
{
    const size_t at = b->begun + worker * BLOCK;
    const size_t left = at < b->v->N ? b->v->N - at : 0;

    return left < BLOCK ? left : BLOCK;
}

static bool read_block(void *context, size_t number, struct tenor_error *err)
{
    const struct building *b = context;
    struct worker *w = &b->worker[number];
    const size_t n = block_size(b, number), at = b->begun + number * BLOCK;

    w->entries = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t d = b->which ? b->which[at + i] : at + i;
        if (!bag_fill(&w->bag, &w->extractor, documents_text(b->documents, d),
                      err))
            return false;
        if (!GROW(w->entry, w->entries + w->bag.n, w->capacity))
            return fail_memory(err, "vectors");
        if (w->bag.n)
            memcpy(w->entry + w->entries, w->bag.entry,
                   w->bag.n * sizeof *w->entry);
        w->end[i] = w->entries += w->bag.n;
        bag_scale(&w->bag, w->scale[i]);
    }
    return true;
}

/* ---- the dictionary: open addressing, at most half full ----------------- */

static size_t slot_of(const struct building *b, uint64_t feature)
{
    size_t i = (feature >> FEATURE_KIND_BITS) & (b->slots - 1);

    while (b->slot[i] && b->v->feature[b->slot[i] - 1] != feature)
        i = (i + 1) & (b->slots - 1);
    return i;
}

static bool reserve_slots(struct building *b)
{
    if (b->slots / 2 > b->v->F)
        return true;
    size_t slots = b->slots ? b->slots * 2 : (size_t)1 << 16;
    uint32_t *slot = mem_zero(slots, sizeof *slot);
    if (!slot)
        return false;
    free(b->slot);
    b->slot = slot;
    b->slots = slots;
    for (size_t f = 0; f < b->v->F; f++)
        b->slot[slot_of(b, b->v->feature[f])] = (uint32_t)f + 1;
    return true;
}

/* The number of a feature, added when new; UINT32_MAX when memory ran out. */
static uint32_t number_of(struct building *b, uint64_t feature)
{
    struct vectors *v = b->v;

    if (!reserve_slots(b))
        return UINT32_MAX;
    const size_t at = slot_of(b, feature);
    if (b->slot[at])
        return b->slot[at] - 1;
    if (v->F >= UINT32_MAX - 1 ||
        !GROW(v->feature, v->F + 1, b->feature_capacity) ||
        !GROW(v->df, v->F + 1, b->df_capacity))
        return UINT32_MAX;
    v->feature[v->F] = feature;
    v->df[v->F] = 0;
    b->slot[at] = (uint32_t)++v->F;
    return (uint32_t)v->F - 1;
}

/* ---- bags to vectors ----------------------------------------------------- */

static bool append(struct building *b, size_t document, const struct entry *e,
                   size_t n, const double scale[FEATURE_FAMILIES])
{
    const bool log_counts = b->view->features.log_counts;
    struct vectors *v = b->v;
    const size_t at = (size_t)v->start[document];

    if (!GROW(v->id, at + n, b->id_capacity) ||
        !GROW(v->value, at + n, b->value_capacity))
        return false;
    for (size_t i = 0; i < n; i++) {
        const uint32_t id = number_of(b, e[i].feature);
        if (id == UINT32_MAX)
            return false;
        const enum feature_family f = feature_family(e[i].feature);
        v->id[at + i] = id;
        v->value[at + i] = (float)(feature_value(f, e[i].count, log_counts) *
                                   scale[f]);
        v->df[id]++;
    }
    v->start[document + 1] = at + n;
    return true;
}

static bool append_block(struct building *b, size_t number)
{
    const struct worker *w = &b->worker[number];
    const size_t n = block_size(b, number), at = b->begun + number * BLOCK;

    for (size_t i = 0; i < n; i++) {
        const size_t begin = i ? w->end[i - 1] : 0;
        if (!append(b, at + i, w->entry + begin, w->end[i] - begin,
                    w->scale[i]))
            return false;
    }
    return true;
}

static bool read_all(struct building *b, size_t threads,
                     struct tenor_error *err)
{
    for (; b->begun < b->v->N; b->begun += WORKERS * BLOCK) {
        if (!pool_run(threads, WORKERS, read_block, b, err))
            return false;
        for (size_t w = 0; w < WORKERS; w++)
            if (!append_block(b, w))
                return fail_memory(err, "vectors");
    }
    return true;
}

/* ---- order --------------------------------------------------------------- */

/* Drop rare features, and give the others new numbers in their old order. */
static bool drop_rare(struct vectors *v, uint32_t min_df)
{
    uint32_t *number = mem_resize(NULL, v->F, sizeof *number);
    size_t kept = 0;
    uint64_t at = 0;

    if (!number)
        return false;
    for (size_t f = 0; f < v->F; f++) {
        number[f] = v->df[f] < min_df ? UINT32_MAX : (uint32_t)kept;
        v->feature[kept] = v->feature[f];
        v->df[kept] = v->df[f];
        kept += number[f] != UINT32_MAX;
    }
    v->F = kept;
    for (size_t d = 0; d < v->N; d++) {
        const uint64_t begin = v->start[d], end = v->start[d + 1];
        v->start[d] = at;
        for (uint64_t i = begin; i < end; i++) {
            if (number[v->id[i]] == UINT32_MAX)
                continue;
            v->id[at] = number[v->id[i]];
            v->value[at++] = v->value[i];
        }
    }
    v->start[v->N] = at;
    free(number);
    return true;
}

struct element {
    uint32_t id;
    float value;
};

static int by_id(const void *a, const void *b)
{
    const struct element *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static bool sort_part(void *context, size_t part, struct tenor_error *err)
{
    const struct vectors *v = context;
    const size_t begin = part * v->N / WORKERS;
    const size_t end = (part + 1) * v->N / WORKERS;
    struct element *e = NULL;
    size_t capacity = 0;

    for (size_t d = begin; d < end; d++) {
        const size_t n = (size_t)(v->start[d + 1] - v->start[d]);
        uint32_t *id = v->id + v->start[d];
        float *value = v->value + v->start[d];
        if (!GROW(e, n, capacity)) {
            free(e);
            return fail_memory(err, "vectors");
        }
        for (size_t i = 0; i < n; i++)
            e[i] = (struct element){id[i], value[i]};
        if (n)
            qsort(e, n, sizeof *e, by_id);
        for (size_t i = 0; i < n; i++) {
            id[i] = e[i].id;
            value[i] = e[i].value;
        }
    }
    free(e);
    return true;
}

/* ---- all of it ----------------------------------------------------------- */

static bool begin(struct building *b, struct tenor_error *err)
{
    b->worker = mem_zero(WORKERS, sizeof *b->worker);
    b->v->start = mem_zero(b->v->N + 1, sizeof *b->v->start);
    if (!b->worker || !b->v->start)
        return fail_memory(err, "vectors");
    for (size_t w = 0; w < WORKERS && block_size(b, w); w++)
        if (!extractor_init(&b->worker[w].extractor, &b->view->features,
                            b->view->stops, 0, err))
            return false;
    return true;
}

static void finish(struct building *b)
{
    for (size_t w = 0; b->worker && w < WORKERS; w++) {
        extractor_release(&b->worker[w].extractor);
        bag_release(&b->worker[w].bag);
        free(b->worker[w].entry);
    }
    free(b->worker);
    free(b->slot);
}

bool vectors_build(struct vectors *v, const struct documents *d,
                   const uint32_t *which, size_t n, const struct view *view,
                   size_t threads, struct tenor_error *err)
{
    struct building b = {.v = v, .documents = d, .which = which, .view = view};

    *v = (struct vectors){.N = which ? n : d->N};
    bool ok = begin(&b, err) && read_all(&b, threads, err);
    finish(&b);
    ok = ok && (view->min_df <= 1 || drop_rare(v, view->min_df) ||
                fail_memory(err, "vectors"));
    ok = ok && pool_run(threads, WORKERS, sort_part, v, err);
    if (!ok)
        vectors_release(v);
    return ok;
}

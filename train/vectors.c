/* Documents become elements, the elements get numbers, and block by block they
 * are put in order and give their memory back. */
#include "train/vectors.h"

#include <stdlib.h>
#include <string.h>

#include "train/embedding.h"
#include "train/memory.h"
#include "train/numbering.h"
#include "train/opinion.h"
#include "train/pool.h"

/* An element, ordered by its number: the number above, the bits of the value
 * below. */
struct ordering {
    uint64_t *element, *other; /* [capacity] */
    size_t capacity, other_capacity;
    uint32_t *id; /* [n] of a block that goes to the file */
    float *value;
    size_t id_capacity, value_capacity;
};

struct building {
    struct vectors *v;
    struct elements elements;
    struct numbering numbering;
    bool log_counts;
};

void vectors_release(struct vectors *v)
{
    if (!v->ids.file) {
        free(v->id);
        free(v->value);
    }
    spill_release(&v->ids);
    spill_release(&v->values);
    free(v->start);
    free(v->feature);
    free(v->df);
    *v = (struct vectors){0};
}

/* ---- order --------------------------------------------------------------- */

static uint64_t pair(uint32_t id, float value)
{
    uint32_t bits;

    memcpy(&bits, &value, sizeof bits);
    return (uint64_t)id << 32 | bits;
}

/* Few elements: by insertion. */
static void sort_few(uint64_t *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const uint64_t moving = x[i];
        size_t at = i;
        for (; at > 0 && x[at - 1] > moving; at--)
            x[at] = x[at - 1];
        x[at] = moving;
    }
}

/* Sort by the bytes of the numbers below F, from the lowest on (Knuth,
 * volume 3, 5.2.5). Returns where the result is: x or other. */
static uint64_t *sort(uint64_t *x, uint64_t *other, size_t n, size_t F)
{
    if (n < 32) {
        sort_few(x, n);
        return x;
    }
    for (unsigned shift = 32; F > 0; shift += 8, F >>= 8) {
        size_t begin[257] = {0};
        for (size_t i = 0; i < n; i++)
            begin[(x[i] >> shift & 255) + 1]++;
        for (size_t b = 0; b < 256; b++)
            begin[b + 1] += begin[b];
        for (size_t i = 0; i < n; i++)
            other[begin[x[i] >> shift & 255]++] = x[i];
        uint64_t *swap = x;
        x = other;
        other = swap;
    }
    return x;
}

static void put(const uint64_t *x, size_t n, uint32_t *id, float *value)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t bits = (uint32_t)x[i];
        id[i] = (uint32_t)(x[i] >> 32);
        memcpy(&value[i], &bits, sizeof bits);
    }
}

/* ---- a block ------------------------------------------------------------- */

/* Where the next element of each shard is, and the next large count. */
struct reading {
    size_t at[SHARDS];
    const uint8_t *shard;
    const uint32_t *large;
};

static size_t read_document(const struct building *b,
                            const struct element_block *block,
                            struct reading *r, size_t d, uint64_t *out)
{
    const struct numbering *numbers = &b->numbering;
    const double *scale = b->elements.scale[d];
    size_t n = 0;

    for (size_t i = 0; i < b->elements.length[d]; i++) {
        const size_t s = *r->shard++;
        const uint64_t x = block->element[r->at[s]++];
        uint32_t count = (uint32_t)(x & ELEMENT_LARGE);
        if (count == ELEMENT_LARGE)
            count = *r->large++;
        if (x & NUMBERED_DROPPED)
            continue;
        const size_t place = (size_t)(x >> NUMBERED_SHIFT);
        const enum feature_family f =
            x & NUMBERED_FAMILY ? FEATURE_CHARS : FEATURE_WORDS;
        out[n++] = pair(numbers->number[numbers->base[s] + place],
                        (float)(feature_value(f, count, b->log_counts) *
                                scale[f]));
    }
    return n;
}

static bool write_block(struct vectors *v, const struct element_block *block,
                        const struct ordering *o, struct tenor_error *err)
{
    const uint64_t first = v->start[block->first];
    const uint64_t n = v->start[block->first + block->documents] - first;

    return spill_write(&v->ids, first * sizeof *v->id, o->id,
                       (size_t)n * sizeof *v->id, err) &&
           spill_write(&v->values, first * sizeof *v->value, o->value,
                       (size_t)n * sizeof *v->value, err);
}

static bool fill_block(struct building *b, const struct element_block *block,
                       struct ordering *o, struct tenor_error *err)
{
    struct vectors *v = b->v;
    const uint64_t first = v->start[block->first];
    const size_t n =
        (size_t)(v->start[block->first + block->documents] - first);
    const bool spilled = v->ids.file != 0;
    struct reading r = {.shard = block->shard, .large = block->large};

    if (spilled && (!GROW(o->id, n, o->id_capacity) ||
                    !GROW(o->value, n, o->value_capacity)))
        return fail_memory(err, "vectors");
    uint32_t *id = spilled ? o->id : v->id + first;
    float *value = spilled ? o->value : v->value + first;
    memcpy(r.at, block->begin, sizeof r.at);
    for (size_t d = block->first; d < block->first + block->documents; d++) {
        const size_t most = b->elements.length[d];
        if (!GROW(o->element, most, o->capacity) ||
            !GROW(o->other, most, o->other_capacity))
            return fail_memory(err, "vectors");
        const size_t found = read_document(b, block, &r, d, o->element);
        put(sort(o->element, o->other, found, v->F - 1), found, id, value);
        id += found;
        value += found;
    }
    return !spilled || write_block(v, block, o, err);
}

static bool finish_block(void *context, size_t number, struct tenor_error *err)
{
    struct building *b = context;
    struct ordering o = {0};
    const bool ok = fill_block(b, &b->elements.block[number], &o, err);

    elements_drop(&b->elements.block[number]);
    free(o.element);
    free(o.other);
    free(o.id);
    free(o.value);
    return ok;
}

/* ---- all of it ----------------------------------------------------------- */

/* Make room for the elements that are left, in memory or in files. */
static bool make_room(struct vectors *v, const struct memory *m,
                      struct tenor_error *err)
{
    const uint64_t n = v->start[v->N];
    const uint64_t bytes = n * (sizeof *v->id + sizeof *v->value);

    if (memory_exceeds(m, bytes, MEMORY_VECTORS)) {
        v->block = m->limit / MEMORY_BLOCK / (sizeof *v->id + sizeof *v->value);
        return spill_open(&v->ids, m->folder, err) &&
               spill_open(&v->values, m->folder, err);
    }
    v->id = mem_resize(NULL, (size_t)n, sizeof *v->id);
    v->value = mem_resize(NULL, (size_t)n, sizeof *v->value);
    return (v->id && v->value) || fail_memory(err, "vectors");
}

static bool map_files(struct vectors *v, struct tenor_error *err)
{
    const uint64_t n = v->start[v->N];

    if (!v->ids.file)
        return true;
    if (!spill_map(&v->ids, n * sizeof *v->id, err) ||
        !spill_map(&v->values, n * sizeof *v->value, err))
        return false;
    v->id = v->ids.bytes;
    v->value = v->values.bytes;
    return true;
}

static bool number(struct building *b, const struct documents *documents,
                   uint32_t min_df, size_t threads, struct tenor_error *err)
{
    const struct memory *m = &documents->memory;
    struct vectors *v = b->v;
    const uint64_t bytes = b->elements.n * (sizeof(uint64_t) + sizeof(uint8_t));
    const uint64_t most = memory_exceeds(m, bytes, MEMORY_ELEMENTS)
                              ? memory_features(m, documents->labels.n)
                              : 0;

    v->start = mem_zero(v->N + 1, sizeof *v->start);
    if (!v->start)
        return fail_memory(err, "vectors");
    if (!numbering_make(&b->numbering, &b->elements, min_df, most, v->start + 1,
                        threads, err))
        return false;
    for (size_t d = 0; d < v->N; d++)
        v->start[d + 1] += v->start[d];
    v->F = v->own = b->numbering.F;
    v->min_df = b->numbering.min_df;
    v->feature = b->numbering.feature;
    v->df = b->numbering.df;
    b->numbering.feature = NULL;
    b->numbering.df = NULL;
    return true;
}

bool vectors_build(struct vectors *v, const struct documents *d,
                   const uint32_t *which, size_t n, const struct view *view,
                   size_t threads, struct tenor_error *err)
{
    struct building b = {.v = v, .log_counts = view->features.log_counts};

    *v = (struct vectors){.N = which ? n : d->N};
    const bool ok =
        elements_fill(&b.elements, d, which, n, view, threads, err) &&
        number(&b, d, view->min_df, threads, err) &&
        make_room(v, &d->memory, err) &&
        pool_run(threads, b.elements.blocks, finish_block, &b, err) &&
        map_files(v, err) && embedding_extend(view->embedding, v, err) &&
        opinion_extend(view->opinion, which, v, err);
    elements_release(&b.elements);
    numbering_release(&b.numbering);
    if (!ok)
        vectors_release(v);
    return ok;
}

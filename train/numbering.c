#include "train/numbering.h"

#include <stdlib.h>
#include <string.h>

#include "train/pool.h"

/* Document counts from here on are not told apart where min_df rises. */
#define DF_MAX 1024

#define DROPPED UINT32_MAX

/* The features of a shard, in order of first appearance. */
struct shard {
    uint64_t *feature; /* [n] */
    uint32_t *df;      /* [n] */
    uint32_t *slot;    /* [slots] place + 1: open addressing, at most half
                          full; slots a power of 2 */
    size_t n, slots, feature_capacity, df_capacity;
};

struct job {
    struct elements *e;
    struct numbering *n;
    struct shard shard[SHARDS];
    uint64_t (*features)[DF_MAX + 1]; /* [SHARDS] by document count */
    size_t *firsts;                   /* [blocks] first appearances in it */
    uint64_t *kept;                   /* [N] */
};

static void shard_release(struct shard *s)
{
    free(s->feature);
    free(s->df);
    free(s->slot);
    *s = (struct shard){0};
}

/* ---- the dictionary of a shard ------------------------------------------- */

static size_t slot_of(const struct shard *s, uint64_t feature)
{
    size_t i = (feature >> FEATURE_KIND_BITS) & (s->slots - 1);

    while (s->slot[i] && s->feature[s->slot[i] - 1] != feature)
        i = (i + 1) & (s->slots - 1);
    return i;
}

static bool reserve_slots(struct shard *s)
{
    if (s->slots / 2 > s->n)
        return true;
    const size_t slots = s->slots ? s->slots * 2 : 1024;
    uint32_t *slot = mem_zero(slots, sizeof *slot);
    if (!slot)
        return false;
    free(s->slot);
    s->slot = slot;
    s->slots = slots;
    for (size_t i = 0; i < s->n; i++)
        s->slot[slot_of(s, s->feature[i])] = (uint32_t)i + 1;
    return true;
}

/* The place of a feature, added when new; DROPPED when memory ran out. */
static uint32_t place_of(struct shard *s, uint64_t feature)
{
    if (!reserve_slots(s))
        return DROPPED;
    const size_t at = slot_of(s, feature);
    if (s->slot[at])
        return s->slot[at] - 1;
    if (s->n >= DROPPED - 1 ||
        !GROW(s->feature, s->n + 1, s->feature_capacity) ||
        !GROW(s->df, s->n + 1, s->df_capacity))
        return DROPPED;
    s->feature[s->n] = feature;
    s->df[s->n] = 0;
    s->slot[at] = (uint32_t)++s->n;
    return (uint32_t)s->n - 1;
}

/* ---- one shard ----------------------------------------------------------- */

/* Count the documents of every feature. */
static bool count_shard(const struct elements *e, size_t number,
                        struct shard *s, struct tenor_error *err)
{
    for (size_t b = 0; b < e->blocks; b++) {
        const struct element_block *block = &e->block[b];
        const size_t end = block->begin[number + 1];
        for (size_t i = block->begin[number]; i < end; i++) {
            const uint32_t place =
                place_of(s, element_feature(block->element[i], number));
            if (place == DROPPED)
                return fail_memory(err, "vectors");
            s->df[place]++;
        }
    }
    return true;
}

/* The same, and elements get the places of their features. */
static bool place_shard(struct elements *e, size_t number, struct shard *s,
                        struct tenor_error *err)
{
    for (size_t b = 0; b < e->blocks; b++) {
        struct element_block *block = &e->block[b];
        const size_t end = block->begin[number + 1];
        for (size_t i = block->begin[number]; i < end; i++) {
            uint64_t *x = &block->element[i];
            const uint64_t feature = element_feature(*x, number);
            const uint32_t place = place_of(s, feature);
            if (place == DROPPED)
                return fail_memory(err, "vectors");
            s->df[place]++;
            *x = (uint64_t)place << NUMBERED_SHIFT |
                 (feature_family(feature) ? NUMBERED_FAMILY : 0) |
                 (*x & ELEMENT_LARGE);
        }
    }
    return true;
}

/* Drop rare features; the others move together. place [n] is written: where
 * each went. */
static void drop_rare(struct shard *s, uint32_t min_df, uint32_t *place)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->n; i++) {
        place[i] = s->df[i] < min_df ? DROPPED : (uint32_t)kept;
        s->feature[kept] = s->feature[i];
        s->df[kept] = s->df[i];
        kept += place[i] != DROPPED;
    }
    s->n = kept;
}

static void move_elements(struct elements *e, size_t number,
                          const uint32_t *place)
{
    uint32_t seen = 0; /* features, in order of appearance */

    for (size_t b = 0; b < e->blocks; b++) {
        struct element_block *block = &e->block[b];
        const size_t end = block->begin[number + 1];
        for (size_t i = block->begin[number]; i < end; i++) {
            uint64_t *x = &block->element[i];
            const uint32_t to = place[*x >> NUMBERED_SHIFT];
            if (to == DROPPED) {
                *x |= NUMBERED_DROPPED;
                continue;
            }
            *x = (*x & UINT32_MAX) | (uint64_t)to << NUMBERED_SHIFT |
                 (to == seen ? NUMBERED_FIRST : 0);
            seen += to == seen;
        }
    }
}

static bool number_shard(void *context, size_t number, struct tenor_error *err)
{
    struct job *j = context;
    struct shard *s = &j->shard[number];

    if (!place_shard(j->e, number, s, err))
        return false;
    free(s->slot);
    s->slot = NULL;
    uint32_t *place = mem_resize(NULL, s->n, sizeof *place);
    if (!place)
        return fail_memory(err, "vectors");
    drop_rare(s, j->n->min_df, place);
    move_elements(j->e, number, place);
    free(place);
    /* smaller: if there is no room for that, it stays as it is */
    uint64_t *feature = mem_resize(s->feature, s->n, sizeof *s->feature);
    s->feature = feature ? feature : s->feature;
    uint32_t *df = mem_resize(s->df, s->n, sizeof *s->df);
    s->df = df ? df : s->df;
    return true;
}

/* ---- how rare is too rare ------------------------------------------------ */

static bool survey_shard(void *context, size_t number, struct tenor_error *err)
{
    struct job *j = context;
    struct shard s = {0};
    const bool ok = count_shard(j->e, number, &s, err);

    for (size_t i = 0; ok && i < s.n; i++)
        j->features[number][s.df[i] < DF_MAX ? s.df[i] : DF_MAX]++;
    shard_release(&s);
    return ok;
}

/* Raise min_df until no more than `most` features are left. */
static bool raise_min_df(struct job *j, uint64_t most, size_t threads,
                         struct tenor_error *err)
{
    uint64_t left = 0;
    uint32_t df = DF_MAX + 1;

    j->features = mem_zero(SHARDS, sizeof *j->features);
    if (!j->features)
        return fail_memory(err, "vectors");
    const bool ok = pool_run(threads, SHARDS, survey_shard, j, err);
    while (ok && df > j->n->min_df) {
        for (size_t s = 0; s < SHARDS; s++)
            left += j->features[s][df - 1];
        if (left > most)
            break;
        df--;
    }
    j->n->min_df = ok && df > j->n->min_df ? df : j->n->min_df;
    free(j->features);
    j->features = NULL;
    return ok;
}

/* ---- one order of all ---------------------------------------------------- */

static bool count_firsts(void *context, size_t number, struct tenor_error *err)
{
    struct job *j = context;
    const struct element_block *b = &j->e->block[number];
    size_t n = 0;

    (void)err;
    for (size_t i = 0; i < b->n; i++)
        n += (b->element[i] & (NUMBERED_DROPPED | NUMBERED_FIRST)) ==
             NUMBERED_FIRST;
    j->firsts[number] = n;
    return true;
}

/* Give the features that appear first in a block their numbers, and count what
 * is left of its documents. */
static bool number_block(void *context, size_t number, struct tenor_error *err)
{
    struct job *j = context;
    const struct element_block *b = &j->e->block[number];
    struct numbering *n = j->n;
    size_t at[SHARDS], next = j->firsts[number];
    const uint8_t *shard = b->shard;

    (void)err;
    memcpy(at, b->begin, sizeof at);
    for (size_t d = b->first; d < b->first + b->documents; d++) {
        uint64_t kept = 0;
        for (size_t i = 0; i < j->e->length[d]; i++) {
            const size_t s = *shard++;
            const uint64_t x = b->element[at[s]++];
            if (x & NUMBERED_DROPPED)
                continue;
            kept++;
            if (!(x & NUMBERED_FIRST))
                continue;
            const size_t place = (size_t)(x >> NUMBERED_SHIFT);
            n->number[n->base[s] + place] = (uint32_t)next;
            n->feature[next] = j->shard[s].feature[place];
            n->df[next++] = j->shard[s].df[place];
        }
        j->kept[d] = kept;
    }
    return true;
}

static bool number_all(struct job *j, size_t threads, struct tenor_error *err)
{
    struct numbering *n = j->n;
    size_t sum = 0;

    for (size_t s = 0; s < SHARDS; s++)
        n->base[s + 1] = n->base[s] + j->shard[s].n;
    n->F = n->base[SHARDS];
    if (n->F >= UINT32_MAX)
        return fail(err, TENOR_ELIMIT, 0, "more than %u features",
                    UINT32_MAX - 1);
    n->number = mem_resize(NULL, n->F, sizeof *n->number);
    n->feature = mem_resize(NULL, n->F, sizeof *n->feature);
    n->df = mem_resize(NULL, n->F, sizeof *n->df);
    j->firsts = mem_zero(j->e->blocks, sizeof *j->firsts);
    if (!n->number || !n->feature || !n->df || !j->firsts)
        return fail_memory(err, "vectors");
    if (!pool_run(threads, j->e->blocks, count_firsts, j, err))
        return false;
    for (size_t b = 0; b < j->e->blocks; b++) {
        const size_t firsts = j->firsts[b];
        j->firsts[b] = sum;
        sum += firsts;
    }
    return pool_run(threads, j->e->blocks, number_block, j, err);
}

bool numbering_make(struct numbering *n, struct elements *e, uint32_t min_df,
                    uint64_t most, uint64_t *kept, size_t threads,
                    struct tenor_error *err)
{
    struct job j = {.e = e, .n = n, .kept = kept};

    *n = (struct numbering){.min_df = min_df};
    const bool ok = (!most || raise_min_df(&j, most, threads, err)) &&
                    pool_run(threads, SHARDS, number_shard, &j, err) &&
                    number_all(&j, threads, err);
    for (size_t s = 0; s < SHARDS; s++)
        shard_release(&j.shard[s]);
    free(j.firsts);
    return ok;
}

void numbering_release(struct numbering *n)
{
    free(n->number);
    free(n->feature);
    free(n->df);
    *n = (struct numbering){0};
}

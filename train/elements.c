/* Each worker takes the next block, for as long as there is one. Which worker
 * does which block has no effect: a block depends on its documents alone. */
#include "train/elements.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "model/bag.h"
#include "train/memory.h"
#include "train/pool.h"

/* Blocks are to be many, so that workers end at one time, and not too small to
 * be read from a disk shard by shard. */
#define BLOCKS_WANTED 256
#define BLOCK_MIN 16
#define BLOCK_MAX 1024

/* The elements of a block in the order of their bags. */
struct worker {
    struct extractor extractor;
    struct bag bag;
    uint64_t *element; /* [n] features without their shards, with counts */
    uint8_t *shard;    /* [n] */
    uint32_t *large;   /* [larges] */
    size_t n, larges, element_capacity, shard_capacity, large_capacity;
    size_t count[SHARDS];
};

struct filling {
    struct elements *e;
    const struct documents *documents;
    const uint32_t *which;
    const struct view *view;
    atomic_size_t next; /* block that nobody has taken */
    atomic_bool failed;
    pthread_mutex_t lock;   /* guards what follows, and e->spill */
    uint64_t held, spilled; /* bytes in memory, in the file */
};

static bool add_entries(struct worker *w, const struct bag *b, bool log_counts)
{
    if (!GROW(w->element, w->n + b->n, w->element_capacity) ||
        !GROW(w->shard, w->n + b->n, w->shard_capacity))
        return false;
    for (size_t i = 0; i < b->n; i++) {
        const uint64_t feature = b->entry[i].feature;
        /* a count that has no effect is 1 */
        const bool counts =
            log_counts || feature_family(b->entry[i].feature) == FEATURE_CHARS;
        const uint32_t count = counts ? b->entry[i].count : 1;
        const size_t shard = (size_t)(feature >> (64 - SHARD_BITS));
        const bool large = count >= ELEMENT_LARGE;
        if (large && !GROW(w->large, w->larges + 1, w->large_capacity))
            return false;
        if (large)
            w->large[w->larges++] = count;
        w->element[w->n] =
            feature << SHARD_BITS | (large ? ELEMENT_LARGE : count);
        w->shard[w->n++] = (uint8_t)shard;
        w->count[shard]++;
    }
    return true;
}

static bool read_block(const struct filling *f, struct worker *w,
                       const struct element_block *b, struct tenor_error *err)
{
    const bool log_counts = f->view->features.log_counts;

    w->n = w->larges = 0;
    memset(w->count, 0, sizeof w->count);
    for (size_t i = b->first; i < b->first + b->documents; i++) {
        const size_t d = f->which ? f->which[i] : i;
        if (!bag_fill(&w->bag, &w->extractor, documents_text(f->documents, d),
                      err))
            return false;
        if (!add_entries(w, &w->bag, log_counts))
            return fail_memory(err, "vectors");
        f->e->length[i] = (uint32_t)w->bag.n;
        bag_scale(&w->bag, f->e->scale[i]);
    }
    return true;
}

/* The elements of a worker, shard by shard, in memory of their own. */
static bool deal(const struct worker *w, struct element_block *b)
{
    size_t at[SHARDS];

    b->n = w->n;
    b->larges = w->larges;
    b->element = mem_resize(NULL, w->n, sizeof *b->element + sizeof *b->shard);
    b->large = mem_resize(NULL, w->larges, sizeof *b->large);
    if (!b->element || !b->large)
        return false;
    b->shard = (uint8_t *)(b->element + w->n);
    for (size_t s = 0; s < SHARDS; s++) {
        at[s] = b->begin[s];
        b->begin[s + 1] = b->begin[s] + w->count[s];
    }
    for (size_t i = 0; i < w->n; i++)
        b->element[at[w->shard[i]]++] = w->element[i];
    if (w->n)
        memcpy(b->shard, w->shard, w->n);
    if (w->larges)
        memcpy(b->large, w->large, w->larges * sizeof *b->large);
    return true;
}

/* ---- blocks that do not fit ---------------------------------------------- */

static size_t bytes_of(const struct element_block *b)
{
    return b->n * (sizeof *b->element + sizeof *b->shard);
}

/* Places in the file are aligned as words are. */
static size_t room_of(const struct element_block *b)
{
    return (bytes_of(b) + 7) / 8 * 8;
}

/* Count a block, and find a place for it in the file if it has to go there. */
static bool place_block(struct filling *f, struct element_block *b,
                        struct tenor_error *err)
{
    const struct memory *m = &f->documents->memory;
    struct spill *spill = &f->e->spill;
    bool ok = true;

    pthread_mutex_lock(&f->lock);
    b->spilled = memory_exceeds(m, f->held + bytes_of(b), MEMORY_ELEMENTS);
    if (b->spilled) {
        ok = spill->file || spill_open(spill, m->folder, err);
        b->at = f->spilled;
        f->spilled += room_of(b);
    } else {
        f->held += bytes_of(b);
    }
    pthread_mutex_unlock(&f->lock);
    return ok;
}

static bool spill_block(struct filling *f, struct element_block *b,
                        struct tenor_error *err)
{
    uint64_t *element = b->element;

    if (!place_block(f, b, err)) {
        b->spilled = false; /* it goes with the others in memory */
        return false;
    }
    if (!b->spilled)
        return true;
    b->element = NULL;
    const bool ok = spill_write(&f->e->spill, b->at, element, bytes_of(b), err);
    free(element);
    return ok;
}

static bool map_blocks(struct filling *f, struct tenor_error *err)
{
    struct elements *e = f->e;

    /* rounded up: what is behind the last word is never looked at */
    if (f->spilled && !spill_map(&e->spill, f->spilled, err))
        return false;
    for (size_t i = 0; f->spilled && i < e->blocks; i++) {
        struct element_block *b = &e->block[i];
        if (!b->spilled)
            continue;
        b->element = (uint64_t *)(void *)((char *)e->spill.bytes + b->at);
        b->shard = (uint8_t *)(b->element + b->n);
    }
    return true;
}

/* ---- all of it ----------------------------------------------------------- */

static bool take_blocks(struct filling *f, struct worker *w,
                        struct tenor_error *err)
{
    if (!extractor_init(&w->extractor, &f->view->features, f->view->stops, 0,
                        err))
        return false;
    for (size_t i; (i = atomic_fetch_add(&f->next, 1)) < f->e->blocks;) {
        struct element_block *b = &f->e->block[i];
        if (atomic_load(&f->failed))
            return true; /* the other one tells why */
        if (!read_block(f, w, b, err))
            return false;
        if (!deal(w, b))
            return fail_memory(err, "vectors");
        if (!spill_block(f, b, err))
            return false;
    }
    return true;
}

static bool work(void *context, size_t number, struct tenor_error *err)
{
    struct filling *f = context;
    struct worker w = {.n = 0};
    const bool ok = take_blocks(f, &w, err);

    (void)number;
    if (!ok)
        atomic_store(&f->failed, true);
    extractor_release(&w.extractor);
    bag_release(&w.bag);
    free(w.element);
    free(w.shard);
    free(w.large);
    return ok;
}

static bool begin(struct elements *e, struct tenor_error *err)
{
    size_t size = e->N / BLOCKS_WANTED;

    size = size < BLOCK_MIN ? BLOCK_MIN : size > BLOCK_MAX ? BLOCK_MAX : size;
    e->block = mem_zero((e->N + size - 1) / size, sizeof *e->block);
    e->length = mem_zero(e->N, sizeof *e->length);
    e->scale = mem_zero(e->N, sizeof *e->scale);
    if (!e->block || !e->length || !e->scale)
        return fail_memory(err, "vectors");
    e->blocks = (e->N + size - 1) / size;
    for (size_t i = 0; i < e->blocks; i++) {
        const size_t first = i * size, left = e->N - first;
        e->block[i].first = first;
        e->block[i].documents = left < size ? left : size;
    }
    return true;
}

bool elements_fill(struct elements *e, const struct documents *d,
                   const uint32_t *which, size_t n, const struct view *view,
                   size_t threads, struct tenor_error *err)
{
    struct filling f = {.e = e, .documents = d, .which = which, .view = view};

    *e = (struct elements){.N = which ? n : d->N};
    if (!begin(e, err))
        return false;
    threads = threads < 1 ? 1 : threads;
    pthread_mutex_init(&f.lock, NULL);
    const bool ok = pool_run(threads, threads < e->blocks ? threads : e->blocks,
                             work, &f, err);
    pthread_mutex_destroy(&f.lock);
    if (!ok || !map_blocks(&f, err))
        return false;
    for (size_t i = 0; i < e->blocks; i++)
        e->n += e->block[i].n;
    return true;
}

void elements_drop(struct element_block *b)
{
    if (!b->spilled)
        free(b->element);
    free(b->large);
    b->element = NULL;
    b->large = NULL;
}

void elements_release(struct elements *e)
{
    for (size_t i = 0; e->block && i < e->blocks; i++)
        elements_drop(&e->block[i]);
    free(e->block);
    free(e->length);
    free(e->scale);
    spill_release(&e->spill);
    *e = (struct elements){0};
}

#include "train/split.h"

#include <stdlib.h>

#include "train/random.h"

/* Documents that must share a fold. */
struct unit {
    uint64_t key;   /* random, for the shuffle */
    uint32_t label; /* of the first document */
    uint32_t first; /* document */
    uint32_t size;
};

/* ---- units: union-find, each document pointing toward the first ---------- */

static uint32_t root_of(uint32_t *parent, uint32_t d)
{
    while (parent[d] != d)
        d = parent[d] = parent[parent[d]];
    return d;
}

static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = root_of(parent, a);
    b = root_of(parent, b);
    parent[a > b ? a : b] = a < b ? a : b;
}

struct tagged {
    uint64_t tag;
    uint32_t document;
};

static int by_tag(const void *a, const void *b)
{
    const struct tagged *x = a, *y = b;

    if (x->tag != y->tag)
        return x->tag < y->tag ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

/* Join documents with equal tags. */
static void join_equal(size_t N, const uint64_t *tag, struct tagged *scratch,
                       uint32_t *parent)
{
    for (size_t d = 0; d < N; d++)
        scratch[d] = (struct tagged){tag[d], (uint32_t)d};
    if (N)
        qsort(scratch, N, sizeof *scratch, by_tag);
    for (size_t i = 1; i < N; i++)
        if (scratch[i].tag == scratch[i - 1].tag)
            join(parent, scratch[i].document, scratch[i - 1].document);
}

/* ---- dealing ------------------------------------------------------------- */

static int by_deal(const void *a, const void *b)
{
    const struct unit *x = a, *y = b;

    if (x->label != y->label)
        return x->label < y->label ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

/* Shuffled and ordered by label, units are dealt like cards; the deal goes on
 * from label to label, so folds differ by one unit at most. */
static void deal(struct unit *unit, size_t units, unsigned folds, uint8_t *fold)
{
    if (units)
        qsort(unit, units, sizeof *unit, by_deal);
    for (size_t i = 0; i < units; i++)
        fold[unit[i].first] = (uint8_t)(i % folds);
}

static int by_size(const void *a, const void *b)
{
    const struct unit *x = a, *y = b;

    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

struct balancing {
    size_t K;
    unsigned folds;
    double *have;  /* [folds][K] documents given */
    double *total; /* [K] */
    double *own;   /* [K] documents of the unit at hand */
};

/* How uneven a fold gets with the unit: squares of the shares of its labels. */
static double unevenness(const struct balancing *b, unsigned f)
{
    double sum = 0.0;

    for (size_t k = 0; k < b->K; k++) {
        const double have = b->have[f * b->K + k], own = b->own[k];
        if (own > 0.0)
            sum += own * (2.0 * have + own) / (b->total[k] * b->total[k]);
    }
    return sum;
}

static void give(struct balancing *b, const struct unit *unit, uint8_t *fold)
{
    unsigned best = 0;

    for (unsigned f = 1; f < b->folds; f++)
        if (unevenness(b, f) < unevenness(b, best))
            best = f;
    for (size_t k = 0; k < b->K; k++)
        b->have[best * b->K + k] += b->own[k];
    fold[unit->first] = (uint8_t)best;
}

/* Documents in the order of their units: member[at[u]] and on. */
static bool deal_evenly(size_t N, const uint32_t *label, size_t K,
                        uint32_t *parent, struct unit *unit, size_t units,
                        unsigned folds, uint8_t *fold)
{
    struct balancing b = {.K = K, .folds = folds};
    struct tagged *member = mem_resize(NULL, N, sizeof *member);
    uint32_t *begin = mem_zero(N + 1, sizeof *begin);
    double *memory = mem_zero((folds + 2) * K, sizeof *memory);
    const bool ok = member && begin && memory;

    for (size_t d = 0; ok && d < N; d++)
        member[d] = (struct tagged){root_of(parent, (uint32_t)d), (uint32_t)d};
    if (ok) {
        qsort(member, N, sizeof *member, by_tag);
        b.have = memory;
        b.total = b.have + folds * K;
        b.own = b.total + K;
        for (size_t d = N; d-- > 0;) {
            begin[member[d].tag] = (uint32_t)d;
            b.total[label[d]] += 1.0;
        }
        qsort(unit, units, sizeof *unit, by_size);
    }
    for (size_t u = 0; ok && u < units; u++) {
        const struct tagged *m = member + begin[unit[u].first];
        for (size_t k = 0; k < K; k++)
            b.own[k] = 0.0;
        for (size_t i = 0; i < unit[u].size; i++)
            b.own[label[m[i].document]] += 1.0;
        give(&b, &unit[u], fold);
    }
    free(member);
    free(begin);
    free(memory);
    return ok;
}

/* ---- folds --------------------------------------------------------------- */

static size_t find_units(size_t N, const uint32_t *label, uint32_t *parent,
                         uint64_t *seed, struct unit *unit)
{
    size_t units = 0;

    for (size_t d = 0; d < N; d++) {
        const uint64_t key = random_next(seed);
        if (root_of(parent, (uint32_t)d) == d)
            unit[units++] = (struct unit){key, label[d], (uint32_t)d, 0};
    }
    return units;
}

static void count_members(size_t N, uint32_t *parent, struct unit *unit,
                          size_t units, uint32_t *size)
{
    for (size_t d = 0; d < N; d++)
        size[root_of(parent, (uint32_t)d)]++;
    for (size_t u = 0; u < units; u++)
        unit[u].size = size[unit[u].first];
}

bool split_folds(size_t N, const uint32_t *label, size_t K,
                 const uint64_t *text, const uint64_t *group, unsigned folds,
                 uint64_t seed, uint8_t *fold, struct tenor_error *err)
{
    struct unit *unit = mem_resize(NULL, N, sizeof *unit);
    struct tagged *scratch = mem_resize(NULL, N, sizeof *scratch);
    uint32_t *parent = mem_resize(NULL, N, sizeof *parent);
    uint32_t *size = mem_zero(N, sizeof *size);
    bool ok = unit && scratch && parent && size;
    size_t units = 0;

    for (size_t d = 0; ok && d < N; d++)
        parent[d] = (uint32_t)d;
    if (ok) {
        join_equal(N, text, scratch, parent);
        if (group)
            join_equal(N, group, scratch, parent);
        units = find_units(N, label, parent, &seed, unit);
        count_members(N, parent, unit, units, size);
        if (group)
            ok = deal_evenly(N, label, K, parent, unit, units, folds, fold);
        else
            deal(unit, units, folds, fold);
    }
    for (size_t d = 0; ok && d < N; d++)
        fold[d] = fold[root_of(parent, (uint32_t)d)];
    free(unit);
    free(scratch);
    free(parent);
    free(size);
    if (!ok)
        return fail_memory(err, "folds");
    if (group && units < folds)
        return fail(err, TENOR_EDATA, 0,
                    "%zu group%s cannot be spread over %u folds; %s", units,
                    units == 1 ? "" : "s", folds,
                    units > 1 ? "--folds can ask for fewer"
                              : "is the column of the group the right one?");
    return true;
}

/* ---- an order ------------------------------------------------------------ */

/* The share of its label's units that stand before a unit. */
struct queued {
    double share;
    uint32_t first; /* document */
};

static int by_share(const void *a, const void *b)
{
    const struct queued *x = a, *y = b;

    if (x->share != y->share)
        return x->share < y->share ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

/* Queue units, which are in the order of by_deal. A random place within the
 * step to the next keeps rare labels from standing all at the same one. */
static void queue_units(const struct unit *unit, size_t units, uint64_t *seed,
                        struct queued *queue)
{
    for (size_t begin = 0, end; begin < units; begin = end) {
        for (end = begin; end < units && unit[end].label == unit[begin].label;)
            end++;
        for (size_t u = begin; u < end; u++) {
            const double jitter = (double)(random_next(seed) >> 11) * 0x1p-53;
            queue[u] = (struct queued){((double)(u - begin) + jitter) /
                                           (double)(end - begin),
                                       unit[u].first};
        }
    }
    if (units)
        qsort(queue, units, sizeof *queue, by_share);
}

/* Number documents by the place of their unit in the queue. */
static void order_members(size_t N, uint32_t *parent,
                          const struct queued *queue, size_t units,
                          struct tagged *member, uint32_t *order)
{
    for (size_t u = 0; u < units; u++)
        order[queue[u].first] = (uint32_t)u;
    for (size_t d = 0; d < N; d++)
        member[d] =
            (struct tagged){order[root_of(parent, (uint32_t)d)], (uint32_t)d};
    if (N)
        qsort(member, N, sizeof *member, by_tag);
    for (size_t i = 0; i < N; i++)
        order[i] = member[i].document;
}

bool split_order(size_t N, const uint32_t *label, const uint64_t *text,
                 const uint64_t *group, uint64_t seed, uint32_t *order,
                 struct tenor_error *err)
{
    struct unit *unit = mem_resize(NULL, N, sizeof *unit);
    struct tagged *scratch = mem_resize(NULL, N, sizeof *scratch);
    uint32_t *parent = mem_resize(NULL, N, sizeof *parent);
    struct queued *queue = mem_resize(NULL, N, sizeof *queue);
    const bool ok = unit && scratch && parent && queue;

    for (size_t d = 0; ok && d < N; d++)
        parent[d] = (uint32_t)d;
    if (ok) {
        join_equal(N, text, scratch, parent);
        if (group)
            join_equal(N, group, scratch, parent);
        const size_t units = find_units(N, label, parent, &seed, unit);
        if (units)
            qsort(unit, units, sizeof *unit, by_deal);
        queue_units(unit, units, &seed, queue);
        order_members(N, parent, queue, units, scratch, order);
    }
    free(unit);
    free(scratch);
    free(parent);
    free(queue);
    return ok || fail_memory(err, "an order");
}

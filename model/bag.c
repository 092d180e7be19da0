#include "model/bag.h"

#include <stdlib.h>
#include <string.h>

void bag_release(struct bag *b)
{
    free(b->entry);
    free(b->slot);
    *b = (struct bag){0};
}

static size_t slot_of(const struct bag *b, uint64_t feature)
{
    size_t i = (feature >> FEATURE_KIND_BITS) & (b->slots - 1);

    while (b->slot[i] && b->entry[b->slot[i] - 1].feature != feature)
        i = (i + 1) & (b->slots - 1);
    return i;
}

void bag_reset(struct bag *b)
{
    for (size_t i = 0; i < b->n; i++)
        b->slot[b->entry[i].slot] = 0;
    b->n = 0;
}

/* Keep the slots at most half full. */
static bool reserve(struct bag *b, size_t entries)
{
    size_t slots = b->slots ? b->slots : 1024;

    while (slots / 2 < entries)
        slots *= 2;
    if (!GROW(b->entry, entries, b->capacity))
        return false;
    if (slots == b->slots)
        return true;
    uint32_t *slot = mem_zero(slots, sizeof *slot);
    if (!slot)
        return false;
    free(b->slot);
    b->slot = slot;
    b->slots = slots;
    for (size_t i = 0; i < b->n; i++) {
        const size_t at = slot_of(b, b->entry[i].feature);
        b->entry[i].slot = (uint32_t)at;
        b->slot[at] = (uint32_t)i + 1;
    }
    return true;
}

/* The entry of a feature, new with a count of 0; there is room for it. */
static struct entry *entry_of(struct bag *b, uint64_t feature)
{
    const size_t at = slot_of(b, feature);

    if (!b->slot[at]) {
        b->entry[b->n++] = (struct entry){feature, 0, (uint32_t)at};
        b->slot[at] = (uint32_t)b->n;
    }
    return &b->entry[b->slot[at] - 1];
}

bool bag_add(struct bag *b, const struct occurrence *found, size_t n)
{
    if (!reserve(b, b->n + n))
        return false;
    for (size_t i = 0; i < n; i++)
        entry_of(b, found[i].feature)->count++;
    return true;
}

bool bag_fill(struct bag *b, struct extractor *x, struct str text,
              struct tenor_error *err)
{
    bool last;

    bag_reset(b);
    if (!extractor_begin(x, text, err))
        return false;
    do {
        if (!extractor_next(x, &last, err))
            return false;
        if (x->settings.target && x->placed.targets == 0)
            continue;
        if (!bag_add(b, x->found, x->nfound))
            return fail_memory(err, "the features of a text");
    } while (!last);
    return true;
}

void bag_scale(const struct bag *b, double scale[FEATURE_FAMILIES])
{
    uint64_t occurrences[FEATURE_FAMILIES] = {0};

    for (size_t i = 0; i < b->n; i++)
        occurrences[feature_family(b->entry[i].feature)] += b->entry[i].count;
    for (size_t f = 0; f < FEATURE_FAMILIES; f++)
        scale[f] = feature_scale(occurrences[f]);
}

#include "train/labels.h"

#include <stdlib.h>
#include <string.h>

#include "model/wordset.h"

/* The slot of a name, or the free one where it belongs. */
static size_t slot_of(const struct labels *l, struct str name)
{
    size_t i = word_hash(name.s, name.len) & (l->slots - 1);

    while (l->slot[i] && !str_equal(str_of(l->name[l->slot[i] - 1]), name))
        i = (i + 1) & (l->slots - 1);
    return i;
}

static void fill_slots(struct labels *l)
{
    memset(l->slot, 0, l->slots * sizeof *l->slot);
    for (size_t i = 0; i < l->n; i++)
        l->slot[slot_of(l, str_of(l->name[i]))] = (uint32_t)i + 1;
}

/* Keep the slots at most half full. */
static bool reserve(struct labels *l)
{
    if (l->slots / 2 > l->n)
        return true;
    const size_t slots = l->slots ? l->slots * 2 : 16;
    uint32_t *slot = mem_resize(NULL, slots, sizeof *slot);
    if (!slot)
        return false;
    free(l->slot);
    l->slot = slot;
    l->slots = slots;
    fill_slots(l);
    return true;
}

size_t labels_find(const struct labels *l, struct str name)
{
    const uint32_t number = l->slots ? l->slot[slot_of(l, name)] : 0;

    return number ? number - 1 : SIZE_MAX;
}

size_t labels_number(struct labels *l, struct str name)
{
    if (!reserve(l) || !GROW(l->name, l->n + 1, l->capacity))
        return SIZE_MAX;
    const size_t at = slot_of(l, name);
    if (l->slot[at])
        return l->slot[at] - 1;
    l->name[l->n] = mem_string(name);
    if (!l->name[l->n])
        return SIZE_MAX;
    l->slot[at] = (uint32_t)++l->n;
    return l->n - 1;
}

struct ranked {
    char *name;
    size_t number;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct ranked *)a)->name,
                  ((const struct ranked *)b)->name);
}

bool labels_sort(struct labels *l, uint32_t *rank)
{
    struct ranked *all = mem_resize(NULL, l->n, sizeof *all);

    if (!all)
        return false;
    for (size_t i = 0; i < l->n; i++)
        all[i] = (struct ranked){l->name[i], i};
    if (l->n)
        qsort(all, l->n, sizeof *all, by_name);
    for (size_t i = 0; i < l->n; i++) {
        rank[all[i].number] = (uint32_t)i;
        l->name[i] = all[i].name;
    }
    free(all);
    if (l->n)
        fill_slots(l);
    return true;
}

void labels_release(struct labels *l)
{
    for (size_t i = 0; i < l->n; i++)
        free(l->name[i]);
    free(l->name);
    free(l->slot);
    *l = (struct labels){0};
}

#include "model/met.h"

#include <stdlib.h>
#include <string.h>

#include "model/base.h"

#define SLOTS_MIN 512
/* A set that has grown to no more than this keeps its size, so that texts of
 * one long sentence do not make it grow again and again. */
#define SLOTS_KEPT 4096

void met_init(struct met *m, bool counts)
{
    *m = (struct met){.counts = counts};
}

void met_release(struct met *m)
{
    free(m->slot);
    free(m->count);
    free(m->used);
    *m = (struct met){0};
}

/* Slots for so many rows: at most half of them will be used. */
static size_t slots_for(size_t rows)
{
    size_t slots = SLOTS_MIN;

    while (slots / 2 < rows)
        slots *= 2;
    return slots;
}

/* New slots, all free, with the used ones of before in them. */
static bool allocate(struct met *m, size_t slots)
{
    const struct met old = *m;
    struct met_slot *slot = mem_zero(slots, sizeof *slot);
    struct met_count *count = m->counts ? mem_zero(slots, sizeof *count) : NULL;

    if (!slot || (m->counts && !count) ||
        !GROW(m->used, slots / 2 + 1, m->used_capacity)) {
        free(slot);
        free(count);
        return false;
    }
    m->slot = slot;
    m->count = count;
    m->slots = m->capacity = slots;
    for (size_t i = 0; i < m->n_used; i++) {
        const struct met_slot *s = &old.slot[m->used[i]];
        const size_t at = met_find(m, s->row - 1);
        m->slot[at] = *s;
        if (m->counts)
            m->count[at] = old.count[m->used[i]];
        m->used[i] = (uint32_t)at;
    }
    free(old.slot);
    free(old.count);
    return true;
}

bool met_begin(struct met *m, size_t rows)
{
    size_t slots = slots_for(rows);

    if (slots < m->capacity && m->capacity <= SLOTS_KEPT)
        slots = m->capacity;
    for (size_t i = 0; i < m->n_used; i++)
        m->slot[m->used[i]] = (struct met_slot){0, 0};
    m->n_used = 0;
    m->sentence = 0;
    m->slots = slots;
    return slots <= m->capacity || allocate(m, slots);
}

bool met_sentence(struct met *m, size_t rows)
{
    const size_t slots = slots_for(m->n_used + rows);

    m->sentence++;
    return slots <= m->slots || allocate(m, slots);
}

#include "model/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "model/wordset.h"

#define SLOTS_MIN 1024
#define LINE 64 /* bytes of the cache */

/* Entries of more than half a line begin with one. */
static size_t stride_of(size_t bytes)
{
    const size_t unit = bytes > LINE / 2 ? LINE : sizeof(uint64_t);

    return (bytes + unit - 1) / unit * unit;
}

bool lexicon_init(struct lexicon *l, size_t extra)
{
    *l = (struct lexicon){.stride = stride_of(sizeof(struct lexeme) + extra),
                          .slot = mem_zero(SLOTS_MIN, sizeof *l->slot),
                          .slots = SLOTS_MIN,
                          .shift = 64 - 10};
    return l->slot != NULL;
}

void lexicon_release(struct lexicon *l)
{
    free(l->block);
    free(l->slot);
    *l = (struct lexicon){0};
}

void lexicon_trim(struct lexicon *l)
{
    if (l->n <= LEXICON_MAX)
        return;
    memset(l->slot, 0, l->slots * sizeof *l->slot);
    l->n = 0;
}

struct lexicon_key lexicon_key_of(struct str token, uint64_t sign)
{
    struct lexicon_key k = {{0, 0}};

    if (token.len > sizeof k.part) {
        k.part[0] = word_hash(token.s, token.len);
        k.part[1] = LEXICON_LONG;
    } else {
        memcpy(k.part, token.s, token.len);
    }
    k.part[0] ^= sign;
    return k;
}

/* ---- slots: open addressing, at most half full -------------------------- */

static bool grow_slots(struct lexicon *l)
{
    const size_t slots = l->slots * 2;
    uint32_t *slot = mem_zero(slots, sizeof *slot);

    if (!slot)
        return false;
    free(l->slot);
    l->slot = slot;
    l->slots = slots;
    l->shift--;
    for (size_t i = 0; i < l->n; i++) {
        size_t at = lexicon_slot(l, &lexicon_at(l, i)->key);
        while (slot[at])
            at = (at + 1) & (slots - 1);
        slot[at] = (uint32_t)i + 1;
    }
    return true;
}

static bool grow_entries(struct lexicon *l)
{
    const size_t capacity = l->capacity ? l->capacity * 2 : 256;
    char *block = mem_resize(NULL, capacity + LINE / l->stride + 1, l->stride);

    if (!block)
        return false;
    char *entry = block + (LINE - (uintptr_t)block % LINE) % LINE;
    if (l->n)
        memcpy(entry, l->entry, l->n * l->stride);
    free(l->block);
    l->block = block;
    l->entry = entry;
    l->capacity = capacity;
    return true;
}

/* Room for one more entry. */
static bool reserve(struct lexicon *l)
{
    return (l->n < l->capacity || grow_entries(l)) &&
           (l->n + 1 < l->slots / 2 || grow_slots(l));
}

size_t lexicon_add(struct lexicon *l, const struct lexicon_key *key)
{
    if (!reserve(l))
        return SIZE_MAX;
    struct lexeme *e = lexicon_at(l, l->n);
    memset(e, 0, l->stride);
    e->key = *key;
    l->slot[lexicon_search(l, key)] = (uint32_t)++l->n;
    return l->n - 1;
}

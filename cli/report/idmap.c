#include "cli/report/idmap.h"

#include <stdlib.h>

/* Where a hash is, or would be. */
static size_t find(const struct idmap *m, uint64_t hash)
{
    size_t at = hash & (m->slots - 1);

    while (m->value[at] && m->key[at] != hash)
        at = (at + 1) & (m->slots - 1);
    return at;
}

static bool grow(struct idmap *m)
{
    const size_t slots = m->slots ? 2 * m->slots : 256;
    struct idmap new = {mem_zero(slots, sizeof *new.key),
                        mem_zero(slots, sizeof *new.value), m->n, slots};

    if (!new.key || !new.value) {
        idmap_release(&new);
        return false;
    }
    for (size_t i = 0; i < m->slots; i++) {
        if (m->value[i] == 0)
            continue;
        const size_t at = find(&new, m->key[i]);
        new.key[at] = m->key[i];
        new.value[at] = m->value[i];
    }
    idmap_release(m);
    *m = new;
    return true;
}

uint32_t *idmap_at(struct idmap *m, uint64_t hash)
{
    if (2 * (m->n + 1) > m->slots && !grow(m))
        return NULL;
    const size_t at = find(m, hash);
    if (m->value[at] == 0) {
        m->key[at] = hash;
        m->n++;
    }
    return &m->value[at];
}

uint32_t idmap_find(const struct idmap *m, uint64_t hash)
{
    return m->slots ? m->value[find(m, hash)] : 0;
}

void idmap_clear(struct idmap *m)
{
    if (m->slots)
        memset(m->value, 0, m->slots * sizeof *m->value);
    m->n = 0;
}

void idmap_release(struct idmap *m)
{
    free(m->key);
    free(m->value);
    *m = (struct idmap){0};
}

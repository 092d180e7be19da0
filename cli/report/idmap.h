/* A number for each 64-bit hash (model/wordset.h: the identity of words). Open
 * addressing; one thread. */
#ifndef TENOR_CLI_REPORT_IDMAP_H
#define TENOR_CLI_REPORT_IDMAP_H

#include "model/base.h"

/* Zero it to start. */
struct idmap {
    uint64_t *key;   /* [slots] */
    uint32_t *value; /* [slots] 0 where free */
    size_t n, slots;
};

/* The number of a hash, to be set, not to 0, where it is 0: the hash is new
 * then. Valid until the next call; NULL when memory ran out. */
uint32_t *idmap_at(struct idmap *m, uint64_t hash);

/* The number of a hash, or 0. */
uint32_t idmap_find(const struct idmap *m, uint64_t hash);

/* Forget all, but not the memory. */
void idmap_clear(struct idmap *m);

void idmap_release(struct idmap *m);

#endif

/* How much memory training may take, and where the rest goes.
 *
 * What is bounded are the texts and what is made of them, feature by feature:
 * what grows with the bytes of a corpus. A few numbers for each document stay
 * in memory whatever the limit. Each share below is what one kind of thing may
 * hold; they do not all exist at the same time. */
#ifndef TENOR_TRAIN_MEMORY_H
#define TENOR_TRAIN_MEMORY_H

#include "model/base.h"

struct memory {
    uint64_t limit;     /* bytes; 0: none */
    const char *folder; /* of temporary files; borrowed */
};

/* Whether so many bytes are more than one of the shares. */
static inline bool memory_exceeds(const struct memory *m, uint64_t bytes,
                                  unsigned share)
{
    return m->limit && bytes > m->limit / share;
}

/* Shares: the limit divided by these. Elements are those of documents before
 * their features have numbers; a block is what a solver visits before it goes
 * on. */
#define MEMORY_TEXTS 4
#define MEMORY_ELEMENTS 2
#define MEMORY_VECTORS 4
#define MEMORY_BLOCK 16

/* Features for which half of the limit is enough once they are packed, where
 * each needs its hash, its document count, its weights and its places in
 * tables. With machines one behind the other it is enough for them too. */
#define MEMORY_FEATURE 56
static inline uint64_t memory_features(const struct memory *m, size_t labels)
{
    const uint64_t machines = labels > 2 ? labels : 1;

    return m->limit / 2 / (MEMORY_FEATURE + machines * sizeof(double));
}

/* Threads that a third of the limit is enough for, at least one, where each
 * needs so many bytes. */
static inline size_t memory_threads(const struct memory *m, uint64_t bytes,
                                    size_t threads)
{
    const uint64_t room = m->limit / 3 / (bytes ? bytes : 1);

    if (!m->limit || room >= threads)
        return threads;
    return room ? (size_t)room : 1;
}

/* Memory that this process may use: of the machine, or less where a control
 * group has less. 0 when it cannot be told. */
uint64_t memory_available(void);

#endif

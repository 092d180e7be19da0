/* The order in which a solver visits documents that are not all in memory.
 *
 * Documents that lie together form runs, large enough to be read from a disk in
 * one go. In each epoch runs are dealt to blocks at random; a block is what
 * there is memory for, and its documents are visited in random order, several
 * times (Yu, Hsieh, Chang & Lin 2010, "block minimization", where the blocks
 * stay as they are). New blocks each time, of runs from everywhere, are what
 * makes this converge for corpora in order of their labels. */
#ifndef TENOR_TRAIN_BLOCKS_H
#define TENOR_TRAIN_BLOCKS_H

#include "train/solver.h"

struct run {
    uint32_t begin, n; /* positions in problem.document */
    uint64_t elements;
};

struct blocks {
    const struct binary_problem *p;
    struct run *run; /* [runs] */
    size_t runs, capacity;
    size_t next; /* run that is in no block of the epoch */
};

/* Runs for p->vectors->block; to be released in any case. TENOR_ENOMEM. */
bool blocks_init(struct blocks *b, const struct binary_problem *p,
                 struct tenor_error *err);
void blocks_release(struct blocks *b);

/* Begin an epoch. */
void blocks_shuffle(struct blocks *b, uint64_t *sequence);

/* The positions of the next block that do not rest, into position [p->n], in
 * order; how many into *n. False when the epoch has no further block.
 *
 *   rest [p->n]  positions that are not to be visited */
bool blocks_next(struct blocks *b, const bool *rest, uint32_t *position,
                 size_t *n);

#endif

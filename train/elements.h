/* Documents as elements, before their features have numbers: the first half of
 * building vectors.
 *
 * The features of a document are dealt to shards by bits of their hash, so that
 * each shard can be numbered by itself, with a dictionary of its own that is
 * small (radix partitioning, as in Manegold, Boncz & Kersten 2002 for joins).
 * Where the elements are more than documents->memory lets them be, further
 * blocks of them go to a temporary file.
 *
 * An element is a word of 64 bits: the feature's hash with the bits of its
 * shard, which are the same for all elements of the shard, replaced by the
 * count in the document. */
#ifndef TENOR_TRAIN_ELEMENTS_H
#define TENOR_TRAIN_ELEMENTS_H

#include "train/spill.h"
#include "train/vectors.h"

#define SHARD_BITS 6
#define SHARDS ((size_t)1 << SHARD_BITS)

/* Counts from here on stand in a list of their own. */
#define ELEMENT_LARGE ((1u << SHARD_BITS) - 1)

/* Some documents, one behind the other. */
struct element_block {
    size_t first, documents;
    size_t n;                 /* elements */
    uint64_t *element;        /* [n] shard by shard, documents in order */
    uint8_t *shard;           /* [n] of each element, document by document, in
                                 the order in which their bags have them */
    size_t begin[SHARDS + 1]; /* of each shard in element */
    uint32_t *large;          /* [larges] large counts, in the order of shard */
    size_t larges;
    uint64_t at; /* in the temporary file */
    bool spilled;
};

struct elements {
    size_t N;
    uint64_t n;                  /* of all blocks */
    struct element_block *block; /* [blocks] */
    size_t blocks;
    uint32_t *length;                  /* [N] elements of each document */
    double (*scale)[FEATURE_FAMILIES]; /* [N] factors, as from bag_scale */
    struct spill spill;
};

/* Fill e from documents as vectors_build has them; to be released in any case.
 * TENOR_ENOMEM, TENOR_ELIMIT, TENOR_EIO. */
bool elements_fill(struct elements *e, const struct documents *d,
                   const uint32_t *which, size_t n, const struct view *view,
                   size_t threads, struct tenor_error *err);

/* One block is not needed any more, or none. */
void elements_drop(struct element_block *b);
void elements_release(struct elements *e);

static inline uint64_t element_feature(uint64_t element, size_t shard)
{
    return element >> SHARD_BITS | (uint64_t)shard << (64 - SHARD_BITS);
}

#endif

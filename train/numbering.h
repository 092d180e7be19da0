/* Elements get the numbers of their features: the second half of building
 * vectors.
 *
 * Shards are numbered side by side, each in order of first appearance, and lose
 * their rare features. Then each first appearance gets its number among all,
 * in the order of documents, so that neither shards nor threads show in the
 * result. */
#ifndef TENOR_TRAIN_NUMBERING_H
#define TENOR_TRAIN_NUMBERING_H

#include "train/elements.h"

struct numbering {
    size_t F;
    size_t base[SHARDS + 1]; /* features of the shards before */
    uint32_t *number;        /* [F] of the features of the shards, one shard
                                behind the other */
    uint64_t *feature;       /* [F] by number */
    uint32_t *df;            /* [F] by number; documents that have it */
    uint32_t min_df;         /* fewest documents of a feature that was kept */
};

/* What an element becomes: above, the number of its feature within the shard,
 * in the low bits the count as before. */
#define NUMBERED_SHIFT 32
#define NUMBERED_FIRST ((uint64_t)1 << 31)  /* of its feature */
#define NUMBERED_FAMILY ((uint64_t)1 << 30) /* 1, not 0 */
#define NUMBERED_DROPPED ((uint64_t)1 << 29) /* the rest is as it was */

/* Number the elements in place, without features of fewer than min_df
 * documents. Where more than `most` features would be left, min_df rises until
 * they are not; 0: no limit. n to be released in any case. kept [N] is written:
 * elements that are left of each document. TENOR_ENOMEM, TENOR_ELIMIT. */
bool numbering_make(struct numbering *n, struct elements *e, uint32_t min_df,
                    uint64_t most, uint64_t *kept, size_t threads,
                    struct tenor_error *err);
void numbering_release(struct numbering *n);

#endif

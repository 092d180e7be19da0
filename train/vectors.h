/* Documents as sparse vectors: what the solvers train on.
 *
 * Features are numbered in order of first appearance, so that frequent ones
 * have small numbers and lie together in memory. The value of a feature is
 * feature_value(count) / norm of its family in the document: no other
 * document has a part in it, and folds share one matrix.
 *
 * Vectors of more bytes than d->memory lets them have lie in a temporary file
 * that is mapped, to be looked at in order of documents. */
#ifndef TENOR_TRAIN_VECTORS_H
#define TENOR_TRAIN_VECTORS_H

#include "model/base.h"
#include "model/feature.h"
#include "model/wordset.h"
#include "train/documents.h"
#include "train/spill.h"

struct embedding;
struct opinion;

struct vectors {
    size_t N;          /* documents */
    size_t F;          /* features */
    size_t own;        /* of these, of the texts: behind them are sums of
                          word vectors (embedding.h), and last */
    size_t opinions;   /* so many, what other models say (opinion.h) */
    uint64_t *start;   /* [N + 1] first element of each document */
    uint32_t *id;      /* [elements] feature numbers, ascending in a doc */
    float *value;      /* [elements] */
    uint64_t *feature; /* [F] */
    uint32_t *df;      /* [F] documents that have it */
    uint32_t min_df;   /* fewest documents of a feature that was kept: more than
                          asked for where memory had no room for others */
    uint64_t block;    /* elements to visit together, as there is no memory for
                          all; 0: there is */
    struct spill ids, values; /* what id and value lie in then */
};

/* How documents are looked at. */
struct view {
    struct feature_settings features;
    const struct wordset *stops; /* borrowed; NULL: none */
    uint32_t min_df;             /* drop features of fewer documents */
    const struct embedding *embedding; /* borrowed; NULL: none */
    const struct opinion *opinion;     /* likewise */
};

/* Build the vectors of documents which[0 .. n - 1], in that order; which NULL:
 * of all, and n is ignored. The number of threads does not change the result.
 * On success v is to be released. TENOR_ENOMEM, TENOR_ELIMIT, TENOR_EIO. */
bool vectors_build(struct vectors *v, const struct documents *d,
                   const uint32_t *which, size_t n, const struct view *view,
                   size_t threads, struct tenor_error *err);

void vectors_release(struct vectors *v);

#endif

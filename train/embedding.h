/* What words have in common: a vector for each word, from the words that stand
 * around it in texts without labels.
 *
 * Words that occur in like company get like vectors (Levy, Goldberg & Dagan
 * 2015): of the matrix of positive pointwise mutual information within
 * EMBEDDING_WINDOW words of a sentence, its EMBEDDING_DIM largest eigenvectors,
 * by subspace iteration. Training adds to each document the sums of the vectors
 * of its words, as further features, one sum for each place that words have
 * beside a target; and when it ends, what these features weigh is folded into
 * the weights of the words. So words that no labelled text has get weights from
 * those that are like them, a model holds nothing but weights, and the evidence
 * adds up as ever. */
#ifndef TENOR_TRAIN_EMBEDDING_H
#define TENOR_TRAIN_EMBEDDING_H

#include "train/vectors.h"

#define EMBEDDING_WORDS 12000 /* the most frequent, of */
#define EMBEDDING_COUNT_MIN 4 /* and more occurrences */
#define EMBEDDING_DIM 100
#define EMBEDDING_WINDOW 2

struct source;
struct train_request;
struct fitted;

struct embedding {
    size_t n;
    size_t places;  /* 1, or with targets 5: anywhere, and four beside it */
    uint64_t *stem; /* [n] */
    float *vector;  /* [n][EMBEDDING_DIM] of length 1 */
    struct source *source; /* [sources] of the texts */
    size_t sources;
};

/* From the texts of the request, of which there may be none: n is 0 then. The
 * same on any number of threads. To be released in any case. TENOR_ENOMEM,
 * errors of the corpora. */
bool embedding_make(struct embedding *e, const struct train_request *r,
                    struct tenor_error *err);
void embedding_release(struct embedding *e);

/* Add the sums to the vectors of documents: features from v->own on. Nothing if
 * e is NULL or empty. TENOR_ENOMEM; TENOR_ELIMIT for vectors in files. */
bool embedding_extend(const struct embedding *e, struct vectors *v,
                      struct tenor_error *err);

/* Fold what the sums weigh into the features of words, of which v gets those
 * that it lacks, and drop the sums. TENOR_ENOMEM.
 *
 *   f [n]  fitted on v, of linear kernels */
bool embedding_fold(const struct embedding *e, struct vectors *v,
                    struct fitted *const *f, size_t n, struct tenor_error *err);

#endif

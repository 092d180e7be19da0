/* Documents as sparse vectors: what the solvers train on.
 *
 * Features are numbered in order of first appearance, so that frequent ones
 * have small numbers and lie together in memory. The value of a feature is
 * feature_value(count) / norm of its family in the document: no other
 * document has a part in it, and folds share one matrix. */
#ifndef TENOR_TRAIN_VECTORS_H
#define TENOR_TRAIN_VECTORS_H

#include "model/bag.h"
#include "model/base.h"
#include "model/feature.h"
#include "train/labels.h"

struct vectors {
    size_t N;           /* documents */
    size_t F;           /* features */
    size_t words;       /* in all documents */
    uint64_t *start;    /* [N + 1] first element of each document */
    uint32_t *id;       /* [elements] feature numbers, ascending in a doc */
    float *value;       /* [elements] */
    uint32_t *label;    /* [N] */
    uint64_t *text;     /* [N] hash of the text: equal texts, equal hashes */
    uint64_t *feature;  /* [F] */
    uint32_t *df;       /* [F] documents that have it */
    uint64_t *name;     /* [F] place in names, for words; else NO_NAME */
    struct buffer names; /* first surface form of each word, with a NUL */
    struct labels labels;
    /* growing */
    size_t start_capacity, id_capacity, value_capacity, label_capacity,
        text_capacity, feature_capacity, df_capacity, name_capacity;
    struct extractor extractor;
    const struct wordset *stops;
    struct bag bag;
    uint32_t *slot; /* [slots] feature number + 1 */
    size_t slots;
};

#define NO_NAME UINT64_MAX

/* Begin with no documents. stops is borrowed. TENOR_ENOMEM. */
bool vectors_init(struct vectors *v, const struct feature_settings *f,
                  const struct wordset *stops, struct tenor_error *err);

/* Append a document. TENOR_ENOMEM, TENOR_ELIMIT. */
bool vectors_add(struct vectors *v, struct str label, struct str text,
                 struct tenor_error *err);

/* Forget the character n-grams of all documents, and look for no more. False
 * when memory ran out. */
bool vectors_drop_characters(struct vectors *v);

/* No more documents: order the labels, drop features that fewer than
 * min_df documents have, free what only adding needs. */
bool vectors_finish(struct vectors *v, uint32_t min_df,
                    struct tenor_error *err);

void vectors_release(struct vectors *v);

#endif

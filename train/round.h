/* One way of one repeat of a rehearsal (rehearsal.h): batch after batch is
 * labelled, a model is trained, and it is measured. */
#ifndef TENOR_TRAIN_ROUND_H
#define TENOR_TRAIN_ROUND_H

#include "train/alike.h"
#include "train/saving.h"
#include "train/train.h"

enum { LABELLED, UNLABELLED }; /* as folds: the second is left out */

/* What all repeats share; read-only while they run. */
struct stage {
    const struct documents *documents;
    const struct vectors *vectors;
    struct train_settings settings; /* for one thread */
    struct labelling y;
    const uint32_t *pool; /* [pooled] documents to choose from, */
    const uint32_t *test; /* [measured] and to measure on */
    size_t pooled, measured, batch, points;
    const float *square; /* [elements] of the vectors: see choosing.h */
};

/* Run one: hit [points][measured] is written. The result depends on the
 * arguments alone. TENOR_ENOMEM, TENOR_ESOLVER. */
bool round_run(const struct stage *s, enum way way, uint64_t seed, uint8_t *hit,
               struct tenor_error *err);

#endif

/* What choosing texts would have saved: a corpus whose labels are known is
 * labelled once more, in rounds.
 *
 * Both ways begin with the same batch, drawn at random. From there on one draws
 * at random, and the other trains on what it has, and chooses (choosing.h) the
 * next batch by what the model says of the rest. After each batch models of
 * both are measured on documents that neither can choose. Settings are those
 * given: there is no search, and they are the same for both ways. */
#ifndef TENOR_TRAIN_REHEARSAL_H
#define TENOR_TRAIN_REHEARSAL_H

#include "train/saving.h"
#include "train/train.h"

/* Without documents to measure on, one of so many is held out. */
#define REHEARSAL_HELD_OUT 5

struct rehearsal_request {
    const struct train_request *train;
    bool tested; /* its last corpus is to be measured on */
    size_t batch, budget, repeats;
};

struct rehearsal {
    struct trained all;
    size_t pool, measured; /* documents */
    struct saving saving;
};

/* Rehearse with the labels of the pool as far as they go, `budget` at most.
 * What happens is told through the request. Intervals of 95 % are from the
 * bootstrap over repeats and what is measured on. w is zeroed before, and to be
 * released in any case. Errors as train_corpora; TENOR_EDATA for documents with
 * several labels, or too few of them. Any number of threads gives the same
 * result. */
bool rehearsal_run(const struct rehearsal_request *r, struct rehearsal *w,
                   struct tenor_error *err);
void rehearsal_release(struct rehearsal *w);

#endif

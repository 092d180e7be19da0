/* Documents counted by true and guessed label, and the figures that follow
 * from these counts alone. Refilled for each bootstrap sample. */
#ifndef TENOR_TRAIN_TALLY_H
#define TENOR_TRAIN_TALLY_H

#include "model/base.h"

struct tally {
    size_t documents, labels;
    size_t *support;   /* [labels] documents with the label */
    size_t *predicted; /* [labels] documents given the label */
    size_t *correct;   /* [labels] documents with and given the label */
};

/* All counts 0. False when memory ran out. */
bool tally_init(struct tally *t, size_t labels);
void tally_release(struct tally *t);

/* All counts 0 again. */
void tally_reset(struct tally *t);

static inline void tally_add(struct tally *t, uint32_t label, uint32_t guess)
{
    t->documents++;
    t->support[label]++;
    t->predicted[guess]++;
    t->correct[label] += label == guess;
}

/* part / whole; 0 where whole is 0. */
double tally_ratio(size_t part, size_t whole);

/* Share of documents given their label. */
double tally_accuracy(const struct tally *t);

/* Mean share, over the labels that occur, of documents given their label. */
double tally_balanced_accuracy(const struct tally *t);

/* F1 of label k: the harmonic mean of precision and recall; 0 where both are
 * 0. */
double tally_f1(const struct tally *t, size_t k);

/* Mean F1 of the labels that occur or were guessed. */
double tally_macro_f1(const struct tally *t);

/* Matthews correlation of true and guessed labels, -1 to 1:
 *
 *     (c s - sum t_k p_k) / sqrt((s^2 - sum p_k^2) (s^2 - sum t_k^2))
 *
 * with c correct of s documents, t_k with and p_k given label k; 0 where it is
 * undefined, as all true or all guessed labels are one.
 * Source: R_K of Gorodkin 2004; with two labels Matthews 1975. */
double tally_mcc(const struct tally *t);

#endif

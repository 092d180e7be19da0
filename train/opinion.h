/* What other models say of documents, as further features: a second opinion.
 *
 * For each label of each axis that judges whole texts or sentences, the
 * logarithm of its probability, shifted and scaled to a mean of 0 and a
 * variance of 1; of two labels the second alone. What an opinion is worth is
 * for the machines to learn, so that the labels of the other model need not be
 * those of the documents (stacked generalisation: Wolpert 1992). A model that
 * was trained on the documents is no second opinion. */
#ifndef TENOR_TRAIN_OPINION_H
#define TENOR_TRAIN_OPINION_H

#include "train/vectors.h"

struct opinion {
    size_t n;     /* features a document */
    float *value; /* [N][n] */
};

/* How many features a model gives: none if all of its axes are about titles, or
 * it judges the tone toward targets. */
size_t opinion_features(const struct tenor_model *m);

/* Ask so many models. o is zeroed before, and to be released in any case. The
 * number of threads does not change the result. TENOR_ENOMEM, TENOR_ELIMIT. */
bool opinion_ask(struct opinion *o, struct tenor_model *const *model,
                 size_t models, const struct documents *d, size_t threads,
                 struct tenor_error *err);
void opinion_release(struct opinion *o);

/* Add those of documents which[0 .. v->N - 1], or with NULL of all, behind the
 * features of their vectors. Nothing if o is NULL or empty. TENOR_ENOMEM;
 * TENOR_ELIMIT for vectors in files. */
bool opinion_extend(const struct opinion *o, const uint32_t *which,
                    struct vectors *v, struct tenor_error *err);

#endif

/* What multiplies a feature's value before the solver sees it.
 *
 * A multiplier depends on the feature, or the feature and the class, but not
 * on the document; so it folds into the weight of a linear model.
 *
 *   none  1
 *   idf   ln((1 + N) / (1 + df)) + 1, over all N documents of training, the
 *         smoothed form of Sparck Jones 1972 that scikit-learn uses
 *   nb    |ln((p / |p|) / (q / |q|))|, p and q the numbers of documents of the
 *         class and of the others that have the feature, each plus 1 (Wang &
 *         Manning 2012, "NBSVM"). The sign is left to the solver: it does not
 *         change the solution.
 *
 * All multipliers of a problem are then scaled together so that its documents
 * have a squared norm of 1 in the mean, by importance: C, and the gamma of a
 * kernel, mean the same whatever the weighting. Features that no document of
 * the problem has get 0. */
#ifndef TENOR_TRAIN_WEIGHTING_H
#define TENOR_TRAIN_WEIGHTING_H

#include "train/solver.h"
#include "train/vectors.h"

enum weighting { WEIGHTING_NONE, WEIGHTING_IDF, WEIGHTING_NB };

/* "none", "idf", "nb"; -1 for another name. */
const char *weighting_name(enum weighting w);
int weighting_by_name(const char *name);

/* Fill multiplier [F], from the documents of p and their classes alone where
 * classes count; those of character n-grams are multiplied by `characters`.
 * TENOR_ENOMEM. */
bool weighting_fill(enum weighting w, double characters,
                    const struct binary_problem *p, float *multiplier,
                    struct tenor_error *err);

/* The multiplier of one feature before it is scaled: count and total are of the
 * two classes, for nb alone: documents that have the feature; all elements of
 * documents, and one for each feature. */
float weighting_of(enum weighting w, double characters, const struct vectors *v,
                   size_t f, const double count[2], const double total[2]);

#endif

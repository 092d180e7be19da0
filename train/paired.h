/* Two models on the same documents: is the second better, or worse, than
 * chance explains? Pure functions of predictions. */
#ifndef TENOR_TRAIN_PAIRED_H
#define TENOR_TRAIN_PAIRED_H

#include "train/metrics.h"

/* A figure of both models. */
struct pair {
    double a, b;
    struct interval difference; /* b - a */
};

struct paired {
    size_t documents;
    struct pair accuracy, macro_f1;
    size_t right_to_wrong; /* a right, b wrong */
    size_t wrong_to_right;
    size_t wrong_to_wrong; /* both wrong, with different guesses */
    double p;              /* of McNemar's test, see below */
    bool worse; /* b, significantly: p < alpha with fewer right, or the
                   interval of the macro-F1 difference lies below 0 */
};

/* Compare n > 0 predictions of each of two models; a[i] and b[i] are of one
 * document and have one label.
 *
 *   alpha    level of significance, above 0, below 1
 *   samples  > 0; each draws documents, and with them both predictions
 *
 * Intervals hold 1 - alpha of the samples (paired bootstrap: Efron &
 * Tibshirani 1993; Koehn 2004). With less than a few dozen documents they are
 * too narrow. TENOR_ENOMEM. */
bool paired_compare(const struct prediction *a, const struct prediction *b,
                    size_t n, size_t labels, double alpha, size_t samples,
                    uint64_t seed, struct paired *out, struct tenor_error *err);

/* McNemar's test, exact and two-sided: the probability that documents on which
 * just one of two equal models is right part at least as unevenly as
 * right_to_wrong : wrong_to_right, that is min(1, 2 P(X <= min of the two))
 * for X binomial of their sum and 1/2. 1 where there are none.
 * Source: McNemar 1947; Dietterich 1998 for classifiers. */
double paired_mcnemar(size_t right_to_wrong, size_t wrong_to_right);

#endif

/* How often words stand near each other: the matrix that word vectors are from.
 *
 * Two words w words apart, of a sentence, count 1 / w (Pennington, Socher &
 * Manning 2014). An element is the pointwise mutual information
 *
 *     ln n_ij - 7/8 ln s_i - 7/8 ln s_j + ln sum_k s_k^(3/4)
 *
 * where it is above 0; n_ij counts, s_i sums up its row. It is the mean of the
 * two that smoothing the context by 3/4 gives (Levy, Goldberg & Dagan 2015),
 * and so symmetric. */
#ifndef TENOR_TRAIN_COOCCURRENCE_H
#define TENOR_TRAIN_COOCCURRENCE_H

#include "train/eigen.h"

#define COOCCURRENCE_NONE UINT32_MAX      /* a word without a number */
#define COOCCURRENCE_END (UINT32_MAX - 1) /* of a sentence */

struct cooccurrence {
    struct symmetric matrix; /* [words] points to the others */
    uint64_t *start;
    uint32_t *column;
    float *value;
};

/* Count running words.
 *
 *   word [n]  numbers below `words`, or one of the above
 *   window    the largest distance
 *
 * To be released in any case. TENOR_ENOMEM. */
bool cooccurrence_make(struct cooccurrence *c, size_t words,
                       const uint32_t *word, size_t n, size_t window,
                       struct tenor_error *err);
void cooccurrence_release(struct cooccurrence *c);

#endif

/* Which labels are probably wrong: confident learning (Northcutt, Jiang &
 * Chuang 2021), on probabilities from models that have not seen the document.
 *
 * The threshold of a label is the mean probability that documents with it give
 * it. A document whose probability of another label reaches that one's
 * threshold disagrees with its label, confidently: it is a suspect. The label
 * suggested is the most probable of those.
 *
 * Suspects are ranked by the probability of the label that they have, the
 * least first, which is the order in which a flipped label is the more likely
 * when every label is flipped to every other one alike. Pure functions. */
#ifndef TENOR_TRAIN_SUSPECTS_H
#define TENOR_TRAIN_SUSPECTS_H

#include "model/base.h"

struct suspect {
    uint32_t document, suggested;
    double confidence; /* 1 - probability of the label that it has */
};

struct suspects {
    struct suspect *item; /* [n] the worst first; equal ones in order of
                             documents */
    size_t n, capacity;
};

/* Find the suspects among N documents.
 *
 *   p     [N][K]  rows add up to 1
 *   label [N]     below K
 *
 * s is zeroed before, and to be released in any case. TENOR_ENOMEM. */
bool suspects_find(const double *p, const uint32_t *label, size_t N, size_t K,
                   struct suspects *s, struct tenor_error *err);
void suspects_release(struct suspects *s);

#endif

/* How many labels choosing needs for what random choice reaches with all of a
 * budget: figures of a rehearsal (rehearsal.h). Pure functions. */
#ifndef TENOR_TRAIN_SAVING_H
#define TENOR_TRAIN_SAVING_H

#include "model/base.h"
#include "train/interval.h"

enum way { WAY_RANDOM, WAY_CHOSEN, WAYS };

/* Which texts were labelled right by models with more and more labels. */
struct hits {
    const uint8_t *hit; /* [repeats][WAYS][points][measured] 0 or 1 */
    size_t repeats, points, measured;
    size_t batch; /* labels from one point to the next */
};

struct saving_point {
    size_t labels;
    double random, chosen; /* accuracy, mean of all repeats */
    struct interval gain;  /* chosen - random */
};

struct saving {
    struct saving_point *point; /* [points] by number of labels */
    size_t points;
    bool reached; /* choosing gets to where random choice ends, and stays */
    struct interval needed; /* labels for that; where it is not reached, those
                               of all */
};

/* Measure h, of which nothing is 0. Intervals of 95 % are from the bootstrap
 * over repeats and over texts. To be released. TENOR_ENOMEM. */
bool saving_measure(const struct hits *h, uint64_t seed, struct saving *out,
                    struct tenor_error *err);
void saving_release(struct saving *s);

#endif

/* A sketch made by hand: probabilities are uniform, texts have up to 64 words,
 * and three words have the rates 1/2, 1/8 and 1/64. */
#ifndef TENOR_TESTS_UNIT_SKETCHED_H
#define TENOR_TESTS_UNIT_SKETCHED_H

#include "model/sketch.h"

#define SKETCHED_WORDS 3
#define SKETCHED_LABELS 3 /* at most */
#define SKETCHED_DISTRIBUTIONS (SKETCH_LABEL + SKETCHED_LABELS)

struct sketched {
    struct sketch_numbers is;
    double given[SKETCHED_LABELS];
    uint64_t feature[SKETCHED_WORDS];
    float edge[SKETCHED_DISTRIBUTIONS][SKETCH_STEPS];
    float below[SKETCHED_DISTRIBUTIONS][SKETCH_STEPS];
    uint16_t rate[SKETCHED_WORDS];
    struct sketch sketch;
};

static inline void sketched_fill(struct sketched *s, size_t labels)
{
    *s = (struct sketched){.is = {.documents = 1000.0,
                                  .effective = 900.0,
                                  .read = 900.0,
                                  .words = 32.5,
                                  .unknown = 0.1,
                                  .unknown_error = 0.001,
                                  .refused = 0.01,
                                  .sure = 0.75,
                                  .accuracy = 0.8}};
    for (size_t k = 0; k < labels; k++)
        s->given[k] = 1.0 / (double)labels;
    for (size_t i = 0; i < SKETCHED_WORDS; i++) {
        static const double rate[SKETCHED_WORDS] = {0.5, 0.125, 1.0 / 64.0};
        s->feature[i] = 8 * (i + 1);
        s->rate[i] = sketch_store_rate(rate[i]);
    }
    for (size_t i = 0; i < SKETCH_STEPS; i++) {
        const float up = (float)(i + 1) / SKETCH_STEPS;
        for (size_t d = 0; d < SKETCHED_DISTRIBUTIONS; d++) {
            s->edge[d][i] = d == SKETCH_WORDS_OF              ? (float)(i + 1)
                            : d == SKETCH_SURE && labels == 2 ? 0.5F + up / 2.0F
                                                              : up;
            s->below[d][i] = up;
        }
    }
    s->sketch = (struct sketch){.is = &s->is,
                                .given = s->given,
                                .feature = s->feature,
                                .words = SKETCHED_WORDS,
                                .distributions = sketch_distributions(labels),
                                .edge = s->edge[0],
                                .below = s->below[0],
                                .rate = s->rate,
                                .names = {"one\0two\0three", 14}};
}

#endif

/* `tenor suggest --simulate`: what suggestions would have saved on a corpus
 * whose labels are known. */
#ifndef TENOR_CLI_SUGGEST_SIMULATE_H
#define TENOR_CLI_SUGGEST_SIMULATE_H

#include "cli/training.h"

/* C of the models, which is near the best from a few hundred labels to a few
 * thousand. Weights are idf: those of naive Bayes count labels as they occur,
 * and among suggestions they do not occur as in the pool. */
#define SIMULATE_COST 0.25

#define SIMULATE_REPEATS_MAX 1000

struct simulate_options {
    const char *labelled;
    const char *test; /* measured on; NULL: a part of the labelled */
    size_t batch, budget, repeats;
    bool json;
};

/* Run it; messages are on stderr. Returns the exit status. */
int simulate(const struct verb *v, const struct simulate_options *o,
             const struct training_options *training);

#endif

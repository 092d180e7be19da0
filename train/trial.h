/* Trying settings: how well would a model with them do? */
#ifndef TENOR_TRAIN_TRIAL_H
#define TENOR_TRAIN_TRIAL_H

#include "train/decision.h"
#include "train/crossing.h"
#include "train/vectors.h"

/* What settings are tried on; everything borrowed. */
struct ground {
    const struct documents *documents;
    const struct wordset *stops;
    const struct embedding *embedding; /* or NULL */
    const struct opinion *opinion;     /* likewise */
    const uint32_t *which; /* [N] documents, or NULL: all N */
    size_t N;
    const struct labelling *y; /* [axes] labels of these documents */
    size_t axes;
    size_t criterion_label; /* number of settings.criterion.label */
    const uint8_t *fold;    /* [N] */
    unsigned folds;         /* only the first so many are measured */
};

/* Vectors that several candidates look at. */
struct shared_vectors {
    struct vectors vectors;
    size_t users;
};

/* Settings and what came of them. */
struct candidate {
    struct train_settings settings;
    struct shared_vectors *shared;
    size_t axes;
    double **margin; /* [axes] out of fold, [N][K] */
    float **alpha;   /* [axes] to begin the next solution with */
    double accuracy, macro_f1, worth; /* means over the axes */
};

/* What a candidate is worth that leaves the documents without features: no
 * criterion gives less. */
#define TRIAL_WORTHLESS (-1.0)

/* Try n candidates whose settings are set and whose other members are zero,
 * side by side. from (or NULL) has been tried on the same ground: its vectors
 * are used where they fit, and its solutions to begin with. Afterwards, or on
 * failure, candidates are to be released. TENOR_ENOMEM, TENOR_ESOLVER,
 * TENOR_ELIMIT. */
bool trial_run(const struct ground *g, struct candidate *c, size_t n,
               const struct candidate *from, size_t threads,
               struct tenor_error *err);
void candidate_release(struct candidate *c);

/* The margins and labels of the measured documents of an axis; out->margin and
 * *label are to be freed. TENOR_ENOMEM. */
bool trial_sample(const struct ground *g, const struct candidate *c,
                  size_t axis, struct sample *out, uint32_t **label,
                  struct tenor_error *err);

#endif

/* How to train: every choice that shapes a model. */
#ifndef TENOR_TRAIN_SETTINGS_H
#define TENOR_TRAIN_SETTINGS_H

#include "model/feature.h"
#include "train/solver.h"
#include "train/weighting.h"

enum solver_choice { SOLVER_AUTO, SOLVER_LIBSVM, SOLVER_LIBLINEAR };

/* A corpus of more words than this is rich enough without character n-grams,
 * which would take most of the time and memory. */
#define CHARACTERS_WORDS_MAX 2000000

struct train_settings {
    struct feature_settings features;
    bool limit_characters; /* none beyond CHARACTERS_WORDS_MAX */
    enum weighting weighting;
    enum solver_choice solver;
    enum solver_loss loss;
    struct solver_kernel kernel;
    double C;            /* 0: chosen by cross-validation */
    bool balanced;       /* weigh classes by the inverse of their share */
    uint32_t min_df;     /* drop features of fewer documents */
    size_t max_features; /* keep so many, those with the largest weights */
    unsigned folds;      /* of cross-validation, 2 to 20 */
    uint64_t seed;
    size_t threads; /* no effect on results */
};

/* What `tenor train` does without options. */
struct train_settings train_defaults(void);

/* A message saying what does not fit, or NULL. */
const char *train_settings_check(const struct train_settings *s);

#endif

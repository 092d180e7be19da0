/* How to train: every choice that shapes a model. */
#ifndef TENOR_TRAIN_SETTINGS_H
#define TENOR_TRAIN_SETTINGS_H

#include "model/feature.h"
#include "train/criterion.h"
#include "train/memory.h"
#include "train/solver.h"
#include "train/weighting.h"

enum solver_choice {
    SOLVER_AUTO,
    SOLVER_DUAL,
    SOLVER_LIBSVM,
    SOLVER_LIBLINEAR
};

/* What the search may choose. */
enum choice {
    CHOICE_NGRAMS,     /* longest word n-gram */
    CHOICE_CHARACTERS, /* shortest * 10 + longest character n-gram, or 0 */
    CHOICE_CHARACTER_WEIGHT,
    CHOICE_STEMMING,
    CHOICE_NEGATION,
    CHOICE_STYLE,
    CHOICE_COUNTS, /* 0: binary, 1: 1 + ln tf */
    CHOICE_WEIGHTING,
    CHOICE_MIN_DOCUMENTS,
    CHOICE_BALANCE,
    CHOICE_COST,
    CHOICES
};

/* Texts of more bytes than this together are rich enough without character
 * n-grams, which would take most of the time and memory. */
#define CHARACTERS_BYTES_MAX 12000000

struct train_settings {
    struct feature_settings features;
    enum weighting weighting;
    double character_weight; /* factor on character n-grams, above 0 */
    enum solver_choice solver;
    enum solver_loss loss;
    struct solver_kernel kernel;
    double C;            /* cost of errors, above 0 */
    double balance;      /* labels weigh share^-balance: 0 alike for each
                            document, 1 alike as a whole */
    uint32_t min_df;     /* drop features of fewer documents */
    size_t max_features; /* keep so many, those with the largest weights */
    bool ordered;        /* the labels have an order */
    bool no_search;      /* all stays as it is */
    bool fixed[CHOICES]; /* what the search leaves as it is */
    struct criterion criterion; /* what it makes best */
    double budget;  /* seconds after which no stage begins; 0: no limit */
    unsigned folds; /* of cross-validation, 2 to 20 */
    uint64_t seed;
    size_t threads; /* no effect on results */
    struct memory memory; /* what training may take: see memory.h */
};

/* What `tenor train` begins with. */
struct train_settings train_defaults(void);

/* A message saying what does not fit, or NULL. */
const char *train_settings_check(const struct train_settings *s);

/* The value of a choice as a number, to read and to change. */
double train_choice(const struct train_settings *s, enum choice c);
void train_choose(struct train_settings *s, enum choice c, double value);

/* Take over the features of other settings, and fix them: the axes of a model
 * look at texts in one way. */
void train_share_features(struct train_settings *s,
                          const struct train_settings *from);

/* A choice in words, such as "characters 2-5". */
#define CHOICE_TEXT 40
void train_choice_text(enum choice c, double value, char text[CHOICE_TEXT]);

#endif

#include "train/settings.h"

struct train_settings train_defaults(void)
{
    return (struct train_settings){
        .features = {.language = "english",
                     .stemming = 1,
                     .ngrams = 3,
                     .chars_min = 2,
                     .chars_max = 5,
                     .negation = 1,
                     .style = 1},
        .limit_characters = true,
        .weighting = WEIGHTING_NB,
        .loss = LOSS_SQUARED,
        .kernel = {.type = KERNEL_LINEAR, .degree = 3, .gamma = 1.0},
        .min_df = 1,
        .max_features = 500000,
        .folds = 5,
        .seed = 1,
        .threads = 1,
    };
}

const char *train_settings_check(const struct train_settings *s)
{
    const char *wrong = feature_settings_check(&s->features);

    if (wrong)
        return wrong;
    if (!(s->C >= 0.0 && s->C <= 1e9))
        return "C is not between 0 and 1e9";
    if (s->folds < 2 || s->folds > 20)
        return "the number of folds is not between 2 and 20";
    if (s->kernel.type != KERNEL_LINEAR && s->solver == SOLVER_LIBLINEAR)
        return "liblinear has no kernels; libsvm has";
    if (s->kernel.type != KERNEL_LINEAR && s->weighting == WEIGHTING_NB)
        return "naive-Bayes weighting needs a linear kernel";
    if (s->loss == LOSS_SQUARED && s->solver == SOLVER_LIBSVM)
        return "libsvm has no squared hinge loss";
    if (s->kernel.type == KERNEL_POLY &&
        (s->kernel.degree < 1 || s->kernel.degree > 100))
        return "the degree of the kernel is not between 1 and 100";
    if (!(s->kernel.gamma > 0.0 && s->kernel.gamma <= 1e9))
        return "gamma is not between 0 and 1e9";
    return NULL;
}

#include "train/settings.h"

#include <stdio.h>

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
        .weighting = WEIGHTING_NB,
        .character_weight = 1.0,
        .loss = LOSS_SQUARED,
        .kernel = {.type = KERNEL_LINEAR, .degree = 3, .gamma = 1.0},
        .C = 0.5,
        .min_df = 2,
        .max_features = 500000,
        .folds = 5,
        .seed = 1,
        .threads = 1,
    };
}

const char *train_settings_check(const struct train_settings *s)
{
    const char *wrong = feature_settings_check(&s->features);
    const bool kernel = s->kernel.type != KERNEL_LINEAR;

    if (wrong)
        return wrong;
    if (!(s->C > 0.0 && s->C <= 1e9))
        return "C is not above 0 and up to 1e9";
    if (!(s->character_weight > 0.0 && s->character_weight <= 100.0))
        return "the weight of characters is not above 0 and up to 100";
    if (!(s->balance >= 0.0 && s->balance <= 1.0))
        return "the balance is not between 0 and 1";
    if (!(s->budget >= 0.0))
        return "the budget is below 0";
    if (s->folds < 2 || s->folds > 20)
        return "the number of folds is not between 2 and 20";
    if (kernel && s->solver != SOLVER_AUTO && s->solver != SOLVER_LIBSVM)
        return "only libsvm has kernels";
    if (kernel && s->weighting == WEIGHTING_NB)
        return "naive-Bayes weighting needs a linear kernel";
    if (kernel && s->ordered)
        return "ordered labels need a linear kernel";
    if (s->loss == LOSS_SQUARED && (kernel || s->solver == SOLVER_LIBSVM))
        return "libsvm has no squared hinge loss";
    if (s->kernel.type == KERNEL_POLY &&
        (s->kernel.degree < 1 || s->kernel.degree > 100))
        return "the degree of the kernel is not between 1 and 100";
    if (!(s->kernel.gamma > 0.0 && s->kernel.gamma <= 1e9))
        return "gamma is not between 0 and 1e9";
    return NULL;
}

double train_choice(const struct train_settings *s, enum choice c)
{
    const struct feature_settings *f = &s->features;
    const double value[CHOICES] = {
        [CHOICE_NGRAMS] = f->ngrams,
        [CHOICE_CHARACTERS] = f->chars_min * 10 + f->chars_max,
        [CHOICE_CHARACTER_WEIGHT] = s->character_weight,
        [CHOICE_STEMMING] = f->stemming,
        [CHOICE_NEGATION] = f->negation,
        [CHOICE_STYLE] = f->style,
        [CHOICE_COUNTS] = f->log_counts,
        [CHOICE_WEIGHTING] = s->weighting,
        [CHOICE_MIN_DOCUMENTS] = s->min_df,
        [CHOICE_BALANCE] = s->balance,
        [CHOICE_COST] = s->C,
    };

    return value[c];
}

void train_choose(struct train_settings *s, enum choice c, double value)
{
    struct feature_settings *f = &s->features;
    const uint8_t small = value < 100.0 ? (uint8_t)value : 0;

    switch (c) {
    case CHOICE_NGRAMS:
        f->ngrams = small;
        break;
    case CHOICE_CHARACTERS:
        f->chars_min = small / 10;
        f->chars_max = small % 10;
        break;
    case CHOICE_CHARACTER_WEIGHT:
        s->character_weight = value;
        break;
    case CHOICE_STEMMING:
        f->stemming = small;
        break;
    case CHOICE_NEGATION:
        f->negation = small;
        break;
    case CHOICE_STYLE:
        f->style = small;
        break;
    case CHOICE_COUNTS:
        f->log_counts = small;
        break;
    case CHOICE_WEIGHTING:
        s->weighting = (enum weighting)small;
        break;
    case CHOICE_MIN_DOCUMENTS:
        s->min_df = (uint32_t)value;
        break;
    case CHOICE_BALANCE:
        s->balance = value;
        break;
    case CHOICE_COST:
        s->C = value;
        break;
    case CHOICES:
        break;
    }
}

void train_share_features(struct train_settings *s,
                          const struct train_settings *from)
{
    static const enum choice shared[] = {CHOICE_NGRAMS,   CHOICE_CHARACTERS,
                                         CHOICE_STEMMING, CHOICE_NEGATION,
                                         CHOICE_STYLE,    CHOICE_COUNTS};

    s->features = from->features;
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        s->fixed[shared[i]] = true;
}

void train_choice_text(enum choice c, double value, char text[CHOICE_TEXT])
{
    static const char *const name[CHOICES] = {
        [CHOICE_NGRAMS] = "ngrams",
        [CHOICE_CHARACTERS] = "characters",
        [CHOICE_CHARACTER_WEIGHT] = "character-weight",
        [CHOICE_STEMMING] = "stemming",
        [CHOICE_NEGATION] = "negation",
        [CHOICE_STYLE] = "style",
        [CHOICE_COUNTS] = "counts",
        [CHOICE_WEIGHTING] = "weighting",
        [CHOICE_MIN_DOCUMENTS] = "min-documents",
        [CHOICE_BALANCE] = "balance",
        [CHOICE_COST] = "C",
    };
    const int n = (int)value;

    if (c == CHOICE_STEMMING || c == CHOICE_NEGATION || c == CHOICE_STYLE)
        snprintf(text, CHOICE_TEXT, "%s %s", name[c], n ? "on" : "off");
    else if (c == CHOICE_COUNTS)
        snprintf(text, CHOICE_TEXT, "%s %s", name[c], n ? "log" : "binary");
    else if (c == CHOICE_WEIGHTING)
        snprintf(text, CHOICE_TEXT, "%s %s", name[c],
                 weighting_name((enum weighting)n));
    else if (c == CHOICE_CHARACTERS && n)
        snprintf(text, CHOICE_TEXT, "%s %d-%d", name[c], n / 10, n % 10);
    else
        snprintf(text, CHOICE_TEXT, "%s %g", name[c], value);
}

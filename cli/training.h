/* What the verbs that train have in common: their options, and the way from
 * options to a request. */
#ifndef TENOR_CLI_TRAINING_H
#define TENOR_CLI_TRAINING_H

#include "cli/verbs.h"
#include "train/train.h"

/* Settings in the shape that the option parser fills. */
struct training_options {
    const char *axis, *unit, *language, *poles, *order, *stops, *chars, *metric,
        *memory;
    const char *scratch; /* folder of temporary files without TMPDIR */
    struct corpus_options corpus;
    struct opt_list map, texts; /* their items are to be freed */
    int solver, kernel, loss, weighting, counts, stemming, negation, style,
        target;
    double C, gamma, coef0, character_weight, balance, budget;
    size_t degree, ngrams, min_df, max_features, folds, seed, threads;
    bool no_search, quiet;
};

/* What they hold before parsing. */
struct training_options training_defaults(void);

/* Free the items of their lists. */
void training_options_release(struct training_options *o);

/* The rows of an option table for a struct training_options. */
/* clang-format off */
#define TRAINING_OPTIONS(o) \
    {OPT_STR,    0,  "axis",     &(o).axis,     "NAME",  "what the labels are about; sentiment", NULL}, \
    {OPT_STR,   'l', "language", &(o).language, "LANG",  "language of the texts, by name or ISO 639 code;\nenglish", NULL}, \
    {OPT_STR,    0,  "unit",     &(o).unit,     "NAME",  "what a text is: sentence, article, review, ...;\ndocument", NULL}, \
    {OPT_STR,    0,  "poles",    &(o).poles,    "NEG,POS", "labels between which the score runs; negative,\npositive and neg,pos are known", NULL}, \
    {OPT_STR,    0,  "ordered",  &(o).order,    "LABELS", "labels from first to last, with commas: they have an\norder, and the model keeps it", NULL}, \
    CORPUS_OPTIONS((o).corpus, (o).map), \
    TRAIN_CORPUS_OPTIONS((o).corpus), \
    {OPT_LIST,   0,  "texts",    &(o).texts,    "FILE",  "texts of the same kind, for vectors of words; labels\nthat they have are not looked at. May be repeated", NULL}, \
    {OPT_STR,    0,  "metric",   &(o).metric,   "NAME",  "what the search makes best: accuracy, macro-f1,\nf1:LABEL, mcc; mean, of accuracy and macro-f1", NULL}, \
    {OPT_REAL,   0,  "budget",   &(o).budget,   "SECONDS", "begin no further stage of the search after so long;\n0: no limit", NULL}, \
    {OPT_FLAG,   0,  "no-search", &(o).no_search, NULL,  "take the usual settings", NULL}, \
    {OPT_CHOICE, 0,  "solver",   &(o).solver,   "NAME",  "what solves for the support vectors; auto: libsvm\nfor kernels, else dual", "auto dual libsvm liblinear"}, \
    {OPT_CHOICE, 0,  "kernel",   &(o).kernel,   "NAME",  "kernel function; linear", "linear poly rbf sigmoid"}, \
    {OPT_REAL,   0,  "gamma",    &(o).gamma,    "X",     "of poly, rbf and sigmoid; 1", NULL}, \
    {OPT_REAL,   0,  "coef0",    &(o).coef0,    "X",     "of poly and sigmoid; 0", NULL}, \
    {OPT_COUNT,  0,  "degree",   &(o).degree,   "N",     "of poly; 3", NULL}, \
    {OPT_CHOICE, 0,  "loss",     &(o).loss,     "NAME",  "loss; squared, or hinge where libsvm solves", "hinge squared"}, \
    {OPT_REAL,  'C', "cost",     &(o).C,        "X",     "cost of errors; searched from 0.5", NULL}, \
    {OPT_REAL,   0,  "balance",  &(o).balance,  "X",     "labels weigh share^-X: 0 alike for each document,\n1 alike as a whole; searched from 0", NULL}, \
    {OPT_COUNT,  0,  "ngrams",   &(o).ngrams,   "N",     "longest word n-gram, 1 to 3; searched from 3", NULL}, \
    {OPT_STR,    0,  "characters", &(o).chars,  "MIN-MAX", "lengths of character n-grams, 0: none; searched\nfrom 2-5, and none beyond 12 MB of texts", NULL}, \
    {OPT_REAL,   0,  "character-weight", &(o).character_weight, "X", "factor on character n-grams; searched from 1", NULL}, \
    {OPT_CHOICE, 0,  "counts",   &(o).counts,   "NAME",  "value of a feature that occurs tf times: 1, or\n1 + ln tf; searched from binary", "binary log"}, \
    {OPT_CHOICE, 0,  "weighting", &(o).weighting, "NAME", "factor on a feature: 1, its inverse document\nfrequency, or its naive-Bayes log-count ratio;\nsearched from nb; none with a kernel", "none idf nb"}, \
    {OPT_CHOICE, 0,  "stemming", &(o).stemming, "NAME",  "whether words are stemmed; searched from on", "off on"}, \
    {OPT_CHOICE, 0,  "negation", &(o).negation, "NAME",  "features for negated words; searched from on", "off on"}, \
    {OPT_CHOICE, 0,  "style",    &(o).style,    "NAME",  "features for capitals and stretched words; searched\nfrom on", "off on"}, \
    {OPT_CHOICE, 0,  "target",   &(o).target,   "NAME",  "features for the place of words beside a target,\nwhich the texts call TGTENTITY; off", "off on"}, \
    {OPT_COUNT,  0,  "min-documents", &(o).min_df, "N",  "drop features of fewer documents; searched from 2", NULL}, \
    {OPT_STR,    0,  "stop-words", &(o).stops,  "FILE",  "words to leave out; negations stay", NULL}, \
    {OPT_COUNT,  0,  "max-features", &(o).max_features, "N", "keep the N with the largest weights, and all\nwords; 500000, 0: no limit", NULL}, \
    {OPT_COUNT,  0,  "folds",    &(o).folds,    "N",     "folds of cross-validation, 2 to 20; 5", NULL}, \
    {OPT_COUNT,  0,  "seed",     &(o).seed,     "N",     "seed of the folds, the solver and the bootstrap; 1", NULL}, \
    {OPT_COUNT, 'j', "threads",  &(o).threads,  "N",     "threads, without effect on the result; all cores", NULL}, \
    {OPT_STR,    0,  "memory",   &(o).memory,   "SIZE",  "memory that texts and their vectors may take, such\nas 512M or 4G, 0: no limit; what is more goes to\ntemporary files; 3/4 of all", NULL}, \
    {OPT_FLAG,  'q', "quiet",    &(o).quiet,    NULL,    "say nothing but errors", NULL}
/* clang-format on */

/* The settings that options stand for. EXIT_DONE, or EXIT_USAGE with a message
 * on stderr. */
int training_settings(const struct verb *v, const struct training_options *o,
                      struct train_settings *s);

/* The stop list of the options, empty without one, and the file it is from. */
bool training_stops(const struct training_options *o,
                    const struct train_settings *s, struct wordset *stops,
                    struct named_file *file, struct tenor_error *err);

/* Let a request talk on stderr, unless the options, which are borrowed, ask
 * for quiet. */
void training_talk(struct train_request *r, const struct training_options *o);

/* Names cut from a list with commas. */
struct names {
    char *copy;        /* NULL without a list */
    const char **name; /* [n] */
    size_t n, capacity;
};

/* A request to train on named corpora, and what it points to. */
struct training {
    struct train_request request;
    struct train_corpus *corpus, *texts;
    struct labelmap map;
    struct names poles, order;
    struct wordset stops;
    struct named_file stop_file;
};

/* Fill t from options and n paths; both are borrowed, and slashes at the end
 * of paths are taken off. True with t to be released. False with a message on
 * stderr and *status set; t is released. */
bool training_prepare(const struct verb *v, const struct training_options *o,
                      char **path, size_t n, struct training *t, int *status);
void training_release(struct training *t);

/* What was chosen, in the words of the options: "ngrams 3, ..., C 0.5". */
void training_print_choices(const struct train_settings *s);

#endif

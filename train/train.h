/* Corpora and settings to a trained axis.
 *
 * Reads the corpora, chooses C by cross-validation, calibrates on out-of-fold
 * margins, and fits on everything. Everything random comes from the seed, so
 * equal input gives equal results on any number of threads. */
#ifndef TENOR_TRAIN_TRAIN_H
#define TENOR_TRAIN_TRAIN_H

#include "datasets/corpus.h"
#include "train/fit.h"
#include "train/metrics.h"
#include "train/settings.h"

/* A corpus to train on; everything borrowed. */
struct train_corpus {
    const char *path;
    const char *name;    /* what the card calls it */
    const char *licence; /* for the card; NULL: not stated */
    struct corpus_options options;
};

struct train_request {
    const char *axis, *unit;
    const char *positive, *negative; /* names of pole labels, or NULL */
    const struct train_corpus *corpus;
    size_t corpora;
    const struct wordset *stops; /* stems to leave out; NULL: none */
    struct train_settings settings;
    void (*say)(void *context, const char *line); /* progress; may be NULL */
    void *context;
};

/* Where training data came from, for the card. */
struct source {
    char *name, *licence;
    size_t documents;
    char sha256[DIGEST_HEX];
};

/* One value of C that was tried. */
struct trial {
    double C;
    double accuracy, macro_f1; /* cross-validated */
};

struct trained {
    char *axis, *unit;
    int positive, negative; /* label numbers, or -1 */
    struct train_settings settings; /* C and solver as chosen */
    struct vectors vectors;
    struct fitted fitted;
    double slope, *offset;  /* [K] */
    double *prior;          /* [K] */
    struct metrics metrics; /* cross-validated, by the rule of scoring */
    struct source *source;  /* [sources] */
    size_t sources;
    size_t stops; /* words in the stop list */
    struct trial *trial; /* [trials] */
    size_t trials;
};

/* Train. On success t is to be released by trained_release. Errors: those of
 * the corpora, TENOR_EDATA when the labels do not allow training,
 * TENOR_ENOMEM, TENOR_ESOLVER. */
bool train_axis(const struct train_request *r, struct trained *t,
                struct tenor_error *err);
void trained_release(struct trained *t);

/* Pass a line of progress to the request's say, for the parts of training. */
void train_say(const struct train_request *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

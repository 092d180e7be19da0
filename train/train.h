/* Corpora and settings to trained axes.
 *
 * Reads the corpora, chooses settings by cross-validation, calibrates on
 * out-of-fold margins, and fits on everything. Everything random comes from the
 * seed, so equal input gives equal results on any number of threads. */
#ifndef TENOR_TRAIN_TRAIN_H
#define TENOR_TRAIN_TRAIN_H

#include "datasets/corpus.h"
#include "model/classifier.h"
#include "model/coverage.h"
#include "train/calibrate.h"
#include "train/confusion.h"
#include "train/embedding.h"
#include "train/fit.h"
#include "train/metrics.h"
#include "train/naming.h"
#include "train/settings.h"
#include "train/sketching.h"

/* A file that options name, and what was in it. */
struct named_file {
    const char *path; /* borrowed, as is */
    const char *name; /* what a recipe calls it, with or without "./" */
    char sha256[DIGEST_HEX];
};

/* A corpus to train on; everything borrowed. */
struct train_corpus {
    const char *path;
    const char *name;    /* what the card calls it */
    const char *licence; /* for the card; NULL: not stated */
    bool quotable;       /* the card may quote its texts */
    double weight;       /* how much its documents count; 0 stands for 1 */
    const char *sha256;  /* what it must have; NULL: whatever it has */
    const char *left; /* or what its documents must have without those that are
                         passed over, see corpus_left(); NULL: not looked at */
    bool edited; /* its documents were found to be those of sha256 but for ones
                    that are passed over */
    struct corpus_options options;
};

/* Predictions [n] for documents, by machines that are trained without new data
 * and with it. */
struct train_judged {
    const struct prediction *a, *b;
    const uint32_t *document;
    size_t n;
    size_t old; /* documents that are not new; the others stand behind them */
};

struct trained;

struct train_request {
    const char *axis, *unit;
    const char *positive, *negative; /* names of pole labels, or NULL */
    const char *const *order;        /* [ordered] labels from first to last */
    size_t ordered;                  /* 0: the labels have no order */
    enum axis_scope scope;
    const struct train_corpus *corpus;
    size_t corpora;
    const struct train_corpus *articles; /* for AXIS_SENTENCES */
    size_t articles_corpora;
    const struct train_corpus *texts; /* for word vectors; labels are ignored */
    size_t texts_corpora;
    const struct train_corpus *test; /* measured on, never trained on */
    size_t tests;
    const char *const *note; /* for the card */
    size_t notes;
    const struct tenor_model *earlier; /* to begin from, see earlier.h; NULL:
                                          none. It was trained on the */
    size_t earlier_corpora;            /* first so many corpora */
    bool settled; /* nothing changes what its solver found: its weights stay */
    bool prior; /* its weights are where weights begin, see prior.h */
    const struct tenor_model *within; /* that the axis becomes a part of, see
                                         splice.h; NULL: none */
    const struct wordset *stops; /* stems to leave out; NULL: none */
    const struct named_file *stop_file; /* where they are from */
    struct train_settings settings;
    void (*say)(void *context, const char *line); /* talk; may be NULL */
    /* a stage of the search begins, or with stage NULL it ended; may be NULL */
    void (*progress)(void *context, const char *stage, size_t done,
                     size_t stages);
    /* what new data changed, see judging.h; may be NULL */
    bool (*judge)(void *context, const struct trained *t, size_t axis,
                  const struct train_judged *judged, struct tenor_error *err);
    void *judge_context;
    void *context; /* of say and progress */
};

/* Where training data came from, for the card. */
struct source {
    char *name, *licence;
    bool quotable;
    double weight;
    size_t documents;
    char sha256[DIGEST_HEX];
    char left[DIGEST_HEX]; /* empty where no document was passed over */
    const char *format; /* how it was read, as corpus_formats() names it */
};

/* Settings that were tried. */
#define TRIAL_TEXT 64
struct trial {
    const char *stage;
    char text[TRIAL_TEXT];            /* what they change */
    size_t documents;                 /* tried on */
    double accuracy, macro_f1, worth; /* cross-validated */
    bool chosen;
};

/* A way to sum up sentences that was tried on articles. */
struct article_trial {
    double share;
    bool without_quotes;
    double loss, accuracy, balanced_accuracy; /* cross-validated */
    bool chosen;
};

/* A document that its fold got wrong, for the card. */
#define FAILURES 3
struct failure {
    uint32_t document, guess;
    double p;
};

/* What the finished model does on a corpus that it was not trained on. */
struct tested {
    struct source source;
    struct metrics metrics;
};

/* An axis: what its documents are labelled with, and what tells them apart. */
struct trained_axis {
    char *name;
    struct labels labels;   /* K of them */
    uint32_t *label;        /* [N] */
    int positive, negative; /* label numbers, or -1 */
    double *prior;          /* [K] */
    struct fitted fitted;
    enum calibration_kind calibration;
    double slope, *offset;             /* [K] */
    double
        *scale; /* [K] what is multiplied into weights; NULL for two labels */
    double shift;                      /* of the decision */
    double conformal[COVERAGE_LEVELS]; /* thresholds of label sets */
    enum axis_scope scope;
    struct aggregate aggregate; /* offset: article_offset */
    double *article_offset;     /* [K] for AXIS_SENTENCES, else NULL */
    struct source *articles;    /* [articles_corpora] */
    size_t articles_corpora;
    struct article_trial *trial; /* [trials] of aggregates */
    size_t trials;
    size_t *article_confusion; /* [K][K] of the trial that was chosen; NULL
                                  without, and for very many labels */
    struct failure failure[FAILURES]; /* [failures] the surest ones first */
    size_t failures;
    struct tested *test; /* [tests] */
    size_t tests;
    double moved; /* by swapped names: see fairness.h; NAN: not measured */
    struct metrics metrics; /* cross-validated, by the rule of scoring */
    size_t *confusion; /* [K][K] likewise; NULL for very many labels */
    struct naming naming; /* empty until naming_fill */
    struct sketching sketching; /* complete by sketching_texts */
};

struct trained {
    char *unit;
    const char *const *note; /* [notes] borrowed from the request */
    size_t notes;
    struct documents documents;
    struct source *source; /* [sources] */
    size_t sources;
    struct train_settings settings; /* as chosen */
    struct embedding embedding;
    struct view view;
    struct vectors vectors;
    struct trained_axis *axis; /* [axes] one, or one a label of rows that
                                  carry several */
    size_t axes;
    bool without_quotes;    /* of the first training of a model: of them all */
    unsigned bits;          /* likewise, of the table's index; 0: its size */
    size_t criterion_label; /* number of settings.criterion.label */
    struct conflicts conflicts;
    struct trial *trial; /* [trials] */
    size_t trials, trial_capacity;
    const char *cut; /* stage before which the budget was spent, or NULL */
};

/* Train on the corpora of r. On success t is to be released by
 * trained_release. Errors: those of the corpora, TENOR_EDATA when the labels do
 * not allow training, TENOR_EINVAL when the request does not fit them,
 * TENOR_ENOMEM, TENOR_ESOLVER. */
bool train_corpora(const struct train_request *r, struct trained *t,
                   struct tenor_error *err);

/* Train on documents, which go over to t, also on failure; the corpora of r
 * are not read, but their options say whether documents have several labels. */
bool train_documents(const struct train_request *r, struct documents *d,
                     struct trained *t, struct tenor_error *err);
void trained_release(struct trained *t);

void source_release(struct source *s);

/* ---- for the parts of training ------------------------------------------- */

/* The labels of an axis as the solvers see them. */
struct labelling trained_labelling(const struct trained *t, size_t axis);

/* Deal the documents to folds: fold [N]. */
bool trained_folds(const struct trained *t, uint64_t seed, uint8_t *fold,
                   struct tenor_error *err);

/* Pass a line, or progress, to the request's functions. */
void train_say(const struct train_request *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void train_progress(const struct train_request *r, const char *stage,
                    size_t done, size_t stages);

#endif

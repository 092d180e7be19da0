/* What models say of a labelled corpus. It is read once, also for several
 * models, so it may be a stream. */
#ifndef TENOR_CLI_PREDICTIONS_H
#define TENOR_CLI_PREDICTIONS_H

#include "cli/opt.h"
#include "datasets/corpus.h"
#include "train/metrics.h"

/* Those of one axis of a model. */
struct predictions {
    struct tenor_model *model;
    struct tenor_scorer *scorer; /* with the document read last */
    size_t axis, labels;
    struct prediction *item; /* [n] in the order of the corpus */
    size_t n, capacity;
    size_t without; /* documents without evidence */
    bool sets;        /* label sets are counted, with this threshold */
    double threshold; /* of tenor_axis_threshold() */
    size_t held;      /* documents whose label is in their set */
    size_t in_sets;   /* labels in all sets */
    bool shares;    /* model and scorer belong to the predictions before */
};

/* Open the model at path, or the embedded one for NULL, on the axis of that
 * name, or the first for NULL. p is zeroed before, and released after. False
 * with a message on stderr and *status set. */
bool predictions_open(const struct verb *v, const char *path, const char *axis,
                      struct predictions *p, int *status);
void predictions_release(struct predictions *p);

/* From p[0], open, to p[0 .. n - 1] of every axis of its model that has two
 * labels; they share the model. p holds MODEL_AXES_MAX, all zeroed but the
 * first, which stays as it is where no axis has two labels. Returns n > 0. */
size_t predictions_spread(struct predictions *p);

/* Count the label sets of this coverage, too. TENOR_EINVAL. */
bool predictions_cover(struct predictions *p, double coverage,
                       struct tenor_error *err);

/* The name of a label, as long as the model is open. */
const char *predictions_label(const struct predictions *p, size_t k);

/* Called for each document once the models have scored it. */
typedef bool predictions_visit(void *context, const struct doc *doc,
                               struct tenor_error *err);

/* Let models, or axes of a model, predict the labels of a corpus.
 *
 *   p [n]    is filled
 *   options  with multi_label, the label of a document on an axis is the
 *            second of two where the document has one of that name, else the
 *            first
 *   visit    NULL for none
 *
 * False when documents may have several labels and an axis has not two:
 * TENOR_EINVAL; or when a document cannot be read, has a label that the axis
 * has not, or there is none: TENOR_EDATA, and what corpus_next, tenor_score and
 * visit give. */
bool predictions_read(struct predictions *p, size_t n, const char *path,
                      const struct corpus_options *options,
                      predictions_visit *visit, void *context,
                      struct tenor_error *err);

#endif

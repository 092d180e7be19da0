/* What became of a corpus: how many records there were, and for each axis how
 * frequent its labels are, as given and adjusted for the labels that the model
 * is known to take for others (train/prevalence.h).
 *
 * Known are the confusions in the card: on the documents that an axis was
 * trained on, and for an axis of sentences also on articles. Articles have
 * errors of their own, since they are judged by a calibration of their own; so
 * theirs are taken where more texts of the corpus have several sentences than
 * one. Models of older versions, and axes of more than 64 labels, know none,
 * and nothing is adjusted; nor is it where the counts do not fit the errors. */
#ifndef TENOR_CLI_LABEL_SUMMARY_H
#define TENOR_CLI_LABEL_SUMMARY_H

#include <jansson.h>
#include <stdio.h>

#include "cli/label/counting.h"
#include "train/interval.h"

/* Of an axis, K labels. */
struct summary_axis {
    uint64_t labelled;         /* results with a label */
    struct interval *share;    /* [K] of labels given; Wilson */
    struct interval *adjusted; /* [K], or NULL: no errors are known, they do
                                  not fit, or nothing is labelled */
    const char *unit;          /* what errors are known on, or NULL; borrowed */
    uint64_t documents;        /* how many of them */
    double fit;                /* of the counts: see train/prevalence.h */
};

struct summary {
    const struct counting *counting; /* borrowed, and so is the next one */
    const uint64_t *count;
    struct summary_axis *axis; /* [axes shown] */
};

/* Sum up counts. TENOR_ENOMEM; to be released in any case.
 * Cost: prevalence_adjust() for each axis. */
bool summary_init(struct summary *s, const struct counting *c,
                  const uint64_t *count, struct tenor_error *err);
void summary_release(struct summary *s);

/* Print tables of up to 80 columns. */
void summary_print(const struct summary *s, FILE *to);

/* The same as a JSON object, for JSON_REAL_PRECISION(6); NULL when memory ran
 * out. Keys: v, the version of these keys, 1; tenor, the version of the
 * program; model, its name as given or null for the embedded one, and the
 * sha256 of its file; records; errors, those without a result; single and
 * several, texts with one sentence that counts and with more; statuses, the
 * number of each; and axes, a list of objects:
 *
 *   name, labelled, unlabelled
 *   labels       [{name, count, share, interval, adjusted}] in their order;
 *                share and interval are null where nothing is labelled
 *     adjusted   {share, interval}, or null
 *   error_rates  {unit, documents, fit}: what the known errors were made on, or
 *                null. Below a fit of 0.05 the corpus has others, and nothing
 *                is adjusted; null where nothing is labelled
 *
 *   model  the name of the model file, or NULL */
json_t *summary_json(const struct summary *s, const char *model);

#endif

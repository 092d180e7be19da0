/* What texts are to an axis that was trained on them, and what changes when it
 * is trained without them.
 *
 * A document with an alpha of 0 in all machines is no support vector: the
 * minimum is where it is without the document. If besides the multipliers of
 * all other features stay the same to the last bit, and no document loses a
 * feature to the minimum of documents, the weights stay, and need no solver. */
#ifndef TENOR_TRAIN_FORGETTING_H
#define TENOR_TRAIN_FORGETTING_H

#include "datasets/textset.h"
#include "train/train.h"

/* A training document that is to go, in an axis. Where the margins are not
 * known all are NAN. */
struct forgotten {
    uint32_t document;
    double slack;   /* the largest of 1 - y m over the machines: above 0 it is a
                       support vector */
    double alpha;   /* the largest of its dual variables */
    size_t machine; /* that they are of: the label, or the step behind it */
};

/* What the texts are to one axis. */
struct forgetting_axis {
    struct forgotten *gone; /* [gone] as in struct forgetting */
    size_t support;         /* of these, support vectors */
    bool margins; /* they are known: a linear axis that solver_dual trained */
    size_t *before, *after; /* [K] documents of each label */
    size_t multipliers;     /* features whose multiplier changes, at any
                               machine */
    bool settled;           /* nothing changes the weights */
};

struct forgetting {
    struct trained t; /* of the texts as they were: documents, vectors, axes */
    uint8_t *is_gone; /* [N] */
    size_t gone;
    size_t frequencies; /* features with other numbers of documents now, */
    size_t dropped;     /* of which so many have too few of them now, */
    size_t alone;   /* and so many stood in texts that go, and in no other */
    uint32_t *left; /* [F] documents that have a feature and stay */
    struct forgetting_axis *axis; /* [t.axes] */
};

/* Look at the texts of a request, with an earlier model, before it is trained
 * without some of them; its corpora do not pass over these yet. To be released
 * in any case. Errors as train_corpora; TENOR_EDATA for a label that would have
 * less than two documents. */
bool forgetting_look(const struct train_request *r, const struct textset *gone,
                     struct forgetting *f, struct tenor_error *err);
void forgetting_release(struct forgetting *f);

/* How two models differ on an axis, over the documents that stay. */
struct forgetting_change {
    size_t rows;     /* features that either model has weights of, */
    size_t integers; /* of whose integer weights so many differ, */
    int points;      /* by this at most */
    bool biases, calibration, thresholds, shares; /* whether they differ */
    double weight;      /* largest difference of weights, in units of margin, */
    double margin;      /* and of margins, both as they are before calibration
                           scales those of a label, */
    double probability; /* and of probabilities of documents */
    size_t labels;      /* documents that get another label */
    size_t documents;
};

/* Compare axis number `axis` of f in two models. False for memory alone; an
 * axis with a kernel has no integers, and all zeros. TENOR_EDATA where a model
 * lacks it or its labels are others. */
bool forgetting_compare(const struct forgetting *f, size_t axis,
                        const struct tenor_model *a,
                        const struct tenor_model *b,
                        struct forgetting_change *out, struct tenor_error *err);

/* Count the features that stood in texts that go and in none that stays, and for
 * which a model has a row or a name all the same: there should be none.
 *
 *   f      [n] of all axes that had the texts
 *   other  [axes of the model] true for those that did not: what they weigh
 *          they have from texts of their own
 *
 * False when memory ran out. */
bool forgetting_traces(const struct forgetting *const *f, size_t n,
                       const struct tenor_model *m, const bool *other,
                       size_t *traces);

#endif

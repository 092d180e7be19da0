/* The gate of retrain, for people: what is judged, and what is said about it.
 * The rule is in train/gate.h. */
#ifndef TENOR_CLI_RETRAIN_GATING_H
#define TENOR_CLI_RETRAIN_GATING_H

#include "cli/predictions.h"
#include "train/gate.h"
#include "train/train.h"

/* Texts that went wrong and are shown. */
#define GATING_SHOWN 10

struct gating {
    /* set before */
    const struct tenor_model *old;
    const char *test; /* held-out corpus; NULL: cross-validation */
    struct corpus_options options;
    struct gate_rule rule;
    /* found */
    struct buffer report;  /* lines */
    struct buffer reasons; /* why it is refused, lines; empty: it is not */
    uint64_t *hash;        /* [hashes] of texts of training, ascending */
    uint64_t *added;       /* [additions] of those among them that are new */
    size_t hashes, additions;
    struct prediction *own; /* [owns] with a prior, of the old model */
    size_t owns;
    bool judged;
};

/* A judge of struct train_request with a struct gating: looks at the new
 * labels, and without a test judges by cross-validation. */
bool gating_judge(void *gating, const struct trained *t, size_t axis,
                  const struct train_judged *judged, struct tenor_error *err);

/* Judge the new model on the test, if there is one, and list what went wrong
 * with the words that changed most. axis by name. Errors of the corpus;
 * TENOR_EDATA, TENOR_ENOMEM. */
bool gating_test(struct gating *g, const char *axis,
                 const struct tenor_model *new, struct tenor_error *err);
void gating_release(struct gating *g);

#endif

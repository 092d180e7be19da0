/* The ways in which a model is retrained: each makes the bytes of the new one.
 */
#ifndef TENOR_CLI_RETRAIN_RETRAINING_H
#define TENOR_CLI_RETRAIN_RETRAINING_H

#include "cli/retrain/again.h"
#include "cli/retrain/gating.h"

struct retrain_options {
    const char *output, *axis, *add_axis, *remove_axis;
    struct opt_list add, data;
    struct corpus_options corpus;
    struct opt_list map;
    const char *test, *slice_column;
    double margin;
    size_t threads;
    bool force, prior, quiet;
};

struct retraining {
    const struct verb *verb;
    const struct retrain_options *o;
    struct labelmap map;
    struct again again;
    struct textset without; /* of a model whose recipe is not read */
    size_t axis;            /* of the recipe, that is trained or taken out */
    struct gating gating;
};

/* Each appends the new model to an empty buffer; false with messages on stderr
 * and *status. t is open on the old model, with its recipe but for a prior, and
 * keeps what the result borrows. */

/* Train on old data and new; path is that of the old model, for messages. */
bool retrain_union(struct retraining *t, const char *path, struct buffer *bytes,
                   int *status);

/* Train on new data alone, with the old model's weights as the prior. */
bool retrain_prior(struct retraining *t, struct buffer *bytes, int *status);

/* Take an axis out, or put those of another model in. */
bool retrain_axes(struct retraining *t, struct buffer *bytes, int *status);

/* The last part of a path, which a card calls a corpus. */
const char *retrain_name(const char *path);

#endif

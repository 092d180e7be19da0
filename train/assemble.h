/* Finished trainings to a model file: the last steps, which look at the model
 * as a whole. */
#ifndef TENOR_TRAIN_ASSEMBLE_H
#define TENOR_TRAIN_ASSEMBLE_H

#include "train/train.h"

/* What the card and the checks need beside the trainings. */
struct origin {
    const struct named_file *swap; /* for the fairness check; NULL: none */
    const char *lineage; /* list of JSON: for each time that the model was
                            trained from another one, "parent", its SHA-256,
                            and what was added; NULL: never */
};

/* Fit the aggregates of axes of sentences (articles.h), measure the tests of
 * the requests and the moves by swapped names (fairness.h), name the strongest
 * features (naming.h), sketch the texts (sketching.h), write the card and pack
 * everything.
 *
 *   t, r  [n] trainings and their requests
 *   o     what else there is; NULL: nothing
 *   out   an empty buffer
 *
 * Errors of the corpora and of swap; TENOR_EINVAL where a kernel axis has
 * tests or stands beside axes of sentences; TENOR_ENOMEM. */
bool assemble(struct trained *t, const struct train_request *r, size_t n,
              const struct origin *o, struct buffer *out,
              struct tenor_error *err);

#endif

/* From a recipe to requests, one for each axis, and from requests to the bytes
 * of a model: what train, verify and retrain have in common. */
#ifndef TENOR_CLI_AXES_TRAINING_H
#define TENOR_CLI_AXES_TRAINING_H

#include "cli/training.h"
#include "train/recipe.h"

struct axes_requests {
    struct train_request *request; /* [n] */
    size_t n;
    struct wordset stops;
    struct named_file stop_file;
};

/* A request for each axis of the recipe: defaults, then the options of the
 * recipe, then those of the axis, then those of argv; the later wins.
 *
 *   table    of the options of argv, which fills o; o keeps its map, scratch
 *            folder, threads and quiet
 *   chosen   take what an earlier search chose, and search no more
 *   argv     [argc] as for opt_parse; argc = 1 for no options
 *
 * q borrows from the recipe, argv and o, and is to be released in any case.
 * False with a message on stderr and *status set. */
bool axes_requests_make(const struct verb *v, const struct opt *table,
                        struct training_options *o, const struct recipe *recipe,
                        bool chosen, int argc, char **argv,
                        struct axes_requests *q, int *status);
void axes_requests_release(struct axes_requests *q);

/* Whether an output is none of the corpora of the requests, which would be lost;
 * else TENOR_EINVAL. */
bool axes_spare(const struct train_request *r, size_t n, const char *output,
                struct tenor_error *err);

/* Train every axis in turn and append the model to an empty buffer. The search
 * of the first axis chooses the features of all. Of the recipe, which may be
 * NULL, swap is read; lineage as in assemble.h. Errors as train_corpora and
 * assemble. */
bool axes_train(struct train_request *r, size_t n, const struct recipe *recipe,
                const char *lineage, bool quiet, struct buffer *bytes,
                struct tenor_error *err);

#endif

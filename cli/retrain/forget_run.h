/* From IDs of texts to a model without them, and its certificate. */
#ifndef TENOR_CLI_RETRAIN_FORGET_RUN_H
#define TENOR_CLI_RETRAIN_FORGET_RUN_H

#include "cli/opt.h"

struct forget_options {
    const char *output;      /* NULL: in the place of the old model */
    const char *certificate; /* where it goes as JSON; NULL: nowhere */
    const char *id_column;   /* see sought.h */
    struct opt_list ids, texts;
    struct opt_list data; /* folders; none: the current one */
    int format;           /* of what is printed: 0 text, 1 JSON */
    size_t threads;
    bool dry_run, from_scratch, prove, keep_previous;
    bool quiet; /* say nothing on stderr but errors */
};

/* Do what the options ask for with the model at path, and print what changed.
 * EXIT_DONE; EXIT_USAGE or EXIT_MODEL with messages on stderr, and the model is
 * what it was. */
int forget_run(const struct verb *v, const char *path,
               const struct forget_options *o);

#endif

/* Whether a model is what its card says: trained again, it has the same bytes.
 */
#ifndef TENOR_CLI_RETRAIN_VERIFY_MODEL_H
#define TENOR_CLI_RETRAIN_VERIFY_MODEL_H

#include <stddef.h>

#include "cli/opt.h"

struct model_checking {
    struct opt_list data; /* folders; none: the current one */
    size_t threads;
    bool quiet; /* say only what is wrong */
};

/* Train the model at path again and compare; what differs is said on stderr.
 * EXIT_DONE the same; EXIT_SOME_FAILED it differs; EXIT_USAGE, EXIT_MODEL it
 * cannot be told, see again.h. */
int verify_model(const struct verb *v, const char *path,
                 const struct model_checking *c);

#endif

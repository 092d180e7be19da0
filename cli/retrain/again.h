/* A model, its card, and the requests that train it again from the card. */
#ifndef TENOR_CLI_RETRAIN_AGAIN_H
#define TENOR_CLI_RETRAIN_AGAIN_H

#include <jansson.h>

#include "cli/axes_training.h"

struct again {
    struct tenor_model *model;
    json_t *card;
    struct recipe recipe;
    struct training_options options;
    struct axes_requests requests;
};

/* Open the model at path and find the data of its recipe below folders, none
 * standing for the current one.
 *
 *   a  zeroed but for options: threads, quiet and scratch are kept
 *
 * To be released in any case. False with messages on stderr and *status:
 * EXIT_MODEL, or EXIT_USAGE where the card has no recipe, as those of older
 * programs have none, or data is missing, with a line for each file. */
bool again_open(const struct verb *v, const char *path,
                const struct opt_list *folders, struct again *a, int *status);

/* Make the requests of the recipe, as it is now; chosen as for
 * axes_requests_make. */
bool again_request(const struct verb *v, bool chosen, struct again *a,
                   int *status);

void again_release(struct again *a);

#endif

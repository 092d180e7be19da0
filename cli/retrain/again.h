/* A model, its card, and the requests that train it again from the card. */
#ifndef TENOR_CLI_RETRAIN_AGAIN_H
#define TENOR_CLI_RETRAIN_AGAIN_H

#include <jansson.h>

#include "cli/axes_training.h"
#include "cli/retrain/data.h"

struct again {
    struct tenor_model *model;
    json_t *card;
    struct recipe recipe;
    struct training_options options;
    struct axes_requests requests;
    bool forgets; /* see step_union() */
};

/* Open the model at path and read its recipe.
 *
 *   a  zeroed but for options: threads, quiet and scratch are kept
 *
 * To be released in any case. False with messages on stderr and *status:
 * EXIT_MODEL, or EXIT_USAGE where the card has no recipe, as those of older
 * programs have none. */
bool again_open(const struct verb *v, const char *path, struct again *a,
                int *status);

/* Open the model at path, NULL for the embedded one, and read its card alone.
 */
bool again_open_model(const struct verb *v, const char *path, struct again *a,
                      int *status);

/* The axis of the recipe with that name; the only one for NULL. False with a
 * message on stderr. */
bool again_axis(const struct verb *v, const struct again *a, const char *name,
                size_t *axis);

/* The axis of a recipe that gave an axis of a model: of the same name, or of
 * several labels, each of which has one. r->axes where none did: a prior leaves
 * no recipe. */
size_t again_axis_of(const struct recipe *r, const char *name);

/* Find the data of an axis, or DATA_ALL, of the recipe below folders, none
 * standing for the current one. False with messages on stderr and *status, a
 * line for each file that is missing. */
bool again_find(const struct verb *v, const char *path, size_t axis,
                const struct opt_list *folders, struct again *a, int *status);

/* Make the requests of the recipe, as it is now; chosen as for
 * axes_requests_make. */
bool again_request(const struct verb *v, bool chosen, struct again *a,
                   int *status);

void again_release(struct again *a);

#endif

/* What changed in a model that forgot texts, for people and programs.
 *
 * A certificate has no text, but SHA-256 and places; and no time, so that the
 * same forgetting gives the same bytes. Its keys: cli/tenor.1, CERTIFICATES. */
#ifndef TENOR_CLI_RETRAIN_CERTIFICATE_H
#define TENOR_CLI_RETRAIN_CERTIFICATE_H

#include <jansson.h>

#include "cli/retrain/whereabouts.h"
#include "train/forgetting.h"

/* An axis of the recipe that had some of the texts. */
struct certified_axis {
    size_t axis; /* of the recipe */
    bool kept;   /* its weights stay */
    struct forgetting look;
};

struct certified {
    const struct recipe *recipe;
    const struct whereabouts *texts;
    const struct certified_axis *axis; /* [n] */
    size_t n;
    const struct tenor_model *before, *after;
    const struct tenor_model
        *scratch; /* trained from nothing; NULL: it was not */
    bool cold;    /* after was, too */
};

/* To be released with json_decref(). Errors as forgetting_compare. */
bool certificate_make(const struct certified *c, json_t **out,
                      struct tenor_error *err);

/* On stdout, some lines for each axis. */
void certificate_print(const json_t *certificate);

/* The texts and where they stand, before anything is trained: on stdout. */
void certificate_preview(const struct recipe *r, const struct whereabouts *w);

/* The same as a list of JSON, with how each text begins. */
json_t *certificate_places(const struct recipe *r, const struct whereabouts *w,
                           bool begins);

/* Where texts stand that are nearly the same, likewise. */
json_t *certificate_near(const struct recipe *r, const struct whereabouts *w);

#endif

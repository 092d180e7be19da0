/* The card of a model in short, as a part of a page: what it is, what it was
 * trained on, how often it is right, what to keep in mind. All of it is in
 * `tenor info`.
 *
 * Cards of older versions lack keys: what is not there is left out. */
#ifndef TENOR_CLI_REPORT_CARD_SHORT_H
#define TENOR_CLI_REPORT_CARD_SHORT_H

#include <jansson.h>

#include "cli/report/markup.h"

struct card_short {
    const struct tenor_model *model;
    json_t *card;
};

/* TENOR_EMODEL when the card is no JSON. To be released. */
bool card_short_read(struct card_short *c, const struct tenor_model *model,
                     struct tenor_error *err);
void card_short_release(struct card_short *c);

/* The ISO 639 code of the language of the model, which lives as long as the
 * card; NULL when it is not known. */
const char *card_short_language(const struct card_short *c);

/* The section, with these axes. */
void card_short_put(const struct card_short *c, struct markup *m,
                    const size_t *axis, size_t axes);

#endif

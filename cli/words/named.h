/* The words of a model alone: its glossary. */
#ifndef TENOR_CLI_WORDS_NAMED_H
#define TENOR_CLI_WORDS_NAMED_H

#include "cli/words/listing.h"

/* Whether an axis has a glossary; those of older models have none. */
bool named_has(const struct tenor_model *m, size_t axis);

/* Fill the lists of w, which are empty. TENOR_ENOMEM. */
bool named_fill(struct listing *w, struct tenor_error *err);

#endif

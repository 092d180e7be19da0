/* What a model forgot, by its card: the `without` lines of its recipe, or where
 * it has none any more, as a prior leaves it, the list "without". */
#ifndef TENOR_CLI_RETRAIN_WITHOUT_H
#define TENOR_CLI_RETRAIN_WITHOUT_H

#include <jansson.h>

#include "datasets/textset.h"

/* Add the texts of a card, which may be NULL, and sort all. False when memory
 * ran out. */
bool without_add(const json_t *card, struct textset *t);

/* The list of two cards together; NULL for an empty one, and when memory ran
 * out. */
json_t *without_list(const json_t *a, const json_t *b);

#endif

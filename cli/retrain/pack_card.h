/* The card of a model of several axes when one of them changes: what it says of
 * the others stays as it is, byte for byte. */
#ifndef TENOR_CLI_RETRAIN_PACK_CARD_H
#define TENOR_CLI_RETRAIN_PACK_CARD_H

#include <jansson.h>

#include "model/base.h"

/* The card of `old` with the axes `first` to `first + n - 1` taken out, and
 * those of `new`, a card or NULL, in their place; as text to be freed, NULL
 * when memory ran out. The block of the recipe goes with them; where new has
 * none, it is gone: what the axis was trained on is not what it is made of.
 *
 *   name     of the axis in the recipe of old, taken out; NULL: none
 *   lineage  as text, or NULL: that of old
 *
 * Version and libraries are those of `new`, if there is one. */
char *pack_card(const json_t *old, size_t first, size_t n, const char *name,
                const json_t *new, const char *lineage);

#endif

/* The parts of a bound (flip_bound.h), one file each: flip_units.c reads a
 * text, flip_weights.c weighs it, flip_bound.c adds up. */
#ifndef TENOR_CLI_EXPLAIN_FLIP_PARTS_H
#define TENOR_CLI_EXPLAIN_FLIP_PARTS_H

#include "cli/explain/flip_bound.h"

#define FLIP_NO_ENTRY UINT32_MAX /* of a token that is no word of a unit */

static inline bool flip_is_word(const struct flip_token *t)
{
    return t->kind == TOKEN_WORD || t->kind == TOKEN_HASHTAG;
}

/* Units, entries and features of what the scorer has scored. False when memory
 * ran out. */
bool flip_units_read(struct flip_bound *b, struct tenor_scorer *s);

/* Set x of units and entries to what the text has, by the functional in
 * b->weight: of an entry what its removal adds. */
void flip_weigh(struct flip_bound *b);

/* Add to the x of entries what comes to be when up to k words are gone; there
 * is room for k entries in b->between. */
void flip_weigh_made(struct flip_bound *b, size_t k);

#endif

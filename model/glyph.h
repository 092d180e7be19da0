/* Characters one after the other, with their classes, and a count of words
 * that is cheaper than the scanner's: for looking at the shape of a text.
 * Pure functions, safe from any thread. */
#ifndef TENOR_MODEL_GLYPH_H
#define TENOR_MODEL_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/base.h"
#include "model/utf8.h"

struct glyph {
    uint32_t point;
    enum utf8_class class;
    size_t size; /* bytes; 0 at the end of the text */
};

/* The character at a byte of the text; at its end a space of no size. Invalid
 * sequences give U+FFFD of class UTF8_OTHER. */
struct glyph glyph_at(struct str text, size_t at);

/* A sign that surrounds speech or may: see quotation.h. */
bool glyph_is_quote(uint32_t point);

/* Words are counted by halves: a word of letters or digits is two of them, an
 * ideograph is one - Chinese words have two characters or little less. */
#define GLYPH_WORD 2

struct glyph_count {
    size_t halves;
    bool inside; /* of a word */
};

/* A word goes to the next space, dash or double quotation mark. */
void glyph_count(struct glyph_count *c, const struct glyph *g);

#endif

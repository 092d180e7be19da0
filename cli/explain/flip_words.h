/* A text as words that can be taken out of it: for `tenor explain --flip`.
 *
 * A word is what struct tenor_word calls one: a stem, a number or a sign, in
 * all of its forms and wherever it stands. Taking it out cuts the bytes of
 * every occurrence, and a blank that would stand twice then: between two blanks
 * the one behind goes, unless it ends a line and the one before does not. Where
 * neither neighbour is a blank a space is left. So what stood apart is never
 * joined to another token, and no line becomes empty while others in it stay.
 */
#ifndef TENOR_CLI_EXPLAIN_FLIP_WORDS_H
#define TENOR_CLI_EXPLAIN_FLIP_WORDS_H

#include "model/term.h"

#define FLIP_STAYS UINT32_MAX /* plain punctuation: no word */

struct flip_token {
    uint32_t begin, end; /* bytes in the text */
    uint32_t word;       /* or FLIP_STAYS */
    uint32_t sentence;   /* from 0 */
    uint64_t stem;       /* what features are made of, if it is a term */
    enum token_kind kind;
    uint16_t flags; /* enum word_flags of a word */
    bool term;      /* else plain punctuation, or a word of the stop list */
};

struct flip_word {
    uint64_t group;  /* equal for the forms of a word */
    uint32_t first;  /* token */
    uint32_t tokens; /* occurrences */
};

/* Zero it to start; memory is kept between texts. */
struct flip_words {
    struct str text;          /* borrowed */
    struct flip_token *token; /* [tokens] in reading order */
    size_t tokens, token_capacity;
    struct flip_word *word; /* [words] by their first occurrence */
    size_t words, word_capacity;
    size_t sentences;
    struct flip_group *group; /* scratch: [tokens] */
    size_t group_capacity;
};

/* Read a text, borrowed, as `terms` would; they are used for what they know of
 * words and left as they are. False when memory ran out. */
bool flip_words_read(struct flip_words *w, struct terms *terms,
                     struct str text);
void flip_words_release(struct flip_words *w);

/* The text without the words of which gone [words] is true, into `out`, which
 * is emptied before. False when memory ran out. */
bool flip_words_cut(const struct flip_words *w, const bool *gone,
                    struct buffer *out);

#endif

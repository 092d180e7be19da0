/* Text to tokens: where the words, numbers, signs and sentences are.
 *
 * A scanner walks over the text once and copies nothing; tokens are byte
 * offsets into the original. Markup (<br />, &amp;) and control characters
 * separate tokens and are skipped. A scanner belongs to one thread. */
#ifndef TENOR_MODEL_TOKEN_H
#define TENOR_MODEL_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/base.h"
#include "model/wordset.h"

/* clang-format off */
#define TOKEN_KINDS(X)                                                     \
    X(WORD,     "word")     /* don't, well-known, covid19; an ideograph */ \
    X(NUMBER,   "number")   /* 1,000  3.5  10/10  9:30  1990s           */ \
    X(EMOTICON, "emoticon") /* :-)  ;D  <3  ^_^                         */ \
    X(EMOJI,    "emoji")    /* one picture with its modifiers           */ \
    X(URL,      "url")      /* http://...  www....  a@b.org             */ \
    X(MENTION,  "mention")  /* @name                                    */ \
    X(HASHTAG,  "hashtag")  /* #word                                    */ \
    X(PUNCT,    "punct")    /* a run: of one sign, or of ! and ?        */
/* clang-format on */

enum token_kind {
#define X(name, text) TOKEN_##name,
    TOKEN_KINDS(X)
#undef X
};

/* "word", "number", ... */
const char *token_kind_name(enum token_kind kind);

struct token {
    size_t begin, end; /* bytes in the text */
    enum token_kind kind;
    bool sentence; /* the first token of a sentence */
};

/* Private but for bad, which counts the invalid UTF-8 sequences met so far. */
struct scanner {
    struct str text;
    size_t at;
    size_t bad;
    bool elision;
    const struct wordset *abbreviations;
    bool stop;     /* a full stop was seen: the next token decides */
    bool gap;      /* space or markup since the last token */
    int newlines;  /* line ends since the last token */
};

/* Start on a text; all arguments are borrowed.
 *
 *   elision        split "l'homme" after the apostrophe (struct language)
 *   abbreviations  words whose dot ends no sentence; lower case */
void scanner_init(struct scanner *s, struct str text, bool elision,
                  const struct wordset *abbreviations);

/* The next token, or false at the end of the text. Cost: linear.
 *
 * A sentence begins after . ! ? ... or their kin, unless the dot belongs to an
 * abbreviation or an initial or the next word begins with a small letter; and
 * after a blank line or block markup in any case. */
bool scanner_next(struct scanner *s, struct token *t);

#endif

/* Text to tokens: where the words, numbers, signs and sentences are.
 *
 * A scanner walks over the text once and copies nothing; tokens are byte
 * offsets into the original. Markup, control characters and marks that follow
 * nothing separate tokens and are skipped. A scanner belongs to one thread.
 *
 * Markup is a tag: "<" and perhaps "/" or "!", a name of ASCII letters and
 * digits, then ">", or a space or "/" and anything but "<" up to the next ">",
 * in all 512 bytes at most; a comment <!-- ... -->, of which the part before
 * the "-->" is shorter than that; and an entity: "&", one to nine of "#",
 * ASCII letters and digits, and ";". */
#ifndef TENOR_MODEL_TOKEN_H
#define TENOR_MODEL_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/base.h"
#include "model/run.h"
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

/* More closely, the first that fits counts:
 *
 *   URL       from http://, https:// or www. and a letter to what is no letter,
 *             digit, mark or ASCII sign, or to < > or a double quote, without
 *             . , : ; ! ? ) ] and quotes at its end; and a word, "@" and two or
 *             more words joined by dots.
 *   WORD      a letter, then letters, marks and digits; an apostrophe, a hyphen
 *             or a middle dot between such parts, if a letter follows. Where a
 *             language has elision, the apostrophe ends the word.
 *   NUMBER    a digit, then letters, marks and digits; one of . , : / between
 *             such parts, if a digit follows.
 *   EMOTICON  an eye of : ; = and perhaps a nose of - ' ^ before a mouth: a run
 *             of ( or of ), or one of ] [ D P p d o O / \ | * 3 @ $, the latter
 *             not directly behind an ASCII letter or digit and not before a
 *             letter, a digit or another such mouth; or <3 </3 ^_^ ^^ -_-, not
 *             between letters or digits either.
 *   MENTION, HASHTAG  the sign and letters, marks, digits and "_". */

/* "word", "number", ... */
const char *token_kind_name(enum token_kind kind);

struct token {
    size_t begin, end; /* bytes in the text */
    enum token_kind kind;
    bool sentence; /* the first token of a sentence */
};

/* Whether the next word may begin a sentence. */
enum scanner_stop {
    STOP_NONE,
    STOP_SPACED, /* after a space, unless it begins with a small letter */
    STOP_ALONE   /* in any case: utf8_is_full_stop() */
};

/* Private but for bad, which counts the invalid UTF-8 sequences met so far,
 * except those inside of markup. */
struct scanner {
    struct str text;
    size_t at;
    size_t bad;
    bool elision;
    const struct wordset *abbreviations;
    size_t word, word_end; /* the last token if it is a word, else empty */
    enum scanner_stop stop;
    bool gap;     /* space or markup since the last token */
    int newlines; /* line ends since the last token */
};

/* Start on a text; all arguments are borrowed.
 *
 *   elision        split "l'homme" after the apostrophe (struct language)
 *   abbreviations  words whose dot ends no sentence; lower case */
void scanner_init(struct scanner *s, struct str text, bool elision,
                  const struct wordset *abbreviations);

/* The next token, or false at the end of the text. Cost: linear.
 *
 * A sentence begins after . ! ? ... or their kin and a space, unless the dot
 * belongs to an abbreviation or an initial - the word before it, folded, is one
 * of the list or a single letter - or the next word begins with a small letter;
 * after a utf8_is_full_stop() also without the space and in spite of a small
 * letter, and any ideograph does without. Closing signs and quotes that follow
 * at once, emoticons and emoji belong to the sentence before; a comma, colon or
 * semicolon shows that it goes on; of other punctuation the word decides that
 * follows it, or up to four more signs, at once. After a blank line (<br> is a
 * line end) or block markup (<p>, <li>, <h1>, ...) a sentence begins in any
 * case. */
bool scanner_next(struct scanner *s, struct token *t);

/* The same, at less cost, for most tokens of running text: runs of short ASCII
 * words, each before a space, a comma or a dot, where neither a sentence nor
 * anything but a word may begin.
 *
 * scanner_plain_limit gives a byte up to which such words may begin, or 0 where
 * other tokens may; scanner_plain the size of the word at *at or behind the
 * space there, with *at moved to its begin, or 0 if there might be another
 * token; and scanner_pass takes note of the last word that was read so. */
static inline size_t scanner_plain_limit(const struct scanner *s)
{
    return s->stop == STOP_NONE && s->newlines == 0 &&
                   s->text.len > RUN_STEP + 1
               ? s->text.len - RUN_STEP - 1
               : 0;
}

static inline size_t scanner_plain(const char *text, size_t *at)
{
    const size_t begin = *at + (text[*at] == ' ');
    const unsigned char first = ((unsigned char)text[begin] | 32) - 'a';
    const size_t size = run_alnum_step(text + begin);
    const char behind = text[begin + size]; /* within the text */

    *at = begin;
    return first < 26 && size < RUN_STEP &&
                   (behind == ' ' || behind == ',' ||
                    (behind == '.' && first != 'w' - 'a'))
               ? size
               : 0;
}

static inline void scanner_pass(struct scanner *s, size_t begin, size_t end)
{
    s->word = begin;
    s->word_end = s->at = end;
    s->gap = false;
}

#endif

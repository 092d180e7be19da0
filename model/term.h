/* Text to terms: the words and signs of a sentence that features are made of.
 *
 * A walk over a text, sentence by sentence. One struct terms per thread.
 *
 * A term is a word, or a sign: a number, an emoticon, an emoji, a run of
 * punctuation that carries tone (term_punctuation), "<url>" and "<mention>" for
 * all of these. A hashtag is the word behind its "#". Other punctuation and
 * stop words are no terms, but stop words count for the scope of a negation:
 * up to TERM_SCOPE words from a negator to the next punctuation of any kind
 * (after Pang, Lee & Vaithyanathan 2002); a negator is not negated and begins a
 * new scope. */
#ifndef TENOR_MODEL_TERM_H
#define TENOR_MODEL_TERM_H

#include "model/base.h"
#include "model/langid.h"
#include "model/lexicon.h"
#include "model/token.h"
#include "model/word.h"

#define TERM_SCOPE 4 /* words that a negator reaches */

struct term {
    uint32_t begin, end; /* bytes in the text */
    uint32_t lexeme;     /* number in the lexicon */
    bool word;           /* else a sign */
    bool negated;        /* a word in the scope of a negation */
};

/* A token on its way to a term. */
struct terms_token {
    uint32_t begin, end;
    enum token_kind kind;
    struct lexicon_key key; /* unless it is punctuation without tone */
};

/* The tokens of a sentence, which is read while the one before is worked on:
 * what the lexicon knows of them comes from memory meanwhile. */
struct terms_sentence {
    struct terms_token *token; /* [n] */
    size_t n, capacity;
};

struct terms {
    struct words words;
    struct wordset abbreviations;
    struct lexicon lexicon;
    struct scanner scanner;
    struct token ahead; /* first token of the sentence after the next */
    bool more;          /* ahead holds a token */
    struct terms_sentence sentence, next;
    size_t tokens;     /* seen in this text */
    size_t word_count; /* of those, words */
    size_t dry_count;  /* of those, numbers and punctuation without tone */
    struct langid_count count; /* the languages of the words */
    size_t begin, end;         /* of the sentence at hand, in bytes */
    struct term *term;         /* [n] of the sentence at hand */
    size_t n, capacity;
};

/* Arguments as words_init; extra as lexicon_init. TENOR_ENOMEM. */
bool terms_init(struct terms *t, const char *language, bool stemming,
                const struct wordset *stops, size_t extra,
                struct tenor_error *err);
void terms_release(struct terms *t);

/* TENOR_ELIMIT for a text above TENOR_TEXT_MAX. */
bool terms_takes(struct str text, struct tenor_error *err);

/* Begin a text, borrowed until its last sentence, from a byte on with which a
 * sentence begins: places stay those in the whole text. Errors of
 * terms_takes. */
bool terms_begin(struct terms *t, struct str text, size_t from,
                 struct tenor_error *err);

/* The terms of the next sentence: t->term [t->n], valid until the next call.
 * *last is set, without terms, when the text is finished. A sentence of more
 * than SENTENCE_MAX tokens is cut there. False when memory ran out. */
#define SENTENCE_MAX 4096
bool terms_next(struct terms *t, bool *last, struct tenor_error *err);

/* Whether the sentences given so far are in the language; for a language
 * without a row in the table, always LANGID_UNSURE. */
struct langid_verdict terms_language(const struct terms *t);

/* The word of a term, without the "#" of a hashtag. */
struct str terms_surface(const struct terms *t, const struct term *term);

static inline struct lexeme *terms_lexeme(const struct terms *t,
                                          const struct term *term)
{
    return lexicon_at(&t->lexicon, term->lexeme);
}

/* How much of a run of punctuation is a sign: bytes from its beginning, 0 when
 * it carries no tone. ! and ? do, and runs of two or more of . ( ) or *, which
 * count as three at most; the ellipsis does and counts as one. */
size_t term_punctuation(struct str run);

#endif

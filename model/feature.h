/* Tokens to features: what a text says, as 64-bit numbers.
 *
 * An extractor walks over a text sentence by sentence and gives each feature
 * occurrence with its place. No feature crosses a sentence end. The settings
 * are part of a model: training and scoring use the same code. One extractor
 * per thread.
 *
 * Features (enum tenor_feature_kind):
 *   WORD     the stem of a word.
 *   SIGN     a number, an emoticon, an emoji, a run of expressive punctuation;
 *            "<url>" and "<mention>" for all of these.
 *   NGRAM    2 to `ngrams` successive words and signs. Commas, quotes and
 *            brackets are no part of an n-gram and do not interrupt it.
 *   NEGATED  the stem of a word in the scope of a negation: up to
 *            FEATURE_SCOPE words, stop words and hashtags counted, from a
 *            negator to the next punctuation of any kind (after Pang, Lee &
 *            Vaithyanathan 2002); in addition to its plain n-grams. A negator
 *            is not negated and begins a new scope.
 *   STYLE    marks of how it is written: CAPITALS, stretched words.
 *   CHARS    character n-grams of the folded word with a boundary sign, "_", on
 *            either side, chars_min to chars_max characters long; the sign
 *            alone is none.
 *
 * A hashtag is the word behind its "#". Stop words have no features and do not
 * interrupt n-grams.
 *
 * The number of a feature is avalanche(c + 0x9E3779B97F4A7C15 * (kind + 1))
 * with its low bits replaced by the kind; avalanche is the finaliser of XXH64
 * and c the word_hash() of the stem, the sign, the character n-gram, or
 * "capitals" or "stretched". For an n-gram c = c1 of its first term and then,
 * term by term, c = rotate_left(c, 23) * 0x9E3779B185EBCA87 + c of the next.
 * All modulo 2^64. */
#ifndef TENOR_MODEL_FEATURE_H
#define TENOR_MODEL_FEATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/base.h"
#include "model/langid.h"
#include "model/token.h"
#include "model/word.h"

#define FEATURE_NGRAM_MAX 3
#define FEATURE_CHARS_MAX 8
#define FEATURE_SCOPE 4 /* words that a negator reaches */

/* As they stand in a model file: fixed layout, no padding. */
struct feature_settings {
    char language[24];  /* name or code, zero-filled: "english", "zh" */
    uint8_t stemming;   /* 0 or 1 */
    uint8_t ngrams;     /* longest word n-gram, 1 to FEATURE_NGRAM_MAX */
    uint8_t chars_min;  /* character n-grams from this length ... */
    uint8_t chars_max;  /* ... to this, at most FEATURE_CHARS_MAX; 0: none */
    uint8_t negation;   /* 0 or 1 */
    uint8_t style;      /* 0 or 1 */
    uint8_t log_counts; /* value of a feature: 1 + ln tf, or 1 */
    uint8_t reserved;   /* 0 */
};

/* A message saying what does not fit, or NULL. */
const char *feature_settings_check(const struct feature_settings *f);

/* Low bits of a feature hold its kind, so the number tells its family. */
#define FEATURE_KIND_BITS 3
#define FEATURE_FAMILIES 2

static inline enum tenor_feature_kind feature_kind(uint64_t feature)
{
    return (enum tenor_feature_kind)(feature & ((1 << FEATURE_KIND_BITS) - 1));
}

/* 0: words, 1: characters. Each family has its own norm. */
static inline unsigned feature_family(uint64_t feature)
{
    return feature_kind(feature) == TENOR_FEATURE_CHARS;
}

/* The value of a feature that occurs tf times, in fixed-point steps of
 * 1 / FEATURE_ONE: 1, or 1 + ln tf (Salton & Buckley 1988, "l" for tf).
 * Integers, so that sums are exact in any order. */
#define FEATURE_ONE 64
uint32_t feature_value(uint32_t tf, bool log_counts);

/* How much of a run of punctuation is a sign: bytes from its beginning, 0 when
 * it carries no tone. ! and ? do, and runs of two or more of . ( ) or *, which
 * count as three at most; the ellipsis does and counts as one. */
size_t feature_punctuation(struct str run);

struct occurrence {
    uint64_t feature;
    uint32_t begin, end; /* bytes in the text */
};

struct extractor {
    struct feature_settings settings;
    struct words words;
    struct wordset abbreviations;
    struct scanner scanner;
    struct token ahead; /* first token of the next sentence */
    bool more;          /* ahead holds a token */
    size_t tokens;      /* seen in this text */
    size_t word_count;  /* of those, words */
    size_t dry_count;   /* of those, numbers and punctuation without tone */
    struct langid_count count; /* the languages of the words */
    size_t begin, end;  /* of the sentence at hand, in bytes */
    struct term *term;  /* [terms] of the sentence at hand */
    size_t terms, term_capacity;
    struct occurrence *found; /* [nfound] of the sentence at hand */
    size_t nfound, found_capacity;
    struct piece *piece; /* scratch for character n-grams */
    size_t piece_capacity;
};

/* Settings are copied, must have passed feature_settings_check; stops is
 * borrowed, NULL for none. TENOR_ENOMEM. */
bool extractor_init(struct extractor *x, const struct feature_settings *f,
                    const struct wordset *stops, struct tenor_error *err);
void extractor_release(struct extractor *x);

/* TENOR_ELIMIT for a text above TENOR_TEXT_MAX. */
bool extractor_takes(struct str text, struct tenor_error *err);

/* Begin a text, borrowed until its last sentence; errors of extractor_takes. */
bool extractor_begin(struct extractor *x, struct str text,
                     struct tenor_error *err);

/* The same from a byte on with which a sentence begins: places stay those in
 * the whole text. */
bool extractor_begin_at(struct extractor *x, struct str text, size_t from,
                        struct tenor_error *err);

/* The features of the next sentence: x->found [x->nfound], valid until the next
 * call: first, word by word, its CHARS - by their first character, short ones
 * first - and STYLE; then, term by term, the WORD or SIGN, the n-grams that
 * begin with it, short ones first, and NEGATED. The place of a character n-gram
 * is exact in an ASCII word that folding leaves as long, else that of the
 * token. *last is set, with nothing found, when
 * the text is finished. A sentence of more than SENTENCE_MAX tokens is cut
 * there. False when memory ran out. */
#define SENTENCE_MAX 4096
bool extractor_next(struct extractor *x, bool *last, struct tenor_error *err);

/* Whether the sentences given so far are in the language of the settings; for a
 * language without a row in the table, always LANGID_UNSURE. */
struct langid_verdict extractor_language(const struct extractor *x);

#endif

/* Terms to features: what a text says, as 64-bit numbers.
 *
 * An extractor walks over a text sentence by sentence and gives each feature
 * occurrence with its place. No feature crosses a sentence end. The settings
 * are part of a model. Training and evidence read features here; scoring sums
 * them up on the way (sums.h), by the same definitions. One extractor per
 * thread.
 *
 * Features (enum tenor_feature_kind):
 *   WORD     the stem of a word, SIGN  a sign: see term.h.
 *   NGRAM    2 to `ngrams` successive terms. Commas, quotes and brackets are no
 *            part of an n-gram and do not interrupt it, nor do stop words.
 *   NEGATED  the stem of a negated word, in addition to its plain n-grams.
 *   STYLE    marks of how a word is written: capitals, stretched.
 *   CHARS    character n-grams of the folded word (chars.h), chars_min to
 *            chars_max characters long.
 *   PLACED   a word or a sign by its place beside a target: placed.h.
 *
 * The number of a feature is avalanche(c + 0x9E3779B97F4A7C15 * (kind + 1))
 * with its low bits replaced by the kind; avalanche is the finaliser of XXH64
 * and c the word_hash() of the stem, the sign, or "capitals" or "stretched".
 * For an n-gram c = c1 of its first term and then, term by term,
 * c = rotate_left(c, 23) * 0x9E3779B185EBCA87 + c of the next; for one of
 * characters the same over their code points.
 * All modulo 2^64. */
#ifndef TENOR_MODEL_FEATURE_H
#define TENOR_MODEL_FEATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/base.h"
#include "model/chars.h"
#include "model/placed.h"
#include "model/term.h"

#define FEATURE_NGRAM_MAX 3
#define FEATURE_CHARS_MAX 8

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
    uint8_t target;     /* 0 or 1: words are placed beside a target */
};

/* A message saying what does not fit, or NULL. */
const char *feature_settings_check(const struct feature_settings *f);

/* Low bits of a feature hold its kind, so the number tells its family. Each
 * family has its own norm. */
#define FEATURE_KIND_BITS 3
#define FEATURE_KIND_MASK ((UINT32_C(1) << FEATURE_KIND_BITS) - 1)
enum feature_family { FEATURE_WORDS, FEATURE_CHARS, FEATURE_FAMILIES };

static inline enum tenor_feature_kind feature_kind(uint64_t feature)
{
    return (enum tenor_feature_kind)(feature & FEATURE_KIND_MASK);
}

static inline enum feature_family feature_family(uint64_t feature)
{
    return feature_kind(feature) == TENOR_FEATURE_CHARS ? FEATURE_CHARS
                                                        : FEATURE_WORDS;
}

/* The value of a feature that occurs tf times, in fixed-point steps of
 * 1 / FEATURE_ONE, so that sums are exact in any order: of a family of words 1,
 * or 1 + ln tf (Salton & Buckley 1988, "l" for tf); of characters tf. */
#define FEATURE_ONE 64
uint32_t feature_value(enum feature_family family, uint32_t tf,
                       bool log_counts);

/* 1 / norm of a family that has so many occurrences of features in a text: the
 * root of their number, in steps of 1 / FEATURE_ONE. That is the Euclidean norm
 * if every occurrence is of another feature, and nearly it in a sentence; in a
 * longer text it is larger by a factor that depends little on anything but the
 * length. It needs no record of features that no model knows. 0 for none. */
double feature_scale(uint64_t occurrences);

/* The number of a feature from what its terms give. */
static inline uint64_t feature_of(uint64_t content,
                                  enum tenor_feature_kind kind)
{
    uint64_t h = content + 0x9E3779B97F4A7C15ULL * ((uint64_t)kind + 1);

    h = (h ^ h >> 33) * 0xC2B2AE3D27D4EB4FULL;
    h = (h ^ h >> 29) * 0x165667B19E3779F9ULL;
    h ^= h >> 32;
    return h >> FEATURE_KIND_BITS << FEATURE_KIND_BITS | (uint64_t)kind;
}

/* The content of an n-gram from that of its first n-1 terms and its last. */
static inline uint64_t feature_extend(uint64_t gram, uint64_t stem)
{
    return (gram << 23 | gram >> 41) * 0x9E3779B185EBCA87ULL + stem;
}

/* The marks of style that a word carries: enum word_flags of the mark, and its
 * feature. */
#define FEATURE_STYLES 2
struct feature_style {
    uint32_t flag;
    uint64_t feature;
};
void feature_styles(struct feature_style style[FEATURE_STYLES]);

struct occurrence {
    uint64_t feature;
    uint32_t begin, end; /* bytes in the text */
};

struct extractor {
    struct feature_settings settings;
    struct terms terms;
    struct occurrence *found; /* [nfound] of the sentence at hand */
    size_t nfound, found_capacity;
    struct feature_style style[FEATURE_STYLES];
    struct chars chars;
    struct placed placed;
};

/* Settings are copied, must have passed feature_settings_check; stops is
 * borrowed, NULL for none; extra as in lexicon_init. TENOR_ENOMEM. */
bool extractor_init(struct extractor *x, const struct feature_settings *f,
                    const struct wordset *stops, size_t extra,
                    struct tenor_error *err);
void extractor_release(struct extractor *x);

/* Begin a text, borrowed until its last sentence; errors of terms_takes. */
bool extractor_begin(struct extractor *x, struct str text,
                     struct tenor_error *err);

/* The same from a byte on with which a sentence begins: places stay those in
 * the whole text. */
bool extractor_begin_at(struct extractor *x, struct str text, size_t from,
                        struct tenor_error *err);

/* The features of the next sentence: x->found [x->nfound], valid until the next
 * call, as x->terms is: first, word by word, its CHARS - by their first
 * character, short ones first - and STYLE; then, term by term, the WORD or
 * SIGN, the n-grams that begin with it, short ones first, and NEGATED; then
 * PLACED, in the order of placed_list. The
 * place of a character n-gram is exact in an ASCII word that folding leaves as
 * long, else that of the token. Otherwise as terms_next. */
bool extractor_next(struct extractor *x, bool *last, struct tenor_error *err);

/* Append how a feature reads, as tenor_feature_name() has it, by a place where
 * it occurs. What the extractor found stays valid. False when memory ran out.
 */
bool feature_name(struct extractor *x, uint64_t feature, struct str place,
                  struct buffer *name);

#endif

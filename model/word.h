/* Words: from a surface form to its stem, and what the form itself says. Slow:
 * lexicon.h remembers the results. One struct words per thread. */
#ifndef TENOR_MODEL_WORD_H
#define TENOR_MODEL_WORD_H

#include <stdbool.h>
#include <stdint.h>

#include "model/base.h"
#include "model/langid.h"
#include "model/language.h"
#include "model/stem.h"
#include "model/wordset.h"

/* Words longer than this, in bytes, are not folded or stemmed, only recognised
 * again; they have neither capitals nor stretches. */
#define WORD_MAX 256

enum word_flags {
    WORD_CAPITALS = 1,  /* two letters or more, all of them capitals */
    WORD_STRETCHED = 2, /* a letter three times or more in a row: "sooo" */
    WORD_NEGATOR = 4,   /* folded, is in the list of negators of its language
                         * or is longer than one of the endings it has */
    WORD_STOPPED = 8,   /* in the stop list, and no negator */
};

struct word {
    uint64_t stem; /* word_hash of the stem */
    uint32_t flags;
    uint32_t languages; /* langid_look; 0 without a language */
};

struct words {
    const struct language *language; /* NULL: unknown to libstemmer */
    struct stemmer *stemmer;         /* NULL: words stay as they are */
    struct wordset negators;
    struct langid langid;        /* empty without a language */
    const struct wordset *stops; /* stems to leave out; borrowed, or NULL */
    char folded[WORD_MAX * 4]; /* of the last word analysed */
};

/* For a language's name or code; one that libstemmer lacks is no error.
 *
 *   stemming  false leaves words unstemmed
 *   stops     hashes of stems to leave out; borrowed, NULL for none
 *
 * False when memory ran out. */
bool words_init(struct words *w, const char *language, bool stemming,
                const struct wordset *stops);
void words_release(struct words *w);

/* Stem and flags of a surface form. *folded and *stem live in w until the next
 * call. */
struct word words_analyse(struct words *w, struct str surface,
                          struct str *folded, struct str *stem);

/* The case-folded form, in NFC, with letters repeated at most twice. Lives in
 * w until the next call. */
struct str words_fold(struct words *w, struct str surface, bool *stretched);

#endif

/* What Tenor knows about languages: one row per language of libstemmer.
 *
 * Facts only - no code depends on a particular language, everything that
 * differs between languages is a field here. Lists are strings of words
 * separated by one space, case-folded and in NFC, as a reader of the language
 * would write them. Read-only data: safe from any thread. */
#ifndef TENOR_MODEL_LANGUAGE_H
#define TENOR_MODEL_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

struct language {
    const char *name;          /* libstemmer's name: "english" */
    const char *code;          /* ISO 639: "en" */
    bool elision;              /* "l'homme" is two words, l' and homme */
    bool dotless;              /* I folds to dotless i, as in Turkish */
    const char *negators;      /* words that open a negation: "not no never" */
    const char *endings;       /* word endings that do so too: "n't" */
    const char *abbreviations; /* end with a dot but no sentence: "mr dr" */
    const char *function;      /* frequent and of no meaning: "the of and" */
};

/* The row for a libstemmer name or an ISO 639 code, or NULL. */
const struct language *language_find(const char *name);

/* Row i in alphabetical order of names; NULL past the last. */
const struct language *language_at(size_t i);

#endif

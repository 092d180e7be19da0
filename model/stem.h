/* Stems: the only user of <libstemmer.h>.
 *
 * A handle owns the memory of its last result, so each thread needs its own.
 * Porter 1980, "An algorithm for suffix stripping"; Snowball, 2001 on. */
#ifndef TENOR_MODEL_STEM_H
#define TENOR_MODEL_STEM_H

#include <stdbool.h>

#include "model/base.h"

struct stemmer;

/* A stemmer for a libstemmer name ("english"). NULL when memory ran out or
 * libstemmer has no such algorithm. */
struct stemmer *stemmer_new(const char *name);
void stemmer_free(struct stemmer *s);

/* The stem of a folded word: lives in the handle until the next call. A NULL
 * handle, or a word that libstemmer cannot take, gives the word itself. */
struct str stemmer_stem(struct stemmer *s, struct str word);

#endif

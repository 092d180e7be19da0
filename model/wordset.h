/* A small set of words, kept as sorted hashes: cue lists, stop lists. */
#ifndef TENOR_MODEL_WORDSET_H
#define TENOR_MODEL_WORDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/base.h"

struct wordset {
    uint64_t *hash; /* [n] ascending, distinct */
    size_t n;
    uint64_t *hint; /* [WORDSET_HINTS / 64] or NULL: a bit for each beginning
                     * of a hash, set where one of the set begins so */
};
#define WORDSET_HINTS 4096

/* 64-bit hash of a word (XXH3): the identity of words all over Tenor. */
uint64_t word_hash(const char *s, size_t len);

/* From a string of words separated by spaces. False when memory ran out. */
bool wordset_init(struct wordset *w, const char *words);
void wordset_release(struct wordset *w);

bool wordset_has(const struct wordset *w, uint64_t hash);

/* Sort n hashes in place and drop repeats; returns how many remain. */
size_t wordset_sort(uint64_t *hash, size_t n);

#endif

/* A set of texts that are known by their SHA-256 alone: what a model was made
 * to forget must be told from other texts without being kept. */
#ifndef TENOR_DATASETS_TEXTSET_H
#define TENOR_DATASETS_TEXTSET_H

#include "datasets/digest.h"

struct textset {
    char (*sha256)[DIGEST_HEX]; /* [n] ascending, once they are sorted */
    size_t n, capacity;
};

/* Add one; copied. False when memory ran out. */
bool textset_add(struct textset *t, const char sha256[DIGEST_HEX]);

/* Order them and drop those that are there twice: before they are looked up. */
void textset_sort(struct textset *t);

/* The number of a text among them, by its digits, or SIZE_MAX; NULL is the
 * empty set. */
size_t textset_find(const struct textset *t, const char sha256[DIGEST_HEX]);

/* Whether it has a text, by its bytes; those of an empty set are not looked
 * at. */
bool textset_has(const struct textset *t, struct str text);

void textset_release(struct textset *t);

/* Whether a word is a SHA-256: 64 digits 0-9 and a-f. */
bool is_sha256(const char *word);

#endif

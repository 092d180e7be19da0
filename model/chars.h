/* Character n-grams of a word: each run of min to max characters of the folded
 * word with a boundary sign, "_", on either side; the sign alone is none.
 *
 * One struct chars per thread; its memory is kept between words. */
#ifndef TENOR_MODEL_CHARS_H
#define TENOR_MODEL_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/base.h"

struct chars_gram {
    uint64_t content;  /* see feature.h */
    uint32_t from, to; /* its bytes in the folded word, boundaries apart */
};

/* Zero it to start. */
struct chars {
    struct chars_gram
        *gram; /* [n] by their first character, short ones first */
    size_t n, capacity;
    struct chars_point *point; /* scratch: the word with its boundaries */
    size_t point_capacity;
};

/* List those of a folded word. False when memory ran out. */
bool chars_list(struct chars *c, struct str folded, unsigned min, unsigned max);

/* The most that a folded word of so many bytes has. */
static inline size_t chars_most(size_t bytes, unsigned max)
{
    return (bytes + 2) * max;
}

/* Their numbers as features in the order of the list, without places, for which
 * there is room in `feature` [chars_most]; returns how many. */
size_t chars_features(struct str folded, unsigned min, unsigned max,
                      uint64_t *feature);

void chars_release(struct chars *c);

#endif

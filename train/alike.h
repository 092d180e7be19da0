/* Texts that are nearly the same as one seen before.
 *
 * The similarity of two texts is |A n B| / |A u B| of the sets of their words,
 * folded (Jaccard); from ALIKE on they are alike, and texts without words are
 * alike as well. Those to be compared are found by MinHash (Broder 1997): two
 * texts meet when one of ALIKE_BANDS groups of ALIKE_ROWS least hashes is the
 * same, which for a similarity of 0.8 fails once in 70 times and for 0.9 once
 * in 10,000. One thread. */
#ifndef TENOR_TRAIN_ALIKE_H
#define TENOR_TRAIN_ALIKE_H

#include "model/word.h"

#define ALIKE 0.8
#define ALIKE_BANDS 8
#define ALIKE_ROWS 4

struct alike {
    struct words words;
    uint64_t *word; /* [n] of all texts, those of a text ascending, distinct */
    size_t n, capacity;
    size_t *start; /* [texts + 1] */
    size_t texts, start_capacity;
    struct alike_slot *slot; /* [slots] a power of 2 */
    size_t slots, used;
};

/* A band of a text. */
struct alike_slot {
    uint64_t band;
    uint32_t text; /* number + 1; 0: free */
};

/* TENOR_ENOMEM; to be released in any case. */
bool alike_init(struct alike *a, struct tenor_error *err);
void alike_release(struct alike *a);

/* Set *seen to whether a text is alike one before; if it is not, it is one from
 * now on. False when memory ran out. */
bool alike_add(struct alike *a, struct str text, bool *seen);

/* The same, but the text is not kept. */
bool alike_find(struct alike *a, struct str text, bool *seen);

#endif

/* Evidence in the order of its size: what a text says most is said first.
 *
 * An article has some thousand features, and to put them in order takes longer
 * than to find them when it is done by comparing. So the first 31 bits behind
 * the sign of a number, which are in the order of its size, are sorted by
 * digits (Knuth, The Art of Computer Programming 3, 5.2.5, algorithm R), and
 * only what these have in common is compared. */
#ifndef TENOR_MODEL_RANKING_H
#define TENOR_MODEL_RANKING_H

#include <stddef.h>
#include <stdint.h>

struct ranked {
    double size;         /* not negative */
    uint32_t begin, end; /* of equals the first in the text, the shorter one, */
    uint32_t kind;       /* and the one with the smaller kind goes first */
    uint32_t item;       /* of the caller's */
};

/* Largest size first.
 *
 *   list    [n]
 *   scratch [n] */
void ranking_sort(struct ranked *list, size_t n, struct ranked *scratch);

#endif

/* Which items two sequences have in common: the shortest list of those to be
 * removed and added, by the method of Myers 1986, "An O(ND) difference
 * algorithm and its variations", in linear space.
 *
 * Its time is the product of the length and the number of differences. So a
 * stretch of more than 2 * DIFF_MOST differences, which have nothing that would
 * show where they could be divided, is taken to be removed and added as a
 * whole; the result says so. */
#ifndef TENOR_CLI_EXPLAIN_DIFF_H
#define TENOR_CLI_EXPLAIN_DIFF_H

#include "model/base.h"

#define DIFF_MOST 4096

/* What to compare and what came of it; both caller's. */
struct diff {
    const uint64_t *a, *b; /* [n], [m] items by number */
    size_t n, m;           /* less than INT32_MAX */
    bool *removed, *added; /* [n], [m] false at first */
    bool coarse;           /* some stretch was not divided */
};

/* TENOR_ENOMEM. */
bool diff_find(struct diff *d, struct tenor_error *err);

#endif

/* The sentences that carry a result, and the words that do so in them.
 *
 * What a sentence carries of an axis is its share of the parts that speak for
 * the label of the text; where none does, of what they are above the least
 * part. Axes whose label is the calm one - the negative pole of two, none,
 * neutral - count only where the others leave room. */
#ifndef TENOR_CLI_CARRIERS_H
#define TENOR_CLI_CARRIERS_H

#include "cli/scoring.h"

#define CARRIERS 3
#define CARRIER_WORDS 5

struct carrier {
    size_t sentence;
    double weight; /* sum of the shares over axes */
    size_t axis;   /* that it carries most of */
};

/* Up to CARRIERS sentences in reading order, *n of them. TENOR_ENOMEM. */
bool carriers_find(const struct scoring *s, struct carrier *list, size_t *n,
                   struct tenor_error *err);

/* The words of the sentence that speak most for the label of the axis, the
 * strongest first; spans count from the beginning of the text. None for axes
 * with a kernel. TENOR_ENOMEM. */
bool carrier_words(const struct scoring *s, const struct carrier *c,
                   struct tenor_span *word, size_t *n, struct tenor_error *err);

#endif

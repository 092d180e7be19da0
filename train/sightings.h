/* Where words stand that look like the source of a text: those of a dateline,
 * before a dash among the first words, and words with a capital that do not
 * begin a sentence. Words are folded. */
#ifndef TENOR_TRAIN_SIGHTINGS_H
#define TENOR_TRAIN_SIGHTINGS_H

#include "train/documents.h"

struct sighting {
    uint64_t word;
    uint32_t document, begin, end; /* of the first in the document, in bytes */
    bool dateline;                 /* that one stands in one */
};

struct sightings {
    struct sighting *item; /* [n] by word, then document; one of a word in each
                              document */
    size_t n, capacity;
};

/* s is zeroed before, and to be released in any case. False when memory ran
 * out. */
bool sightings_find(const struct documents *d, struct sightings *s);
void sightings_release(struct sightings *s);

/* How often words are written small, and with a capital where no sentence
 * begins.
 *
 *   word  [n]     ascending
 *   forms [n][2]  zeroed; small, capital
 *
 * False when memory ran out. */
bool sightings_forms(const struct documents *d, const uint64_t *word, size_t n,
                     size_t (*forms)[2]);

#endif

/* Texts that are nearly the same: all pairs whose shingles are alike.
 *
 * A shingle is three words that follow each other, folded; a text of fewer
 * words is one shingle, and a text without words has no twin. The similarity
 * of two texts is |A n B| / |A u B| of their sets of shingles (Jaccard; Broder
 * 1997). All pairs are found that reach a threshold t, not a sample of them:
 * ordered with rare shingles first, two such texts share one of the first
 * n - ceil(t n) + 1 of each (prefix filtering; Chaudhuri, Ganti & Kaushik 2006;
 * Bayardo, Ma & Srikant 2007). Shingles are told apart by hashes of 64 bits.
 *
 * Memory: 8 bytes a word, some 40 a text, and 12 to 24 a pair; 1,000,000 texts
 * of 20 words take about 300 MB, and where all of them are alike some GB. */
#ifndef TENOR_TRAIN_TWINS_H
#define TENOR_TRAIN_TWINS_H

#include "model/base.h"

/* Texts that share a rare shingle are compared with so many of those before
 * them: where more have it, some pairs may be missed. */
#define TWINS_COMPARED 100

struct twin {
    uint32_t a, b;    /* texts that are the first with their shingles; a < b */
    float similarity; /* threshold to below 1 */
};

struct twins {
    size_t N;
    uint32_t *first;   /* [N] the first text with the same shingles; itself */
    struct twin *pair; /* [n] by a, then b */
    size_t n, capacity;
    size_t missed; /* pairs that were not compared: see TWINS_COMPARED */
};

/* Find the twins among N texts.
 *
 *   text       gives text i of a context; valid until the next call
 *   threshold  above 0, to 1
 *
 * w is zeroed before, and to be released in any case. The result depends on
 * the texts alone. TENOR_ENOMEM. */
typedef struct str twins_text(const void *context, size_t i);
bool twins_find(size_t N, twins_text *text, const void *context,
                double threshold, struct twins *w, struct tenor_error *err);
void twins_release(struct twins *w);

#endif

/* What a token is worth to a model by itself: the weights of its stem, and the
 * sum of those of its character n-grams. Worked out once, and kept with it in
 * the lexicon.
 *
 * One struct worths per thread and model. */
#ifndef TENOR_MODEL_WORTH_H
#define TENOR_MODEL_WORTH_H

#include "model/modelfile.h"
#include "model/term.h"

/* Stands behind a lexeme. Behind it are int16_t weights [columns] of its stem
 * and, where characters count, as many of its n-grams: their sums, or as much
 * of them as fits into 16 bits. */
struct worth {
    uint32_t row;     /* of the stem or sign, or TABLE_ROW_NONE */
    uint32_t more;    /* vector in worths.more with which the rest begins */
    uint16_t chars;   /* n-grams of characters; WORD_MAX bounds them */
    uint16_t vectors; /* that their sums are in; 0 when the table has none */
};

static inline int16_t *worth_weights(struct worth *w)
{
    return (int16_t *)(void *)(w + 1);
}

static inline int16_t *worth_chars(struct worth *w, size_t columns)
{
    return worth_weights(w) + columns;
}

struct worths {
    const struct tenor_model *model;
    int16_t *more; /* [vectors][columns] of sums too large for one vector */
    size_t vectors, more_capacity;
    uint64_t *feature;   /* scratch: n-grams of a word ... */
    uint32_t *found;     /* ... where the table has them ... */
    const int16_t **row; /* ... the weights ... */
    int32_t *sum;        /* ... and their sums [columns] */
    size_t feature_capacity, found_capacity, row_capacity;
};

/* Bytes behind each lexeme: see lexicon.h. */
size_t worth_extra(const struct tenor_model *m);

/* For a model, borrowed. False when memory ran out; to be released in any
 * case. */
bool worths_init(struct worths *w, const struct tenor_model *m);
void worths_release(struct worths *w);

/* The lexicon has forgotten its entries. */
void worths_forget(struct worths *w);

/* Work out the worth of the lexeme of a term of the sentence at hand. False
 * when memory ran out. */
bool worth_fill(struct worths *w, struct terms *t, const struct term *term);

#endif

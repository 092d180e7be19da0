/* Passages that stand in many texts: sentences, beginnings and ends, such as
 * "Subscribe to our newsletter." Words are compared folded, without
 * punctuation. */
#ifndef TENOR_TRAIN_PASSAGES_H
#define TENOR_TRAIN_PASSAGES_H

#include "model/wordset.h"
#include "train/twins.h"

/* The least number of words: fewer are often equal by chance. */
#define PASSAGE_SENTENCE 4 /* of a whole sentence */
#define PASSAGE_END 6 /* of a beginning or an end, which has just so many */

enum passage_place { PASSAGE_IN, PASSAGE_FIRST, PASSAGE_LAST };

struct passage {
    uint64_t key;
    uint32_t text;       /* the first that has it */
    uint32_t begin, end; /* bytes in it */
    size_t texts;        /* that have it, equal ones counting once */
    enum passage_place place;
};

struct passages {
    struct passage *item; /* [n] those of most texts first */
    size_t n, capacity;
    uint64_t *rest; /* [N] hash of the words that stand in none of them; 0: no
                       words are left, or there were none */
    bool *has;      /* [N] whether the text has any */
};

/* Find the passages that at least `least` texts have.
 *
 *   w  twins of the texts, of which `first` is read
 *
 * p is zeroed before, and to be released in any case. A beginning or an end
 * that a repeated sentence has a part in is left out. TENOR_ENOMEM. */
bool passages_find(const struct twins *w, twins_text *text, const void *context,
                   size_t least, struct passages *p, struct tenor_error *err);
void passages_release(struct passages *p);

#endif

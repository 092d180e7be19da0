/* Words by where they stand beside the target of a sentence.
 *
 * A sentence names its target with the word PLACED_TARGET, alone or as the
 * beginning of a word ("TGTENTITY's"): what trains a model, and target.h, write
 * it so. Each other word stands before or behind the nearest target, with or
 * without a name in between; a name is a word with an ASCII capital that does
 * not begin the sentence, and is itself not placed. What adjoins a target - a
 * sign, else a word - is placed as its neighbour before, behind, and both.
 *
 * The content of a placed feature is that of an n-gram (feature.h) whose first
 * term is the enum place and whose next are the stem of the word, or for a
 * sign the word_hash() of its character; no neighbour has 0. */
#ifndef TENOR_MODEL_PLACED_H
#define TENOR_MODEL_PLACED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/term.h"

#define PLACED_TARGET "TGTENTITY"

enum place_kind {
    PLACE_BEFORE = 1,
    PLACE_BEFORE_NAME, /* and a name in between */
    PLACE_BEHIND,
    PLACE_BEHIND_NAME,
    PLACE_NEXT_BEFORE, /* adjoins it */
    PLACE_NEXT_BEHIND,
    PLACE_BETWEEN, /* both that adjoin it */
};

#define PLACED_SIDES 4 /* the first: of words */

struct placed_word {
    uint64_t content;
    uint32_t begin, end; /* bytes in the text */
};

/* Zero it to start; one per thread. */
struct placed {
    struct placed_word *word; /* [n] */
    size_t n, capacity;
    size_t *target; /* [targets] terms: scratch */
    size_t targets, target_capacity;
};
void placed_release(struct placed *p);

/* The most words that n terms have: each one, and three for a target. */
#define PLACED_MOST(n) (4 * (size_t)(n))

/* List those of the sentence at hand: target by target what adjoins it, then
 * the words before and behind it, the nearest first. None without a target.
 * False when memory ran out. */
bool placed_list(struct placed *p, const struct terms *t);

/* Whether a term is a target. */
bool placed_is_target(const struct terms *t, const struct term *term);

/* Whether the sentence at hand has a target. */
bool placed_any(const struct terms *t);

/* The content of a word at one of the first four places. */
uint64_t placed_content(enum place_kind place, uint64_t stem);

#endif

/* The fewest words without which a text has another label: `tenor explain
 * --flip`.
 *
 * Whatever is found was scored: the words are cut out (flip_words.h), the text
 * that is left goes through tenor_score(), and has another label, with the
 * status OK. What is not scored is left out by a bound (flip_bound.h), so that
 * "no removal of fewer words changes it" is proven, not tried.
 *
 * First a small set is looked for: of the words with the largest gains the one
 * that does most is taken out, again and again; then those are put back that
 * are not needed. Then sets of one word, of two and so on are gone through, the
 * most promising first, down to where the bound says that no further one can
 * do. What scoring costs is bounded by FLIP_BUDGET; where that ends, the least
 * number of words that is not excluded stands beside the number found.
 *
 * Where something might move that bounds know nothing of (flip_firm.h), all
 * sets of a size are scored, as long as that is within half of the budget; and
 * for larger sizes there is a second certificate, about removals that leave the
 * sentences, and what counts in them, as they are. */
#ifndef TENOR_CLI_EXPLAIN_FLIP_H
#define TENOR_CLI_EXPLAIN_FLIP_H

#include "cli/explain/flip_bound.h"

/* Bytes of text that are scored, with FLIP_COST more for each time: so the
 * result does not depend on the machine. */
#define FLIP_BUDGET ((uint64_t)128 << 20)
#define FLIP_COST 256

/* Larger sets are looked for, but certificates end here; or before, where sets
 * can make more n-grams than that. */
#define FLIP_SIZE_MAX 64
#define FLIP_GRAMS_MAX 2e7

#define FLIP_ANY SIZE_MAX  /* label: any but that of the text */
#define FLIP_NONE SIZE_MAX /* number of words: no set of any size */

struct flip_question {
    struct str text, title; /* title.s is NULL when none is given */
    size_t axis;
    size_t label; /* the one that is wanted, or FLIP_ANY */
    uint64_t budget;
};

struct flip_answer {
    size_t n;          /* words of the set found; FLIP_NONE: none was */
    size_t at_least;   /* no set of fewer words changes the label; FLIP_NONE:
                          no set does */
    size_t given_same; /* the same of removals that leave the sentences, and
                          what counts in them, as they are: not less */
    size_t label[2];   /* before and after; the same when there is no set */
    double p[2];
};

struct flip_gain {
    double gain;
    uint32_t word;
};

/* Memory of a search; zero it to start, kept between texts. */
struct flip {
    struct flip_words words; /* of the text, or of the title */
    uint32_t *set;           /* [answer.n] words in reading order */
    size_t set_capacity;
    struct flip_bound bound;
    struct buffer left; /* the text without the words at hand ... */
    bool *gone;         /* ... [words] which they are */
    size_t gone_capacity;
    double *gain;            /* [words] of the bound at hand ... */
    struct flip_gain *order; /* ... the largest first ... */
    double *sum;             /* ... [words + 1] and added up */
    size_t gain_capacity, order_capacity, sum_capacity;
};

/* Search. The scorer is the caller's, and has the result of a text without some
 * words afterwards. The status of the text must be OK on the axis, which must
 * not have a kernel. TENOR_ENOMEM. */
bool flip_find(struct flip *f, struct tenor_scorer *s,
               const struct flip_question *q, struct flip_answer *a,
               struct tenor_error *err);

void flip_release(struct flip *f);

#endif

/* A search for words that change a label: what going toward a small set
 * (flip_walk.c) and through all small ones (flip.c) stand on. */
#ifndef TENOR_CLI_EXPLAIN_FLIP_SEARCH_H
#define TENOR_CLI_EXPLAIN_FLIP_SEARCH_H

#include "cli/explain/flip.h"

struct flip_search {
    struct flip *f;
    struct tenor_scorer *s;
    const struct flip_question *q;
    struct flip_answer *a;
    struct tenor_error *err;
    size_t K;      /* labels */
    uint64_t left; /* of the budget */
};

static inline size_t flip_words_of(const struct flip_search *x)
{
    return x->f->words.words;
}

/* Whether it is a label that is looked for. */
static inline bool flip_is_rival(const struct flip_search *x, size_t label)
{
    return label != x->a->label[0] &&
           (x->q->label == FLIP_ANY || label == x->q->label);
}

/* Of the budget, for scoring once. */
uint64_t flip_cost(const struct flip_search *x);

/* Score the text without the words that are gone. *flips: it has a label that
 * was asked for. */
bool flip_try(struct flip_search *x, bool *flips);

/* The words that are gone are the answer, and have just been scored. */
bool flip_keep(struct flip_search *x);

/* The bound for sets of up to k words: the words in the order of their gains,
 * and these added up. */
bool flip_sort_by_bound(struct flip_search *x, size_t rival, size_t k);

/* The same where nothing is known of them. */
void flip_forget_gains(struct flip_search *x);

/* Look for a small set, toward each rival, with half of the budget at most. */
bool flip_walk(struct flip_search *x);

#endif

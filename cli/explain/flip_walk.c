/* Toward a small set of words that changes a label: greedily, and then without
 * the words that are not needed. */
#include <math.h>
#include <string.h>

#include "cli/explain/flip_search.h"

/* Words that are tried in each step. */
#define STEP_WORDS 16

/* Take out one more word, that with which d becomes largest. */
static bool step(struct flip_search *x, size_t rival, bool *flips, bool *stuck)
{
    struct flip *f = x->f;
    size_t tried = 0, best = SIZE_MAX;
    double most = -HUGE_VAL;

    for (size_t i = 0; i < flip_words_of(x) && tried < STEP_WORDS; i++) {
        const size_t word = f->order[i].word;
        if (f->gone[word])
            continue;
        tried++;
        f->gone[word] = true;
        if (!flip_try(x, flips) || (*flips && !flip_keep(x)))
            return false;
        if (*flips)
            return true;
        f->gone[word] = false;
        const double d =
            tenor_axis_status(x->s, x->q->axis) == TENOR_STATUS_OK
                ? flip_bound_start(x->s, x->q->axis, x->a->label[0], rival)
                : -HUGE_VAL;
        if (d > most) {
            most = d;
            best = word;
        }
    }
    *stuck = best == SIZE_MAX;
    if (!*stuck)
        f->gone[best] = true;
    return true;
}

/* Put back the words that are not needed. */
static bool put_back(struct flip_search *x)
{
    struct flip *f = x->f;
    bool flips;

    for (size_t i = 0; i < flip_words_of(x); i++) {
        if (!f->gone[i])
            continue;
        f->gone[i] = false;
        if (!flip_try(x, &flips) || (flips && !flip_keep(x)))
            return false;
        f->gone[i] = !flips;
    }
    return true;
}

/* Toward a rival, in fewer steps than the set has that is known. */
static bool walk(struct flip_search *x, size_t rival)
{
    struct flip *f = x->f;
    const size_t most = x->a->n == FLIP_NONE ? flip_words_of(x) : x->a->n - 1;
    bool flips = false, stuck = false, ok = true;

    memset(f->gone, 0, flip_words_of(x) * sizeof *f->gone);
    if (f->bound.usable)
        ok = flip_sort_by_bound(x, rival, 1);
    else
        flip_forget_gains(x);
    for (size_t n = 0; ok && n < most && !flips && !stuck; n++)
        ok = x->left > x->q->budget / 2 && step(x, rival, &flips, &stuck);
    if (ok && flips)
        ok = put_back(x);
    memset(f->gone, 0, flip_words_of(x) * sizeof *f->gone);
    return ok || x->err->code == TENOR_OK;
}

bool flip_walk(struct flip_search *x)
{
    for (size_t r = 0; r < x->K; r++)
        if (flip_is_rival(x, r) && !walk(x, r))
            return false;
    return true;
}

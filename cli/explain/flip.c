#include "cli/explain/flip.h"

#include <math.h>
#include <stdlib.h>

#include "cli/explain/flip_firm.h"
#include "cli/explain/flip_search.h"

/* What rounding may do to d. */
#define EPSILON 1e-7

/* How going through sets has ended. */
enum outcome { NO_SET, FOUND, OUT_OF_BUDGET, FAILED };

/* ---- the bound ----------------------------------------------------------- */

/* d of the text as it is, for each rival [K]. */
static void find_starts(const struct flip_search *x, double *start)
{
    for (size_t k = 0; k < x->K; k++)
        start[k] = flip_bound_start(x->s, x->q->axis, x->a->label[0], k);
}

/* Whether the bound excludes all sets of up to k words. */
static bool excludes(struct flip_search *x, const double *start, size_t k,
                     bool *excluded)
{
    *excluded = true;
    for (size_t r = 0; r < x->K && *excluded; r++) {
        if (!flip_is_rival(x, r))
            continue;
        if (!flip_sort_by_bound(x, r, k))
            return false;
        double most = 0.0;
        for (size_t i = 1; i <= k; i++)
            most = fmax(most, x->f->sum[i]);
        *excluded = start[r] + most < -EPSILON;
    }
    return true;
}

/* The largest k, up to `most`, for which it does. */
static bool find_excluded(struct flip_search *x, const double *start,
                          size_t most, size_t *k)
{
    size_t low = 0, high = most + 1, step = 1;

    while (low + 1 < high) {
        const size_t middle = high == most + 1 && low + step < high
                                  ? low + step
                                  : low + (high - low) / 2;
        bool excluded;
        if (!excludes(x, start, middle, &excluded))
            return false;
        if (excluded)
            low = middle;
        else
            high = middle;
        step *= 2;
    }
    *k = low;
    return true;
}

/* ---- going through sets -------------------------------------------------- */

/* Sets of the words gone and n more, of those from place `from` of the order
 * on, unless d is bound to stay below 0. */
static enum outcome go_through(struct flip_search *x, size_t from, size_t n,
                               double d)
{
    struct flip *f = x->f;
    enum outcome o = NO_SET;

    for (size_t i = from; o == NO_SET && i + n <= flip_words_of(x); i++) {
        if (d + f->sum[i + n] - f->sum[i] < -EPSILON)
            break;
        const double with = d + f->sum[i + 1] - f->sum[i];
        bool flips = false;
        f->gone[f->order[i].word] = true;
        if (n > 1)
            o = go_through(x, i + 1, n - 1, with);
        else if (x->left == 0)
            o = OUT_OF_BUDGET;
        else if (!flip_try(x, &flips))
            o = FAILED;
        else if (flips)
            o = flip_keep(x) ? FOUND : FAILED;
        f->gone[f->order[i].word] = false;
    }
    return o;
}

/* All sets of k words that the bound leaves. */
static enum outcome go_bounded(struct flip_search *x, const double *start,
                               size_t k)
{
    enum outcome o = NO_SET;

    for (size_t r = 0; r < x->K && o == NO_SET; r++)
        if (flip_is_rival(x, r))
            o = flip_sort_by_bound(x, r, k) ? go_through(x, 0, k, start[r])
                                            : FAILED;
    return o;
}

/* All sets of k words. */
static enum outcome go_through_all(struct flip_search *x, size_t k)
{
    flip_forget_gains(x);
    return go_through(x, 0, k, 0.0);
}

/* Whether all sets of k of W words can be scored within a budget. */
static bool affords(const struct flip_search *x, size_t k, uint64_t budget)
{
    double sets = 1.0;

    for (size_t i = 0; i < k; i++)
        sets *= (double)(flip_words_of(x) - i) / (double)(i + 1);
    return sets * (double)flip_cost(x) <= (double)budget;
}

/* ---- certificates -------------------------------------------------------- */

/* Whether the n-grams that sets of k words may make are too many to look at. */
static bool is_too_large(const struct flip_search *x, size_t k)
{
    double grams = (double)x->f->words.tokens;

    for (size_t n = 1; n < x->s->model->settings.ngrams; n++)
        grams *= (double)k;
    return grams > FLIP_GRAMS_MAX;
}

/* The sizes that are gone through are those below the set that is known. */
static size_t largest_size(const struct flip_search *x)
{
    size_t most = x->a->n == FLIP_NONE ? flip_words_of(x) : x->a->n - 1;

    most = most < FLIP_SIZE_MAX ? most : FLIP_SIZE_MAX;
    while (most > 1 && is_too_large(x, most))
        most--;
    return most;
}

/* Exclude sizes by the bound, from *at_least on, which is moved. */
static bool certify(struct flip_search *x, const double *start,
                    size_t *at_least)
{
    enum outcome o = NO_SET;
    size_t excluded;

    if (!find_excluded(x, start, largest_size(x), &excluded))
        return false;
    if (excluded + 1 > *at_least)
        *at_least = excluded + 1;
    while (o == NO_SET && *at_least <= largest_size(x)) {
        o = go_bounded(x, start, *at_least);
        *at_least += o == NO_SET;
    }
    return o != FAILED;
}

/* Exclude sizes by scoring all sets. */
static bool certify_all(struct flip_search *x)
{
    const uint64_t half = x->left / 2, end = x->left - half;
    enum outcome o = NO_SET;

    while (o == NO_SET && x->a->at_least <= largest_size(x) && x->left > end &&
           affords(x, x->a->at_least, x->left - end)) {
        o = go_through_all(x, x->a->at_least);
        x->a->at_least += o == NO_SET;
    }
    return o != FAILED;
}

static bool find_certificates(struct flip_search *x, const double *start,
                              bool firm)
{
    const bool usable = x->f->bound.usable;

    x->a->at_least = 1;
    if (!(firm && usable) && !certify_all(x))
        return false;
    x->a->given_same = x->a->at_least;
    if (usable && !certify(x, start, &x->a->given_same))
        return false;
    if (firm && usable)
        x->a->at_least = x->a->given_same;
    if (x->a->at_least > flip_words_of(x))
        x->a->at_least = FLIP_NONE;
    if (x->a->given_same > flip_words_of(x))
        x->a->given_same = FLIP_NONE;
    return true;
}

static bool prepare(struct flip_search *x, bool *firm)
{
    struct flip *f = x->f;
    struct str in = x->q->text;

    if (!tenor_score_titled(x->s, x->q->title.s, x->q->title.len, in.s, in.len,
                            x->err))
        return false;
    if (x->s->model->axis[x->q->axis].scope == AXIS_TITLE)
        in = x->s->title;
    if (!flip_words_read(&f->words, &x->s->extractor.terms, in) ||
        !flip_firm(&f->words, x->s, x->q->axis, firm))
        return fail_memory(x->err, "words");
    const size_t W = flip_words_of(x);
    if (!GROW(f->gone, W, f->gone_capacity) ||
        !GROW(f->gain, W, f->gain_capacity) ||
        !GROW(f->sum, W + 1, f->sum_capacity) ||
        !GROW(f->order, W, f->order_capacity))
        return fail_memory(x->err, "words");
    if (W)
        memset(f->gone, 0, W * sizeof *f->gone);
    return flip_bound_read(&f->bound, x->s, x->q->axis, &f->words, x->err);
}

bool flip_find(struct flip *f, struct tenor_scorer *s,
               const struct flip_question *q, struct flip_answer *a,
               struct tenor_error *err)
{
    const size_t K = s->model->axis[q->axis].labels;
    struct flip_search x = {f, s, q, a, err, K, q->budget};
    double *start = mem_zero(K, sizeof *start);
    bool firm, ok = start ? prepare(&x, &firm) : fail_memory(err, "bounds");

    if (ok) {
        const size_t label = tenor_label(s, q->axis);
        const double p = tenor_probability(s, q->axis, label);
        *a = (struct flip_answer){
            .n = FLIP_NONE, .label = {label, label}, .p = {p, p}};
        if (label == q->label)
            a->n = a->at_least = a->given_same = 0;
        else {
            find_starts(&x, start);
            ok = flip_walk(&x) && find_certificates(&x, start, firm);
        }
    }
    free(start);
    return ok;
}

void flip_release(struct flip *f)
{
    flip_words_release(&f->words);
    flip_bound_release(&f->bound);
    free(f->set);
    free(f->left.data);
    free(f->gone);
    free(f->gain);
    free(f->sum);
    free(f->order);
    *f = (struct flip){0};
}

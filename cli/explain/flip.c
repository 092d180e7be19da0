#include "cli/explain/flip.h"

#include <math.h>
#include <stdlib.h>

#include "cli/explain/flip_firm.h"

/* What rounding may do to d. */
#define EPSILON 1e-7

/* Words that are tried in each step toward a small set. */
#define STEP_WORDS 16

struct search {
    struct flip *f;
    struct tenor_scorer *s;
    const struct flip_question *q;
    struct flip_answer *a;
    struct tenor_error *err;
    size_t K;      /* labels */
    uint64_t left; /* of the budget */
};

/* How going through sets has ended. */
enum outcome { NO_SET, FOUND, OUT_OF_BUDGET, FAILED };

static size_t words_of(const struct search *x)
{
    return x->f->words.words;
}

/* ---- scoring ------------------------------------------------------------- */

static bool is_title(const struct search *x)
{
    return x->s->model->axis[x->q->axis].scope == AXIS_TITLE;
}

static bool score(struct search *x, struct str title, struct str text)
{
    return tenor_score_titled(x->s, title.s, title.len, text.s, text.len,
                              x->err);
}

static uint64_t cost(const struct search *x)
{
    return x->q->text.len + x->q->title.len + FLIP_COST;
}

/* Score the text without the words that are gone. *flips: it has a label that
 * was asked for. */
static bool try(struct search *x, bool *flips)
{
    struct flip *f = x->f;
    const uint64_t c = cost(x);

    x->left -= c < x->left ? c : x->left;
    if (!flip_words_cut(&f->words, f->gone, &f->left))
        return fail_memory(x->err, "a text");
    const struct str left = {f->left.len ? f->left.data : "", f->left.len};
    if (!(is_title(x) ? score(x, left, x->q->text)
                      : score(x, x->q->title, left)))
        return false;
    const size_t label = tenor_label(x->s, x->q->axis);
    *flips = tenor_axis_status(x->s, x->q->axis) == TENOR_STATUS_OK &&
             (x->q->label == FLIP_ANY ? label != x->a->label[0]
                                      : label == x->q->label);
    return true;
}

/* The words that are gone are the answer, and have just been scored. */
static bool keep(struct search *x)
{
    struct flip *f = x->f;
    size_t n = 0;

    if (!GROW(f->set, words_of(x), f->set_capacity))
        return fail_memory(x->err, "words");
    for (size_t i = 0; i < words_of(x); i++)
        if (f->gone[i])
            f->set[n++] = (uint32_t)i;
    x->a->n = n;
    x->a->label[1] = tenor_label(x->s, x->q->axis);
    x->a->p[1] = tenor_probability(x->s, x->q->axis, x->a->label[1]);
    return true;
}

/* ---- bounds -------------------------------------------------------------- */

static int by_gain(const void *a, const void *b)
{
    const struct flip_gain *x = a, *y = b;

    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    return (x->word > y->word) - (x->word < y->word);
}

/* Put the gains in order, with the sums of the largest ones. */
static void sort_gains(struct search *x)
{
    struct flip *f = x->f;
    const size_t W = words_of(x);

    for (size_t i = 0; i < W; i++)
        f->order[i] = (struct flip_gain){f->gain[i], (uint32_t)i};
    qsort(f->order, W, sizeof *f->order, by_gain);
    f->sum[0] = 0.0;
    for (size_t i = 0; i < W; i++)
        f->sum[i + 1] = f->sum[i] + f->order[i].gain;
}

/* The same where nothing is known of them. */
static void forget_gains(struct search *x)
{
    for (size_t i = 0; i < words_of(x); i++)
        x->f->gain[i] = 0.0;
    sort_gains(x);
}

/* The bound for sets of up to k words: gains in order. */
static bool bound(struct search *x, size_t rival, size_t k)
{
    if (!flip_bound_fill(&x->f->bound, x->a->label[0], rival, k, x->f->gain,
                         x->err))
        return false;
    sort_gains(x);
    return true;
}

/* d of the text as it is, for each rival [K]. */
static void find_starts(const struct search *x, double *start)
{
    for (size_t k = 0; k < x->K; k++)
        start[k] = flip_bound_start(x->s, x->q->axis, x->a->label[0], k);
}

static bool is_rival(const struct search *x, size_t label)
{
    return label != x->a->label[0] &&
           (x->q->label == FLIP_ANY || label == x->q->label);
}

/* Whether the bound excludes all sets of up to k words. */
static bool excludes(struct search *x, const double *start, size_t k,
                     bool *excluded)
{
    *excluded = true;
    for (size_t r = 0; r < x->K && *excluded; r++) {
        if (!is_rival(x, r))
            continue;
        if (!bound(x, r, k))
            return false;
        double most = 0.0;
        for (size_t i = 1; i <= k; i++)
            most = fmax(most, x->f->sum[i]);
        *excluded = start[r] + most < -EPSILON;
    }
    return true;
}

/* The largest k, up to `most`, for which it does. */
static bool find_excluded(struct search *x, const double *start, size_t most,
                          size_t *k)
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
static enum outcome go_through(struct search *x, size_t from, size_t n,
                               double d)
{
    struct flip *f = x->f;
    enum outcome o = NO_SET;

    for (size_t i = from; o == NO_SET && i + n <= words_of(x); i++) {
        if (d + f->sum[i + n] - f->sum[i] < -EPSILON)
            break;
        const double with = d + f->sum[i + 1] - f->sum[i];
        bool flips = false;
        f->gone[f->order[i].word] = true;
        if (n > 1)
            o = go_through(x, i + 1, n - 1, with);
        else if (x->left == 0)
            o = OUT_OF_BUDGET;
        else if (!try(x, &flips))
            o = FAILED;
        else if (flips)
            o = keep(x) ? FOUND : FAILED;
        f->gone[f->order[i].word] = false;
    }
    return o;
}

/* All sets of k words that the bound leaves. */
static enum outcome go_bounded(struct search *x, const double *start, size_t k)
{
    enum outcome o = NO_SET;

    for (size_t r = 0; r < x->K && o == NO_SET; r++)
        if (is_rival(x, r))
            o = bound(x, r, k) ? go_through(x, 0, k, start[r]) : FAILED;
    return o;
}

/* All sets of k words. */
static enum outcome go_through_all(struct search *x, size_t k)
{
    forget_gains(x);
    return go_through(x, 0, k, 0.0);
}

/* Whether all sets of k of W words can be scored within a budget. */
static bool affords(const struct search *x, size_t k, uint64_t budget)
{
    double sets = 1.0;

    for (size_t i = 0; i < k; i++)
        sets *= (double)(words_of(x) - i) / (double)(i + 1);
    return sets * (double)cost(x) <= (double)budget;
}

/* ---- a small set --------------------------------------------------------- */

/* Take out one more word, that with which d becomes largest. */
static bool step(struct search *x, size_t rival, bool *flips, bool *stuck)
{
    struct flip *f = x->f;
    size_t tried = 0, best = SIZE_MAX;
    double most = -HUGE_VAL;

    for (size_t i = 0; i < words_of(x) && tried < STEP_WORDS; i++) {
        const size_t word = f->order[i].word;
        if (f->gone[word])
            continue;
        tried++;
        f->gone[word] = true;
        if (!try(x, flips) || (*flips && !keep(x)))
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
static bool put_back(struct search *x)
{
    struct flip *f = x->f;
    bool flips;

    for (size_t i = 0; i < words_of(x); i++) {
        if (!f->gone[i])
            continue;
        f->gone[i] = false;
        if (!try(x, &flips) || (flips && !keep(x)))
            return false;
        f->gone[i] = !flips;
    }
    return true;
}

/* Toward a rival, in fewer steps than the set has that is known. */
static bool walk(struct search *x, size_t rival)
{
    struct flip *f = x->f;
    const size_t most = x->a->n == FLIP_NONE ? words_of(x) : x->a->n - 1;
    bool flips = false, stuck = false, ok = true;

    memset(f->gone, 0, words_of(x) * sizeof *f->gone);
    if (f->bound.usable)
        ok = bound(x, rival, 1);
    else
        forget_gains(x);
    for (size_t n = 0; ok && n < most && !flips && !stuck; n++)
        ok = x->left > x->q->budget / 2 && step(x, rival, &flips, &stuck);
    if (ok && flips)
        ok = put_back(x);
    memset(f->gone, 0, words_of(x) * sizeof *f->gone);
    return ok || x->err->code == TENOR_OK;
}

static bool find_small(struct search *x)
{
    for (size_t r = 0; r < x->K; r++)
        if (is_rival(x, r) && !walk(x, r))
            return false;
    return true;
}

/* ---- certificates -------------------------------------------------------- */

/* The sizes that are gone through are those below the set that is known. */
static size_t largest_size(const struct search *x)
{
    const size_t most = x->a->n == FLIP_NONE ? words_of(x) : x->a->n - 1;

    return most < FLIP_SIZE_MAX ? most : FLIP_SIZE_MAX;
}

/* Exclude sizes by the bound, from *at_least on, which is moved. */
static bool certify(struct search *x, const double *start, size_t *at_least)
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
static bool certify_all(struct search *x)
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

static bool find_certificates(struct search *x, const double *start, bool firm)
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
    if (x->a->at_least > words_of(x))
        x->a->at_least = FLIP_NONE;
    if (x->a->given_same > words_of(x))
        x->a->given_same = FLIP_NONE;
    return true;
}

static bool prepare(struct search *x, bool *firm)
{
    struct flip *f = x->f;
    struct str in = x->q->text;

    if (!score(x, x->q->title, x->q->text))
        return false;
    if (is_title(x))
        in = x->s->title;
    if (!flip_words_read(&f->words, &x->s->extractor.terms, in) ||
        !flip_firm(&f->words, x->s, x->q->axis, firm))
        return fail_memory(x->err, "words");
    const size_t W = words_of(x);
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
    struct search x = {f, s, q, a, err, K, q->budget};
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
            ok = find_small(&x) && find_certificates(&x, start, firm);
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

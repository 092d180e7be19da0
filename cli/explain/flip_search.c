#include "cli/explain/flip_search.h"

#include <stdlib.h>

/* ---- scoring ------------------------------------------------------------- */

static bool is_title(const struct flip_search *x)
{
    return x->s->model->axis[x->q->axis].scope == AXIS_TITLE;
}

static bool score(struct flip_search *x, struct str title, struct str text)
{
    return tenor_score_titled(x->s, title.s, title.len, text.s, text.len,
                              x->err);
}

uint64_t flip_cost(const struct flip_search *x)
{
    return x->q->text.len + x->q->title.len + FLIP_COST;
}

bool flip_try(struct flip_search *x, bool *flips)
{
    struct flip *f = x->f;
    const uint64_t c = flip_cost(x);

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

bool flip_keep(struct flip_search *x)
{
    struct flip *f = x->f;
    size_t n = 0;

    if (!GROW(f->set, flip_words_of(x), f->set_capacity))
        return fail_memory(x->err, "words");
    for (size_t i = 0; i < flip_words_of(x); i++)
        if (f->gone[i])
            f->set[n++] = (uint32_t)i;
    x->a->n = n;
    x->a->label[1] = tenor_label(x->s, x->q->axis);
    x->a->p[1] = tenor_probability(x->s, x->q->axis, x->a->label[1]);
    return true;
}

/* ---- the order of words ------------------------------------------------- */

static int by_gain(const void *a, const void *b)
{
    const struct flip_gain *x = a, *y = b;

    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    return (x->word > y->word) - (x->word < y->word);
}

/* Put the gains in order, with the sums of the largest ones. */
static void sort_gains(struct flip_search *x)
{
    struct flip *f = x->f;
    const size_t W = flip_words_of(x);

    for (size_t i = 0; i < W; i++)
        f->order[i] = (struct flip_gain){f->gain[i], (uint32_t)i};
    qsort(f->order, W, sizeof *f->order, by_gain);
    f->sum[0] = 0.0;
    for (size_t i = 0; i < W; i++)
        f->sum[i + 1] = f->sum[i] + f->order[i].gain;
}

void flip_forget_gains(struct flip_search *x)
{
    for (size_t i = 0; i < flip_words_of(x); i++)
        x->f->gain[i] = 0.0;
    sort_gains(x);
}

bool flip_sort_by_bound(struct flip_search *x, size_t rival, size_t k)
{
    if (!flip_bound_fill(&x->f->bound, x->a->label[0], rival, k, x->f->gain,
                         x->err))
        return false;
    sort_gains(x);
    return true;
}

#include "cli/explain/diffing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/input.h"

bool diffing_begin(struct diffing *d, struct explaining *x,
                   struct tenor_error *err)
{
    const char *title = x->score.title;

    *d = (struct diffing){.before = x, .after = *x};
    d->after.score.text = (struct buffer){0};
    if (!x->alone && !tenor_scorer_new(x->score.model, &x->alone, err))
        return false;
    d->after.score.scorer = x->alone;
    return input_whole(x->diff, &d->after.score.text, err) &&
           tenor_score_titled(x->alone, title, title ? strlen(title) : 0,
                              d->after.score.text.data, d->after.score.text.len,
                              err);
}

void diffing_release(struct diffing *d)
{
    free(d->after.score.text.data);
}

static int by_size(const void *a, const void *b)
{
    const struct edit *x = a, *y = b;
    const double p = fabs(edit_moved(x)), q = fabs(edit_moved(y));

    if (p != q)
        return p > q ? -1 : 1;
    if (x->removed.span.begin != y->removed.span.begin)
        return x->removed.span.begin < y->removed.span.begin ? -1 : 1;
    return (x->added.span.begin > y->added.span.begin) -
           (x->added.span.begin < y->added.span.begin);
}

static bool read_words(struct explaining *x, const struct diffing_axis *a,
                       struct carrier_list *words, struct tenor_error *err)
{
    struct edited t = {.in = explain_in(x, a->axis)};
    double bias;

    return tenor_explain(x->score.scorer, a->axis, a->label, &t.evidence, &t.n,
                         &bias, err) &&
           edits_read(&t, words, err);
}

/* Lines are counted from the beginning of the file. */
static void move_lines(struct explaining *x, size_t axis, size_t *lines)
{
    const size_t offset = explain_offset(x, axis);

    *lines = 0;
    for (size_t i = 0; i < offset; i++)
        *lines += x->score.text.data[i] == '\n';
}

static void number_lines(struct diffing *d, struct diffing_axis *a)
{
    size_t before, after;

    move_lines(d->before, a->axis, &before);
    move_lines(&d->after, a->axis, &after);
    for (size_t i = 0; i < a->edits.n; i++) {
        a->edits.edit[i].removed.line += before;
        a->edits.edit[i].added.line += after;
    }
}

static bool find_edits(struct diffing *d, struct diffing_axis *a,
                       struct tenor_error *err)
{
    struct carrier_list before = {0}, after = {0};
    const bool ok =
        read_words(d->before, a, &before, err) &&
        read_words(&d->after, a, &after, err) &&
        edits_find(explain_in(d->before, a->axis), &before,
                   explain_in(&d->after, a->axis), &after, &a->edits, err);

    if (ok && a->edits.n)
        qsort(a->edits.edit, a->edits.n, sizeof *a->edits.edit, by_size);
    if (ok)
        number_lines(d, a);
    free(before.word);
    free(after.word);
    return ok;
}

bool diffing_axis(struct diffing *d, size_t axis, struct diffing_axis *a,
                  struct tenor_error *err)
{
    const struct scoring *before = &d->before->score, *after = &d->after.score;
    const size_t label = explain_label(d->before, axis);

    *a = (struct diffing_axis){
        .axis = axis,
        .label = label,
        .judged = scoring_ok(before, axis) && scoring_ok(after, axis),
        .before = tenor_margin(before->scorer, axis, label),
        .after = tenor_margin(after->scorer, axis, label),
        .p_before = tenor_probability(before->scorer, axis, label),
        .p_after = tenor_probability(after->scorer, axis, label),
        .guess_before = tenor_label(before->scorer, axis),
        .guess_after = tenor_label(after->scorer, axis),
    };
    return !a->judged || find_edits(d, a, err);
}

void diffing_axis_release(struct diffing_axis *a)
{
    edits_release(&a->edits);
}

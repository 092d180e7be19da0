/* From sums to verdicts. */
#include <stdlib.h>

#include "cli/drift/drift_report.h"

void drift_report_release(struct drift_report *r)
{
    for (size_t i = 0; r->verdict && i < r->gather->axes; i++) {
        free(r->verdict[i].stranger);
        free(r->verdict[i].word);
    }
    free(r->verdict);
}

static bool is_few(const struct drift_gather *g)
{
    return g->found[0].sums.texts < DRIFT_LEAST;
}

/* A new word that matters stands in so many texts at least: a thousandth, and
 * three. */
static size_t least_texts(uint64_t texts)
{
    const size_t n = (size_t)(texts / 1000);

    return n > 3 ? n : 3;
}

/* All axes at once, adjusted for all of their checks. */
static bool check_all(struct drift_report *r)
{
    const size_t axes = r->gather->axes;
    struct drift_check *check =
        mem_resize(NULL, axes * DRIFT_KINDS, sizeof *check);

    if (!check)
        return false;
    for (size_t i = 0; i < axes; i++) {
        const struct drift_found *f = &r->gather->found[i];
        const struct drift_side now = drift_now(f);
        drift_compare(&f->then, &now, r->limits->of, check + i * DRIFT_KINDS);
    }
    const bool ok = drift_decide(check, axes * DRIFT_KINDS, r->alpha);
    for (size_t i = 0; i < axes; i++)
        memcpy(r->verdict[i].check, check + i * DRIFT_KINDS,
               sizeof r->verdict[i].check);
    free(check);
    return ok;
}

static const struct drift_found *baseline_of(const struct drift_report *r,
                                             size_t axis)
{
    const struct drift_gather *b = r->gather->baseline;

    return b ? &b->found[axis] : NULL;
}

static bool judge_slices(struct drift_report *r, size_t axis)
{
    struct drift_found *f = &r->gather->found[axis];
    const struct drift_found *b = baseline_of(r, axis);
    struct drift_slices *s = &f->slices;

    if (!drift_slices_compare(s, &f->then, b ? &b->slices : NULL, r->limits->of,
                              r->alpha, r->gather->axes))
        return false;
    r->verdict[axis].slices =
        !r->limits->no_slices && s->n && s->slice[0].alarm;
    return true;
}

static bool list_words(struct drift_report *r, size_t axis)
{
    struct drift_verdict *v = &r->verdict[axis];
    const struct drift_found *f = v->found, *b = baseline_of(r, axis);
    const struct drift_side now = drift_now(f);
    const struct new_words_asked asked = {.least = least_texts(f->sums.texts),
                                          .baseline = b ? &b->strangers : NULL,
                                          .texts = (double)f->sums.texts,
                                          .baseline_texts =
                                              b ? (double)b->sums.texts : 0.0};

    v->stranger = mem_resize(NULL, r->top, sizeof *v->stranger);
    v->word = mem_resize(NULL, r->top, sizeof *v->word);
    if (!v->stranger || !v->word)
        return false;
    v->strangers = new_words_top(&f->strangers, &asked, v->stranger, r->top);
    v->words =
        r->few ? 0 : drift_words(&f->then, &now, r->alpha, v->word, r->top);
    return true;
}

static bool judge_axis(struct drift_report *r, size_t axis)
{
    struct drift_verdict *v = &r->verdict[axis];

    if (!judge_slices(r, axis) || !list_words(r, axis))
        return false;
    v->drift = v->slices;
    for (size_t i = 0; i < DRIFT_KINDS; i++)
        v->drift |= v->check[i].alarm;
    r->drift |= v->drift;
    return true;
}

bool drift_judge(struct drift_report *r, struct tenor_error *err)
{
    const struct drift_gather *g = r->gather;

    r->few = is_few(g) || (g->baseline && is_few(g->baseline));
    r->verdict = mem_zero(g->axes, sizeof *r->verdict);
    bool ok = r->verdict;
    for (size_t i = 0; ok && i < g->axes; i++)
        r->verdict[i].found = &g->found[i];
    ok = ok && check_all(r);
    for (size_t i = 0; ok && i < g->axes; i++)
        ok = judge_axis(r, i);
    return ok || fail_memory(err, "a report");
}

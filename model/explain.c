/* Evidence: the same sum as scoring, taken apart.
 *
 * The text is walked once more, this time keeping the places of the features
 * that the table has. Equal features are put together; their count gives the
 * value that scoring used, so the integer points add up to its sums. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "model/scorer.h"

/* The rows of the features in the extractor, as s->found. */
static bool find_rows(struct tenor_scorer *s)
{
    const struct extractor *x = &s->extractor;

    if (!GROW(s->asked, x->nfound, s->asked_capacity) ||
        !GROW(s->found, x->nfound, s->found_capacity))
        return false;
    for (size_t i = 0; i < x->nfound; i++)
        s->asked[i] = x->found[i].feature;
    table_find_all(&s->model->table, s->asked, x->nfound, s->found);
    return true;
}

/* Add the places of the sentence in the extractor whose features have a weight
 * in a column of the table. */
static bool add_places(struct tenor_scorer *s, size_t column, size_t passage,
                       struct tenor_error *err)
{
    const struct extractor *x = &s->extractor;
    const struct table *t = &s->model->table;

    if (!find_rows(s) ||
        !GROW(s->place, s->places + x->nfound, s->place_capacity))
        return fail_memory(err, "evidence");
    for (size_t i = 0; i < x->nfound; i++) {
        const struct occurrence *o = &x->found[i];
        const int16_t *weight = table_weights(t, s->found[i]);
        if (weight && weight[column])
            s->place[s->places++] =
                (struct feature_place){.feature = o->feature,
                                       .row = s->found[i],
                                       .passage = (uint32_t)passage,
                                       .begin = o->begin,
                                       .end = o->end};
    }
    return true;
}

/* Remember the sentence in the extractor. */
static bool add_passage(struct tenor_scorer *s, bool counted,
                        struct tenor_error *err)
{
    const struct terms *t = &s->extractor.terms;

    if (!GROW(s->passage, s->passages + 1, s->passage_capacity))
        return fail_memory(err, "evidence");
    s->passage[s->passages++] =
        (struct tenor_passage){.span = {t->begin, t->end}, .counted = counted};
    return true;
}

static size_t column_of(const struct axis *a, size_t label)
{
    return a->labels == 2 ? 0 : label;
}

static bool collect(struct tenor_scorer *s, const struct axis *a, size_t column,
                    struct tenor_error *err)
{
    const bool title = a->scope == AXIS_TITLE;
    const bool by_sentence = a->scope == AXIS_SENTENCES;
    struct extractor *x = &s->extractor;
    bool last, skip = false;

    s->places = s->passages = 0;
    s->explained = title ? s->title : s->text;
    if (!extractor_begin(x, s->explained, err))
        return false;
    for (;;) {
        if (!extractor_next(x, &last, err))
            return false;
        if (last)
            break;
        skip = !title && scorer_skips(s);
        const size_t i = s->passages;
        if (by_sentence) {
            skip = !scorer_chose(s, a->column + column, s->sentence[i].row);
            scorer_drop_quotes(s);
        }
        if (!add_passage(s, !skip, err) ||
            (!skip && !add_places(s, a->column + column, i, err)))
            return false;
    }
    return true;
}

/* ---- places of the same feature ------------------------------------------ */

/* The group of a feature in a sentence, which is begun if there is none.
 *
 *   slot  [mask + 1] numbers of groups from 1, more slots than places */
static uint32_t group_of(struct tenor_scorer *s, size_t mask, uint64_t feature,
                         uint32_t sentence)
{
    /* The bits of a feature are mixed well; the lowest are its kind. */
    size_t at = (size_t)((feature >> FEATURE_KIND_BITS) +
                         sentence * UINT64_C(0x9E3779B97F4A7C15));

    for (;; at++) {
        uint32_t *slot = &s->slot[at & mask];
        if (*slot == 0) {
            *slot = (uint32_t)++s->groups;
            s->group[*slot - 1] =
                (struct place_group){.feature = feature, .sentence = sentence};
        }
        const struct place_group *g = &s->group[*slot - 1];
        if (g->feature == feature && g->sentence == sentence)
            return *slot - 1;
    }
}

/* Put the spans of each group side by side, in reading order. */
static void line_up(struct tenor_scorer *s)
{
    uint32_t start = 0;

    for (size_t g = 0; g < s->groups; g++) {
        s->group[g].start = start;
        start += s->group[g].count;
        s->group[g].count = 0;
    }
    for (size_t i = 0; i < s->places; i++) {
        const struct feature_place *p = &s->place[i];
        struct place_group *g = &s->group[p->group];
        s->span[g->start + g->count++] = (struct tenor_span){p->begin, p->end};
    }
}

/* Put the places of each feature together. */
static bool group(struct tenor_scorer *s, bool by_sentence)
{
    size_t slots = 16;

    while (slots < 2 * s->places)
        slots *= 2;
    s->groups = 0;
    if (!GROW(s->slot, slots, s->slot_capacity) ||
        !GROW(s->group, s->places, s->group_capacity) ||
        !GROW(s->span, s->places, s->span_capacity))
        return false;
    memset(s->slot, 0, slots * sizeof *s->slot);
    for (size_t i = 0; i < s->places; i++) {
        struct feature_place *p = &s->place[i];
        p->group =
            group_of(s, slots - 1, p->feature, by_sentence ? p->passage : 0);
        struct place_group *g = &s->group[p->group];
        if (g->count++ == 0)
            g->row = p->row;
    }
    line_up(s);
    return true;
}

/* ---- what they weigh ----------------------------------------------------- */

/* A label of an axis, and what its evidence is made of. */
struct weighing {
    const struct tenor_scorer *s;
    const struct axis *a;
    size_t column; /* of the axis */
    int sign;      /* of the label beside the column */
    double parts;  /* sentences that the margin is the mean of */
};

static struct tenor_evidence evidence_of(const struct weighing *w,
                                         const struct place_group *g)
{
    const struct tenor_scorer *s = w->s;
    const struct axis *a = w->a;
    const enum feature_family family = feature_family(g->feature);
    const double *scale = a->scope == AXIS_SENTENCES
                              ? s->sentence[g->sentence].scale
                          : a->scope == AXIS_TITLE ? s->title_scale
                                                   : s->scale;
    const double unit = axis_unit(a, w->column, scale[family]);
    const int64_t weight =
        table_weights(&s->model->table, g->row)[a->column + w->column];
    const uint32_t value =
        feature_value(family, g->count, s->model->settings.log_counts);
    const int64_t points = w->sign * weight * value;

    return (struct tenor_evidence){
        .kind = feature_kind(g->feature),
        .sentence = g->sentence,
        .points = points,
        .unit = unit,
        .contribution = unit * (double)points / w->parts,
        .span = s->span + g->start,
        .spans = g->count,
        .weight = a->scale[w->column] * (double)(w->sign * weight),
        .value = scale[family] * (double)value,
        .feature = g->feature};
}

/* The groups as evidence, in the order of its size. */
static bool rank(struct tenor_scorer *s, const struct weighing *w)
{
    const size_t G = s->groups;

    if (G == 0)
        return true; /* nor is there memory then */
    if (!GROW(s->evidence, G, s->evidence_capacity) ||
        !GROW(s->ranked, 2 * G, s->ranked_capacity))
        return false;
    for (size_t g = 0; g < G; g++) {
        const struct tenor_evidence e = evidence_of(w, &s->group[g]);
        s->group[g].each = e.contribution / (double)e.spans;
        s->ranked[g] = (struct ranked){.size = fabs(e.contribution),
                                       .begin = (uint32_t)e.span->begin,
                                       .end = (uint32_t)e.span->end,
                                       .kind = e.kind,
                                       .item = (uint32_t)g};
    }
    ranking_sort(s->ranked, G, s->ranked + G);
    for (size_t i = 0; i < G; i++)
        s->evidence[i] = evidence_of(w, &s->group[s->ranked[i].item]);
    return true;
}

/* Evidence from the places that were collected. */
static bool weigh(struct tenor_scorer *s, const struct axis *a, size_t label,
                  const struct tenor_evidence **list, size_t *n, double *bias,
                  struct tenor_error *err)
{
    const bool by_sentence = a->scope == AXIS_SENTENCES;
    const struct weighing w = {
        .s = s,
        .a = a,
        .column = column_of(a, label),
        .sign = a->labels == 2 && label == 0 ? -1 : 1,
        .parts = by_sentence
                     ? (double)aggregate_count(a->aggregate.share, s->rows)
                     : 1.0};

    if (!group(s, by_sentence) || !rank(s, &w))
        return fail_memory(err, "evidence");
    *list = s->evidence;
    *n = s->groups;
    *bias = w.sign * a->bias[w.column];
    return true;
}

bool tenor_explain(struct tenor_scorer *s, size_t axis, size_t label,
                   const struct tenor_evidence **list, size_t *n, double *bias,
                   struct tenor_error *err)
{
    assert(axis < s->model->axes && label < s->model->axis[axis].labels);
    const struct axis *a = &s->model->axis[axis];

    if (a->kernel)
        return fail(err, TENOR_EINVAL, 0,
                    "axis '%s' has a non-linear kernel, whose margin is not "
                    "a sum over words",
                    a->name);
    return collect(s, a, column_of(a, label), err) &&
           weigh(s, a, label, list, n, bias, err);
}

bool tenor_explain_sentence(struct tenor_scorer *s, size_t sentence,
                            size_t axis, size_t label,
                            const struct tenor_evidence **list, size_t *n,
                            double *bias, struct tenor_error *err)
{
    assert(axis < s->model->axes && label < s->model->axis[axis].labels);
    assert(sentence < s->sentences);
    const struct axis *a = &s->model->axis[axis];
    const struct sentence *t = &s->sentence[sentence];
    bool last;

    if (a->scope != AXIS_SENTENCES)
        return fail(err, TENOR_EINVAL, 0, "axis '%s' is not about sentences",
                    a->name);
    s->places = 0;
    s->explained = s->text;
    if (scorer_chose(s, a->column + column_of(a, label), t->row)) {
        if (!extractor_begin_at(&s->extractor, s->text, t->span.begin, err) ||
            !extractor_next(&s->extractor, &last, err))
            return false;
        scorer_drop_quotes(s);
        if (!add_places(s, a->column + column_of(a, label), sentence, err))
            return false;
    }
    return weigh(s, a, label, list, n, bias, err);
}

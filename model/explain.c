/* Evidence: the same sum as scoring, taken apart.
 *
 * The text is walked once more, this time keeping the places of the features
 * that the table has. Equal features are put together; their count gives the
 * value that scoring used, so the integer points add up to its sums. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "model/scorer.h"

/* Add the places of the sentence in the extractor that the table has. */
static bool add_places(struct tenor_scorer *s, size_t sentence, size_t passage,
                       struct tenor_error *err)
{
    const struct extractor *x = &s->extractor;

    if (!GROW(s->place, s->places + x->nfound, s->place_capacity))
        return fail_memory(err, "evidence");
    for (size_t i = 0; i < x->nfound; i++) {
        const struct occurrence *o = &x->found[i];
        const size_t row = table_find(&s->model->table, o->feature);
        if (row != TABLE_NONE)
            s->place[s->places++] =
                (struct place){
                    o->feature, row, sentence, passage, {o->begin, o->end}};
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
            (!skip && !add_places(s, by_sentence ? i : 0, i, err)))
            return false;
    }
    return true;
}

static int by_feature(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->sentence != y->sentence)
        return x->sentence < y->sentence ? -1 : 1;
    if (x->feature != y->feature)
        return x->feature < y->feature ? -1 : 1;
    return (x->span.begin > y->span.begin) - (x->span.begin < y->span.begin);
}

static int by_weight(const void *a, const void *b)
{
    const struct tenor_evidence *x = a, *y = b;
    double p = fabs(x->contribution), q = fabs(y->contribution);

    if (p != q)
        return p > q ? -1 : 1;
    if (x->span->begin != y->span->begin)
        return x->span->begin < y->span->begin ? -1 : 1;
    if (x->span->end != y->span->end)
        return x->span->end < y->span->end ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

/* Put the places of each feature together; returns the number of features
 * with points on the column. */
static size_t group(struct tenor_scorer *s, const struct axis *a, size_t column,
                    int sign)
{
    const struct table *t = &s->model->table;
    const bool log_counts = s->model->settings.log_counts;
    const bool by_sentence = a->scope == AXIS_SENTENCES;
    const double parts =
        by_sentence ? (double)aggregate_count(a->aggregate.share, s->rows)
                    : 1.0;
    size_t n = 0;

    for (size_t i = 0, j; i < s->places; i = j) {
        const struct place *p = &s->place[i];
        const double *scale = by_sentence ? s->sentence[p->sentence].scale
                              : a->scope == AXIS_TITLE ? s->title_scale
                                                       : s->scale;
        for (j = i; j < s->places && s->place[j].feature == p->feature &&
                    s->place[j].sentence == p->sentence;
             j++)
            s->span[j] = s->place[j].span;
        const int64_t weight =
            t->weight[p->row * t->columns + a->column + column];
        if (weight == 0)
            continue;
        const enum feature_family family = feature_family(p->feature);
        const double unit = axis_unit(a, column, scale[family]);
        const uint32_t value =
            feature_value(family, (uint32_t)(j - i), log_counts);
        const int64_t points = sign * weight * value;
        s->evidence[n++] = (struct tenor_evidence){
            .kind = feature_kind(p->feature),
            .sentence = p->sentence,
            .points = points,
            .unit = unit,
            .contribution = unit * (double)points / parts,
            .span = s->span + i,
            .spans = j - i,
            .weight = a->scale[column] * (double)(sign * weight),
            .value = scale[family] * (double)value,
            .feature = p->feature};
    }
    return n;
}

/* Evidence from the places that were collected. */
static bool weigh(struct tenor_scorer *s, const struct axis *a, size_t label,
                  const struct tenor_evidence **list, size_t *n, double *bias,
                  struct tenor_error *err)
{
    const size_t column = column_of(a, label);
    const int sign = a->labels == 2 && label == 0 ? -1 : 1;

    if (!GROW(s->evidence, s->places, s->evidence_capacity) ||
        !GROW(s->span, s->places, s->span_capacity))
        return fail_memory(err, "evidence");
    if (s->places)
        qsort(s->place, s->places, sizeof *s->place, by_feature);
    *n = group(s, a, column, sign);
    if (*n)
        qsort(s->evidence, *n, sizeof *s->evidence, by_weight);
    *list = s->evidence;
    *bias = sign * a->bias[column];
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
        if (!add_places(s, sentence, 0, err))
            return false;
    }
    return weigh(s, a, label, list, n, bias, err);
}

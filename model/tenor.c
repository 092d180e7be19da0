/* The public functions: a model shared, a scorer for each thread. */
#include "model/tenor.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/bag.h"
#include "model/base.h"
#include "model/coverage.h"
#include "model/file.h"
#include "model/kernel.h"
#include "model/modelfile.h"
#include "model/scorer.h"

#ifndef TENOR_VERSION
#error "the Makefile defines TENOR_VERSION"
#endif

const char *tenor_version(void)
{
    return TENOR_VERSION;
}

unsigned tenor_model_format(void)
{
    return MODEL_FORMAT;
}

/* ---- models ------------------------------------------------------------ */

static bool open_bytes(struct str bytes, bool mapped, struct tenor_model **out,
                       struct tenor_error *err)
{
    struct tenor_model *m = mem_zero(1, sizeof *m);

    if (!m)
        return fail_memory(err, "a model");
    if (!model_parse(m, bytes, err)) {
        free(m);
        return false;
    }
    m->mapped = mapped;
    *out = m;
    return true;
}

bool tenor_model_open(const char *path, struct tenor_model **out,
                      struct tenor_error *err)
{
    struct str bytes;

    if (!file_map(path, &bytes, err))
        return false;
    if (!open_bytes(bytes, true, out, err)) {
        file_unmap(bytes);
        return false;
    }
    return true;
}

bool tenor_model_from_memory(const void *bytes, size_t size,
                             struct tenor_model **out, struct tenor_error *err)
{
    if ((uintptr_t)bytes % sizeof(uint64_t))
        return fail(err, TENOR_EINVAL, 0, "the model is not aligned");
    return open_bytes((struct str){bytes, size}, false, out, err);
}

bool tenor_model_embedded(struct tenor_model **out, struct tenor_error *err)
{
    extern const char embedded_begin[], embedded_end[];

    return tenor_model_from_memory(
        embedded_begin,
        (size_t)(embedded_end - embedded_begin), out, err);
}

void tenor_model_close(struct tenor_model *m)
{
    if (!m)
        return;
    struct str mapped = m->mapped ? m->bytes : (struct str){0};
    model_release(m);
    file_unmap(mapped);
    free(m);
}

const char *tenor_model_card(const struct tenor_model *m, size_t *size)
{
    *size = m->card.len;
    return m->card.s;
}

size_t tenor_axis_count(const struct tenor_model *m)
{
    return m->axes;
}

static const struct axis *axis_at(const struct tenor_model *m, size_t axis)
{
    assert(axis < m->axes);
    return &m->axis[axis];
}

const char *tenor_axis_name(const struct tenor_model *m, size_t axis)
{
    return axis_at(m, axis)->name;
}

const char *tenor_axis_unit(const struct tenor_model *m, size_t axis)
{
    return axis_at(m, axis)->unit;
}

size_t tenor_axis_label_count(const struct tenor_model *m, size_t axis)
{
    return axis_at(m, axis)->labels;
}

const char *tenor_axis_label(const struct tenor_model *m, size_t axis,
                             size_t label)
{
    assert(label < axis_at(m, axis)->labels);
    return axis_at(m, axis)->label[label];
}

double tenor_axis_prior(const struct tenor_model *m, size_t axis, size_t label)
{
    assert(label < axis_at(m, axis)->labels);
    return axis_at(m, axis)->prior[label];
}

bool tenor_axis_threshold(const struct tenor_model *m, size_t axis,
                          double coverage, double *threshold,
                          struct tenor_error *err)
{
    const struct axis *a = axis_at(m, axis);
    const size_t level = coverage_find(coverage);

    if (level == COVERAGE_LEVELS)
        return fail(err, TENOR_EINVAL, 0,
                    "the coverage %g is not between 0.5 and 0.999", coverage);
    if (!a->conformal)
        return fail(err, TENOR_EINVAL, 0,
                    "the model has no label sets for the axis '%s'; train it "
                    "again",
                    a->name);
    *threshold = a->conformal[level];
    return true;
}

/* ---- scoring ----------------------------------------------------------- */

static bool alloc_results(struct tenor_scorer *s)
{
    const struct tenor_model *m = s->model;
    size_t labels = 0, most = 0;

    for (size_t a = 0; a < m->axes; a++) {
        labels += m->axis[a].labels;
        most = m->axis[a].labels > most ? m->axis[a].labels : most;
    }
    s->sum = mem_zero(m->table.columns, FEATURE_FAMILIES * sizeof *s->sum);
    s->number = mem_zero(2 * labels, sizeof *s->number);
    s->axis = mem_zero(m->axes, sizeof *s->axis);
    s->machine = mem_zero(most, sizeof *s->machine);
    if (!s->sum || !s->number || !s->axis || !s->machine)
        return false;
    double *at = s->number;
    for (size_t a = 0; a < m->axes; a++) {
        s->axis[a].margin = at;
        s->axis[a].p = at + m->axis[a].labels;
        at += 2 * m->axis[a].labels;
    }
    return true;
}

bool tenor_scorer_new(const struct tenor_model *model,
                      struct tenor_scorer **out, struct tenor_error *err)
{
    struct tenor_scorer *s = mem_zero(1, sizeof *s);

    if (!s)
        return fail_memory(err, "a scorer");
    s->model = model;
    if (!extractor_init(&s->extractor, &model->settings, &model->stops, err)) {
        free(s);
        return false;
    }
    if (!alloc_results(s)) {
        tenor_scorer_free(s);
        return fail_memory(err, "a scorer");
    }
    *out = s;
    return true;
}

void tenor_scorer_free(struct tenor_scorer *s)
{
    if (!s)
        return;
    extractor_release(&s->extractor);
    bag_release(&s->bag);
    free(s->sum);
    free(s->number);
    free(s->axis);
    free(s->machine);
    free(s->node);
    free(s->place);
    free(s->evidence);
    free(s->span);
    free(s->word_place);
    free(s->word);
    free(s);
}

/* Add up weights times values of the features in the bag, and count the words
 * known; returns how many features the table has. */
static size_t add_up(struct tenor_scorer *s)
{
    const struct table *t = &s->model->table;
    const bool log_counts = s->model->settings.log_counts;
    const size_t C = t->columns;
    size_t found = 0;

    s->known = 0;
    memset(s->sum, 0, C * FEATURE_FAMILIES * sizeof *s->sum);
    for (size_t i = 0; i < s->bag.n; i++) {
        const struct entry *e = &s->bag.entry[i];
        const size_t row = table_find(t, e->feature);
        if (row == TABLE_NONE)
            continue;
        found++;
        if (feature_kind(e->feature) == TENOR_FEATURE_WORD)
            s->known += e->count;
        const int64_t value = feature_value(e->count, log_counts);
        const int16_t *w = t->weight + row * C;
        int64_t *sum = s->sum + feature_family(e->feature);
        for (size_t c = 0; c < C; c++)
            sum[c * FEATURE_FAMILIES] += value * w[c];
    }
    return found;
}

static int by_row(const void *a, const void *b)
{
    const struct kernel_node *x = a, *y = b;

    return (x->row > y->row) - (x->row < y->row);
}

static bool score_kernel(struct tenor_scorer *s, const struct axis *a,
                         struct tenor_error *err)
{
    const struct kernel_parts *p = kernel_parts(a->kernel);
    const bool log_counts = s->model->settings.log_counts;
    size_t n = 0;

    if (!GROW(s->node, s->bag.n, s->node_capacity))
        return fail_memory(err, "a document vector");
    for (size_t i = 0; i < s->bag.n; i++) {
        const struct entry *e = &s->bag.entry[i];
        const size_t row = table_find(&s->model->table, e->feature);
        if (row == TABLE_NONE)
            continue;
        s->node[n++] = (struct kernel_node){
            (uint32_t)row, feature_value(e->count, log_counts) *
                               s->scale[feature_family(e->feature)] *
                               p->multiplier[row]};
    }
    if (n)
        qsort(s->node, n, sizeof *s->node, by_row);
    if (!kernel_margins(a->kernel, s->node, n, s->machine))
        return fail_memory(err, "a document vector");
    for (size_t i = 0; i < p->machines; i++)
        s->machine[i] += a->bias[i];
    return true;
}

static bool score_axis(struct tenor_scorer *s, size_t number,
                       struct tenor_error *err)
{
    const struct axis *a = &s->model->axis[number];
    struct scorer_axis *r = &s->axis[number];

    if (a->kernel) {
        if (!score_kernel(s, a, err))
            return false;
    } else {
        for (size_t c = 0; c < a->columns; c++)
            s->machine[c] = axis_margin(
                a, c, s->sum + (a->column + c) * FEATURE_FAMILIES, s->scale);
    }
    axis_spread(a->labels, s->machine, r->margin);
    if (s->status == TENOR_STATUS_OK)
        calibrated(a->labels, a->slope, a->offset, r->margin, r->p);
    else
        memcpy(r->p, a->prior, a->labels * sizeof *r->p);
    return true;
}

bool tenor_score(struct tenor_scorer *s, const char *text, size_t len,
                 struct tenor_error *err)
{
    s->text = (struct str){text, len};
    if (!bag_fill(&s->bag, &s->extractor, s->text, err))
        return false;
    bag_scale(&s->bag, s->model->settings.log_counts, s->scale);
    size_t found = add_up(s);
    s->words = s->extractor.word_count;
    s->status = s->extractor.tokens == 0 ? TENOR_STATUS_EMPTY
                : found == 0             ? TENOR_STATUS_NO_EVIDENCE
                                         : TENOR_STATUS_OK;
    for (size_t a = 0; a < s->model->axes; a++)
        if (!score_axis(s, a, err))
            return false;
    return true;
}

enum tenor_status tenor_status(const struct tenor_scorer *s)
{
    return s->status;
}

const char *tenor_status_name(enum tenor_status status)
{
    static const char *const name[] = {"ok", "empty", "no_evidence"};

    return name[status];
}

size_t tenor_words(const struct tenor_scorer *s)
{
    return s->words;
}

double tenor_known(const struct tenor_scorer *s)
{
    return s->words ? (double)s->known / (double)s->words : 0.0;
}

size_t tenor_repaired(const struct tenor_scorer *s)
{
    return s->extractor.scanner.bad;
}

size_t tenor_label(const struct tenor_scorer *s, size_t axis)
{
    return arg_max(s->axis[axis].p, axis_at(s->model, axis)->labels);
}

double tenor_probability(const struct tenor_scorer *s, size_t axis,
                         size_t label)
{
    assert(label < axis_at(s->model, axis)->labels);
    return s->axis[axis].p[label];
}

bool tenor_in_set(const struct tenor_scorer *s, size_t axis, size_t label,
                  double threshold)
{
    return s->status != TENOR_STATUS_OK ||
           tenor_probability(s, axis, label) >= threshold ||
           label == tenor_label(s, axis);
}

double tenor_margin(const struct tenor_scorer *s, size_t axis, size_t label)
{
    assert(label < axis_at(s->model, axis)->labels);
    return s->axis[axis].margin[label];
}

bool tenor_polarity(const struct tenor_scorer *s, size_t axis,
                    double *polarity)
{
    const struct axis *a = axis_at(s->model, axis);

    if (a->positive < 0 || a->negative < 0)
        return false;
    *polarity = s->axis[axis].p[a->positive] - s->axis[axis].p[a->negative];
    return true;
}

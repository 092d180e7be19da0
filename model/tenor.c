/* The public functions, but for scoring itself (score.c) and evidence
 * (explain.c). */
#include "model/tenor.h"

#include <assert.h>
#include <stdlib.h>

#include "model/base.h"
#include "model/coverage.h"
#include "model/file.h"
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

static bool open_bytes(struct str bytes, bool mapped, bool trusted,
                       struct tenor_model **out, struct tenor_error *err)
{
    struct tenor_model *m = mem_zero(1, sizeof *m);

    if (!m)
        return fail_memory(err, "a model");
    if (!model_parse(m, bytes, trusted, err)) {
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
    if (!open_bytes(bytes, true, false, out, err)) {
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
    return open_bytes((struct str){bytes, size}, false, false, out, err);
}

bool tenor_model_embedded(struct tenor_model **out, struct tenor_error *err)
{
    extern const char embedded_begin[], embedded_end[];

    return open_bytes((struct str){embedded_begin,
                                   (size_t)(embedded_end - embedded_begin)},
                      false, true, out, err);
}

bool tenor_model_embedded_target(struct tenor_model **out,
                                 struct tenor_error *err)
{
    extern const char target_begin[], target_end[];

    return open_bytes(
        (struct str){target_begin, (size_t)(target_end - target_begin)}, false,
        true, out, err);
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

uint64_t tenor_model_checksum(const struct tenor_model *m)
{
    return model_checksum(m->bytes);
}

size_t tenor_axis_count(const struct tenor_model *m)
{
    return m->axes;
}

size_t tenor_label_count(const struct tenor_model *m)
{
    size_t n = 0;

    for (size_t a = 0; a < m->axes; a++)
        n += m->axis[a].labels;
    return n;
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

/* ---- results ------------------------------------------------------------ */

enum tenor_status tenor_status(const struct tenor_scorer *s)
{
    return s->status;
}

enum tenor_status tenor_axis_status(const struct tenor_scorer *s, size_t axis)
{
    assert(axis < s->model->axes);
    return s->axis[axis].status;
}

const char *tenor_status_name(enum tenor_status status)
{
    static const char *const name[] = {
#define X(name, text, saying) text,
        TENOR_STATUSES(X)
#undef X
    };

    return name[status];
}

const char *tenor_status_saying(enum tenor_status status)
{
    static const char *const saying[] = {
#define X(name, text, saying) saying,
        TENOR_STATUSES(X)
#undef X
    };

    return saying[status];
}

const char *tenor_other_language(const struct tenor_scorer *s)
{
    return s->status == TENOR_STATUS_LANGUAGE && s->language ? s->language->name
                                                            : NULL;
}

size_t tenor_words(const struct tenor_scorer *s)
{
    return s->words;
}

double tenor_known(const struct tenor_scorer *s)
{
    return s->seen ? (double)s->known / (double)s->seen : 0.0;
}

size_t tenor_repaired(const struct tenor_scorer *s)
{
    return s->repaired;
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
    return s->axis[axis].status != TENOR_STATUS_OK ||
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

/* ---- sentences ---------------------------------------------------------- */

enum tenor_scope tenor_axis_scope(const struct tenor_model *m, size_t axis)
{
    return (enum tenor_scope)axis_at(m, axis)->scope;
}

double tenor_axis_share(const struct tenor_model *m, size_t axis)
{
    const struct axis *a = axis_at(m, axis);

    return a->scope == AXIS_SENTENCES ? a->aggregate.share : 1.0;
}

size_t tenor_sentence_count(const struct tenor_scorer *s)
{
    return s->sentences;
}

static const struct sentence *sentence_at(const struct tenor_scorer *s,
                                          size_t sentence)
{
    assert(sentence < s->sentences);
    return &s->sentence[sentence];
}

struct tenor_sentence tenor_sentence_at(const struct tenor_scorer *s,
                                        size_t sentence)
{
    const struct sentence *t = sentence_at(s, sentence);

    return (struct tenor_sentence){t->span, t->row != ROW_NONE};
}

bool tenor_sentence_probability(const struct tenor_scorer *s, size_t sentence,
                                size_t axis, size_t label, double *probability)
{
    const struct axis *a = axis_at(s->model, axis);
    const struct sentence *t = sentence_at(s, sentence);

    assert(label < a->labels);
    if (a->scope != AXIS_SENTENCES || t->row == ROW_NONE)
        return false;
    *probability = axis_probability(a, scorer_row(s, t->row) + a->column, label);
    return true;
}

bool tenor_sentence_part(const struct tenor_scorer *s, size_t sentence,
                         size_t axis, size_t label, double *part)
{
    const struct axis *a = axis_at(s->model, axis);
    const struct sentence *t = sentence_at(s, sentence);
    const bool binary = a->labels == 2;
    const size_t column = a->column + (binary ? 0 : label);

    assert(label < a->labels);
    if (a->scope != AXIS_SENTENCES || t->row == ROW_NONE)
        return false;
    *part = 0.0;
    if (scorer_chose(s, column, t->row))
        *part = (binary && label == 0 ? -1.0 : 1.0) *
                scorer_row(s, t->row)[column] /
                (double)aggregate_count(a->aggregate.share, s->rows);
    return true;
}

bool tenor_title(const struct tenor_scorer *s, const char **title, size_t *len)
{
    *title = s->title.s;
    *len = s->title.len;
    return s->title.len > 0;
}

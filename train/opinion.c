#include "train/opinion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/modelfile.h"
#include "train/pool.h"

/* Below this, probabilities differ in nothing that is worth learning. */
#define LEAST 1e-6

/* Documents of one job. */
#define JOB 512

void opinion_release(struct opinion *o)
{
    free(o->value);
    *o = (struct opinion){0};
}

/* ---- asking -------------------------------------------------------------- */

struct asking {
    const struct tenor_model *model;
    const struct documents *documents;
    struct opinion *o;
    size_t first; /* feature of the model */
};

/* Titles are not what documents are, and targets are not named. */
static bool is_asked(const struct tenor_model *m, size_t axis)
{
    return !m->settings.target && tenor_axis_scope(m, axis) != TENOR_TITLE;
}

/* Of two labels one tells the other. */
static size_t first_label(const struct tenor_model *m, size_t axis)
{
    return tenor_axis_label_count(m, axis) == 2 ? 1 : 0;
}

size_t opinion_features(const struct tenor_model *m)
{
    size_t n = 0;

    for (size_t a = 0; a < tenor_axis_count(m); a++)
        if (is_asked(m, a))
            n += tenor_axis_label_count(m, a) - first_label(m, a);
    return n;
}

static void write_answer(const struct tenor_model *m,
                         const struct tenor_scorer *scorer, float *value)
{
    for (size_t a = 0; a < tenor_axis_count(m); a++) {
        const size_t K = tenor_axis_label_count(m, a);
        const double rest =
            K == 2 ? log(fmax(tenor_probability(scorer, a, 0), LEAST)) : 0.0;
        for (size_t k = first_label(m, a); is_asked(m, a) && k < K; k++)
            *value++ =
                (float)(log(fmax(tenor_probability(scorer, a, k), LEAST)) -
                        rest);
    }
}

static bool ask_some(void *context, size_t job, struct tenor_error *err)
{
    const struct asking *x = context;
    const size_t N = x->documents->N;
    const size_t end = N - job * JOB > JOB ? (job + 1) * JOB : N;
    struct tenor_scorer *scorer = NULL;
    bool ok = tenor_scorer_new(x->model, &scorer, err);

    for (size_t d = job * JOB; ok && d < end; d++) {
        const struct str text = documents_text(x->documents, d);
        ok = tenor_score(scorer, text.s, text.len, err);
        if (ok)
            write_answer(x->model, scorer,
                         x->o->value + d * x->o->n + x->first);
    }
    tenor_scorer_free(scorer);
    return ok;
}

/* A mean of 0 and a variance of 1, or 0 where all answers are the same. */
static void standardise(struct opinion *o, size_t N, size_t feature)
{
    double sum = 0.0, squares = 0.0;

    for (size_t d = 0; d < N; d++)
        sum += (double)o->value[d * o->n + feature];
    const double mean = N ? sum / (double)N : 0.0;
    for (size_t d = 0; d < N; d++) {
        const double x = (double)o->value[d * o->n + feature] - mean;
        squares += x * x;
    }
    const double scale = squares > 0.0 ? sqrt((double)N / squares) : 0.0;
    for (size_t d = 0; d < N; d++) {
        float *x = &o->value[d * o->n + feature];
        *x = (float)(((double)*x - mean) * scale);
    }
}

bool opinion_ask(struct opinion *o, struct tenor_model *const *model,
                 size_t models, const struct documents *d, size_t threads,
                 struct tenor_error *err)
{
    size_t first = 0;
    bool ok = true;

    for (size_t m = 0; m < models; m++)
        o->n += opinion_features(model[m]);
    o->value = mem_zero(d->N * o->n, sizeof *o->value);
    if (!o->value)
        return fail_memory(err, "a second opinion");
    for (size_t m = 0; ok && m < models; m++) {
        struct asking x = {model[m], d, o, first};
        ok = pool_run(threads, (d->N + JOB - 1) / JOB, ask_some, &x, err);
        first += opinion_features(model[m]);
    }
    for (size_t f = 0; ok && f < o->n; f++)
        standardise(o, d->N, f);
    return ok;
}

/* ---- features ------------------------------------------------------------ */

static bool make_room(struct vectors *v, size_t n)
{
    const size_t elements = (size_t)v->start[v->N] + v->N * n, F = v->F + n;
    uint32_t *id = mem_resize(v->id, elements, sizeof *id);

    v->id = id ? id : v->id;
    float *value = mem_resize(v->value, elements, sizeof *value);
    v->value = value ? value : v->value;
    uint64_t *feature = mem_resize(v->feature, F, sizeof *feature);
    v->feature = feature ? feature : v->feature;
    uint32_t *df = mem_resize(v->df, F, sizeof *df);
    v->df = df ? df : v->df;
    return id && value && feature && df;
}

bool opinion_extend(const struct opinion *o, const uint32_t *which,
                    struct vectors *v, struct tenor_error *err)
{
    if (!o || o->n == 0 || v->F == 0)
        return true;
    if (v->block)
        return fail(err, TENOR_ELIMIT, 0,
                    "a second opinion needs the vectors of documents in "
                    "memory, for which --memory has no room");
    if (!make_room(v, o->n))
        return fail_memory(err, "a second opinion");
    for (size_t d = v->N; d-- > 0;) {
        const size_t from = (size_t)v->start[d], to = from + d * o->n;
        const size_t n = (size_t)v->start[d + 1] - from;
        const size_t document = which ? which[d] : d;
        memmove(v->id + to, v->id + from, n * sizeof *v->id);
        memmove(v->value + to, v->value + from, n * sizeof *v->value);
        for (size_t i = 0; i < o->n; i++) {
            v->id[to + n + i] = (uint32_t)(v->F + i);
            v->value[to + n + i] = o->value[document * o->n + i];
        }
        v->start[d + 1] += (d + 1) * o->n;
    }
    for (size_t i = 0; i < o->n; i++) {
        v->feature[v->F + i] = TENOR_FEATURE_STYLE; /* no word, no piece */
        v->df[v->F + i] = (uint32_t)v->N;
    }
    v->F += o->n;
    v->opinions = o->n;
    return true;
}

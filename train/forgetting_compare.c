/* Two models on documents whose vectors are at hand. */
#include <math.h>
#include <stdlib.h>

#include "model/classifier.h"
#include "model/modelfile.h"
#include "model/wordset.h"
#include "train/earlier.h"
#include "train/forgetting.h"

/* Biases that stay do so within the digits that a card has of the scales of
 * labels, which they are divided by and multiplied with again. */
#define ROUNDING 1e-5

static const struct axis *find_axis(const struct tenor_model *m,
                                    const char *name)
{
    for (size_t a = 0; a < m->axes; a++)
        if (strcmp(m->axis[a].name, name) == 0)
            return &m->axis[a];
    return NULL;
}

/* An axis of a model, feature by feature of the vectors. */
struct side {
    const struct tenor_model *model;
    const struct axis *axis;
    uint32_t *row;  /* [F] of the table; TABLE_ROW_NONE */
    double *factor; /* [K] of a label, which calibration scales */
    double *margin; /* [K] of a document */
    double *p;      /* [K] */
};

static bool side_init(struct side *s, const struct tenor_model *m,
                      const struct trained_axis *a, const struct vectors *v,
                      struct tenor_error *err)
{
    const size_t K = a->labels.n;

    *s = (struct side){.model = m, .axis = find_axis(m, a->name)};
    if (!s->axis || s->axis->labels != K)
        return fail(err, TENOR_EDATA, 0,
                    "a model has no axis '%s' of %zu labels", a->name, K);
    s->row = mem_resize(NULL, v->F, sizeof *s->row);
    s->factor = mem_resize(NULL, K, sizeof *s->factor);
    s->margin = mem_resize(NULL, K, sizeof *s->margin);
    s->p = mem_resize(NULL, K, sizeof *s->p);
    if (!s->row || !s->factor || !s->margin || !s->p)
        return fail_memory(err, "a comparison");
    for (size_t k = 0; k < K; k++)
        s->factor[k] = 1.0 / earlier_scale(m, s->axis, k);
    for (size_t f = 0; f < v->F; f++) {
        const size_t row =
            f < v->own ? table_find(&m->table, v->feature[f]) : TABLE_NONE;
        s->row[f] = row == TABLE_NONE ? TABLE_ROW_NONE : (uint32_t)row;
    }
    return true;
}

static void side_release(struct side *s)
{
    free(s->row);
    free(s->factor);
    free(s->margin);
    free(s->p);
}

static int weight_of(const struct side *s, size_t f, size_t column)
{
    const int16_t *w = table_weights(&s->model->table, s->row[f]);

    return w ? w[s->axis->column + column] : 0;
}

static void compare_weights(const struct side *a, const struct side *b,
                            const struct vectors *v,
                            struct forgetting_change *out)
{
    for (size_t f = 0; f < v->own; f++) {
        bool weighs = false;
        for (size_t c = 0; c < a->axis->columns; c++) {
            const int x = weight_of(a, f, c), y = weight_of(b, f, c);
            const double w = a->factor[c] * a->axis->scale[c] * x -
                             b->factor[c] * b->axis->scale[c] * y;
            weighs |= x || y;
            out->integers += x != y;
            out->points = abs(x - y) > out->points ? abs(x - y) : out->points;
            out->weight = fmax(out->weight, fabs(w));
        }
        out->rows += weighs;
    }
}

/* What a model makes of a document, as the solver sees it. */
static void predict(const struct side *s, const struct vectors *v, size_t d)
{
    const struct axis *a = s->axis;
    double *machine = s->p; /* not yet in use */

    for (size_t c = 0; c < a->columns; c++)
        machine[c] = a->bias[c];
    for (uint64_t j = v->start[d]; j < v->start[d + 1]; j++)
        for (size_t c = 0; c < a->columns; c++)
            machine[c] +=
                a->scale[c] * weight_of(s, v->id[j], c) * (double)v->value[j];
    axis_spread(a->labels, machine, s->margin);
    calibrated(a->labels, a->slope, a->offset, s->margin, s->p);
}

static void compare_documents(const struct forgetting *f, const struct side *a,
                              const struct side *b,
                              struct forgetting_change *out)
{
    const size_t K = a->axis->labels;

    for (size_t d = 0; d < f->t.documents.N; d++) {
        if (f->is_gone[d])
            continue;
        predict(a, &f->t.vectors, d);
        predict(b, &f->t.vectors, d);
        out->documents++;
        out->labels += arg_max(a->p, K) != arg_max(b->p, K);
        for (size_t k = 0; k < K; k++) {
            out->margin = fmax(out->margin, fabs(a->factor[k] * a->margin[k] -
                                                 b->factor[k] * b->margin[k]));
            out->probability = fmax(out->probability, fabs(a->p[k] - b->p[k]));
        }
    }
}

static bool differ(const double *x, const double *y, size_t n)
{
    return memcmp(x, y, n * sizeof *x) != 0;
}

static void compare_rest(const struct axis *x, const struct axis *y,
                         struct forgetting_change *out)
{
    const size_t K = x->labels;

    for (size_t m = 0; m < axis_machines(K); m++)
        out->biases |= fabs(x->bias[m] - y->bias[m]) >
                       ROUNDING * fmax(fabs(x->bias[m]), fabs(y->bias[m]));
    out->shares = differ(x->prior, y->prior, K);
    out->calibration = x->slope != y->slope || differ(x->offset, y->offset, K);
    if (x->scope == AXIS_SENTENCES && y->scope == AXIS_SENTENCES)
        out->calibration |= x->aggregate.share != y->aggregate.share ||
                            x->aggregate.slope != y->aggregate.slope ||
                            differ(x->aggregate.offset, y->aggregate.offset, K);
    out->thresholds = x->conformal && y->conformal &&
                      differ(x->conformal, y->conformal, COVERAGE_LEVELS);
}

bool forgetting_compare(const struct forgetting *f, size_t axis,
                        const struct tenor_model *a,
                        const struct tenor_model *b,
                        struct forgetting_change *out, struct tenor_error *err)
{
    const struct trained_axis *of = &f->t.axis[axis];
    struct side x = {0}, y = {0};
    const bool ok = side_init(&x, a, of, &f->t.vectors, err) &&
                    side_init(&y, b, of, &f->t.vectors, err);

    *out = (struct forgetting_change){0};
    if (ok && !x.axis->kernel && !y.axis->kernel) {
        compare_weights(&x, &y, &f->t.vectors, out);
        compare_rest(x.axis, y.axis, out);
        compare_documents(f, &x, &y, out);
    }
    side_release(&x);
    side_release(&y);
    return ok;
}

/* ---- traces -------------------------------------------------------------- */

/* Whether axes that did not have the texts give a row a weight. */
static bool weighs_elsewhere(const struct tenor_model *m, const bool *other,
                             size_t row)
{
    const int16_t *w = m->table.weight + row * m->table.columns;

    for (size_t a = 0; a < m->axes; a++)
        for (size_t c = 0; other[a] && c < m->axis[a].columns; c++)
            if (w[m->axis[a].column + c])
                return true;
    return false;
}

static bool has_name(const struct tenor_model *m, const bool *other,
                     uint64_t feature)
{
    for (size_t a = 0; a < m->axes; a++)
        for (size_t i = 0; !other[a] && i < m->axis[a].glossary.n; i++)
            if (m->axis[a].glossary.feature[i] == feature)
                return true;
    return false;
}

/* Whether a model knows the feature from the axes that had the texts. */
static bool is_known(const struct tenor_model *m, const bool *other,
                     uint64_t feature)
{
    const size_t row = table_find(&m->table, feature);

    return (row != TABLE_NONE && !weighs_elsewhere(m, other, row)) ||
           has_name(m, other, feature);
}

struct features {
    uint64_t *feature; /* [n] */
    size_t n, capacity;
};

static bool add(struct features *l, uint64_t feature)
{
    if (!GROW(l->feature, l->n + 1, l->capacity))
        return false;
    l->feature[l->n++] = feature;
    return true;
}

bool forgetting_traces(const struct forgetting *const *f, size_t n,
                       const struct tenor_model *m, const bool *other,
                       size_t *traces)
{
    struct features known = {0}, stay = {0};
    bool ok = true;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; ok && k < f[i]->t.vectors.own; k++)
            if (f[i]->left[k] == 0 &&
                is_known(m, other, f[i]->t.vectors.feature[k]))
                ok = add(&known, f[i]->t.vectors.feature[k]);
    known.n = wordset_sort(known.feature, known.n);
    const struct wordset all = {.hash = known.feature, .n = known.n};
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; ok && k < f[i]->t.vectors.own; k++)
            if (f[i]->left[k] > 0 &&
                wordset_has(&all, f[i]->t.vectors.feature[k]))
                ok = add(&stay, f[i]->t.vectors.feature[k]);
    *traces = known.n - wordset_sort(stay.feature, stay.n);
    free(known.feature);
    free(stay.feature);
    return ok;
}

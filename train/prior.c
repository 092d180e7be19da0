#include "train/prior.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/modelfile.h"
#include "train/crossing.h"
#include "train/earlier.h"
#include "train/finish.h"
#include "train/reading.h"

#define WEIGHT_MAX 32767.0

static const double costs[] = {1.0 / 64, 1.0 / 16, 1.0 / 4, 1.0, 4.0};

/* ---- the choice ---------------------------------------------------------- */

/* The mean loss of out-of-fold margins, once calibrated. */
static bool find_loss(const struct crossing *c, double *loss,
                      struct tenor_error *err)
{
    const size_t N = c->v->N, K = c->y->K;
    double *memory = mem_zero(3 * K, sizeof *memory);
    struct calibration k = {.kind = CALIBRATION_OFFSETS,
                            .scale = memory,
                            .offset = memory + K,
                            .weight = c->y->importance};
    bool ok = memory || fail_memory(err, "calibration");

    ok = ok && calibrate_fit(c->margin, c->y->label, N, K, &k, err);
    *loss = 0.0;
    for (size_t d = 0; ok && d < N; d++) {
        double *p = memory + 2 * K;
        calibrated(K, k.slope, k.offset, c->margin + d * K, p);
        *loss -= log(fmax(p[c->y->label[d]], 1e-12)) / (double)N;
    }
    free(memory);
    return ok;
}

static bool choose(const struct trained *t, struct train_settings *s,
                   const struct earlier *e, const uint8_t *fold, double *margin,
                   struct tenor_error *err)
{
    const struct labelling y = trained_labelling(t, 0);
    struct train_settings tried = *s;
    const struct crossing c = {.v = &t->vectors,
                               .y = &y,
                               .s = &tried,
                               .fold = fold,
                               .folds = s->folds,
                               .tolerance = MACHINE_TOLERANCE,
                               .margin = margin,
                               .offset = e->margin};
    double least = INFINITY, loss;

    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++) {
        tried.C = costs[i];
        if (!crossing_run(&c, 1, s->threads, err) || !find_loss(&c, &loss, err))
            return false;
        if (loss < least) {
            least = loss;
            s->C = tried.C;
        }
    }
    return true;
}

static bool search(const struct train_request *r, struct trained *t,
                   struct tenor_error *err)
{
    const size_t N = t->documents.N, K = t->axis->labels.n;
    uint8_t *fold = mem_zero(N, sizeof *fold);
    double *margin = mem_zero(N * K, sizeof *margin);
    struct earlier e;
    bool ok = (fold && margin) || fail_memory(err, "the search");

    if (ok && earlier_margins(r, t, 0, &e, err)) {
        ok = trained_folds(t, t->settings.seed, fold, err) &&
             choose(t, &t->settings, &e, fold, margin, err);
        earlier_release(&e);
    } else {
        ok = false;
    }
    free(fold);
    free(margin);
    return ok;
}

/* ---- training ------------------------------------------------------------ */

static double old_weight(const struct table *t, const struct axis *a,
                         size_t row, size_t m)
{
    return a->scale[m] * t->weight[row * t->columns + a->column + m];
}

/* From u to w + u, where documents have features, and the bias. */
static void add_old(const struct tenor_model *model, const struct axis *old,
                    const struct vectors *v, struct fitted *f)
{
    for (size_t m = 0; m < f->machines; m++) {
        const double scale =
            old->labels > 2 ? earlier_scale(model, old, m) : 1.0;
        f->bias[m] += old->bias[m] / scale;
        for (size_t i = 0; i < v->F; i++) {
            const size_t row = table_find(&model->table, v->feature[i]);
            if (row != TABLE_NONE)
                f->w[m * v->F + i] +=
                    old_weight(&model->table, old, row, m) / scale;
        }
    }
}

static const struct axis *find_axis(const struct train_request *r)
{
    for (size_t a = 0; a < r->earlier->axes; a++)
        if (strcmp(r->earlier->axis[a].name, r->axis) == 0)
            return &r->earlier->axis[a];
    return NULL;
}

static bool has_label(const struct axis *a, const char *name)
{
    for (size_t k = 0; k < a->labels; k++)
        if (strcmp(a->label[k], name) == 0)
            return true;
    return false;
}

/* New texts have the labels of the axis, all of them and no others. */
static bool check_labels(const struct axis *old, const struct labels *l,
                         struct tenor_error *err)
{
    for (size_t k = 0; k < l->n; k++)
        if (!has_label(old, l->name[k]))
            return fail(err, TENOR_EINVAL, 0,
                        "label '%s' is not in axis '%s' of the model, which "
                        "has '%s' and %zu more; --map can rename or drop it",
                        l->name[k], old->name, old->label[0], old->labels - 1);
    for (size_t k = 0; k < old->labels; k++)
        if (labels_find(l, str_of(old->label[k])) == SIZE_MAX)
            return fail(err, TENOR_EINVAL, 0,
                        "no new text has the label '%s'; a prior needs some of "
                        "each",
                        old->label[k]);
    return true;
}

bool prior_train(struct train_request *r, struct trained *t,
                 struct tenor_error *err)
{
    const struct tenor_model *m = r->earlier;
    const struct axis *old = find_axis(r);

    *t = (struct trained){0};
    if (!old || old->kernel)
        return fail(err, TENOR_EINVAL, 0,
                    old ? "axis '%s' has a kernel, which cannot be a prior"
                        : "the model has no axis '%s'",
                    r->axis);
    r->prior = true;
    r->earlier_corpora = r->corpora;
    r->unit = old->unit;
    r->scope = old->scope;
    r->stops = &m->stops;
    r->settings.features = m->settings;
    r->settings.min_df = 1;
    r->settings.weighting = WEIGHTING_NONE; /* a few labels say too little */
    if (reading_corpora(r, t, err) &&
        check_labels(old, &t->documents.labels, err) &&
        reading_axes(r, t, err)) {
        t->settings.features = t->view.features = m->settings;
        if (vectors_build(&t->vectors, &t->documents, NULL, 0, &t->view,
                          t->settings.threads, err) &&
            search(r, t, err) && finish_axes(r, t, err) &&
            sketching_texts(
                t, &(struct sketching_others){.model = m}, err)) {
            add_old(m, old, &t->vectors, &t->axis->fitted);
            return true;
        }
    }
    trained_release(t);
    return false;
}

/* ---- the model ----------------------------------------------------------- */

/* A row of the new table. */
struct row {
    uint64_t feature;
    uint32_t old, new; /* numbers in the old table and the vectors, or NONE */
};

#define NONE UINT32_MAX

struct packing {
    const struct train_request *r;
    const struct trained *t;
    const struct axis *old;
    size_t number;   /* of the axis */
    struct row *row; /* [rows] */
    size_t rows;
    double *scale; /* [columns of the axis] */
    double *bias;
};

static int by_feature(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    if (x->feature != y->feature)
        return x->feature < y->feature ? -1 : 1;
    return (x->old > y->old) - (x->old < y->old);
}

static bool list_rows(struct packing *p, struct tenor_error *err)
{
    const struct table *table = &p->r->earlier->table;
    const struct vectors *v = &p->t->vectors;

    p->row = mem_resize(NULL, table->rows + v->F, sizeof *p->row);
    if (!p->row)
        return fail_memory(err, "the feature table");
    for (size_t b = 0; b < (size_t)1 << table->bits; b++)
        for (size_t i = table->bucket[b]; i < table->bucket[b + 1]; i++)
            p->row[p->rows++] =
                (struct row){table_feature(table, b, i), (uint32_t)i, NONE};
    for (size_t f = 0; f < v->F; f++) {
        const size_t old = table_find(table, v->feature[f]);
        if (old != TABLE_NONE)
            p->row[old].new = (uint32_t)f; /* rows are listed in order */
        else
            p->row[p->rows++] = (struct row){
                table_known(table->bits, v->feature[f]), NONE, (uint32_t)f};
    }
    qsort(p->row, p->rows, sizeof *p->row, by_feature);
    return true;
}

/* The weight of the axis in a row, before it is rounded. */
static double weight(const struct packing *p, const struct row *row, size_t m,
                     const double *label_scale)
{
    const struct table *table = &p->r->earlier->table;

    if (row->new != NONE)
        return p->t->axis->fitted.w[m * p->t->vectors.F + row->new];
    return old_weight(table, p->old, row->old, m) / label_scale[m];
}

static void find_scales(struct packing *p, const double *label_scale)
{
    for (size_t m = 0; m < p->old->columns; m++) {
        double most = 0.0;
        for (size_t i = 0; i < p->rows; i++)
            most = fmax(most, fabs(weight(p, &p->row[i], m, label_scale)));
        p->scale[m] = most > 0.0 ? most / WEIGHT_MAX : 1.0;
        p->bias[m] = p->t->axis->fitted.bias[m];
    }
}

/* Drop new rows without a weight; words stay. Features that look alike to the
 * table become one. */
static void drop_rows(struct packing *p, const double *label_scale)
{
    size_t n = 0;

    for (size_t i = 0; i < p->rows; i++) {
        const struct row *row = &p->row[i];
        bool keep = row->old != NONE ||
                    feature_kind(row->feature) == TENOR_FEATURE_WORD;
        for (size_t m = 0; !keep && m < p->old->columns; m++)
            keep = fabs(weight(p, row, m, label_scale)) >= p->scale[m] / 2.0;
        if (keep && (n == 0 || p->row[n - 1].feature != row->feature))
            p->row[n++] = *row;
    }
    p->rows = n;
}

static void fill(const struct packing *p, const double *label_scale,
                 uint64_t *feature, int16_t *w)
{
    const struct table *table = &p->r->earlier->table;
    const size_t columns = table->columns;

    for (size_t i = 0; i < p->rows; i++) {
        const struct row *row = &p->row[i];
        feature[i] = row->feature;
        if (row->old != NONE)
            memcpy(w + i * columns, table->weight + row->old * columns,
                   columns * sizeof *w);
        for (size_t m = 0; m < p->old->columns; m++)
            w[i * columns + p->old->column + m] =
                (int16_t)lround(weight(p, row, m, label_scale) / p->scale[m]);
    }
}

static bool write_model(struct packing *p, struct axis *axis, struct str card,
                        const double *label_scale, struct buffer *out,
                        struct tenor_error *err)
{
    const struct tenor_model *m = p->r->earlier;
    const struct trained_axis *a = p->t->axis;
    const size_t columns = m->table.columns;
    uint64_t *feature = mem_resize(NULL, p->rows, sizeof *feature);
    int16_t *w = mem_zero(p->rows * columns, sizeof *w);
    bool ok = (feature && w) || fail_memory(err, "the weights");

    if (ok) {
        fill(p, label_scale, feature, w);
        memcpy(axis, m->axis, m->axes * sizeof *axis);
        axis[p->number].prior = a->prior;
        axis[p->number].slope = a->slope;
        axis[p->number].offset = a->offset;
        axis[p->number].bias = p->bias;
        axis[p->number].scale = p->scale;
        axis[p->number].conformal = a->conformal;
        axis[p->number].sketch = sketching_sketch(&a->sketching);
        if (axis[p->number].scope != AXIS_SENTENCES)
            axis[p->number].aggregate =
                (struct aggregate){1.0, a->slope, a->offset};
        const struct model_parts parts = {.settings = m->settings,
                                          .stop = m->stops.hash,
                                          .stops = m->stops.n,
                                          .feature = feature,
                                          .rows = p->rows,
                                          .weight = w,
                                          .bits = m->table.bits,
                                          .columns = columns,
                                          .axis = axis,
                                          .axes = m->axes,
                                          .without_quotes = m->without_quotes,
                                          .card = card};
        ok = model_bytes(&parts, out, err);
    }
    free(feature);
    free(w);
    return ok;
}

bool prior_pack(const struct train_request *r, const struct trained *t,
                struct str card, struct buffer *out, struct tenor_error *err)
{
    const struct axis *old = find_axis(r);
    struct packing p = {.r = r, .t = t, .old = old};
    struct axis *axis = mem_zero(r->earlier->axes, sizeof *axis);
    double *memory = mem_zero(3 * old->columns, sizeof *memory);
    bool ok = (axis && memory) || fail_memory(err, "a model");

    p.number = (size_t)(old - r->earlier->axis);
    if (ok) {
        double *label_scale = memory + 2 * old->columns;
        p.scale = memory;
        p.bias = memory + old->columns;
        for (size_t m = 0; m < old->columns; m++)
            label_scale[m] =
                old->labels > 2 ? earlier_scale(r->earlier, old, m) : 1.0;
        ok = list_rows(&p, err);
        if (ok) {
            find_scales(&p, label_scale);
            drop_rows(&p, label_scale);
            ok = write_model(&p, axis, card, label_scale, out, err);
        }
    }
    free(p.row);
    free(axis);
    free(memory);
    return ok;
}

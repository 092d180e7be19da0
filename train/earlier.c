#include "train/earlier.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/modelfile.h"

/* One machine of an earlier model, in terms of its columns. */
struct plane {
    const struct tenor_model *model;
    double *factor; /* [columns of the table] margin per integer weight */
    double bias;
    bool there;
};

static const struct axis *find_axis(const struct tenor_model *m,
                                    const char *name)
{
    for (size_t a = 0; a < m->axes; a++)
        if (strcmp(m->axis[a].name, name) == 0)
            return m->axis[a].kernel ? NULL : &m->axis[a];
    return NULL;
}

static size_t find_label(const struct axis *a, const char *name)
{
    for (size_t k = 0; k < a->labels; k++)
        if (strcmp(a->label[k], name) == 0)
            return k;
    return SIZE_MAX;
}

double earlier_scale(const struct tenor_model *m, const struct axis *a,
                     size_t k)
{
    json_t *card = json_loadb(m->card.s, m->card.len, 0, NULL);
    const json_t *axes = json_object_get(card, "axes"), *axis = NULL, *o;
    size_t i;
    double scale = 0.0;

    json_array_foreach(axes, i, o)
    {
        const char *name = json_string_value(json_object_get(o, "name"));
        if (name && strcmp(name, a->name) == 0)
            axis = o;
    }
    const json_t *calibration = json_object_get(axis, "calibration");
    scale = json_number_value(
        json_array_get(json_object_get(calibration, "scales"), k));
    json_decref(card);
    return scale > 0.0 ? scale : 1.0;
}

/* Add the margin of a label, `times` as much. */
static void add_label(struct plane *p, const struct axis *a, size_t k,
                      double times)
{
    const bool two = a->labels == 2;
    const size_t machine = two ? 0 : k;
    const double scale =
        two ? (k == 1 ? 1.0 : -1.0) : 1.0 / earlier_scale(p->model, a, k);

    p->factor[a->column + machine] += times * scale * a->scale[machine];
    p->bias += times * scale * a->bias[machine];
}

/* The machine that tells the same of a document as machine `number` of the new
 * axis. */
static void find_plane(struct plane *p, const struct axis *old,
                       const struct trained_axis *new, bool ordered,
                       size_t number)
{
    const size_t K = new->labels.n;
    const bool steps = ordered && K > 2;
    const size_t place = steps || K == 2 ? number + 1 : number;
    const size_t k = find_label(old, new->labels.name[place]);
    const size_t below = steps ? find_label(old, new->labels.name[number]) : 0;

    if (k == SIZE_MAX || below == SIZE_MAX)
        return;
    p->there = true;
    add_label(p, old, k, 1.0);
    if (steps) /* margins of ordered labels are sums of steps */
        add_label(p, old, below, -1.0);
}

static double weight(const struct plane *p, uint64_t feature)
{
    const struct table *t = &p->model->table;
    const size_t row = table_find(t, feature);
    double w = 0.0;

    for (size_t c = 0; row != TABLE_NONE && c < t->columns; c++)
        w += p->factor[c] * t->weight[row * t->columns + c];
    return w;
}

static void fill(const struct plane *p, const struct vectors *v, const float *w,
                 size_t documents, float *margin)
{
    for (size_t d = 0; d < documents; d++) {
        double sum = p->bias;
        for (uint64_t j = v->start[d]; j < v->start[d + 1]; j++)
            sum += (double)w[v->id[j]] * (double)v->value[j];
        margin[d] = (float)sum;
    }
}

static bool fill_machine(const struct train_request *r, const struct trained *t,
                         const struct axis *old, size_t axis, size_t number,
                         size_t documents, float *margin, double *bias,
                         struct tenor_error *err)
{
    const struct vectors *v = &t->vectors;
    struct plane p = {
        .model = r->earlier,
        .factor = mem_zero(r->earlier->table.columns, sizeof *p.factor)};
    float *w = mem_resize(NULL, v->F, sizeof *w);
    const bool ok = (p.factor && w) || fail_memory(err, "an earlier model");

    if (ok)
        find_plane(&p, old, &t->axis[axis], t->settings.ordered, number);
    if (ok && p.there) {
        for (size_t f = 0; f < v->F; f++)
            w[f] = (float)weight(&p, v->feature[f]);
        fill(&p, v, w, documents, margin);
        *bias = p.bias;
    }
    free(p.factor);
    free(w);
    return ok;
}

bool earlier_planes(const struct train_request *r, const struct trained *t,
                    size_t axis, struct fitted *out, struct tenor_error *err)
{
    const struct labelling y = trained_labelling(t, axis);
    const size_t machines = machine_count(&y, &t->settings), F = t->vectors.F;
    const struct axis *old = find_axis(r->earlier, t->axis[axis].name);

    for (size_t m = 0; m < machines; m++) {
        struct plane p = {
            .model = r->earlier,
            .factor = mem_zero(r->earlier->table.columns, sizeof *p.factor)};
        if (!p.factor)
            return fail_memory(err, "an earlier model");
        find_plane(&p, old, &t->axis[axis], t->settings.ordered, m);
        for (size_t f = 0; f < F; f++)
            out->w[m * F + f] = weight(&p, t->vectors.feature[f]);
        out->bias[m] = p.bias;
        free(p.factor);
    }
    return true;
}

bool earlier_margins(const struct train_request *r, const struct trained *t,
                     size_t axis, struct earlier *e, struct tenor_error *err)
{
    const struct labelling y = trained_labelling(t, axis);
    const size_t machines = machine_count(&y, &t->settings);
    const size_t N = t->documents.N;
    const struct axis *old =
        r->earlier ? find_axis(r->earlier, t->axis[axis].name) : NULL;
    size_t documents = 0;

    *e = (struct earlier){0};
    if (!old || machine_solver(&t->settings) != SOLVER_DUAL)
        return true;
    e->margin = mem_resize(NULL, machines * N, sizeof *e->margin);
    e->end = mem_zero(machines, sizeof *e->end);
    if (!e->margin || !e->end) {
        earlier_release(e);
        return fail_memory(err, "an earlier model");
    }
    for (size_t i = 0; i < machines * N; i++)
        e->margin[i] = NAN;
    for (size_t i = 0; i < r->earlier_corpora; i++)
        documents += t->source[i].documents;
    for (size_t m = 0; m < machines; m++) {
        e->end[m].margin = e->margin + m * N;
        if (!fill_machine(r, t, old, axis, m, documents, e->margin + m * N,
                          &e->end[m].bias, err)) {
            earlier_release(e);
            return false;
        }
    }
    return true;
}

void earlier_release(struct earlier *e)
{
    free(e->margin);
    free(e->end);
    *e = (struct earlier){0};
}

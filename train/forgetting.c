#include "train/forgetting.h"

#include <math.h>
#include <stdlib.h>

#include "model/modelfile.h"
#include "train/earlier.h"
#include "train/reading.h"
#include "train/search.h"

/* ---- the texts ----------------------------------------------------------- */

static bool mark(struct forgetting *f, const struct textset *gone)
{
    const struct documents *d = &f->t.documents;

    f->is_gone = mem_zero(d->N, sizeof *f->is_gone);
    for (size_t i = 0; f->is_gone && i < d->N; i++) {
        f->is_gone[i] = textset_has(gone, documents_text(d, i));
        f->gone += f->is_gone[i];
    }
    return f->is_gone != NULL;
}

/* Count the documents of each label; false with an error for one that would
 * have too few to train on. */
static bool count_labels(const struct forgetting *f, size_t axis,
                         struct tenor_error *err)
{
    const struct trained_axis *a = &f->t.axis[axis];
    struct forgetting_axis *x = &f->axis[axis];

    x->before = mem_zero(a->labels.n, sizeof *x->before);
    x->after = mem_zero(a->labels.n, sizeof *x->after);
    if (!x->before || !x->after)
        return fail_memory(err, "labels");
    for (size_t i = 0; i < f->t.documents.N; i++) {
        x->before[a->label[i]]++;
        x->after[a->label[i]] += !f->is_gone[i];
    }
    for (size_t k = 0; k < a->labels.n; k++)
        if (x->after[k] < 2 && x->after[k] < x->before[k])
            return fail(err, TENOR_EDATA, 0,
                        "the label '%s' of axis '%s' would have %zu "
                        "document%s left; two are needed to train and to "
                        "check. A model without the label is for tenor train "
                        "to make",
                        a->labels.name[k], a->name, x->after[k],
                        x->after[k] == 1 ? "" : "s");
    return true;
}

static bool count_features(struct forgetting *f)
{
    const struct vectors *v = &f->t.vectors;

    f->left = mem_resize(NULL, v->F, sizeof *f->left);
    if (!f->left)
        return false;
    memcpy(f->left, v->df, v->F * sizeof *f->left);
    for (size_t d = 0; d < v->N; d++)
        for (uint64_t j = v->start[d]; f->is_gone[d] && j < v->start[d + 1];
             j++)
            f->left[v->id[j]]--;
    for (size_t i = 0; i < v->own; i++) {
        f->frequencies += f->left[i] < v->df[i];
        f->dropped += f->left[i] < v->min_df;
        f->alone += f->left[i] == 0;
    }
    return true;
}

/* ---- machines ------------------------------------------------------------ */

/* Features that stay and have another multiplier, or the cost of a side that
 * changed counts as all of them. */
static size_t count_multipliers(const struct forgetting *f,
                                const struct machine *was,
                                const struct machine *is)
{
    const struct vectors *v = &f->t.vectors;
    size_t n = 0;

    for (size_t i = 0; i < v->F; i++)
        n += f->left[i] >= v->min_df && was->multiplier[i] != is->multiplier[i];
    return memcmp(was->problem.weight, is->problem.weight,
                  sizeof is->problem.weight) == 0
               ? n
               : v->F;
}

/* What a machine of the earlier model says of the texts that go. */
static void look_at_margins(const struct forgetting *f, const struct machine *m,
                            const float *margin, size_t number,
                            struct forgetting_axis *x)
{
    for (size_t i = 0, g = 0; i < m->problem.n; i++) {
        if (!f->is_gone[i])
            continue;
        struct forgotten *at = &x->gone[g++];
        const double slack = 1.0 - m->y[i] * (double)margin[i];
        const double alpha = machine_alpha(&m->problem, i, (double)margin[i]);
        if (isnan(at->slack) || slack > at->slack) {
            at->slack = slack;
            at->machine = number;
        }
        at->alpha = isnan(at->alpha) ? alpha : fmax(at->alpha, alpha);
    }
}

/* How many factors change. Those of log-count ratios and of inverse document
 * frequencies depend on all documents: every one does. */
static bool compare_machines(const struct forgetting *f, size_t axis,
                             const struct machine *was, size_t number,
                             size_t *n, struct tenor_error *err)
{
    const struct trained *t = &f->t;
    const struct labelling y = trained_labelling(t, axis);
    struct machine is = {0};

    *n = f->gone ? t->vectors.F - f->dropped : 0;
    if (f->gone == 0 || t->settings.weighting != WEIGHTING_NONE)
        return true;
    const bool ok = machine_init(&is, &t->vectors, &y, &t->settings, f->is_gone,
                                 1, number, err);
    if (ok)
        *n = count_multipliers(f, was, &is);
    machine_release(&is);
    return ok;
}

static bool look_at_machine(const struct forgetting *f, size_t axis,
                            const struct earlier *e, size_t number,
                            struct tenor_error *err)
{
    const struct trained *t = &f->t;
    const struct labelling y = trained_labelling(t, axis);
    struct forgetting_axis *x = &f->axis[axis];
    struct machine was = {0};
    size_t n;
    const bool ok = machine_init(&was, &t->vectors, &y, &t->settings, NULL, 0,
                                 number, err) &&
                    compare_machines(f, axis, &was, number, &n, err);

    if (ok) {
        x->multipliers = n > x->multipliers ? n : x->multipliers;
        if (x->margins)
            look_at_margins(f, &was, e->end[number].margin, number, x);
    }
    machine_release(&was);
    return ok;
}

/* Near the edge of the margin it is for the solver to say. */
static bool is_settled(const struct forgetting *f,
                       const struct forgetting_axis *x)
{
    bool settled = x->margins && x->multipliers == 0 &&
                   f->dropped == f->alone && f->t.embedding.n == 0;

    for (size_t g = 0; g < f->gone; g++)
        settled = settled && x->gone[g].slack <= -MACHINE_TOLERANCE;
    return settled;
}

static bool look_at_axis(const struct train_request *r, struct forgetting *f,
                         size_t axis, struct tenor_error *err)
{
    const struct trained *t = &f->t;
    const struct labelling y = trained_labelling(t, axis);
    struct forgetting_axis *x = &f->axis[axis];
    struct earlier e;

    x->gone = mem_resize(NULL, f->gone, sizeof *x->gone);
    if (!x->gone)
        return fail_memory(err, "texts");
    for (size_t i = 0, g = 0; i < t->documents.N; i++)
        if (f->is_gone[i])
            x->gone[g++] = (struct forgotten){(uint32_t)i, NAN, NAN, 0};
    if (!earlier_margins(r, t, axis, &e, err))
        return false;
    x->margins = e.end != NULL;
    bool ok = true;
    for (size_t m = 0; ok && m < machine_count(&y, &t->settings); m++)
        ok = look_at_machine(f, axis, &e, m, err);
    earlier_release(&e);
    for (size_t g = 0; g < f->gone; g++)
        x->support += x->gone[g].slack > 0.0;
    x->settled = is_settled(f, x);
    return ok;
}

bool forgetting_look(const struct train_request *asked,
                     const struct textset *gone, struct forgetting *f,
                     struct tenor_error *err)
{
    struct train_request r = *asked;
    struct trained *t = &f->t;

    *f = (struct forgetting){0};
    r.say = NULL;
    r.earlier_corpora = r.corpora;
    if (!reading_corpora(&r, t, err) || !reading_axes(&r, t, err))
        return false;
    f->axis = mem_zero(t->axes, sizeof *f->axis);
    if (!f->axis || !mark(f, gone))
        return fail_memory(err, "texts");
    for (size_t a = 0; a < t->axes; a++)
        if (!count_labels(f, a, err))
            return false;
    if (!search_settings(&r, t, err))
        return false;
    if (!count_features(f))
        return fail_memory(err, "features");
    for (size_t a = 0; a < t->axes; a++)
        if (!look_at_axis(&r, f, a, err))
            return false;
    return true;
}

void forgetting_release(struct forgetting *f)
{
    for (size_t a = 0; f->axis && a < f->t.axes; a++) {
        free(f->axis[a].gone);
        free(f->axis[a].before);
        free(f->axis[a].after);
    }
    free(f->axis);
    free(f->is_gone);
    free(f->left);
    trained_release(&f->t);
    *f = (struct forgetting){0};
}

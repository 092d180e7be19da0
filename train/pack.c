#include "train/pack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"
#include "model/modelfile.h"
#include "train/domain.h"

#define WEIGHT_MAX 32767.0

/* An axis on its way into the table. */
struct packing {
    const struct trained *t;
    const struct trained_axis *axis;
    double *scale; /* [machines] */
    uint32_t *row; /* [F] row in the table; NOT_KEPT */
};

#define NOT_KEPT UINT32_MAX

static bool is_linear(const struct packing *p)
{
    return p->axis->fitted.w != NULL;
}

static double weight(const struct packing *p, size_t m, size_t f)
{
    return p->axis->fitted.w[m * p->t->vectors.F + f];
}

/* ---- which features ------------------------------------------------------ */

static void set_scales(struct packing *p)
{
    for (size_t m = 0; is_linear(p) && m < p->axis->fitted.machines; m++) {
        double most = 0.0;
        for (size_t f = 0; f < p->t->vectors.F; f++)
            most = fmax(most, fabs(weight(p, m, f)));
        p->scale[m] = most > 0.0 ? most / WEIGHT_MAX : 1.0;
    }
}

/* The largest integer weight of a feature, 0 to WEIGHT_MAX. */
static double importance(const struct packing *p, size_t f)
{
    double most = 0.0;

    for (size_t m = 0; m < p->axis->fitted.machines; m++)
        most = fmax(most, fabs(weight(p, m, f)) / p->scale[m]);
    return most;
}

static bool is_word(const struct vectors *v, size_t f)
{
    return feature_kind(v->feature[f]) == TENOR_FEATURE_WORD;
}

/* What has a weight after rounding, and all words. */
static bool choose_features(struct packing *p, struct tenor_error *err)
{
    const struct vectors *v = &p->t->vectors;

    p->scale = mem_zero(p->axis->fitted.machines, sizeof *p->scale);
    p->row = mem_resize(NULL, v->F, sizeof *p->row);
    if (!p->scale || !p->row)
        return fail_memory(err, "the feature table");
    set_scales(p);
    for (size_t f = 0; f < v->F; f++) {
        const bool keep =
            !is_linear(p) || is_word(v, f) || importance(p, f) >= 0.5;
        p->row[f] = keep ? 0 : NOT_KEPT;
    }
    return true;
}

/* ---- one table ----------------------------------------------------------- */

struct place {
    uint64_t feature;
    uint32_t axis, number;
};

static int by_feature(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->feature != y->feature)
        return x->feature < y->feature ? -1 : 1;
    return (x->axis > y->axis) - (x->axis < y->axis);
}

/* Features that some axis keeps, by feature. */
struct places {
    struct place *place; /* [n] */
    size_t n;
};

static bool list_places(const struct packing *p, size_t n, struct places *all)
{
    size_t most = 0;

    for (size_t a = 0; a < n; a++)
        most += p[a].t->vectors.F;
    *all = (struct places){.place = mem_resize(NULL, most, sizeof *all->place)};
    if (!all->place)
        return false;
    for (size_t a = 0; a < n; a++)
        for (size_t f = 0; f < p[a].t->vectors.F; f++)
            if (p[a].row[f] != NOT_KEPT)
                all->place[all->n++] = (struct place){
                    p[a].t->vectors.feature[f], (uint32_t)a, (uint32_t)f};
    if (all->n)
        qsort(all->place, all->n, sizeof *all->place, by_feature);
    return true;
}

/* The end of the places of one feature. */
static size_t group_end(const struct places *all, size_t from)
{
    size_t end = from;

    while (end < all->n && all->place[end].feature == all->place[from].feature)
        end++;
    return end;
}

/* The largest importance that any axis gives to a feature; words and features
 * of kernels stay whatever it is. */
static float group_importance(const struct packing *p, const struct places *all,
                              size_t from, size_t end, bool *stays)
{
    float most = 0.0F;

    *stays = feature_kind(all->place[from].feature) == TENOR_FEATURE_WORD;
    for (size_t i = from; i < end; i++) {
        const struct packing *axis = &p[all->place[i].axis];
        *stays |= !is_linear(axis);
        if (is_linear(axis))
            most = fmaxf(most, (float)importance(axis, all->place[i].number));
    }
    return most;
}

/* What would be at `place` if the largest came first (Hoare 1961, algorithm 65).
 * The order of value changes. */
static float find_place(float *value, ptrdiff_t n, ptrdiff_t place)
{
    for (ptrdiff_t low = 0, high = n - 1; low < high;) {
        const float pivot = value[low + (high - low) / 2];
        ptrdiff_t i = low, j = high;
        while (i <= j) {
            if (value[i] > pivot) {
                i++;
            } else if (value[j] < pivot) {
                j--;
            } else {
                const float swap = value[i];
                value[i++] = value[j];
                value[j--] = swap;
            }
        }
        low = place > j ? i : low; /* what lies between is the pivot */
        high = place < i ? j : high;
    }
    return value[place];
}

/* The importance below which a feature goes, so that at most `most` features
 * stay, words apart. */
static bool find_threshold(const struct packing *p, const struct places *all,
                           size_t most, float *threshold)
{
    float *value = mem_resize(NULL, all->n, sizeof *value);
    size_t n = 0;
    bool ignored;

    *threshold = 0.0F;
    if (!value)
        return false;
    for (size_t i = 0, end; i < all->n; i = end) {
        end = group_end(all, i);
        value[n++] = group_importance(p, all, i, end, &ignored);
    }
    if (n > most && most > 0)
        *threshold = find_place(value, (ptrdiff_t)n, (ptrdiff_t)most - 1);
    free(value);
    return true;
}

/* Number the rows of all axes; feature [*rows] is allocated. */
static bool number_rows(struct packing *p, size_t n, uint64_t **feature,
                        size_t *rows, struct tenor_error *err)
{
    struct places all;
    float threshold;

    *rows = 0;
    if (!list_places(p, n, &all))
        return fail_memory(err, "the feature table");
    *feature = mem_resize(NULL, all.n, sizeof **feature);
    const bool ok =
        *feature &&
        find_threshold(p, &all, p->t->settings.max_features, &threshold);
    for (size_t i = 0, end; ok && i < all.n; i = end) {
        bool stays;
        end = group_end(&all, i);
        const bool keep =
            group_importance(p, &all, i, end, &stays) >= threshold || stays;
        for (size_t j = i; j < end; j++)
            p[all.place[j].axis].row[all.place[j].number] =
                keep ? (uint32_t)*rows : NOT_KEPT;
        if (keep)
            (*feature)[(*rows)++] = all.place[i].feature;
    }
    free(all.place);
    return ok || fail_memory(err, "the feature table");
}

static int16_t quantised(const struct packing *p, size_t m, size_t f)
{
    return (int16_t)lround(weight(p, m, f) / p->scale[m]);
}

static void fill_weights(const struct packing *p, size_t column, size_t columns,
                         int16_t *w)
{
    for (size_t f = 0; is_linear(p) && f < p->t->vectors.F; f++)
        for (size_t m = 0;
             p->row[f] != NOT_KEPT && m < p->axis->fitted.machines; m++)
            w[p->row[f] * columns + column + m] = quantised(p, m, f);
}

/* ---- the file ------------------------------------------------------------ */

static bool describe(struct packing *p, struct trained_axis *a, size_t rows,
                     size_t column, struct axis *axis, struct tenor_error *err)
{
    *axis = (struct axis){.name = a->name,
                          .unit = p->t->unit,
                          .labels = a->labels.n,
                          .label = (const char *const *)a->labels.name,
                          .prior = a->prior,
                          .slope = a->slope,
                          .offset = a->offset,
                          .positive = a->positive,
                          .negative = a->negative,
                          .column = column,
                          .columns = is_linear(p) ? a->fitted.machines : 0,
                          .bias = a->fitted.bias,
                          .scale = p->scale,
                          .conformal = a->conformal,
                          .scope = a->scope,
                          .aggregate = {1.0, a->slope, a->offset},
                          .glossary = naming_glossary(&a->naming),
                          .sketch = sketching_sketch(&a->sketching)};
    if (a->article_offset) {
        axis->aggregate = a->aggregate;
        axis->aggregate.offset = a->article_offset;
    }
    if (is_linear(p))
        return true;
    axis->kernel = &a->fitted.pool.parts;
    return support_renumber(&a->fitted.pool, p->row, p->t->vectors.F, rows,
                            err);
}

static bool write_pack(struct packing *p, struct trained_axis **trained,
                       size_t n, struct model_parts *parts, struct axis *axis,
                       struct buffer *out, struct tenor_error *err)
{
    for (size_t a = 0; a < n; a++) {
        if (!describe(&p[a], trained[a], parts->rows, parts->columns, &axis[a],
                      err))
            return false;
        parts->columns += axis[a].columns;
        if (!domain_measure(
                p[a].t,
                &(struct wordset){.hash = (uint64_t *)(uintptr_t)parts->feature,
                                  .n = parts->rows},
                &axis[a].words_min, &axis[a].known_min, err))
            return false;
    }
    parts->columns = table_columns(parts->columns);
    int16_t *w = mem_zero(parts->rows * parts->columns, sizeof *w);
    if (!w)
        return fail_memory(err, "the weights");
    for (size_t a = 0; a < n; a++)
        fill_weights(&p[a], axis[a].column, parts->columns, w);
    parts->weight = w;
    bool ok = model_bytes(parts, out, err);
    free(w);
    return ok;
}

/* The axes of all trainings, one behind the other. */
static size_t list_axes(struct trained *t, size_t n, struct packing *p,
                        struct trained_axis **trained)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t a = 0; a < t[i].axes; a++, at++) {
            trained[at] = &t[i].axis[a];
            p[at].t = &t[i];
            p[at].axis = trained[at];
        }
    return at;
}

static bool same_features(const struct trained *t, size_t n,
                          struct tenor_error *err)
{
    for (size_t i = 1; i < n; i++)
        if (memcmp(&t[i].settings.features, &t[0].settings.features,
                   sizeof t->settings.features) != 0)
            return fail(err, TENOR_EINVAL, 0,
                        "axes '%s' and '%s' differ in their feature settings",
                        t[0].axis->name, t[i].axis->name);
    return true;
}

bool pack_axes(struct trained *t, size_t n, const struct wordset *stops,
               struct str card, struct buffer *out, struct tenor_error *err)
{
    size_t axes = 0;

    for (size_t i = 0; i < n; i++)
        axes += t[i].axes;
    if (axes > MODEL_AXES_MAX)
        return fail(err, TENOR_ELIMIT, 0, "%zu axes; a model has up to %d",
                    axes, MODEL_AXES_MAX);
    struct packing *p = mem_zero(axes, sizeof *p);
    struct axis *axis = mem_zero(axes, sizeof *axis);
    struct trained_axis **trained = mem_zero(axes, sizeof(*trained));
    uint64_t *feature = NULL;
    struct model_parts parts = {.settings = t[0].settings.features,
                                .stop = stops ? stops->hash : NULL,
                                .stops = stops ? stops->n : 0,
                                .axis = axis,
                                .axes = axes,
                                .bits = t[0].bits,
                                .without_quotes = t[0].without_quotes,
                                .card = card};
    bool ok = (p && axis && trained) || fail_memory(err, "a model");

    if (ok)
        axes = list_axes(t, n, p, trained);
    ok = ok && same_features(t, n, err);
    for (size_t a = 0; ok && a < axes; a++)
        ok = choose_features(&p[a], err);
    if (ok && number_rows(p, axes, &feature, &parts.rows, err)) {
        parts.feature = feature;
        ok = write_pack(p, trained, axes, &parts, axis, out, err);
    } else {
        ok = false;
    }
    for (size_t a = 0; p && a < axes; a++) {
        free(p[a].scale);
        free(p[a].row);
    }
    free(p);
    free(axis);
    free(trained);
    free(feature);
    return ok;
}

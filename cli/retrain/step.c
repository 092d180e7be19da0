#include "cli/retrain/step.h"

#include <stdlib.h>
#include <string.h>

#include "cli/retrain/pack_card.h"
#include "train/splice.h"

/* Which axes of the parent an axis of its recipe gave: [*first, *first + *n);
 * or the one of that name that no recipe knows, as those of a prior. */
static void find_axes(const struct tenor_model *parent,
                      const struct recipe *recipe, const char *name,
                      size_t *first, size_t *n)
{
    size_t axis = 0;

    while (axis < recipe->axes && strcmp(recipe->axis[axis].name, name) != 0)
        axis++;
    *first = parent->axes;
    *n = 0;
    for (size_t i = 0; i < parent->axes; i++) {
        const char *other = parent->axis[i].name;
        if (again_axis_of(recipe, other) == axis &&
            (axis < recipe->axes || strcmp(other, name) == 0)) {
            *first = *n ? *first : i;
            ++*n;
        }
    }
}

bool step_replace(const struct tenor_model *parent, const json_t *card,
                  const struct recipe *recipe, const char *name,
                  const struct tenor_model *model, bool weighed,
                  const char *lineage, struct buffer *bytes,
                  struct tenor_error *err)
{
    const size_t most = parent->axes + (model ? model->axes : 0);
    struct splice_axis *list = mem_resize(NULL, most, sizeof *list);
    json_t *new =
        model ? json_loadb(model->card.s, model->card.len, 0, NULL) : NULL;
    size_t first = parent->axes, n = 0, at = 0;

    if (name)
        find_axes(parent, recipe, name, &first, &n);
    char *text = pack_card(card, first, n, name, new, lineage);
    bool ok = (list && text) || fail_memory(err, "a model");
    if (ok && name && n == 0)
        ok = fail(err, TENOR_EINVAL, 0, "the model has no axis '%s'", name);
    for (size_t i = 0; ok && i <= parent->axes; i++) {
        for (size_t k = 0; i == first && model && k < model->axes; k++)
            list[at++] = (struct splice_axis){model, k, false};
        if (i < parent->axes && (i < first || i >= first + n))
            list[at++] = (struct splice_axis){parent, i, weighed};
    }
    if (ok && at == 0)
        ok = fail(err, TENOR_EINVAL, 0, "no axis would be left");
    ok = ok && splice(list, at, str_of(text), bytes, err);
    json_decref(new);
    free(list);
    free(text);
    return ok;
}

/* Whether the parent has no axes but those of this one of its recipe. */
static bool is_all(const struct tenor_model *parent, const struct recipe *recipe,
                   size_t axis)
{
    size_t first, n;

    find_axes(parent, recipe, recipe->axis[axis].name, &first, &n);
    return n == parent->axes;
}

/* Train the axis by itself, and put it into the parent's table in the place of
 * what that has of it. */
static bool train_one(struct again *a, const struct tenor_model *parent,
                      size_t axis, const char *lineage, struct buffer *bytes,
                      struct tenor_error *err)
{
    struct train_request *r = &a->requests.request[axis];
    struct buffer one = {0};
    struct tenor_model *model = NULL;

    if (is_all(parent, &a->recipe, axis))
        return axes_train(r, 1, &a->recipe, lineage, a->options.quiet, bytes,
                          err);
    r->within = parent;
    const bool ok =
        axes_train(r, 1, &a->recipe, NULL, a->options.quiet, &one, err) &&
        tenor_model_from_memory(one.data, one.len, &model, err) &&
        step_replace(parent, a->card, &a->recipe, a->recipe.axis[axis].name,
                     model, a->forgets, lineage, bytes, err);
    tenor_model_close(model);
    free(one.data);
    return ok;
}

bool step_union(struct again *a, const struct tenor_model *parent, size_t axis,
                size_t added, const char *lineage, struct buffer *bytes,
                struct tenor_error *err)
{
    struct train_request *r = &a->requests.request[axis];

    r->earlier = parent;
    r->earlier_corpora = r->corpora - added;
    return train_one(a, parent, axis, lineage, bytes, err);
}

/* ---- forgetting ---------------------------------------------------------- */

/* Train one axis without the texts: from the parent, which the requests of a
 * begin from. a is open on the model that the axes before gave. */
static bool forget_axis(struct again *a, const json_t *entry, bool cold,
                        const struct tenor_model *parent, const char *lineage,
                        struct buffer *bytes, struct tenor_error *err)
{
    const char *name = json_string_value(json_object_get(entry, "axis"));
    const char *weights = json_string_value(json_object_get(entry, "weights"));
    struct axes_requests *q = &a->requests;
    size_t axis = 0;

    while (axis < q->n && (!name || strcmp(q->request[axis].axis, name) != 0))
        axis++;
    if (axis == q->n || !weights)
        return fail(err, TENOR_EDATA, 0, "the lineage names no axis '%s'",
                    name ? name : "");
    struct train_request *r = &q->request[axis];
    r->earlier = cold ? NULL : parent;
    r->earlier_corpora = r->corpora;
    r->settled = !cold && strcmp(weights, "kept") == 0;
    return train_one(a, a->model, axis, lineage, bytes, err);
}

bool step_forget(struct again *a, const json_t *axes, bool cold,
                 const char *lineage, struct buffer *bytes,
                 struct tenor_error *err)
{
    const size_t n = json_array_size(axes);
    struct again at = *a;
    struct tenor_model *model = NULL; /* that the axes before gave, */
    struct buffer last = {0};         /* in these bytes, */
    json_t *card = NULL;              /* with this card */
    bool ok = true;

    at.forgets = true;
    for (size_t i = 0; ok && i < n; i++) {
        struct buffer next = {0};
        ok = forget_axis(&at, json_array_get(axes, i), cold, a->model, lineage,
                         &next, err);
        tenor_model_close(model);
        json_decref(card);
        free(last.data);
        model = NULL;
        card = NULL;
        last = next;
        if (!ok || i + 1 == n)
            continue;
        ok = tenor_model_from_memory(last.data, last.len, &model, err);
        card = ok ? json_loadb(model->card.s, model->card.len, 0, NULL) : NULL;
        at.model = model;
        at.card = card;
    }
    tenor_model_close(model);
    json_decref(card);
    if (ok)
        *bytes = last;
    else
        free(last.data);
    return ok;
}

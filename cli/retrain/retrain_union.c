/* Old data and new: the solver begins where the old model ended. */
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/retrain/lineage.h"
#include "cli/retrain/retraining.h"
#include "cli/retrain/step.h"

const char *retrain_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

static bool has_extension(const char *path, const char *format)
{
    const char *dot = strrchr(path, '.');

    return dot && format && strcmp(dot + 1, format) == 0;
}

/* How a new corpus is read: where nothing is said, as the first one of the
 * axis, if it has its format. */
static struct corpus_options reading(const struct retrain_options *o,
                                     const char *path,
                                     const struct corpus_options *first,
                                     const struct labelmap *map)
{
    struct corpus_options r = o->corpus;
    const bool said = r.text_column || r.label_column || r.group_column ||
                      r.weight_column || r.format;

    r.map = map;
    r.without = first->without; /* what was forgotten stays so */
    r.multi_label = first->multi_label;
    r.label_separator = first->label_separator;
    if (!said && has_extension(path, first->format)) {
        r.text_column = first->text_column;
        r.label_column = first->label_column;
    }
    return r;
}

/* Add the new corpora to those that the axis is trained on. */
static bool add_corpora(struct retraining *t, struct tenor_error *err)
{
    struct corpus_list *l = &t->again.recipe.axis[t->axis].list[USE_TRAIN];
    const struct opt_list *add = &t->o->add;
    const struct corpus_options first = l->corpus->options;

    for (size_t i = 0; i < add->n; i++) {
        char *path = mem_string(str_of(add->item[i]));
        if (!path || !GROW(l->corpus, l->n + 1, l->corpus_capacity) ||
            !GROW(l->map, l->n + 1, l->map_capacity)) {
            free(path);
            return fail_memory(err, "corpora");
        }
        l->map[l->n] = (struct labelmap){0};
        l->corpus[l->n++] = (struct train_corpus){
            .path = path,
            .name = retrain_name(path),
            .weight = 1.0,
            .options = reading(t->o, path, &first, &t->map)};
    }
    if (t->o->test)
        t->gating.options = reading(t->o, t->o->test, &first, &t->map);
    t->gating.options.group_column = t->o->slice_column;
    t->gating.options.weight_column = NULL;
    for (size_t i = 0; i + add->n < l->n; i++) /* the maps may have moved */
        l->corpus[i].options.map = &l->map[i];
    return true;
}

static bool train(struct retraining *t, struct buffer *bytes,
                  struct tenor_error *err)
{
    struct again *a = &t->again;
    const size_t added = t->o->add.n;
    const struct train_request *r = &a->requests.request[t->axis];
    char *lineage = lineage_text(a->card, a->model->bytes, "union", r->axis,
                                 r->corpus + r->corpora - added, added);
    a->requests.request[t->axis].judge = gating_judge;
    a->requests.request[t->axis].judge_context = &t->gating;
    const bool ok =
        (lineage || fail_memory(err, "a card")) &&
        step_union(a, a->model, t->axis, added, lineage, bytes, err);

    free(lineage);
    return ok;
}

bool retrain_union(struct retraining *t, const char *path, struct buffer *bytes,
                   int *status)
{
    struct again *a = &t->again;
    struct tenor_error err = {0};

    *status = EXIT_USAGE;
    if (!again_axis(t->verb, a, t->o->axis, &t->axis) ||
        !again_find(t->verb, path, t->axis, &t->o->data, a, status))
        return false;
    if (!add_corpora(t, &err)) {
        *status = out_error(t->verb->name, &err);
        return false;
    }
    if (!again_request(t->verb, true, a, status))
        return false;
    if (axes_spare(a->requests.request, a->requests.n, t->o->output, &err) &&
        train(t, bytes, &err))
        return true;
    *status = out_error(t->verb->name, &err);
    return false;
}

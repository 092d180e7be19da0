#include "cli/retrain/again.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"

static bool read_recipe(const struct verb *v, const char *path, struct again *a)
{
    struct tenor_error err = {0};

    const json_t *text = json_object_get(a->card, "recipe");
    if (!json_is_string(text)) {
        fprintf(stderr,
                "tenor %s: %s: its card has no recipe, so that it cannot be "
                "trained again; train it once with this program\n",
                v->name, path);
        return false;
    }
    const struct str recipe = {json_string_value(text),
                               json_string_length(text)};
    if (recipe_parse(&a->recipe, recipe, "the recipe of the card", ".", &err))
        return true;
    fprintf(stderr, "tenor %s: %s: %s\n", v->name, path, err.message);
    return false;
}

bool again_find(const struct verb *v, const char *path, size_t axis,
                const struct opt_list *folders, struct again *a, int *status)
{
    const char *here = ".";
    const struct opt_list current = {.item = &here, .n = 1};
    struct tenor_error err = {0};
    struct buffer missing = {0};
    const bool ok = data_find(&a->recipe, axis, folders->n ? folders : &current,
                              &missing, &err);

    *status = EXIT_DONE;
    if (!ok) {
        *status = out_error(v->name, &err);
    } else if (missing.len) {
        fprintf(stderr,
                "tenor %s: %s: data is not what it was trained on; --data says "
                "where to look for it\n%.*s",
                v->name, path, (int)missing.len, missing.data);
        *status = EXIT_USAGE;
    }
    free(missing.data);
    return *status == EXIT_DONE;
}

bool again_open_model(const struct verb *v, const char *path, struct again *a,
                      int *status)
{
    size_t size;

    if (!open_model(v, path, &a->model, status))
        return false;
    const char *bytes = tenor_model_card(a->model, &size);
    a->card = json_loadb(bytes, size, 0, NULL);
    return true;
}

bool again_open(const struct verb *v, const char *path, struct again *a,
                int *status)
{
    if (!again_open_model(v, path, a, status))
        return false;
    *status = EXIT_USAGE;
    return read_recipe(v, path, a);
}

bool again_axis(const struct verb *v, const struct again *a, const char *name,
                size_t *axis)
{
    const struct recipe *r = &a->recipe;

    for (*axis = 0; *axis < r->axes; ++*axis)
        if (name ? strcmp(r->axis[*axis].name, name) == 0 : r->axes == 1)
            return true;
    if (name)
        opt_misuse(v, "the model has no axis '%s'", name);
    else
        opt_misuse(v,
                   "the model has %zu axes; --axis says which one the new "
                   "labels are of",
                   r->axes);
    return false;
}

size_t again_axis_of(const struct recipe *r, const char *name)
{
    for (size_t i = 0; i < r->axes; i++) {
        const struct recipe_axis *a = &r->axis[i];
        const size_t len = strlen(a->name);
        const bool several = a->list[USE_TRAIN].corpus->options.multi_label;
        if (strncmp(name, a->name, len) == 0 &&
            name[len] == (several ? '.' : '\0'))
            return i;
    }
    return r->axes;
}

bool again_request(const struct verb *v, bool chosen, struct again *a,
                   int *status)
{
    char *argv[] = {(char *)(uintptr_t)v->name, NULL};
    struct training_options *o = &a->options;
    /* clang-format off */
    const struct opt table[] = {
        TRAINING_OPTIONS(*o),
        {OPT_END, 0, NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */

    return axes_requests_make(v, table, o, &a->recipe, chosen, 1, argv,
                              &a->requests, status);
}

void again_release(struct again *a)
{
    axes_requests_release(&a->requests);
    training_options_release(&a->options);
    recipe_release(&a->recipe);
    json_decref(a->card);
    tenor_model_close(a->model);
    *a = (struct again){0};
}

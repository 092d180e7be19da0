#include "cli/retrain/verify_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/retrain/again.h"
#include "cli/retrain/lineage.h"
#include "cli/retrain/step.h"
#include "model/modelfile.h"

/* ---- what differs -------------------------------------------------------- */

static void say(const struct verb *v, const char *path, const char *what,
                const char *detail)
{
    fprintf(stderr, "tenor %s: %s: %s%s\n", v->name, path, what, detail);
}

/* Programs and libraries, which the card has both of. */
static void compare_makers(const struct verb *v, const char *path,
                           const json_t *was, const json_t *is)
{
    const char *version = json_string_value(json_object_get(was, "tenor"));

    if (!version || strcmp(version, tenor_version()) != 0)
        say(v, path, "it was trained by another version of the program, ",
            version ? version : "?");
    if (!json_equal(json_object_get(was, "libraries"),
                    json_object_get(is, "libraries")))
        say(v, path, "it was trained with other versions of the libraries", "");
}

static bool find_section(const struct tenor_model *m,
                         const struct model_section *like,
                         struct model_section *out)
{
    for (size_t i = 0; model_section(m, i, out); i++)
        if (out->id == like->id && out->axis == like->axis)
            return true;
    return false;
}

static void say_section(const struct verb *v, const char *path,
                        const struct tenor_model *m,
                        const struct model_section *s, const char *how)
{
    const bool of_axis = s->id >= 8 && s->id <= 12; /* FORMAT.md */

    fprintf(stderr, "tenor %s: %s: section %s%s%s %s\n", v->name, path, s->name,
            of_axis ? " of axis " : "",
            of_axis ? tenor_axis_name(m, s->axis) : "", how);
}

static void compare_sections(const struct verb *v, const char *path,
                             const struct tenor_model *was,
                             const struct tenor_model *is)
{
    struct model_section s, other;

    for (size_t i = 0; model_section(was, i, &s); i++)
        if (!find_section(is, &s, &other))
            say_section(v, path, was, &s, "is not made any more");
        else if (!str_equal(s.bytes, other.bytes))
            say_section(v, path, was, &s, "differs");
    for (size_t i = 0; model_section(is, i, &s); i++)
        if (!find_section(was, &s, &other))
            say_section(v, path, is, &s, "is new");
}

static bool was_cut(const json_t *card)
{
    const json_t *axis;
    size_t i;
    bool cut = false;

    json_array_foreach(json_object_get(card, "axes"), i, axis) cut |=
        json_object_get(json_object_get(axis, "search"),
                        "budget_spent_before") != NULL;
    return cut;
}

static int compare(const struct verb *v, const char *path,
                   const struct again *a, const struct buffer *bytes,
                   bool quiet)
{
    const struct str now = {bytes->data, bytes->len};
    struct tenor_error err = {0};
    struct tenor_model *is;

    if (str_equal(a->model->bytes, now)) {
        if (!quiet)
            printf("%s: trained again, and every byte is the same\n", path);
        return EXIT_DONE;
    }
    if (!tenor_model_from_memory(now.s, now.len, &is, &err))
        return out_error(v->name, &err);
    json_t *card = json_loadb(is->card.s, is->card.len, 0, NULL);
    say(v, path, "trained again, it differs", "");
    compare_makers(v, path, a->card, card);
    if (was_cut(a->card))
        say(v, path, "its search was cut short by a budget of time", "");
    compare_sections(v, path, a->model, is);
    json_decref(card);
    tenor_model_close(is);
    return EXIT_SOME_FAILED;
}

/* A model that was trained from another one began where that one ended: the
 * parent takes part in training again. */
static bool find_parent(const struct verb *v, const char *path,
                        const struct opt_list *folders, const char *sha256,
                        struct tenor_model **parent, int *status)
{
    const char *here = ".";
    const struct opt_list current = {.item = &here, .n = 1};
    struct tenor_error err = {0};
    char *at = NULL;

    if (!data_find_file(path, sha256, folders->n ? folders : &current, &at,
                        &err)) {
        *status = out_error(v->name, &err);
        return false;
    }
    if (!at) {
        fprintf(stderr,
                "tenor %s: %s: it was trained from a model that is not "
                "there; --data says where to look for it\nmissing  a model  "
                "SHA-256 %s\n",
                v->name, path, sha256);
        *status = EXIT_USAGE;
        return false;
    }
    const bool ok = open_model(v, at, parent, status);
    free(at);
    return ok;
}

/* Do a step again in which axes took in new corpora or lost texts. a is open on
 * the parent, but its recipe and requests are those of the model. */
static bool repeat(const struct verb *v, struct again *a, const json_t *last,
                   const char *lineage, struct buffer *bytes, int *status)
{
    const json_t *axes = json_object_get(last, "axes");
    const char *name = json_string_value(json_object_get(last, "axis"));
    const size_t added = json_array_size(json_object_get(last, "added"));
    struct tenor_error err = {0};
    size_t axis = 0;

    if (!axes && !again_axis(v, a, name, &axis)) {
        *status = EXIT_USAGE;
        return false;
    }
    if (axes ? step_forget(a, axes, false, lineage, bytes, &err)
             : step_union(a, a->model, axis, added, lineage, bytes, &err))
        return true;
    *status = out_error(v->name, &err);
    return false;
}

/* Do the last step of the lineage again. */
static bool train_from_parent(const struct verb *v, const char *path,
                              const struct opt_list *folders, struct again *a,
                              const json_t *last, struct buffer *bytes,
                              int *status)
{
    const char *sha256 = json_string_value(json_object_get(last, "parent"));
    const char *name = json_string_value(json_object_get(last, "axis"));
    const char *how = json_string_value(json_object_get(last, "how"));
    const bool forgets = how && strcmp(how, "forget") == 0;
    struct tenor_model *parent = NULL;
    size_t axis = DATA_ALL;

    *status = EXIT_USAGE;
    if (!sha256 || !how || (!forgets && strcmp(how, "union") != 0)) {
        say(v, path,
            "the last step from another model is one that is not repeated: ",
            how ? how : "?");
        return false;
    }
    if ((!forgets && !again_axis(v, a, name, &axis)) ||
        !again_find(v, path, axis, folders, a, status) ||
        !again_request(v, false, a, status) ||
        !find_parent(v, path, folders, sha256, &parent, status))
        return false;
    char *lineage = json_dumps(json_object_get(a->card, "lineage"), 0);
    struct again from = *a; /* the parent's other axes are described there */
    from.model = parent;
    from.card = json_loadb(parent->card.s, parent->card.len, 0, NULL);
    const bool ok = repeat(v, &from, last, lineage, bytes, status);
    json_decref(from.card);
    free(lineage);
    tenor_model_close(parent);
    return ok;
}

static bool train_again(const struct verb *v, const char *path,
                        const struct opt_list *folders, struct again *a,
                        struct buffer *bytes, int *status)
{
    const json_t *last = lineage_last(a->card);
    struct tenor_error err = {0};

    if (last)
        return train_from_parent(v, path, folders, a, last, bytes, status);
    if (!again_find(v, path, DATA_ALL, folders, a, status) ||
        !again_request(v, false, a, status))
        return false;
    if (axes_train(a->requests.request, a->requests.n, &a->recipe, NULL, true,
                   bytes, &err))
        return true;
    *status = out_error(v->name, &err);
    return false;
}

int verify_model(const struct verb *v, const char *path,
                 const struct model_checking *c)
{
    struct again a = {.options = training_defaults()};
    struct buffer bytes = {0};
    int status;

    a.options.quiet = true;
    a.options.threads = c->threads;
    if (again_open(v, path, &a, &status) &&
        train_again(v, path, &c->data, &a, &bytes, &status))
        status = compare(v, path, &a, &bytes, c->quiet);
    free(bytes.data);
    again_release(&a);
    return status;
}

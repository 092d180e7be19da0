#include "cli/retrain/verify_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/retrain/again.h"
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
    if (a->requests.request->settings.budget > 0.0)
        say(v, path, "its search had a budget of time", "");
    compare_sections(v, path, a->model, is);
    json_decref(card);
    tenor_model_close(is);
    return EXIT_SOME_FAILED;
}

int verify_model(const struct verb *v, const char *path,
                 const struct model_checking *c)
{
    struct again a = {.options = training_defaults()};
    struct tenor_error err = {0};
    struct buffer bytes = {0};
    int status;

    a.options.quiet = true;
    a.options.threads = c->threads;
    if (again_open(v, path, &c->data, false, &a, &status)) {
        struct axes_requests *q = &a.requests;
        status = axes_train(q->request, q->n, &a.recipe, true, &bytes, &err)
                     ? compare(v, path, &a, &bytes, c->quiet)
                     : out_error(v->name, &err);
    }
    free(bytes.data);
    again_release(&a);
    return status;
}

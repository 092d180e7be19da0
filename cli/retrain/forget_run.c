#define _POSIX_C_SOURCE 200809L
#include "cli/retrain/forget_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/out.h"
#include "cli/retrain/again.h"
#include "cli/retrain/certificate.h"
#include "cli/retrain/lineage.h"
#include "cli/retrain/replace.h"
#include "cli/retrain/step.h"
#include "model/file.h"
#include "model/modelfile.h"

struct forget_run {
    const struct verb *verb;
    const struct forget_options *o;
    const char *path, *to; /* the old model, and where the new one goes */
    struct again again;
    struct whereabouts texts;
    struct certified_axis *axis; /* [axes] that had the texts */
    size_t axes;
    struct buffer bytes, scratch; /* models: the new one, one from nothing */
};

static bool refuse(struct forget_run *x, const struct tenor_error *err,
                   int *status)
{
    *status = out_error(x->verb->name, err);
    return false;
}

/* The texts that the IDs name, and where they stand. */
static bool find_texts(struct forget_run *x, int *status)
{
    const struct forget_options *o = x->o;
    const struct sought s = {&o->ids, &o->texts, o->id_column};
    struct tenor_error err = {0};
    struct buffer wrong = {0};
    bool ok = whereabouts_find(&x->again.recipe, &s, &x->texts, &wrong, &err);

    if (!ok) {
        refuse(x, &err, status);
    } else if (wrong.len) {
        fprintf(stderr, "tenor %s: nothing is forgotten\n%.*s", x->verb->name,
                (int)wrong.len, wrong.data);
        *status = EXIT_USAGE;
        ok = false;
    }
    free(wrong.data);
    return ok;
}

/* An axis without a recipe cannot be trained from nothing: the model would lose
 * it. */
static bool can_train_all(const struct forget_run *x, int *status)
{
    const struct again *a = &x->again;

    for (size_t i = 0; x->o->from_scratch && i < a->model->axes; i++)
        if (again_axis_of(&a->recipe, a->model->axis[i].name) ==
            a->recipe.axes) {
            *status = opt_misuse(x->verb,
                                 "axis '%s' has no recipe, so that "
                                 "--from-scratch would lose it",
                                 a->model->axis[i].name);
            return false;
        }
    return true;
}

/* ---- the axes ------------------------------------------------------------ */

static bool is_kept(const struct forgetting *f)
{
    for (size_t a = 0; a < f->t.axes; a++)
        if (!f->axis[a].settled)
            return false;
    return true;
}

/* What the texts are to the axes that have them. */
static bool look(struct forget_run *x, struct tenor_error *err)
{
    struct again *a = &x->again;

    x->axis = mem_zero(a->recipe.axes, sizeof *x->axis);
    if (!x->axis)
        return fail_memory(err, "axes");
    for (size_t i = 0; i < a->recipe.axes; i++) {
        struct train_request r = a->requests.request[i];
        size_t p = 0;
        while (p < x->texts.n && x->texts.place[p].axis != i)
            p++;
        if (p == x->texts.n)
            continue;
        struct certified_axis *c = &x->axis[x->axes++];
        c->axis = i;
        r.earlier = a->model;
        if (!forgetting_look(&r, &x->texts.texts, &c->look, err))
            return false;
        c->kept = !x->o->from_scratch && is_kept(&c->look);
    }
    return true;
}

/* From now on all corpora are read without the texts. */
static bool leave_out(struct recipe *r, const struct textset *texts,
                      struct tenor_error *err)
{
    for (size_t i = 0; i < texts->n; i++)
        if (!textset_add(&r->without, texts->sha256[i]))
            return fail_memory(err, "a recipe");
    textset_sort(&r->without);
    return true;
}

/* The axes, as the lineage has them. */
static json_t *list_axes(const struct forget_run *x)
{
    json_t *list = json_array();

    for (size_t i = 0; i < x->axes; i++)
        json_array_append_new(
            list, json_pack("{s:s, s:s}", "axis",
                            x->again.recipe.axis[x->axis[i].axis].name,
                            "weights", x->axis[i].kept ? "kept" : "trained"));
    return list;
}

/* ---- training ------------------------------------------------------------ */

/* All axes from nothing, so that the model is that of its recipe. */
static bool train_cold(struct forget_run *x, struct tenor_error *err)
{
    struct axes_requests *q = &x->again.requests;

    return axes_train(q->request, q->n, &x->again.recipe, NULL,
                      x->again.options.quiet, &x->bytes, err);
}

static bool train_warm(struct forget_run *x, const json_t *axes,
                       struct tenor_error *err)
{
    struct again *a = &x->again;
    char *lineage =
        lineage_forget(a->card, a->model->bytes, axes, x->texts.texts.n);
    const bool ok = (lineage || fail_memory(err, "a card")) &&
                    step_forget(a, axes, false, lineage, &x->bytes, err);

    free(lineage);
    return ok;
}

static bool train(struct forget_run *x, struct tenor_error *err)
{
    json_t *axes = list_axes(x);
    bool ok =
        x->o->from_scratch ? train_cold(x, err) : train_warm(x, axes, err);

    if (ok && x->o->prove)
        ok = step_forget(&x->again, axes, true, NULL, &x->scratch, err);
    json_decref(axes);
    return ok;
}

/* ---- the certificate ----------------------------------------------------- */

static bool certify(struct forget_run *x, json_t **certificate,
                    struct tenor_error *err)
{
    struct tenor_model *after = NULL, *scratch = NULL;
    bool ok =
        tenor_model_from_memory(x->bytes.data, x->bytes.len, &after, err) &&
        (!x->scratch.len ||
         tenor_model_from_memory(x->scratch.data, x->scratch.len, &scratch,
                                 err));

    if (ok) {
        const struct certified c = {.recipe = &x->again.recipe,
                                    .texts = &x->texts,
                                    .axis = x->axis,
                                    .n = x->axes,
                                    .before = x->again.model,
                                    .after = after,
                                    .scratch = scratch,
                                    .cold = x->o->from_scratch};
        ok = certificate_make(&c, certificate, err);
    }
    tenor_model_close(after);
    tenor_model_close(scratch);
    return ok;
}

/* The certificate first, which could not be made again once the old model is
 * gone. That is not kept if nobody asks for it: it knows the texts. */
static bool write_all(struct forget_run *x, const json_t *certificate,
                      struct tenor_error *err)
{
    const struct forget_options *o = x->o;
    const struct str bytes = {x->bytes.data, x->bytes.len};

    return (!o->certificate ||
            out_json_file(o->certificate, certificate, err)) &&
           (o->keep_previous ? replace_model(x->to, bytes, err)
                             : file_replace(x->to, bytes, err));
}

/* Whether nothing that is read, or that was written, would be written over. */
static bool spares(const struct forget_run *x, struct tenor_error *err)
{
    const struct axes_requests *q = &x->again.requests;
    const char *c = x->o->certificate;

    if (c && file_is_plain(c) &&
        (file_is_same(c, x->path) || strcmp(c, x->to) == 0 ||
         file_is_same(c, x->to)))
        return fail(err, TENOR_EINVAL, 0,
                    "'%s' is a model, and not the place of a certificate", c);
    return axes_spare(q->request, q->n, x->to, err) &&
           (!c || axes_spare(q->request, q->n, c, err));
}

/* What still knows the texts, though the model does not. */
static void remind(const struct forget_run *x)
{
    char *previous = file_beside(x->to, ".previous");

    fprintf(stderr, "tenor %s: the files of the corpora are as they were\n",
            x->verb->name);
    if (previous && access(previous, F_OK) == 0)
        fprintf(stderr, "tenor %s: '%s' %s the texts\n", x->verb->name,
                previous,
                x->o->keep_previous ? "still knows" : "may still know");
    if (!file_is_same(x->to, x->path))
        fprintf(stderr, "tenor %s: '%s' still knows the texts\n", x->verb->name,
                x->path);
    free(previous);
}

/* ---- all of it ----------------------------------------------------------- */

static int preview(const struct forget_run *x)
{
    if (x->o->format == 0)
        certificate_preview(&x->again.recipe, &x->texts);
    else
        out_json(json_pack(
            "{s:o, s:o}", "texts",
            certificate_places(&x->again.recipe, &x->texts, true),
            "near_duplicates", certificate_near(&x->again.recipe, &x->texts)));
    return EXIT_DONE;
}

static int forget_texts(struct forget_run *x)
{
    struct again *a = &x->again;
    struct tenor_error err = {0};
    json_t *certificate = NULL;
    int status = EXIT_DONE;

    if (!again_request(x->verb, true, a, &status))
        return status;
    if (!spares(x, &err) || !look(x, &err) ||
        !leave_out(&a->recipe, &x->texts.texts, &err) || !train(x, &err) ||
        !certify(x, &certificate, &err) || !write_all(x, certificate, &err)) {
        refuse(x, &err, &status);
    } else {
        if (x->o->format == 0)
            certificate_print(certificate);
        else
            out_json(json_incref(certificate));
        if (!x->o->quiet)
            remind(x);
    }
    json_decref(certificate);
    return status;
}

static int run(struct forget_run *x)
{
    struct again *a = &x->again;
    int status;

    if (!again_open(x->verb, x->path, a, &status) || !can_train_all(x, &status))
        return status;
    if (!again_find(x->verb, x->path, DATA_ALL, &x->o->data, a, &status)) {
        fprintf(stderr,
                "tenor %s: a text is forgotten first, and deleted from its "
                "file afterwards\n",
                x->verb->name);
        return status;
    }
    if (!find_texts(x, &status))
        return status;
    return out_close(x->verb->name,
                     x->o->dry_run ? preview(x) : forget_texts(x));
}

static void release(struct forget_run *x)
{
    for (size_t i = 0; i < x->axes; i++)
        forgetting_release(&x->axis[i].look);
    free(x->axis);
    whereabouts_release(&x->texts);
    free(x->bytes.data);
    free(x->scratch.data);
    again_release(&x->again);
}

int forget_run(const struct verb *v, const char *path,
               const struct forget_options *o)
{
    struct forget_run x = {
        .verb = v, .o = o, .path = path, .to = o->output ? o->output : path};

    x.again.options = training_defaults();
    x.again.options.threads = o->threads;
    x.again.options.quiet = true; /* the certificate says it */
    const int status = run(&x);
    release(&x);
    return status;
}

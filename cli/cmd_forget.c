/* tenor forget: a model without some of the texts that it was trained on. */
#define _POSIX_C_SOURCE 200809L
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

struct options {
    const char *output, *certificate, *ids_from, *id_column;
    struct opt_list ids, texts, data;
    int format;
    size_t threads;
    bool dry_run, from_scratch, prove, keep_previous, quiet;
};

struct forgetting_run {
    const struct verb *verb;
    const struct options *o;
    const char *path;
    struct again again;
    struct whereabouts texts;
    struct certified_axis *axis; /* [axes] that had the texts */
    size_t axes;
    struct buffer bytes, scratch; /* models: the new one, one from nothing */
};

static bool refuse(struct forgetting_run *x, const struct tenor_error *err,
                   int *status)
{
    *status = out_error(x->verb->name, err);
    return false;
}

/* ---- IDs ----------------------------------------------------------------- */

static bool add_id(struct opt_list *l, struct str id)
{
    if (!GROW(l->item, l->n + 1, l->capacity))
        return false;
    l->item[l->n] = mem_string(id);
    return l->item[l->n++] != NULL;
}

/* One on each line. */
static bool read_ids(struct opt_list *l, const char *path,
                     struct tenor_error *err)
{
    struct input in;
    struct str line;
    bool end = false, ok = input_open(&in, path, err);

    if (!ok)
        return false;
    while ((ok = input_record(&in, &line, &end, err)) && !end)
        if (!(ok = add_id(l, line) || fail_memory(err, "IDs")))
            break;
    input_close(&in);
    return ok;
}

/* The texts that the IDs name, and where they stand. */
static bool find_texts(struct forgetting_run *x, int *status)
{
    const struct options *o = x->o;
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

/* ---- the axes ------------------------------------------------------------ */

static bool is_kept(const struct forgetting *f)
{
    for (size_t a = 0; a < f->t.axes; a++)
        if (!f->axis[a].settled)
            return false;
    return true;
}

/* What the texts are to the axes that have them. */
static bool look(struct forgetting_run *x, struct tenor_error *err)
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
static json_t *list_axes(const struct forgetting_run *x)
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
static bool train_cold(struct forgetting_run *x, struct tenor_error *err)
{
    struct axes_requests *q = &x->again.requests;

    return axes_train(q->request, q->n, &x->again.recipe, NULL,
                      x->again.options.quiet, &x->bytes, err);
}

static bool train_warm(struct forgetting_run *x, const json_t *axes,
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

static bool train(struct forgetting_run *x, struct tenor_error *err)
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

static bool certify(struct forgetting_run *x, json_t **certificate,
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

/* The old model is not kept if nobody asks for it: it knows the texts. */
static bool write_all(struct forgetting_run *x, const json_t *certificate,
                      struct tenor_error *err)
{
    const struct options *o = x->o;
    const char *to = o->output ? o->output : x->path;
    const struct str bytes = {x->bytes.data, x->bytes.len};

    return (o->keep_previous ? replace_model(to, bytes, err)
                             : file_replace(to, bytes, err)) &&
           (!o->certificate || out_json_file(o->certificate, certificate, err));
}

/* What still knows the texts, though the model does not. */
static void remind(const struct forgetting_run *x)
{
    const char *to = x->o->output ? x->o->output : x->path;
    char *previous = file_beside(to, ".previous");

    fprintf(stderr, "tenor %s: the files of the corpora are as they were\n",
            x->verb->name);
    if (previous && access(previous, F_OK) == 0)
        fprintf(stderr, "tenor %s: '%s' still knows the texts\n", x->verb->name,
                previous);
    if (strcmp(to, x->path) != 0)
        fprintf(stderr, "tenor %s: '%s' still knows the texts\n", x->verb->name,
                x->path);
    free(previous);
}

/* ---- all of it ----------------------------------------------------------- */

static int preview(const struct forgetting_run *x)
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

static int forget_texts(struct forgetting_run *x)
{
    struct again *a = &x->again;
    struct tenor_error err = {0};
    json_t *certificate = NULL;
    int status = EXIT_DONE;

    if (!again_request(x->verb, true, a, &status))
        return status;
    if (!look(x, &err) || !leave_out(&a->recipe, &x->texts.texts, &err) ||
        !train(x, &err) || !certify(x, &certificate, &err) ||
        !write_all(x, certificate, &err)) {
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

static int run(struct forgetting_run *x)
{
    struct again *a = &x->again;
    int status;

    if (!again_open(x->verb, x->path, a, &status))
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

static void release(struct forgetting_run *x)
{
    for (size_t i = 0; i < x->axes; i++)
        forgetting_release(&x->axis[i].look);
    free(x->axis);
    whereabouts_release(&x->texts);
    free(x->bytes.data);
    free(x->scratch.data);
    again_release(&x->again);
}

/* Operands behind the model, and those of a file. */
static bool collect_ids(const struct verb *v, struct options *o, char **argv,
                        size_t n, int *status)
{
    struct tenor_error err = {0};

    for (size_t i = 0; i < n; i++)
        if (!add_id(&o->ids, str_of(argv[i]))) {
            *status = opt_misuse(v, "out of memory");
            return false;
        }
    if (o->ids_from && !read_ids(&o->ids, o->ids_from, &err)) {
        *status = out_error(v->name, &err);
        return false;
    }
    if (o->ids.n + o->texts.n > 0)
        return true;
    *status = opt_misuse(v, "the IDs of texts to forget are missing");
    return false;
}

static void release_list(struct opt_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        free((void *)(uintptr_t)l->item[i]);
    free(l->item);
}

static int run_forget(const struct verb *v, int argc, char **argv)
{
    struct options o = {.threads = training_defaults().threads};
    struct forgetting_run x = {.verb = v, .o = &o};
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,  'o', "output",       &o.output,       "MODEL", "where the new model goes; where the old one is", NULL},
        {OPT_LIST,  0,  "text",         &o.texts,        "FILE",  "a text to forget, as a file; may be repeated", NULL},
        {OPT_STR,   0,  "ids-from",     &o.ids_from,     "FILE",  "IDs, one a line; - is standard input", NULL},
        {OPT_STR,   0,  "id-column",    &o.id_column,    "NAME",  "column or field of IDs in the corpora", NULL},
        {OPT_FLAG,  0,  "dry-run",      &o.dry_run,      NULL,    "say which texts these are, and where they stand, and\nforget nothing", NULL},
        {OPT_LIST,  0,  "data",         &o.data,         "DIR",   "folder of what the model was trained on; may be\nrepeated; .", NULL},
        {OPT_FLAG,  0,  "from-scratch", &o.from_scratch, NULL,    "train all axes from nothing: slower, but verify can\ndo without the old model", NULL},
        {OPT_FLAG,  0,  "prove",        &o.prove,        NULL,    "train from nothing as well, and say how far that is\nfrom the new model", NULL},
        {OPT_STR,   0,  "certificate",  &o.certificate,  "FILE",  "write what changed as JSON", NULL},
        {OPT_CHOICE, 0, "format",       &o.format,       "FORMAT", "how it is printed: text, or json", "text json"},
        {OPT_FLAG,  0,  "keep-previous", &o.keep_previous, NULL,  "keep the old model, which knows the texts, as\nMODEL.previous", NULL},
        {OPT_COUNT,'j', "threads",      &o.threads,      "N",     "threads, without effect on the result; all cores", NULL},
        {OPT_FLAG, 'q', "quiet",        &o.quiet,        NULL,    "say nothing on standard error but errors", NULL},
        {OPT_END,   0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    size_t n;
    int status;

    if (!opt_parse(v, table, argc, argv, &n, &status))
        goto out;
    x.again.options = training_defaults();
    x.again.options.threads = o.threads;
    x.again.options.quiet = true;
    if (n == 0)
        status = opt_misuse(v, "a model is expected");
    else if (!has_place(v, o.output ? o.output : argv[0]) ||
             (o.certificate && !has_place(v, o.certificate)))
        status = EXIT_USAGE;
    else if (collect_ids(v, &o, argv + 1, n - 1, &status)) {
        x.path = argv[0];
        status = run(&x);
    }
out:
    release(&x);
    release_list(&o.ids);
    free(o.texts.item);
    free(o.data.item);
    return status;
}

const struct verb verb_forget = {
    .name = "forget",
    .synopsis = "[OPTION...] MODEL ID...",
    .summary = "Train a model again without some of its texts.",
    .more =
        "An ID is FILE:LINE, of a corpus of MODEL and where the record begins\n"
        "in it; the SHA-256 of a text, 64 hexadecimal digits; or with\n"
        "--id-column what stands there. Copies of a text go with it. The data\n"
        "of MODEL is found by its card: below DIR, by name or by SHA-256.\n"
        "\n"
        "Axes that had the text are trained without it, from where the solver\n"
        "of the old model ended; others stay as they are. The new model takes\n"
        "the place of the old one, of which none is kept, and its recipe "
        "keeps\n"
        "the text out of later trainings. Corpora are not written to.\n"
        "\n"
        "What changed is printed: documents, support vectors, statistics,\n"
        "weights and probabilities.",
    .run = run_forget,
};

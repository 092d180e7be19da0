/* tenor forget: a model without some of the texts that it was trained on. */
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/retrain/forget_run.h"
#include "cli/training.h"

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
    while (ok && (ok = input_record(&in, &line, &end, err)) && !end)
        ok = memchr(line.s, '\0', line.len)
                 ? input_fail(&in, err, "an ID has a NUL; IDs are one a line")
                 : add_id(l, line) || fail_memory(err, "IDs");
    input_close(&in);
    return ok;
}

/* Operands behind the model, and those of a file. */
static bool collect_ids(const struct verb *v, struct forget_options *o,
                        const char *from, char **argv, size_t n, int *status)
{
    struct tenor_error err = {0};

    for (size_t i = 0; i < n; i++)
        if (!add_id(&o->ids, str_of(argv[i]))) {
            *status = opt_misuse(v, "out of memory");
            return false;
        }
    if (from && !read_ids(&o->ids, from, &err)) {
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
    struct forget_options o = {.threads = training_defaults().threads};
    const char *ids_from = NULL;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,  'o', "output",       &o.output,       "MODEL", "where the new model goes; where the old one is", NULL},
        {OPT_LIST,  0,  "text",         &o.texts,        "FILE",  "a text to forget, as a file; may be repeated", NULL},
        {OPT_STR,   0,  "ids-from",     &ids_from,       "FILE",  "IDs, one a line; - is standard input", NULL},
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
    if (n == 0)
        status = opt_misuse(v, "a model is expected");
    else if (!has_place(v, o.output ? o.output : argv[0]) ||
             (o.certificate && !has_place(v, o.certificate)))
        status = EXIT_USAGE;
    else if (collect_ids(v, &o, ids_from, argv + 1, n - 1, &status))
        status = forget_run(v, argv[0], &o);
out:
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

/* tenor drift: are new texts still like those of the training? */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/drift/drift_report.h"
#include "cli/label/corpora.h"
#include "cli/label/ordered.h"
#include "cli/out.h"
#include "cli/verbs.h"
#include "model/modelfile.h"
#include "train/pool.h"

#define BLOCK ((size_t)256 << 10) /* bytes of a chunk */

struct drift_options {
    const char *model, *axis;
    struct corpora_options corpora;
    struct opt_list limit, baseline;
    struct drift_limits limits;
    double alpha;
    size_t top;
    int format, progress;
};

/* ---- axes ---------------------------------------------------------------- */

static bool fail_no_sketch(const struct tenor_model *m, struct tenor_error *err)
{
    return fail(err, TENOR_EMODEL, 0,
                m->settings.target
                    ? "a model of the tone toward targets has no sketch of its "
                      "training"
                    : "the model was trained before there were sketches of the "
                      "training; 'tenor retrain' or 'tenor train' makes one");
}

/* The axes that are meant, all of which must have a sketch; of the whole model,
 * those that have one. */
static bool find_axes(const struct verb *v, const struct tenor_model *m,
                      const char *list, size_t **axis, size_t *n, int *status)
{
    struct tenor_error err = {0};
    size_t found = 0;

    if (!choose_axes(v, m, list, axis, n, status))
        return false;
    for (size_t i = 0; i < *n; i++)
        if (m->axis[(*axis)[i]].sketch.is)
            (*axis)[found++] = (*axis)[i];
    if (found == 0 || (list && found < *n)) {
        fail_no_sketch(m, &err);
        *status = out_error(v->name, &err);
        return false;
    }
    if (found < *n)
        fprintf(stderr,
                "tenor %s: %zu of %zu axes have no sketch of their training "
                "and are left out\n",
                v->name, *n - found, *n);
    *n = found;
    return true;
}

/* ---- reading ------------------------------------------------------------- */

static void say_end(const struct drift_gather *g)
{
    if (g->errors)
        fprintf(stderr,
                "tenor %s: %" PRIu64 " of %" PRIu64 " records have no text\n",
                g->verb, g->errors, g->records);
    if (g->found && g->found[0].foreign)
        fprintf(stderr,
                "tenor %s: %" PRIu64
                " texts have a label that the axis has not\n",
                g->verb, g->found[0].foreign);
}

/* Read the texts of some operands. False with a message on stderr and *status.
 */
static bool gather(const struct verb *v, struct drift_gather *g,
                   const struct corpora_options *corpora, char *const *path,
                   size_t n, int *status)
{
    struct corpus_input *input = NULL;
    struct tenor_error err = {0};
    bool ok =
        corpora_find(v, path, n, corpora, &input, &g->reading.inputs, status);

    g->reading.input = input;
    if (ok && !drift_gather(g, &err)) {
        *status = out_error(v->name, &err);
        ok = false;
    } else if (ok) {
        say_end(g);
        ok = g->records == 0 || g->errors < g->records;
        if (!ok)
            *status = EXIT_USAGE;
    }
    free(input);
    return ok;
}

/* The baseline, in the same format as the new texts. */
static bool gather_baseline(const struct verb *v, struct drift_gather *g,
                            const struct drift_options *o, int *status)
{
    const struct corpora_options corpora = {.in = o->corpora.in};

    return gather(v, g, &corpora, (char *const *)o->baseline.item,
                  o->baseline.n, status);
}

/* ---- the verb ------------------------------------------------------------ */

static int report(const struct verb *v, struct drift_gather *g,
                  const struct drift_options *o)
{
    struct tenor_error err = {0};
    struct drift_report r = {.model = o->model,
                             .gather = g,
                             .limits = &o->limits,
                             .alpha = o->alpha,
                             .top = o->top};
    const bool ok = drift_judge(&r, &err) &&
                    (o->format ? drift_print_json : drift_print_text)(&r, &err);
    const int status = ok ? out_close(v->name, r.drift ? EXIT_DRIFT : EXIT_DONE)
                          : out_error(v->name, &err);

    drift_report_release(&r);
    return status;
}

static int run_model(const struct verb *v, struct drift_gather *g,
                     const struct drift_options *o, char **path, size_t n)
{
    struct tenor_model *model;
    struct drift_gather before;
    size_t *axis = NULL;
    int status;

    if (!open_model(v, o->model, &model, &status))
        return status;
    g->job.model = model;
    if (find_axes(v, model, o->axis, &axis, &g->axes, &status)) {
        g->axis = axis;
        before = *g;
        before.is_baseline = true;
        g->baseline = o->baseline.n ? &before : NULL;
        if (g->truth && g->axes > 1)
            status = opt_misuse(v, "labels of --label-column are of one axis; "
                                   "--axis names it");
        else if ((!g->baseline || gather_baseline(v, &before, o, &status)) &&
                 gather(v, g, &o->corpora, path, n, &status))
            status = report(v, g, o);
        drift_gather_release(&before);
        drift_gather_release(g);
    }
    free(axis);
    tenor_model_close(model);
    return status;
}

static bool is_input(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* Standard input can be read once. */
static bool reads_twice(const struct opt_list *baseline, char *const *path,
                        size_t n)
{
    bool before = false, now = false;

    for (size_t i = 0; i < baseline->n; i++)
        before |= is_input(baseline->item[i]);
    for (size_t i = 0; i < n; i++)
        now |= is_input(path[i]);
    return before && now;
}

static bool check(const struct verb *v, const struct drift_gather *g,
                  const struct drift_options *o, int *status)
{
    if (!(o->alpha > 0.0 && o->alpha < 1.0))
        *status = opt_misuse(v, "--alpha must be above 0 and below 1");
    else if (o->top < 1 || o->top > DRIFT_TOP_MAX)
        *status = opt_misuse(v, "--top must be from 1 to %d", DRIFT_TOP_MAX);
    else if (g->slice && g->slice_files)
        *status =
            opt_misuse(v, "slices are by --slice-column or --slice-files");
    else
        return true;
    return false;
}

static int run_drift(const struct verb *v, int argc, char **argv)
{
    struct drift_options o = {.alpha = 0.01, .top = 10};
    struct drift_gather g = {.verb = v->name,
                             .job.max_record = TENOR_TEXT_MAX,
                             .reading = {.block = BLOCK, .wake = -1}};
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,    0,  "axis",         &o.axis,               "LIST",   "compare these axes, with commas, else all", NULL},
        {OPT_LIST,   0,  "baseline",     &o.baseline,           "CORPUS", "texts to compare with in place of the training,\nsuch as those of last month. May be repeated", NULL},
        {OPT_LIST,   0,  "limit",        &o.limit,              "NAME=X", "what is drift: unknown=0.03 words=0.1\nrefused=0.05 shares=0.1 margins=0.1 unsure=0.1\nlengths=0.25 accuracy=0.05, or off; all=X;\nslices=off. May be repeated", NULL},
        {OPT_REAL,   0,  "alpha",        &o.alpha,              "P",      "and not by chance, with this probability; 0.01", NULL},
        {OPT_STR,    0,  "label-column", &g.truth,              "NAME",   "column or field of the true label: is the model\nas accurate as it was?", NULL},
        {OPT_STR,    0,  "slice-column", &g.slice,              "NAME",   "column or field, such as the source: compare the\ntexts of each of its values", NULL},
        {OPT_FLAG,   0,  "slice-files",  &g.slice_files,        NULL,     "compare those of each operand", NULL},
        {OPT_COUNT,  0,  "top",          &o.top,                "N",      "words and slices of a list; 10", NULL},
        {OPT_CHOICE, 0,  "format",       &o.format,             "NAME",   "what to print; text", "text json"},
        {OPT_STR,    0,  "in",           &o.corpora.in,         "FORMAT", "format of the texts, else by their names: lines tsv\ncsv jsonl files tar zip, and each with .gz .zst .xz", NULL},
        {OPT_STR,    0,  "text-column",  &g.reading.text_column, "NAME",  "name or number of the column of the text; that\nnamed text, in TSV the last", NULL},
        {OPT_STR,    0,  "text-field",   &g.job.text_field,     "NAME",   "field of the text in JSON, a.b for a nested one;\ntext", NULL},
        {OPT_STR,    0,  "title-field",  &g.title,              "NAME",   "column or field of the title, for axes of titles;\ntitle, headline", NULL},
        {OPT_FLAG,   0,  "header",       &g.reading.header,     NULL,     "TSV has the names of its columns on the first line", NULL},
        {OPT_STR,    0,  "files-from",   &o.corpora.files_from, "FILE",   "read the names of files, each a text, one a line", NULL},
        {OPT_FLAG,   0,  "html",         &g.job.html,           NULL,     "texts are pages of HTML: their main parts", NULL},
        {OPT_STR,    0,  "encoding",     &g.job.encoding,       "NAME",   "encoding of the texts, as iconv -l has it; UTF-8", NULL},
        {OPT_COUNT, 'j', "threads",      &g.threads,            "N",      "threads, without effect on the result; all cores", NULL},
        {OPT_CHOICE, 0,  "progress",     &o.progress,           "WHEN",   "show on stderr how far it is: auto, on a terminal;\nnever; always; json", "auto never always json"},
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    size_t n;
    int status;

    if (opt_parse(v, table, argc, argv, &n, &status) &&
        check(v, &g, &o, &status) &&
        drift_limits_set(v, &o.limit, &o.limits, &status)) {
        const size_t models = n > 1 || (n == 1 && o.corpora.files_from);
        if (!g.job.text_field)
            g.job.text_field = "text";
        g.threads = g.threads ? g.threads : pool_processors();
        g.threads = g.threads < ORDERED_WORKERS ? g.threads : ORDERED_WORKERS;
        g.progress = (enum progress_mode)o.progress;
        g.reading.max_record = g.job.max_record;
        g.reading.encoding = g.job.encoding;
        o.model = models ? argv[0] : NULL;
        const bool missing =
            n == 0 ? !o.corpora.files_from : !models && is_model_file(argv[0]);
        status = missing ? opt_misuse(v, "NEW texts are missing; - stands for "
                                         "standard input")
                 : reads_twice(&o.baseline, argv + models, n - models)
                     ? opt_misuse(v, "standard input cannot be the baseline "
                                     "and NEW")
                     : run_model(v, &g, &o, argv + models, n - models);
    }
    free(o.limit.item);
    free(o.baseline.item);
    return status;
}

const struct verb verb_drift = {
    .name = "drift",
    .synopsis = "[MODEL] [--axis LIST] [--baseline CORPUS] [OPTION...] NEW...",
    .summary = "Say whether new texts are still like those of the training.",
    .more =
        "NEW is what `tenor label` reads; with one operand, which is NEW, the\n"
        "embedded model is meant. Compared are the words that the model does\n"
        "not know, the labels it gives and how sure it is, lengths and the\n"
        "rates of frequent words with what the texts of the training were to\n"
        "models that had not seen them, or with what texts of a baseline are.\n"
        "Drift is an effect above its limit that is no chance.\n"
        "\n"
        "Exit status: 0 no drift, or too few texts to say; 1 drift; 2 wrong\n"
        "usage or a file that cannot be read; 3 the model cannot be used, or\n"
        "has no sketch of its training.",
    .run = run_drift,
};

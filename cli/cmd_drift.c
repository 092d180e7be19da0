/* tenor drift: are new texts still like those of the training? */
#include <inttypes.h>
#include <math.h>
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
    struct opt_list limit;
    double limits[DRIFT_KINDS], alpha;
    size_t top;
    int format, progress;
    bool no_slices; /* --limit slices=off */
};

/* ---- limits -------------------------------------------------------------- */

static const double usual_limits[DRIFT_KINDS] = {
#define X(name, text, limit, saying) limit,
    DRIFT_KINDS_LIST(X)
#undef X
};

/* A number of 0 or more, or "off". */
static bool read_limit(const char *text, double *limit)
{
    char *end;

    if (strcmp(text, "off") == 0) {
        *limit = INFINITY;
        return true;
    }
    *limit = strtod(text, &end);
    return end != text && !*end && *limit >= 0.0 && isfinite(*limit);
}

/* NAME=X, for all kinds with "all". */
static bool set_limit(struct drift_options *o, const char *text)
{
    const char *sign = strchr(text, '=');
    const size_t len = sign ? (size_t)(sign - text) : 0;
    const struct str name = {text, len};
    bool known = false;
    double limit;

    if (!sign || !read_limit(sign + 1, &limit))
        return false;
    if (str_equal(name, STR("slices"))) {
        o->no_slices = isinf(limit);
        return o->no_slices;
    }
    for (size_t i = 0; i < DRIFT_KINDS; i++)
        if (str_equal(name, STR("all")) ||
            str_equal(name, str_of(drift_name((enum drift_kind)i)))) {
            o->limits[i] = limit;
            known = true;
        }
    return known;
}

static bool set_limits(const struct verb *v, struct drift_options *o,
                       int *status)
{
    memcpy(o->limits, usual_limits, sizeof usual_limits);
    for (size_t i = 0; i < o->limit.n; i++)
        if (!set_limit(o, o->limit.item[i])) {
            *status = opt_misuse(v,
                                 "--limit cannot be '%s'; it is NAME=X or "
                                 "NAME=off, NAME being unknown, words, "
                                 "refused, shares, margins, unsure, lengths, "
                                 "accuracy or all; or slices=off",
                                 o->limit.item[i]);
            return false;
        }
    return true;
}

/* ---- the report ---------------------------------------------------------- */

/* A new word that matters stands in so many texts at least: a thousandth, and
 * three. */
static size_t least_texts(const struct drift_gather *g)
{
    const size_t n = (size_t)(g->sums.texts / 1000);

    return n > 3 ? n : 3;
}

static void decide(struct drift_report *r)
{
    const struct drift_gather *g = r->found;

    r->few = g->sums.texts < DRIFT_LEAST;
    for (size_t i = 0; i < DRIFT_KINDS; i++)
        r->drift |= r->check[i].alarm;
    r->drift |= r->slices && g->slices.n && g->slices.slice[0].alarm;
}

static bool print(struct drift_gather *g, const struct drift_options *o,
                  bool *drift, struct tenor_error *err)
{
    const struct axis *a = &g->job.model->axis[g->axis];
    struct drift_report r = {.model = o->model,
                             .axis = a,
                             .found = g,
                             .alpha = o->alpha,
                             .slices = !o->no_slices,
                             .top = o->top};
    bool ok;

    r.stranger = mem_resize(NULL, o->top, sizeof *r.stranger);
    r.word = mem_resize(NULL, o->top, sizeof *r.word);
    drift_compare(a, &g->sums, o->limits, r.check);
    ok =
        (r.stranger && r.word && drift_decide(r.check, DRIFT_KINDS, o->alpha) &&
         drift_slices_compare(&g->slices, a, o->limits, o->alpha)) ||
        fail_memory(err, "a report");
    if (ok) {
        decide(&r);
        *drift = r.drift;
        r.strangers =
            new_words_top(&g->strangers, least_texts(g), r.stranger, o->top);
        r.words =
            r.few ? 0 : drift_words(a, &g->sums, o->alpha, r.word, o->top);
        ok = (o->format ? drift_print_json : drift_print_text)(&r, err);
    }
    free(r.stranger);
    free(r.word);
    return ok;
}

static void say_end(const struct drift_gather *g)
{
    if (g->errors)
        fprintf(stderr,
                "tenor %s: %" PRIu64 " of %" PRIu64 " records have no text\n",
                g->verb, g->errors, g->records);
    if (g->foreign)
        fprintf(stderr,
                "tenor %s: %" PRIu64
                " texts have a label that the axis has not\n",
                g->verb, g->foreign);
}

/* ---- the verb ------------------------------------------------------------ */

/* The one axis that is meant, which must have a sketch. */
static bool find_axis(const struct verb *v, const struct tenor_model *m,
                      const char *name, size_t *axis, int *status)
{
    struct tenor_error err = {0};
    size_t *list = NULL, n = 0;
    const bool ok = choose_axes(v, m, name, &list, &n, status);

    if (ok)
        *axis = list[0];
    free(list);
    if (ok && n > 1)
        *status = opt_misuse(
            v, "the model has %zu axes; --axis names the one that is meant", n);
    if (!ok || n > 1)
        return false;
    if (m->axis[*axis].sketch.is)
        return true;
    fail(&err, TENOR_EMODEL, 0,
         m->settings.target
             ? "a model of the tone toward targets has no sketch of its "
               "training"
             : "the model was trained before there were sketches of the "
               "training; 'tenor retrain' or 'tenor train' makes one");
    *status = out_error(v->name, &err);
    return false;
}

static int run_gather(const struct verb *v, struct drift_gather *g,
                      const struct drift_options *o)
{
    struct tenor_error err = {0};
    bool drift = false;
    int status;

    if (!drift_gather(g, &err))
        status = out_error(v->name, &err);
    else if (g->records > 0 && g->errors == g->records) {
        say_end(g);
        status = EXIT_USAGE;
    } else {
        say_end(g);
        status = print(g, o, &drift, &err)
                     ? out_close(v->name, drift ? EXIT_DRIFT : EXIT_DONE)
                     : out_error(v->name, &err);
    }
    drift_gather_release(g);
    return status;
}

static int run_model(const struct verb *v, struct drift_gather *g,
                     const struct drift_options *o, char **path, size_t n)
{
    struct corpus_input *input = NULL;
    struct tenor_model *model;
    int status;

    if (!open_model(v, o->model, &model, &status))
        return status;
    g->job.model = model;
    if (find_axis(v, model, o->axis, &g->axis, &status) &&
        corpora_find(v, path, n, &o->corpora, &input, &g->reading.inputs,
                     &status)) {
        g->reading.input = input;
        status = run_gather(v, g, o);
    }
    free(input);
    tenor_model_close(model);
    return status;
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
        {OPT_STR,    0,  "axis",         &o.axis,               "NAME",   "axis that is compared, where the model has several", NULL},
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
        check(v, &g, &o, &status) && set_limits(v, &o, &status)) {
        const size_t models = n > 1 || (n == 1 && o.corpora.files_from);
        if (!g.job.text_field)
            g.job.text_field = "text";
        g.threads = g.threads ? g.threads : pool_processors();
        g.threads = g.threads < ORDERED_WORKERS ? g.threads : ORDERED_WORKERS;
        g.progress = (enum progress_mode)o.progress;
        g.reading.max_record = g.job.max_record;
        g.reading.encoding = g.job.encoding;
        o.model = models ? argv[0] : NULL;
        status = n == 0 && !o.corpora.files_from
                     ? opt_misuse(v, "NEW texts are missing")
                     : run_model(v, &g, &o, argv + models, n - models);
    }
    free(o.limit.item);
    return status;
}

const struct verb verb_drift = {
    .name = "drift",
    .synopsis = "[MODEL] [--axis NAME] [--limit NAME=X] [OPTION...] NEW...",
    .summary = "Say whether new texts are still like those of the training.",
    .more =
        "NEW is what `tenor label` reads; with one operand, which is NEW, the\n"
        "embedded model is meant. Compared are the words that the model does\n"
        "not know, the labels it gives and how sure it is, lengths and the\n"
        "rates of frequent words with what the texts of the training were to\n"
        "models that had not seen them. Drift is an effect above its limit "
        "that\n"
        "is no chance.\n"
        "\n"
        "Exit status: 0 no drift, or too few texts to say; 1 drift; 2 wrong\n"
        "usage or a file that cannot be read; 3 the model cannot be used, or\n"
        "has no sketch of its training.",
    .run = run_drift,
};

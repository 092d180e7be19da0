/* tenor label: the tone of each record of a corpus. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/label/extension.h"
#include "cli/label/label_run.h"
#include "cli/label/ordered.h"
#include "cli/out.h"
#include "cli/label/sink.h"
#include "cli/label/summary.h"
#include "cli/verbs.h"
#include "datasets/input.h"
#include "model/file.h"
#include "train/pool.h"

/* Bytes of a chunk: some milliseconds of scoring, little beside the caches. */
#define BLOCK ((size_t)256 << 10)

#define MISSING (-1) /* a choice that was not made */

/* In the order of the choices of --out. */
static const struct notation *const notations[] = {&rows_tsv, &rows_csv,
                                                   &rows_jsonl};

struct label_options {
    const char *model, *axes, *fields, *title, *output, *summary, *shard;
    struct corpora_options corpora;
    int out, progress;
};

/* ---- the notation of the output ------------------------------------------ */

static const struct notation *notation_of_name(const char *path)
{
    struct str name = str_of(path);
    const struct str extension = extension_cut(&name);

    for (size_t i = 0; i < sizeof notations / sizeof *notations; i++)
        if (extension_is_in(notations[i]->extensions, extension))
            return notations[i];
    return NULL;
}

/* By --out, by the name of the output, by the format of the corpora, or TSV. */
static const struct notation *choose_notation(const struct label_options *o,
                                              const struct corpus_input *in)
{
    const struct notation *by_name =
        o->output ? notation_of_name(o->output) : NULL;

    if (o->out != MISSING)
        return notations[o->out];
    if (by_name)
        return by_name;
    return in->format->native ? in->format->native : &rows_tsv;
}

/* Rows are written as they are: a name that says they are compressed would
 * lie. */
static bool is_plain_name(const struct verb *v, const char *output, int *status)
{
    if (!output || stream_filter_of(output) == STREAM_PLAIN)
        return true;
    *status = opt_misuse(v,
                         "the output is not compressed, and '%s' says that "
                         "it is; leave -o out and use a pipe",
                         output);
    return false;
}

/* ---- what is found out --------------------------------------------------- */

static bool write_summary(const struct summary *s, const char *model,
                          const char *path, struct tenor_error *err)
{
    json_t *json = summary_json(s, model);
    const bool ok = json ? out_json_file(path, json, err)
                         : fail_memory(err, "a summary");

    json_decref(json);
    return ok;
}

/* For people who watch, and for --summary. */
static int sum_up(const struct label_run *l, const struct label_options *o,
                  int status)
{
    struct summary s = {0};
    struct tenor_error err = {0};
    bool ok = true;

    if (o->summary || progress_is_watched(l->progress)) {
        ok = summary_init(&s, l->job->counting, l->count, &err);
        if (ok && progress_is_watched(l->progress))
            summary_print(&s, stderr);
        if (ok && o->summary)
            ok = write_summary(&s, o->model, o->summary, &err);
        summary_release(&s);
    }
    return ok ? status : out_error(l->verb->name, &err);
}

/* ---- all of it ----------------------------------------------------------- */

/* With what the job needs. */
static int run_job(struct label_run *l, struct label_job *job,
                   const struct label_options *o)
{
    struct tenor_error err = {0};
    bool complete = false;

    job->rows = rows_new(job->notation, job->fields, job->model);
    l->count = mem_zero(job->counting->size, sizeof *l->count);
    l->reading.fields = job->fields;
    l->reading.rows = job->rows;
    l->reading.notation = job->notation;
    int status = job->rows && l->count ? label_run(l, &complete)
                                       : (fail_memory(&err, "rows"),
                                          out_error(l->verb->name, &err));
    if (complete)
        status = sum_up(l, o, status);
    rows_free((struct rows *)(uintptr_t)job->rows);
    free(l->count);
    return status;
}

static int label_with(struct label_run *l, struct label_job *job,
                      const struct label_options *o)
{
    struct tenor_error err = {0};
    struct fields fields = {0};
    struct counting counting = {0};
    size_t *axis = NULL, n;
    int status;

    if (choose_axes(l->verb, job->model, o->axes, &axis, &n, &status) &&
        fields_parse(&fields, l->verb, job->model, axis, n, o->fields,
                     &status)) {
        job->fields = &fields;
        job->counting = &counting;
        if (fields_want_title(&fields, o->title) &&
            counting_init(&counting, job->model, axis, n)) {
            status = run_job(l, job, o);
        } else {
            fail_memory(&err, "fields");
            status = out_error(l->verb->name, &err);
        }
    }
    counting_release(&counting);
    fields_release(&fields);
    free(axis);
    return status;
}

static size_t threads_of(const struct label_run *l)
{
    const size_t n = l->line_buffered ? 1
                     : l->threads     ? l->threads
                                      : pool_processors();

    return n < ORDERED_WORKERS ? n : ORDERED_WORKERS;
}

/* ---- the verb ------------------------------------------------------------ */

/* Whether an option that only some formats know is of use. */
static bool has_format(const struct label_run *l, const struct record_format *a,
                       const struct record_format *b)
{
    for (size_t i = 0; i < l->reading.inputs; i++)
        if (l->reading.input[i].format == a || l->reading.input[i].format == b)
            return true;
    return false;
}

static bool check(const struct label_run *l, const struct label_job *job,
                  const struct label_options *o, int *status)
{
    const struct verb *v = l->verb;

    if (job->max_record == 0 || job->max_record > TENOR_TEXT_MAX)
        *status =
            opt_misuse(v, "--max-record is 1 to %zu bytes", TENOR_TEXT_MAX);
    else if (l->reading.text_column &&
             !has_format(l, &records_tsv, &records_csv))
        *status = opt_misuse(v, "--text-column is for TSV and CSV");
    else if (job->text_field && !has_format(l, &records_jsonl, NULL))
        *status = opt_misuse(v, "--text-field is for JSONL");
    else if (o->corpora.nul && !o->corpora.files_from)
        *status = opt_misuse(v, "-0 is for --files-from");
    else if (l->resume && (!o->output || !file_is_plain(o->output)))
        *status = opt_misuse(v, "--resume needs a file as output, -o FILE");
    else if (l->line_buffered && o->output && file_is_plain(o->output))
        *status = opt_misuse(v, "--line-buffered is for pipes, without -o FILE");
    else if (!is_plain_name(v, o->output, status) ||
             !corpora_apart(v, l->reading.input, l->reading.inputs, o->output,
                            status))
        return false;
    else
        return true;
    return false;
}

/* The part of the inputs that is to be labelled. */
static bool find_shard(struct label_run *l, const struct label_job *job,
                       const struct label_options *o, int *status)
{
    struct tenor_error err = {0};
    struct reading *r = &l->reading;

    if (!o->shard)
        return true;
    if (!shard_parse(o->shard, &r->shard)) {
        *status = opt_misuse(l->verb,
                             "--shard is I/N, with I from 1 to N, not '%s'",
                             o->shard);
        return false;
    }
    if (shard_find(&r->shard, r->input, r->inputs, job->encoding, &r->from,
                   &r->to, &err))
        return true;
    *status = out_error(l->verb->name, &err);
    return false;
}

static int run_inputs(struct label_run *l, struct label_job *job,
                      const struct label_options *o)
{
    const struct verb *v = l->verb;
    struct tenor_model *model;
    int status;

    if (!check(l, job, o, &status) || !find_shard(l, job, o, &status))
        return status;
    job->notation = choose_notation(o, l->reading.input);
    if (!job->text_field)
        job->text_field = "text";
    l->header = !job->notation->names &&
                (l->reading.header || job->notation->header);
    l->reading.max_record = job->max_record;
    l->reading.encoding = job->encoding;
    l->progress = (enum progress_mode)o->progress;
    l->threads = threads_of(l);
    l->model = o->model;
    if ((o->output && !has_place(v, o->output)) ||
        (o->summary && !has_place(v, o->summary)))
        return EXIT_USAGE;
    if (!open_model(v, o->model, &model, &status))
        return status;
    job->model = model;
    status = label_with(l, job, o);
    tenor_model_close(model);
    return status;
}

static int run_label(const struct verb *v, int argc, char **argv)
{
    struct label_options o = {.out = MISSING};
    struct label_job job = {.max_record = TENOR_TEXT_MAX};
    struct label_run l = {.verb = v, .job = &job, .reading.block = BLOCK};
    bool receipt = true;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,   'm', "model",       &o.model,               "MODEL",  "model file; the embedded model", NULL},
        {OPT_STR,    0,  "in",          &o.corpora.in,          "FORMAT", "format of the corpora, else by their names:\nlines tsv csv jsonl files tar zip, and each with\n.gz .zst .xz", NULL},
        {OPT_CHOICE, 0,  "out",         &o.out,                 "FORMAT", "format of the output, else by its name, else as\nthe corpora: tsv csv jsonl", "tsv csv jsonl"},
        {OPT_STR,   'o', "output",      &l.output,              "FILE",   "where it goes, complete or not at all; standard\noutput", NULL},
        {OPT_FLAG,   0,  "resume",      &l.resume,              NULL,     "go on where a run with the same options ended\nbefore its end; else begin", NULL},
        {OPT_STR,    0,  "shard",       &o.shard,               "I/N",    "label only part I of N, 1 to N, that are alike in\nsize; merge puts their outputs together", NULL},
        {OPT_OFF,    0,  "no-receipt",  &receipt,               NULL,     "write no FILE.receipt beside the output, by which\nmerge and verify know what it is made of", NULL},
        {OPT_FLAG,   0,  "line-buffered", &l.line_buffered,     NULL,     "write each row before the next record is looked\nat, with one thread: for pipes that stay open", NULL},
        {OPT_STR,    0,  "text-column", &l.reading.text_column, "NAME",   "name or number of the column of the text; that\nnamed text, in TSV the last", NULL},
        {OPT_STR,    0,  "text-field",  &job.text_field,        "NAME",   "field of the text in JSON, a.b for a nested one;\ntext", NULL},
        {OPT_STR,    0,  "title-field", &o.title,               "NAME",   "column or field of the title, for axes of titles;\ntitle, headline", NULL},
        {OPT_FLAG,   0,  "header",      &l.reading.header,      NULL,     "TSV has the names of its columns on the first\nline, that which is read and that which is written", NULL},
        {OPT_STR,    0,  "files-from",  &o.corpora.files_from,  "FILE",   "read the names of files, each a text, one a line", NULL},
        {OPT_FLAG,  '0', "null",        &o.corpora.nul,         NULL,     "names in that FILE end with NUL, not with lines", NULL},
        {OPT_FLAG,   0,  "html",        &job.html,              NULL,     "texts are pages of HTML: label their main parts", NULL},
        {OPT_STR,    0,  "encoding",    &job.encoding,          "NAME",   "encoding of the corpora, as iconv -l has it; UTF-8", NULL},
        {OPT_STR,    0,  "fields",      &o.fields,              "NAMES",  "what a row has, separated by commas: input,\ncolumns or fields of it by name, tone, or results\nby name; input,tone", NULL},
        {OPT_STR,    0,  "axes",        &o.axes,                "NAMES",  "only these axes, separated by commas; all", NULL},
        {OPT_COUNT,  0,  "max-record",  &job.max_record,        "BYTES",  "a larger record has no labels; 67108864, which is\nalso the most", NULL},
        {OPT_FLAG,   0,  "strict",      &job.strict,            NULL,     "stop at the first record that has no labels", NULL},
        {OPT_COUNT, 'j', "threads",     &l.threads,             "N",      "threads, without effect on the result; all cores", NULL},
        {OPT_CHOICE, 0,  "progress",    &o.progress,            "WHEN",   "show on stderr how far it is, and a summary at the\nend: auto, on a terminal; never; always; json", "auto never always json"},
        {OPT_STR,    0,  "summary",     &o.summary,             "FILE",   "write counts and shares of the labels as JSON", NULL},
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    char standard_input[] = "-";
    struct corpus_input *input = NULL;
    size_t n;
    int status;

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n == 0 && !o.corpora.files_from)
        argv[n++] = standard_input;
    o.output = l.output;
    l.no_receipt = !receipt;
    if (corpora_find(v, argv, n, &o.corpora, &input, &l.reading.inputs,
                     &status)) {
        l.reading.input = input;
        status = run_inputs(&l, &job, &o);
    }
    free(input);
    return status;
}

const struct verb verb_label = {
    .name = "label",
    .synopsis = "[-m MODEL] [--in FORMAT] [--out FORMAT] [-o FILE] "
                "[--resume]\n                   [OPTION...] [CORPUS...]",
    .summary = "Say what the tone of each record of corpora is.",
    .more =
        "A CORPUS is a file, a directory of files, or - for standard input,\n"
        "which is what is read without one. Each record gives one row, in\n"
        "order; one that is bad gives a row whose tone.error says why.\n"
        "\n"
        "Exit status: 0 done, 1 some records have no labels, 2 wrong usage or\n"
        "a file that cannot be read or written, 3 the model cannot be used,\n"
        "128 and the number of a signal that ended it.",
    .run = run_label,
};

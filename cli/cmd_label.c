/* tenor label: the tone of each record of a corpus. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/labelling.h"
#include "cli/ordered.h"
#include "cli/out.h"
#include "cli/sink.h"
#include "cli/verbs.h"
#include "train/pool.h"

/* Bytes of a chunk: some milliseconds of scoring, little beside the caches. */
#define BLOCK ((size_t)256 << 10)

#define MISSING (-1) /* a choice that was not made */

/* In the order of the choices of --in and of --out. */
static const struct record_format *const in_formats[] = {&label_lines};
static const struct row_format *const out_formats[] = {&label_tsv};

const char *const label_too_large = "the record is larger than --max-record";
const char *const label_no_memory = "memory ran out";

struct labelling {
    const struct verb *verb;
    const struct record_format *in;
    const struct row_format *out;
    bool header;
    void *rows;
    struct reading reading;
    struct tenor_scorer **scorer; /* [threads] */
    size_t threads;
    struct sink sink;
    /* For messages; used by drain alone: */
    size_t file, line; /* records drained of which file */
    size_t records, failures;
};

void reading_release(struct reading *r)
{
    source_close(&r->source);
    free(r->rest.data);
}

/* ---- a chunk ------------------------------------------------------------- */

static bool fill(void *labelling, void *chunk, bool *filled,
                 struct tenor_error *err)
{
    struct labelling *l = labelling;

    return l->in->fill(&l->reading, chunk, filled, err);
}

static bool put_failure(const struct labelling *l, struct chunk *c,
                        const char *why, struct tenor_error *err)
{
    if (!GROW(c->failure, c->failures + 1, c->capacity) ||
        !l->out->put(l->rows, NULL, &c->out))
        return fail_memory(err, "rows");
    c->failure[c->failures++] = (struct failure){c->records++, why};
    return true;
}

/* Why a record cannot be scored, or NULL with its result in the scorer. */
static const char *score_record(const struct labelling *l,
                                struct tenor_scorer *s, const struct record *r)
{
    struct tenor_error err = {0};

    if (r->bad)
        return r->bad;
    if (r->text.len > l->reading.max_record)
        return label_too_large;
    if (tenor_score(s, r->text.s, r->text.len, &err))
        return NULL;
    return err.code == TENOR_ENOMEM ? label_no_memory : label_too_large;
}

static bool work(void *labelling, size_t worker, void *chunk,
                 struct tenor_error *err)
{
    const struct labelling *l = labelling;
    struct tenor_scorer *s = l->scorer[worker];
    struct chunk *c = chunk;
    struct record r;

    c->out.len = c->records = c->failures = 0;
    if (c->lost)
        return put_failure(l, c, c->lost, err);
    for (size_t at = 0; l->in->next(c, &at, &r);) {
        const char *why = score_record(l, s, &r);
        if (why) {
            if (!put_failure(l, c, why, err))
                return false;
            continue;
        }
        if (!l->out->put(l->rows, s, &c->out))
            return fail_memory(err, "rows");
        c->records++;
    }
    return true;
}

static bool drain(void *labelling, void *chunk, struct tenor_error *err)
{
    struct labelling *l = labelling;
    const struct chunk *c = chunk;

    if (!sink_write(&l->sink, (struct str){c->out.data, c->out.len}, err))
        return false;
    l->line = c->file == l->file ? l->line : 0;
    l->file = c->file;
    for (size_t i = 0; i < c->failures; i++)
        fprintf(stderr, "tenor %s: %s:%zu: %s\n", l->verb->name,
                l->reading.source.path[c->file - 1],
                l->line + c->failure[i].record + 1, c->failure[i].why);
    l->line += c->records;
    l->records += c->records;
    l->failures += c->failures;
    return true;
}

/* ---- all of them --------------------------------------------------------- */

static bool write_header(struct labelling *l, struct tenor_error *err)
{
    struct buffer b = {0};
    bool ok = true;

    if (l->header)
        ok = (l->out->header(l->rows, &b) || fail_memory(err, "a header")) &&
             sink_write(&l->sink, (struct str){b.data, b.len}, err);
    free(b.data);
    return ok;
}

static bool run_chunks(struct labelling *l, struct tenor_error *err)
{
    const size_t n = l->threads < 2 ? 1 : 2 * l->threads + 2;
    struct chunk *chunk = mem_zero(n, sizeof *chunk);
    const struct ordered o = {
        .workers = l->threads,
        .chunk = (char *)chunk,
        .chunks = n,
        .size = sizeof *chunk,
        .context = l,
        .fill = fill,
        .work = work,
        .drain = drain,
    };
    const bool ok = chunk ? ordered_run(&o, err) : fail_memory(err, "chunks");

    for (size_t i = 0; chunk && i < n; i++) {
        free(chunk[i].in.data);
        free(chunk[i].out.data);
        free(chunk[i].failure);
    }
    free(chunk);
    return ok;
}

static int label_all(struct labelling *l, const char *output)
{
    struct tenor_error err = {0};

    if (!sink_open(&l->sink, output, &err))
        return out_error(l->verb->name, &err);
    const bool ok = write_header(l, &err) && run_chunks(l, &err) &&
                    sink_commit(&l->sink, &err);
    sink_close(&l->sink);
    if (l->failures > 0)
        fprintf(stderr, "tenor %s: %zu of %zu records have no labels\n",
                l->verb->name, l->failures, l->records);
    if (!ok)
        return out_error(l->verb->name, &err);
    return l->failures > 0 ? EXIT_SOME_FAILED : EXIT_DONE;
}

static bool make_scorers(struct labelling *l, const struct tenor_model *m,
                         struct tenor_error *err)
{
    l->scorer = mem_zero(l->threads, sizeof *l->scorer);
    if (!l->scorer)
        return fail_memory(err, "scorers");
    for (size_t i = 0; i < l->threads; i++)
        if (!tenor_scorer_new(m, &l->scorer[i], err))
            return false;
    return true;
}

static int label_with(struct labelling *l, const struct tenor_model *m,
                      const char *axes, const char *output)
{
    struct tenor_error err = {0};
    size_t *axis = NULL, n;
    int status;

    if (choose_axes(l->verb, m, axes, &axis, &n, &status)) {
        l->rows = l->out->new (m, axis, n);
        status =
            (l->rows || fail_memory(&err, "rows")) && make_scorers(l, m, &err)
                ? label_all(l, output)
                : out_error(l->verb->name, &err);
    }
    for (size_t i = 0; l->scorer && i < l->threads; i++)
        tenor_scorer_free(l->scorer[i]);
    free(l->scorer);
    l->out->free(l->rows);
    free(axis);
    reading_release(&l->reading);
    return status;
}

/* ---- the verb ------------------------------------------------------------ */

static size_t threads_of(size_t wanted)
{
    const size_t n = wanted ? wanted : pool_processors();

    return n < ORDERED_WORKERS ? n : ORDERED_WORKERS;
}

static int run_label(const struct verb *v, int argc, char **argv)
{
    const char *path = NULL, *output = NULL, *axes = NULL;
    int in = MISSING, out = 0, status;
    struct labelling l = {.verb = v};
    struct reading *r = &l.reading;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,   'm', "model",      &path,          "MODEL",  "model file; the embedded model", NULL},
        {OPT_CHOICE, 0,  "in",         &in,            "FORMAT", "format of the corpora", "lines"},
        {OPT_CHOICE, 0,  "out",        &out,           "FORMAT", "format of the output; tsv", "tsv"},
        {OPT_STR,   'o', "output",     &output,        "FILE",   "where it goes, complete or not at all; standard\noutput", NULL},
        {OPT_COUNT, 'j', "threads",    &l.threads,     "N",      "threads, without effect on the result; all cores", NULL},
        {OPT_STR,    0,  "axes",       &axes,          "NAMES",  "only these axes, separated by commas; all", NULL},
        {OPT_FLAG,   0,  "header",     &l.header,      NULL,     "names of the columns on the first line", NULL},
        {OPT_COUNT,  0,  "max-record", &r->max_record, "BYTES",  "a larger record has no labels; 67108864, which is\nalso the most", NULL},
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    char standard_input[] = "-";
    struct tenor_model *model;
    size_t n;

    r->max_record = TENOR_TEXT_MAX;
    r->block = BLOCK;
    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n == 0)
        argv[n++] = standard_input;
    if (in == MISSING)
        return opt_misuse(v, "--in FORMAT is missing: '%s' does not tell it",
                          argv[0]);
    if (r->max_record == 0 || r->max_record > TENOR_TEXT_MAX)
        return opt_misuse(v, "--max-record is 1 to %zu bytes", TENOR_TEXT_MAX);
    r->source = (struct source){.path = argv, .n = n};
    l.in = in_formats[in];
    l.out = out_formats[out];
    l.threads = threads_of(l.threads);
    if (output && sink_is_file(output) && !has_place(v, output))
        return EXIT_USAGE;
    if (!open_model(v, path, &model, &status))
        return status;
    status = label_with(&l, model, axes, output);
    tenor_model_close(model);
    return status;
}

const struct verb verb_label = {
    .name = "label",
    .synopsis = "[-m MODEL] --in lines [--out tsv] [-o FILE] [-j N]\n"
                "                   [--axes NAMES] [--header] "
                "[--max-record BYTES] [CORPUS...]",
    .summary = "Say what the tone of each record of corpora is.",
    .more = "No CORPUS, or -, is standard input. Exit status: 0 done, 1 some\n"
            "records have no labels, 2 wrong usage or a file that cannot be\n"
            "read or written, 3 the model cannot be used.",
    .run = run_label,
};

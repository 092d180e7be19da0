#define _POSIX_C_SOURCE 200809L
#include "cli/label_run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/journal.h"
#include "cli/ordered.h"
#include "cli/out.h"
#include "cli/sink.h"
#include "cli/stop.h"
#include "cli/syncer.h"
#include "model/modelfile.h"

#define SYNC_SECONDS 1.0 /* between two points that survive a power failure */

struct run {
    struct label_run *l;
    struct label_worker *worker; /* [threads] */
    struct sink sink;
    struct journal journal;
    struct syncer *syncer;
    struct progress progress;
    struct place reached;
    uint64_t consumed;
    size_t complaints; /* printed so far */
    bool headed;       /* the header is written */
    bool created;      /* the output is ours: it was not there before */
    bool begun;        /* all was opened, and records were read */
    bool strict_stop;
};

static uint64_t records(const struct run *r)
{
    return r->l->count[COUNTING_RECORDS];
}

static uint64_t errors(const struct run *r)
{
    return r->l->count[COUNTING_ERRORS];
}

/* ---- the name of a run --------------------------------------------------- */

static bool name_value(struct buffer *b, const char *s)
{
    return buffer_add(b, s ? s : "", s ? strlen(s) : 0) &&
           buffer_add(b, s ? "\n" : "\r", 1);
}

static bool name_number(struct buffer *b, uint64_t n)
{
    return buffer_add(b, &n, sizeof n);
}

static bool name_items(struct buffer *b, const struct fields *f)
{
    bool ok = true;

    for (size_t i = 0; ok && i < f->n; i++)
        ok = name_number(b, f->item[i].kind) && name_number(b, f->item[i].n);
    for (size_t i = 0; ok && i < f->names; i++)
        ok = buffer_add(b, f->name[i].s, f->name[i].len) &&
             buffer_add(b, "\n", 1);
    return ok;
}

static bool name_inputs(struct buffer *b, const struct reading *r)
{
    bool ok = true;

    for (size_t i = 0; ok && i < r->inputs; i++) {
        const struct corpus_input *in = &r->input[i];
        ok = name_value(b, in->path) && name_value(b, in->format->name) &&
             name_number(b, in->filter) && name_number(b, in->kind) &&
             name_number(b, in->nul) && name_number(b, in->size) &&
             name_number(b, (uint64_t)in->changed);
    }
    return ok;
}

/* Everything that the output depends on. */
static bool name_run(const struct label_run *l, uint64_t *name,
                     struct tenor_error *err)
{
    const struct label_job *j = l->job;
    struct buffer b = {0};
    const bool ok =
        name_value(&b, TENOR_VERSION) &&
        name_number(&b, model_checksum(j->model->bytes)) &&
        name_value(&b, j->notation->name) && name_items(&b, j->fields) &&
        name_value(&b, j->text_field) && name_value(&b, j->encoding) &&
        name_value(&b, l->reading.text_column) &&
        name_number(&b, j->max_record) && name_number(&b, j->html) &&
        name_number(&b, j->strict) && name_number(&b, l->header) &&
        name_number(&b, l->reading.header) && name_inputs(&b, &l->reading);

    if (ok)
        *name = journal_name_of((struct str){b.data, b.len});
    free(b.data);
    return ok || fail_memory(err, "the name of a run");
}

/* ---- the pipeline -------------------------------------------------------- */

static bool fill(void *run, void *chunk, bool *filled, struct tenor_error *err)
{
    struct run *r = run;

    return reading_fill(&r->l->reading, chunk, filled, err);
}

static bool work(void *run, size_t worker, void *chunk, struct tenor_error *err)
{
    struct run *r = run;

    return label_chunk(r->l->job, &r->worker[worker], chunk, err);
}

/* Note in the journal what was written, if there is one, and now and then what
 * is on the disk. */
static bool note(struct run *r, struct str bytes, struct tenor_error *err)
{
    const struct run_point point = {r->reached, r->l->count};
    bool begun, ended;

    if (!r->journal.path)
        return true;
    if (!journal_add(&r->journal, JOURNAL_WRITTEN, bytes, &point, err))
        return false;
    if (!r->syncer)
        return true;
    if (!syncer_turn(r->syncer, SYNC_SECONDS, &begun, &ended, err))
        return false;
    return (!ended || journal_end_sync(&r->journal, err)) &&
           (!begun || journal_begin_sync(&r->journal, err));
}

/* The names of the columns come first, once they are known. */
static bool write_header(struct run *r, const struct corpus_columns *columns,
                         struct tenor_error *err)
{
    struct buffer b = {0};
    bool ok = true;

    if (r->l->header && !r->headed && columns) {
        ok = rows_header(r->l->job->rows, columns, &b) ||
             fail_memory(err, "a header");
        const struct str bytes = {b.data, b.len};
        ok = ok && sink_write(&r->sink, bytes, err) && note(r, bytes, err);
        free(b.data);
        r->headed = true;
    }
    return ok;
}

/* Some messages; the others are in the rows. */
static void print_complaints(struct run *r, const struct chunk *c)
{
    const char *at = c->complaints.data, *end = at + c->complaints.len;

    if (c->complaints.len == 0 || r->complaints == COMPLAINTS)
        return;
    progress_clear(&r->progress);
    for (; at < end && r->complaints < COMPLAINTS; r->complaints++) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        fprintf(stderr, "tenor %s: %.*s\n", r->l->verb->name, (int)(lf - at),
                at);
        at = lf + 1;
    }
    if (r->complaints == COMPLAINTS && !r->l->job->strict)
        fprintf(stderr, "tenor %s: further ones are in tone.error alone\n",
                r->l->verb->name);
}

static bool drain(void *run, void *chunk, struct tenor_error *err)
{
    struct run *r = run;
    const struct chunk *c = chunk;
    const struct str bytes = {c->out.data, c->out.len};

    if (!write_header(r, c->columns, err) || !sink_write(&r->sink, bytes, err))
        return false;
    counting_add(r->l->job->counting, r->l->count, c->count);
    r->reached = c->after;
    r->consumed = c->consumed;
    if (!note(r, bytes, err))
        return false;
    print_complaints(r, c);
    progress_show(&r->progress, records(r), errors(r), c->consumed);
    r->strict_stop = c->stop;
    return !c->stop ||
           fail(err, TENOR_EDATA, 0, "stopped at the first bad record");
}

static bool run_chunks(struct run *r, struct tenor_error *err)
{
    const size_t n = r->l->threads < 2 ? 1 : 2 * r->l->threads + 2;
    struct chunk *chunk = mem_zero(n, sizeof *chunk);
    const struct ordered o = {
        .workers = r->l->threads,
        .chunk = (char *)chunk,
        .chunks = n,
        .size = sizeof *chunk,
        .context = r,
        .fill = fill,
        .work = work,
        .drain = drain,
    };
    const bool ok = chunk ? ordered_run(&o, err) : fail_memory(err, "chunks");

    for (size_t i = 0; chunk && i < n; i++)
        chunk_release(&chunk[i]);
    free(chunk);
    return ok;
}

/* ---- beginning and end --------------------------------------------------- */

/* Begin an output. */
static bool begin_output(struct run *r, uint64_t name, struct tenor_error *err)
{
    const size_t counts = r->l->job->counting->size;

    if (r->sink.fd < 0) {
        if (!sink_open(&r->sink, r->l->output, err))
            return false;
        r->created = true;
    }
    if (!journal_create(&r->journal, r->l->output, name, counts, err))
        return false;
    r->created = true;
    return true;
}

/* Go on with an output of which there is a part. */
static bool go_on(struct run *r, uint64_t name, struct tenor_error *err)
{
    struct label_run *l = r->l;
    struct run_point point = {.count = l->count};
    bool over; /* but for its name: nothing will be read */

    if (sink_is_empty(&r->sink))
        return begin_output(r, name, err);
    if (!journal_resume(&r->journal, l->output, name, l->job->counting->size,
                        &r->sink, &point, &over, err) ||
        !reading_skip(&l->reading, &point.place, err))
        return false;
    r->reached = point.place;
    r->headed = r->journal.bytes > 0;
    return true;
}

/* Open the output; *over when it is there already, after a run that was killed
 * when all was done but for removing its journal. */
static bool open_output(struct run *r, bool *over, struct tenor_error *err)
{
    struct label_run *l = r->l;
    bool missing = true;
    uint64_t name = 0;

    if (!l->output || !sink_is_file(l->output))
        return sink_open(&r->sink, l->output, err);
    if (!name_run(l, &name, err) ||
        (l->resume && !sink_resume(&r->sink, l->output, &missing, err)))
        return false;
    if (!missing)
        return go_on(r, name, err);
    *over = l->resume && journal_is_over(&r->journal, l->output, name,
                                         l->job->counting->size, l->count);
    return *over || begin_output(r, name, err);
}

static bool make_workers(struct run *r, struct tenor_error *err)
{
    r->worker = mem_zero(r->l->threads, sizeof *r->worker);
    if (!r->worker)
        return fail_memory(err, "threads");
    for (size_t i = 0; i < r->l->threads; i++)
        if (!label_worker_init(&r->worker[i], r->l->job, err))
            return false;
    return true;
}

/* Whether all corpora were read to their ends. */
static bool is_done(const struct run *r)
{
    return r->l->reading.at == r->l->reading.inputs;
}

/* Give the output its name. */
static bool finish(struct run *r, struct tenor_error *err)
{
    const struct run_point point = {r->reached, r->l->count};

    return write_header(r, r->l->reading.columns, err) &&
           (!r->journal.path || (sink_sync(&r->sink, err) &&
                                 journal_add(&r->journal, JOURNAL_END,
                                             (struct str){0}, &point, err))) &&
           sink_commit(&r->sink, err);
}

/* What is written stays for --resume, unless that is nothing. */
static bool is_kept(const struct run *r)
{
    return !r->created ||
           (r->journal.path && records(r) > 0 && !r->strict_stop);
}

static int say_end(const struct run *r, bool ok, bool done,
                   const struct tenor_error *err)
{
    const char *verb = r->l->verb->name;
    const int signal = stop_signal();
    int status = EXIT_DONE;

    if (errors(r) > 0)
        fprintf(stderr,
                "tenor %s: %" PRIu64 " of %" PRIu64 " records have no labels\n",
                verb, errors(r), records(r));
    if (!ok)
        status = out_error(verb, err);
    else if (!done)
        fprintf(stderr,
                "tenor %s: stopped by signal %d after %" PRIu64 " records\n",
                verb, signal, records(r));
    if (!done && r->begun && r->journal.path && is_kept(r))
        fprintf(stderr,
                "tenor %s: what is done is in '%s.part'; --resume goes on\n",
                verb, r->l->output);
    if (!done && signal)
        return 128 + signal;
    if (!ok)
        return r->strict_stop ? EXIT_SOME_FAILED : status;
    return errors(r) > 0 ? EXIT_SOME_FAILED : EXIT_DONE;
}

int label_run(struct label_run *l, bool *complete)
{
    struct run r = {.l = l, .journal.fd = -1, .sink.fd = -1};
    struct tenor_error err = {0};
    bool over = false;
    bool ok = stop_on_signals() ||
              fail(&err, TENOR_EIO, 0, "cannot be told of signals: %s",
                   strerror(errno));

    l->reading.wake = stop_descriptor();
    l->reading.stopped = stop_wanted;
    ok = ok && open_output(&r, &over, &err) && make_workers(&r, &err);
    r.sink.stopped = stop_wanted;
    progress_begin(&r.progress, l->progress, reading_size(&l->reading),
                   records(&r), l->reading.done);
    r.begun = ok;
    if (ok && !over) {
        r.syncer = r.journal.path ? syncer_new(r.sink.fd) : NULL;
        ok = run_chunks(&r, &err);
        syncer_free(r.syncer);
    }
    bool done = over || (ok && is_done(&r));
    if (ok && done && r.sink.fd >= 0)
        ok = finish(&r, &err);
    done = ok && done;
    progress_end(&r.progress, records(&r), errors(&r), r.consumed, done);
    const int status = say_end(&r, ok, done, &err);
    const bool keep = !done && is_kept(&r);
    sink_close(&r.sink, keep);
    journal_close(&r.journal, keep);
    for (size_t i = 0; r.worker && i < l->threads; i++)
        label_worker_release(&r.worker[i]);
    free(r.worker);
    reading_release(&l->reading);
    *complete = done;
    return status;
}

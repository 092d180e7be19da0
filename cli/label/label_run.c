#define _POSIX_C_SOURCE 200809L
#include "cli/label/label_run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/label/journal.h"
#include "cli/label/label_made.h"
#include "cli/label/ordered.h"
#include "cli/out.h"
#include "cli/label/sink.h"
#include "cli/stop.h"
#include "cli/label/syncer.h"
#include "model/file.h"

#define SYNC_SECONDS 1.0 /* between two points that survive a power failure */

struct run {
    struct label_run *l;
    struct label_worker *worker; /* [threads] */
    struct sink sink;
    struct journal journal;
    struct syncer *syncer;
    struct progress progress;
    struct made made;
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

static bool write_bytes(struct run *r, struct str bytes,
                        struct tenor_error *err)
{
    made_add(&r->made, bytes);
    return sink_write(&r->sink, bytes, err);
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
        r->made.header = bytes.len;
        ok = ok && write_bytes(r, bytes, err) && note(r, bytes, err);
        free(b.data);
        r->headed = true;
    }
    return ok;
}

/* Some messages; the others are in the rows. */
static void print_complaints(struct run *r, const struct chunk *c)
{
    if (c->complaints.len == 0 || r->complaints == COMPLAINTS)
        return;
    progress_clear(&r->progress);
    label_complain(r->l->verb->name, c, &r->complaints);
    if (r->complaints == COMPLAINTS && !r->l->job->strict)
        fprintf(stderr, "tenor %s: further ones are in tone.error alone\n",
                r->l->verb->name);
}

static bool drain(void *run, void *chunk, struct tenor_error *err)
{
    struct run *r = run;
    const struct chunk *c = chunk;
    const struct str bytes = {c->out.data, c->out.len};

    if (!write_header(r, c->columns, err) || !write_bytes(r, bytes, err))
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

static void release(void *chunk)
{
    chunk_release(chunk);
}

/* --line-buffered: with one worker, all is done by one thread. */
static bool flush(void *run, struct chunk *c, struct tenor_error *err)
{
    struct run *r = run;
    const bool ok = write_header(r, c->columns, err) &&
                    write_bytes(r, (struct str){c->out.data, c->out.len}, err);

    c->out.len = 0;
    return ok;
}

static bool run_chunks(struct run *r, struct tenor_error *err)
{
    const struct ordered o = {
        .workers = r->l->threads,
        .size = sizeof(struct chunk),
        .context = r,
        .fill = fill,
        .work = work,
        .drain = drain,
        .release = release,
    };

    return ordered_run(&o, err);
}

/* ---- beginning and end --------------------------------------------------- */

/* Begin an output. */
static bool begin_output(struct run *r, struct tenor_error *err)
{
    const size_t counts = r->l->job->counting->size;

    if (r->sink.fd < 0) {
        if (!sink_open(&r->sink, r->l->output, err))
            return false;
        r->created = true;
    }
    if (!journal_create(&r->journal, r->l->output, r->made.run, counts, err))
        return false;
    r->created = true;
    return true;
}

static bool begin_reading(struct run *r, struct tenor_error *err)
{
    if (!reading_begin(&r->l->reading, err))
        return false;
    r->reached = reading_place(&r->l->reading);
    return true;
}

/* Go on with an output of which there is a part. */
static bool go_on(struct run *r, struct tenor_error *err)
{
    struct label_run *l = r->l;
    struct run_point point = {r->reached, l->count};
    struct buffer header = {0};
    bool over; /* but for its name: nothing will be read */

    if (sink_is_empty(&r->sink))
        return begin_output(r, err);
    if (!journal_resume(&r->journal, l->output, r->made.run,
                        l->job->counting->size, &r->sink, &point, &over, err) ||
        !made_before(&r->made, &r->sink, r->journal.bytes, err) ||
        !reading_skip(&l->reading, &point.place, err))
        return false;
    r->reached = point.place;
    r->headed = r->journal.bytes > 0;
    bool ok = true;
    if (r->headed && l->header && l->reading.columns) {
        ok = rows_header(l->job->rows, l->reading.columns, &header);
        r->made.header = header.len;
        free(header.data);
    }
    return ok || fail_memory(err, "a header");
}

/* Open a file as output; *over when it is there already, after a run that came
 * to its end, or was killed when all was done but for removing its journal. */
static bool open_file(struct run *r, bool *over, struct tenor_error *err)
{
    struct label_run *l = r->l;
    const size_t counts = l->job->counting->size;
    bool missing = true;

    if (!made_init(&r->made, l, err) ||
        (l->resume && !sink_resume(&r->sink, l->output, &missing, err)))
        return false;
    *over = missing && l->resume &&
            (journal_is_over(&r->journal, l->output, r->made.run, counts,
                             l->count) ||
             made_is_there(&r->made, l));
    if (*over)
        return true;
    return begin_reading(r, err) &&
           (missing ? begin_output(r, err) : go_on(r, err));
}

static bool open_output(struct run *r, bool *over, struct tenor_error *err)
{
    struct label_run *l = r->l;

    if (l->output && file_is_plain(l->output))
        return open_file(r, over, err);
    return sink_open(&r->sink, l->output, err) && begin_reading(r, err);
}

static bool make_workers(struct run *r, struct tenor_error *err)
{
    r->worker = mem_zero(r->l->threads, sizeof *r->worker);
    if (!r->worker)
        return fail_memory(err, "threads");
    for (size_t i = 0; i < r->l->threads; i++) {
        struct label_worker *w = &r->worker[i];
        if (!label_worker_init(w, r->l->job, err))
            return false;
        w->flush = r->l->line_buffered ? flush : NULL;
        w->run = r;
    }
    return true;
}

/* Give the output its name. */
static bool finish(struct run *r, struct tenor_error *err)
{
    const struct run_point point = {r->reached, r->l->count};

    return write_header(r, r->l->reading.columns, err) &&
           (!r->journal.path || (sink_sync(&r->sink, err) &&
                                 journal_add(&r->journal, JOURNAL_END,
                                             (struct str){0}, &point, err) &&
                                 made_write(&r->made, r->l, err))) &&
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
        r.syncer = NULL;
    }
    bool done = over || (ok && reading_is_over(&l->reading));
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
    made_release(&r.made);
    reading_release(&l->reading);
    *complete = done;
    return status;
}

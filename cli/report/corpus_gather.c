#include "cli/report/corpus_gather.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/label/ordered.h"
#include "cli/stop.h"

struct gathering {
    struct corpus_gather *g;
    struct facts *f;
    struct corpus_worker *worker; /* [threads] */
    struct progress progress;
    size_t complaints; /* printed so far */
    uint64_t consumed;
};

static uint64_t records(const struct gathering *r)
{
    return r->f->count[COUNTING_RECORDS];
}

static uint64_t errors(const struct gathering *r)
{
    return r->f->count[COUNTING_ERRORS];
}

/* ---- the pipeline -------------------------------------------------------- */

static bool fill(void *run, void *chunk, bool *filled, struct tenor_error *err)
{
    struct gathering *r = run;
    struct corpus_chunk *c = chunk;

    return reading_fill(&r->g->reading, &c->chunk, filled, err);
}

static bool work(void *run, size_t worker, void *chunk, struct tenor_error *err)
{
    struct gathering *r = run;

    return corpus_work(&r->worker[worker], chunk, err);
}

static void print_complaints(struct gathering *r, const struct chunk *c)
{
    if (c->complaints.len == 0 || r->complaints == COMPLAINTS)
        return;
    progress_clear(&r->progress);
    label_complain(r->g->verb, c, &r->complaints);
    if (r->complaints == COMPLAINTS)
        fprintf(stderr, "tenor %s: further ones are in the table alone\n",
                r->g->verb);
}

static bool drain(void *run, void *chunk, struct tenor_error *err)
{
    struct gathering *r = run;
    const struct corpus_chunk *c = chunk;

    if (!facts_add(r->f, c, err))
        return false;
    r->consumed = c->chunk.consumed;
    print_complaints(r, &c->chunk);
    progress_show(&r->progress, records(r), errors(r), r->consumed);
    return true;
}

static void release(void *chunk)
{
    corpus_chunk_release(chunk);
}

static bool run_chunks(struct gathering *r, struct tenor_error *err)
{
    const struct ordered o = {
        .workers = r->g->threads,
        .size = sizeof(struct corpus_chunk),
        .context = r,
        .fill = fill,
        .work = work,
        .drain = drain,
        .release = release,
    };

    return ordered_run(&o, err);
}

/* ---- beginning and end --------------------------------------------------- */

static bool make_workers(struct gathering *r, struct tenor_error *err)
{
    bool ok = true;

    r->worker = mem_zero(r->g->threads, sizeof *r->worker);
    if (!r->worker)
        return fail_memory(err, "threads");
    for (size_t i = 0; i < r->g->threads; i++) {
        struct corpus_worker *w = &r->worker[i];
        w->job = r->g->job;
        w->meanings = r->g->meanings;
        w->labels = r->f->labels;
        ok = ok && corpus_worker_init(w, err);
    }
    return ok;
}

bool corpus_gather(struct corpus_gather *g, struct facts *f,
                   struct tenor_error *err)
{
    struct gathering r = {.g = g, .f = f};
    bool ok = stop_on_signals() ||
              fail(err, TENOR_EIO, 0, "cannot be told of signals: %s",
                   strerror(errno));

    g->reading.wake = stop_descriptor();
    g->reading.stopped = stop_wanted;
    ok = ok && reading_begin(&g->reading, err) && make_workers(&r, err);
    progress_begin(&r.progress, g->progress, reading_size(&g->reading), 0,
                   g->reading.done);
    ok = ok && run_chunks(&r, err);
    const bool done = ok && reading_is_over(&g->reading);
    progress_end(&r.progress, records(&r), errors(&r), r.consumed, done);
    for (size_t i = 0; r.worker && i < g->threads; i++)
        corpus_worker_release(&r.worker[i]);
    free(r.worker);
    reading_release(&g->reading);
    return done ||
           fail(err, TENOR_EIO, 0, "stopped by signal %d", stop_signal());
}

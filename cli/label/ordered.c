/* Chunks are numbered in the order of the stream; chunk i is in place
 * i mod chunks. Three counters say where everybody is:
 *
 *     drained <= taken <= filled <= drained + chunks
 *
 * One lock guards them; it is held for a moment per chunk, so chunks should be
 * worth some hundred microseconds of work. */
#define _POSIX_C_SOURCE 200809L
#include "cli/label/ordered.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct place {
    bool done; /* worked on, with this outcome */
    struct tenor_error err;
};

struct pipeline {
    const struct ordered *o;
    char *chunk; /* [o->chunks] of o->size bytes */
    pthread_mutex_t lock;
    pthread_cond_t may_fill, may_work, may_drain;
    /* Guarded by the lock: */
    size_t filled, taken, drained;
    bool end;               /* nothing more will be filled */
    bool stop;              /* nothing more is wanted */
    struct tenor_error bad; /* why filling ended, or TENOR_OK */
    struct place *place;    /* [chunks] */
};

struct worker {
    struct pipeline *pipeline;
    size_t number;
    pthread_t thread;
};

static void *chunk_at(const struct pipeline *l, size_t number)
{
    return l->chunk + number % l->o->chunks * l->o->size;
}

/* ---- one thread ---------------------------------------------------------- */

static bool run_alone(const struct pipeline *l, struct tenor_error *err)
{
    const struct ordered *o = l->o;
    void *chunk = l->chunk;

    for (;;) {
        bool filled = false;
        if (!o->fill(o->context, chunk, &filled, err))
            return false;
        if (!filled)
            return true;
        if (!o->work(o->context, 0, chunk, err) ||
            !o->drain(o->context, chunk, err))
            return false;
    }
}

/* ---- several ------------------------------------------------------------- */

/* Wait for a free chunk; false when none is wanted any more. */
static bool wait_to_fill(struct pipeline *l, size_t *number)
{
    pthread_mutex_lock(&l->lock);
    while (!l->stop && l->filled - l->drained == l->o->chunks)
        pthread_cond_wait(&l->may_fill, &l->lock);
    const bool go = !l->stop;
    *number = l->filled;
    pthread_mutex_unlock(&l->lock);
    return go;
}

/* Hand on the chunk that was filled, or the end. */
static void hand_on(struct pipeline *l, bool filled,
                    const struct tenor_error *bad)
{
    pthread_mutex_lock(&l->lock);
    if (filled) {
        l->place[l->filled++ % l->o->chunks] = (struct place){0};
        pthread_cond_signal(&l->may_work);
    } else {
        l->end = true;
        l->bad = *bad;
        pthread_cond_broadcast(&l->may_work);
        pthread_cond_signal(&l->may_drain);
    }
    pthread_mutex_unlock(&l->lock);
}

static void *fill_all(void *pipeline)
{
    struct pipeline *l = pipeline;
    bool filled = true;
    size_t number;

    while (filled && wait_to_fill(l, &number)) {
        struct tenor_error bad = {0};
        if (!l->o->fill(l->o->context, chunk_at(l, number), &filled, &bad))
            filled = false;
        hand_on(l, filled, &bad);
    }
    return NULL;
}

/* Wait for the next chunk to work on; false when none will come. */
static bool take(struct pipeline *l, size_t *number)
{
    pthread_mutex_lock(&l->lock);
    while (!l->stop && !l->end && l->taken == l->filled)
        pthread_cond_wait(&l->may_work, &l->lock);
    const bool go = !l->stop && l->taken < l->filled;
    if (go)
        *number = l->taken++;
    pthread_mutex_unlock(&l->lock);
    return go;
}

static void *work_all(void *worker)
{
    const struct worker *w = worker;
    struct pipeline *l = w->pipeline;
    size_t number;

    while (take(l, &number)) {
        struct tenor_error err = {0};
        l->o->work(l->o->context, w->number, chunk_at(l, number), &err);
        pthread_mutex_lock(&l->lock);
        l->place[number % l->o->chunks] = (struct place){true, err};
        if (number == l->drained)
            pthread_cond_signal(&l->may_drain);
        pthread_mutex_unlock(&l->lock);
    }
    return NULL;
}

/* Wait for the next chunk to drain; false at the end, or at a failure. */
static bool wait_to_drain(struct pipeline *l, size_t *number,
                          struct tenor_error *err)
{
    bool go = false;

    pthread_mutex_lock(&l->lock);
    *number = l->drained;
    const struct place *p = &l->place[*number % l->o->chunks];
    for (;;) {
        if (l->drained < l->filled && p->done) {
            go = p->err.code == TENOR_OK;
            *err = p->err;
            break;
        }
        if (l->end && l->drained == l->filled) {
            *err = l->bad;
            break;
        }
        pthread_cond_wait(&l->may_drain, &l->lock);
    }
    pthread_mutex_unlock(&l->lock);
    return go;
}

static void drain_all(struct pipeline *l, struct tenor_error *err)
{
    size_t number;

    while (wait_to_drain(l, &number, err) &&
           l->o->drain(l->o->context, chunk_at(l, number), err)) {
        pthread_mutex_lock(&l->lock);
        l->drained++;
        pthread_cond_signal(&l->may_fill);
        pthread_mutex_unlock(&l->lock);
    }
}

static void stop(struct pipeline *l)
{
    pthread_mutex_lock(&l->lock);
    l->stop = true;
    pthread_cond_broadcast(&l->may_fill);
    pthread_cond_broadcast(&l->may_work);
    pthread_mutex_unlock(&l->lock);
}

/* Start a thread that gets no signals. */
static bool start(pthread_t *thread, void *(*run)(void *), void *context)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    const bool ok = pthread_create(thread, NULL, run, context) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

/* Start the threads, and run if there are enough. Until all are started the
 * lock keeps them from touching the stream, so that a caller who is left alone
 * finds it at its beginning. */
static bool run_threads(struct pipeline *l, struct worker *worker,
                        struct tenor_error *err)
{
    const size_t most = l->o->workers;
    size_t started = 0;
    pthread_t filler;

    pthread_mutex_lock(&l->lock);
    const bool fills = start(&filler, fill_all, l);
    for (; fills && started < most; started++) {
        worker[started] = (struct worker){.pipeline = l, .number = started};
        if (!start(&worker[started].thread, work_all, &worker[started]))
            break;
    }
    l->stop = started == 0;
    pthread_mutex_unlock(&l->lock);
    if (started > 0)
        drain_all(l, err);
    stop(l);
    for (size_t i = 0; i < started; i++)
        pthread_join(worker[i].thread, NULL);
    if (fills)
        pthread_join(filler, NULL);
    return started > 0;
}

/* Run with several threads; false when that could not begin. */
static bool run_together(struct pipeline *l, struct tenor_error *failure)
{
    struct worker *worker = mem_zero(l->o->workers, sizeof *worker);
    bool ran = false;

    l->place = mem_zero(l->o->chunks, sizeof *l->place);
    if (worker && l->place) {
        pthread_mutex_init(&l->lock, NULL);
        pthread_cond_init(&l->may_fill, NULL);
        pthread_cond_init(&l->may_work, NULL);
        pthread_cond_init(&l->may_drain, NULL);
        ran = run_threads(l, worker, failure);
        pthread_cond_destroy(&l->may_drain);
        pthread_cond_destroy(&l->may_work);
        pthread_cond_destroy(&l->may_fill);
        pthread_mutex_destroy(&l->lock);
    }
    free(l->place);
    free(worker);
    return ran;
}

static bool run_pipeline(struct pipeline *l, struct tenor_error *err)
{
    struct tenor_error failure = {0};

    if (l->o->workers < 2 || l->o->chunks < 2 || !run_together(l, &failure))
        return run_alone(l, err);
    if (failure.code == TENOR_OK)
        return true;
    return fail(err, failure.code, failure.line, "%s", failure.message);
}

bool ordered_run(const struct ordered *o, struct tenor_error *err)
{
    struct ordered all = *o;
    struct pipeline l = {.o = &all};

    if (all.workers > ORDERED_WORKERS)
        all.workers = ORDERED_WORKERS;
    if (all.chunks == 0)
        all.chunks = all.workers < 2 ? 1 : 2 * all.workers + 2;
    l.chunk = mem_zero(all.chunks, all.size);
    if (!l.chunk)
        return fail_memory(err, "chunks");
    const bool ok = run_pipeline(&l, err);
    for (size_t i = 0; all.release && i < all.chunks; i++)
        all.release(chunk_at(&l, i));
    free(l.chunk);
    return ok;
}

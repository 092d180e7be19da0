#define _POSIX_C_SOURCE 200809L
#include "train/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define THREADS_MAX 256

struct pool {
    pthread_mutex_t lock; /* guards what follows */
    size_t next, n;
    size_t failed; /* lowest number of a failed job */
    struct tenor_error *err;
    pool_job job;
    void *context;
};

static size_t take(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    size_t job = p->err->code == TENOR_OK && p->next < p->n ? p->next++ : p->n;
    pthread_mutex_unlock(&p->lock);
    return job;
}

static void report(struct pool *p, size_t job, const struct tenor_error *err)
{
    pthread_mutex_lock(&p->lock);
    if (p->err->code == TENOR_OK || job < p->failed) {
        *p->err = *err;
        p->failed = job;
    }
    pthread_mutex_unlock(&p->lock);
}

static void *work(void *pool)
{
    struct pool *p = pool;
    size_t job;

    while ((job = take(p)) < p->n) {
        struct tenor_error err = {0};
        if (!p->job(p->context, job, &err))
            report(p, job, &err);
    }
    return NULL;
}

bool pool_run(size_t threads, size_t n, pool_job job, void *context,
              struct tenor_error *err)
{
    struct tenor_error failure = {0};
    struct pool p = {.n = n, .err = &failure, .job = job, .context = context};
    pthread_t thread[THREADS_MAX];
    size_t started = 0;

    threads = threads > n ? n : threads;
    threads = threads > THREADS_MAX ? THREADS_MAX : threads;
    pthread_mutex_init(&p.lock, NULL);
    while (started + 1 < threads &&
           pthread_create(&thread[started], NULL, work, &p) == 0)
        started++;
    work(&p);
    for (size_t i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
    pthread_mutex_destroy(&p.lock);
    if (failure.code == TENOR_OK)
        return true;
    return fail(err, failure.code, failure.line, "%s", failure.message);
}

size_t pool_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : (size_t)n;
}

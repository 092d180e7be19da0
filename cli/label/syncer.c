#define _POSIX_C_SOURCE 200809L
#include "cli/label/syncer.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum state { IDLE, WANTED, DONE, ENDED };

struct syncer {
    int fd;
    double begun; /* when it was last wanted */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* Guarded by the lock: */
    enum state state;
    int code; /* errno of a failure, or 0 */
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *run(void *syncer)
{
    struct syncer *s = syncer;

    pthread_mutex_lock(&s->lock);
    for (;;) {
        while (s->state == IDLE || s->state == DONE)
            pthread_cond_wait(&s->changed, &s->lock);
        if (s->state == ENDED)
            break;
        pthread_mutex_unlock(&s->lock);
        const int code = fdatasync(s->fd) == 0 ? 0 : errno;
        pthread_mutex_lock(&s->lock);
        s->code = code;
        if (s->state == WANTED)
            s->state = DONE;
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

static bool start(struct syncer *s)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    const bool ok = pthread_create(&s->thread, NULL, run, s) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

struct syncer *syncer_new(int fd)
{
    struct syncer *s = mem_zero(1, sizeof *s);

    if (!s)
        return NULL;
    s->fd = fd;
    s->begun = now();
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, NULL);
    if (start(s))
        return s;
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    free(s);
    return NULL;
}

static void set_state(struct syncer *s, enum state state)
{
    s->state = state;
    pthread_cond_signal(&s->changed);
}

bool syncer_turn(struct syncer *s, double seconds, bool *begun, bool *ended,
                 struct tenor_error *err)
{
    pthread_mutex_lock(&s->lock);
    const int code = s->code;
    *ended = s->state == DONE;
    if (*ended)
        s->state = IDLE;
    *begun = s->state == IDLE && now() - s->begun >= seconds;
    if (*begun) {
        s->begun = now();
        set_state(s, WANTED);
    }
    pthread_mutex_unlock(&s->lock);
    return code == 0 || fail(err, TENOR_EIO, 0,
                             "cannot bring the output to the disk: %s",
                             strerror(code));
}

void syncer_free(struct syncer *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    set_state(s, ENDED);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

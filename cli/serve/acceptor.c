#define _GNU_SOURCE /* accept4, pipe2 */
#include "cli/serve/acceptor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/serve/refusal.h"

#define SWEEP 250    /* milliseconds between two looks at all connections */
#define AT_ONCE 256  /* are accepted before the next look */
#define AT_LAST 4096 /* and before the end */
#define LINGERING 64

struct acceptor {
    int fd;
    int wake[2]; /* a pipe: closed to end the thread */
    int spare;   /* a descriptor for one more when there are no others */
    struct connections *connections;
    bool (*hand)(void *, int, const struct sockaddr *, socklen_t);
    void *context;
    pthread_t thread;
    /* Closing a socket that has unread bytes would take back the answer, so
     * those that were refused wait here for a moment: */
    int lingering[LINGERING]; /* -1: none */
    size_t next;
};

/* ---- refusing ------------------------------------------------------------ */

static void close_lingering(int *fd)
{
    char bytes[4096];

    if (*fd < 0)
        return;
    for (int i = 0; i < 16 && read(*fd, bytes, sizeof bytes) > 0; i++)
        continue;
    close(*fd);
    *fd = -1;
}

static void close_all_lingering(struct acceptor *a)
{
    for (size_t i = 0; i < LINGERING; i++)
        close_lingering(&a->lingering[i]);
}

static void refuse(struct acceptor *a, int fd)
{
    refusal_send(fd, REFUSAL_TOO_MANY);
    close_lingering(&a->lingering[a->next]);
    a->lingering[a->next] = fd;
    a->next = (a->next + 1) % LINGERING;
}

/* There are no descriptors: take one that waits all the same, to say so, or it
 * would be asked for again and again. */
static void refuse_without_descriptors(struct acceptor *a)
{
    close_all_lingering(a);
    close(a->spare);
    const int fd = accept4(a->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
        refusal_send(fd, REFUSAL_TOO_MANY);
        close_lingering(&(int){fd});
    } else {
        poll(NULL, 0, 10); /* nothing helps but time */
    }
    a->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* ---- accepting ----------------------------------------------------------- */

static bool is_shortage(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOMEM ||
           error == ENOBUFS;
}

/* Accept one; false when none waits. */
static bool accept_one(struct acceptor *a)
{
    struct sockaddr_storage address = {0};
    socklen_t len = sizeof address;
    const int fd =
        accept4(a->fd, (void *)&address, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd < 0 && is_shortage(errno)) {
        refuse_without_descriptors(a);
        return false; /* and look at the others first */
    }
    if (fd < 0)
        return errno == ECONNABORTED || errno == EINTR;
    if (!connections_admit(a->connections, fd, (void *)&address))
        refuse(a, fd);
    else
        a->hand(a->context, fd, (void *)&address, len);
    return true;
}

static int64_t milliseconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void *run(void *acceptor)
{
    struct acceptor *a = acceptor;
    struct pollfd poll_fd[2] = {{.fd = a->fd, .events = POLLIN},
                                {.fd = a->wake[0], .events = POLLIN}};
    int64_t swept = milliseconds();
    bool ending = false;

    while (!ending) {
        const int ready = poll(poll_fd, 2, SWEEP);
        ending = ready > 0 && poll_fd[1].revents;
        const int most = ending ? AT_LAST : AT_ONCE;
        for (int i = 0; i < most && accept_one(a); i++)
            continue;
        if (ready == 0)
            close_all_lingering(a);
        if (milliseconds() - swept >= SWEEP) {
            connections_sweep(a->connections, false);
            swept = milliseconds();
        }
    }
    return NULL;
}

/* ---- beginning and end --------------------------------------------------- */

static void release(struct acceptor *a)
{
    close_all_lingering(a);
    for (int i = 0; i < 2; i++)
        if (a->wake[i] >= 0)
            close(a->wake[i]);
    if (a->spare >= 0)
        close(a->spare);
    free(a);
}

bool acceptor_start(struct acceptor **out, int fd, struct connections *c,
                    bool (*hand)(void *, int, const struct sockaddr *,
                                 socklen_t),
                    void *context, struct tenor_error *err)
{
    struct acceptor *a = mem_zero(1, sizeof *a);

    if (!a)
        return fail_memory(err, "a server");
    *a = (struct acceptor){.fd = fd,
                           .wake = {-1, -1},
                           .connections = c,
                           .hand = hand,
                           .context = context};
    for (size_t i = 0; i < LINGERING; i++)
        a->lingering[i] = -1;
    a->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int error = a->spare < 0 || pipe2(a->wake, O_CLOEXEC) != 0 ? errno : 0;
    if (!error)
        error = pthread_create(&a->thread, NULL, run, a);
    if (error) {
        release(a);
        return fail(err, TENOR_EIO, 0, "cannot start: %s", strerror(error));
    }
    *out = a;
    return true;
}

void acceptor_stop(struct acceptor *a)
{
    if (!a)
        return;
    close(a->wake[1]); /* which poll() tells of */
    a->wake[1] = -1;
    pthread_join(a->thread, NULL);
    release(a);
}

#define _POSIX_C_SOURCE 200809L
#include "cli/serve/connections.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/serve/refusal.h"

/* One that came or was answered just now is about to send a request. */
#define GRACE 1.0

/* So many are asked in a sweep whether they have ended. */
#define ASKED ((size_t)1024)

/* Those that were shut down and are not closed yet are few, unless their
 * readers have other things to do. */
#define LEAVING(most) ((most) / 4 + 16)

struct connection {
    enum connection_state state;
    bool leaving;                    /* it was shut down */
    double since;                    /* when the state began */
    struct sockaddr_storage address; /* without its port */
};

struct connections {
    struct connections_limits limits;
    pthread_mutex_t lock;  /* guards what follows */
    struct connection *at; /* [capacity] by descriptor */
    size_t capacity;
    size_t open, leaving;
    double patience; /* before this time none is idle for long enough */
    size_t turn;     /* of those that are asked, the first */
    struct connections_count count;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct connections *connections_new(const struct connections_limits *limits)
{
    struct connections *c = mem_zero(1, sizeof *c);

    if (!c)
        return NULL;
    c->limits = *limits;
    pthread_mutex_init(&c->lock, NULL);
    return c;
}

void connections_free(struct connections *c)
{
    if (!c)
        return;
    pthread_mutex_destroy(&c->lock);
    free(c->at);
    free(c);
}

/* ---- places -------------------------------------------------------------- */

/* A place for the descriptor; NULL when memory ran out. */
static struct connection *place(struct connections *c, int fd)
{
    const size_t n = (size_t)fd, before = c->capacity;

    if (!GROW(c->at, n + 1, c->capacity))
        return NULL;
    if (c->capacity > before)
        memset(c->at + before, 0, (c->capacity - before) * sizeof *c->at);
    return &c->at[n];
}

static void vacate(struct connections *c, struct connection *x)
{
    if (x->state == CONNECTION_NONE)
        return;
    c->open--;
    c->leaving -= x->leaving;
    *x = (struct connection){0};
}

static void shut(struct connections *c, struct connection *x)
{
    shutdown((int)(x - c->at), SHUT_RDWR);
    c->leaving++;
    x->leaving = true;
}

/* ---- who may come in ----------------------------------------------------- */

/* The address alone, so that two from one host are equal. */
static struct sockaddr_storage host_of(const struct sockaddr *address)
{
    struct sockaddr_storage host;

    memset(&host, 0, sizeof host);
    host.ss_family = address->sa_family;
    if (address->sa_family == AF_INET)
        ((struct sockaddr_in *)&host)->sin_addr =
            ((const struct sockaddr_in *)(const void *)address)->sin_addr;
    else if (address->sa_family == AF_INET6)
        ((struct sockaddr_in6 *)&host)->sin6_addr =
            ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    return host;
}

static bool is_one_too_many(const struct connections *c,
                            const struct sockaddr_storage *host)
{
    size_t n = 0;

    if (c->limits.per_address == 0 || host->ss_family == AF_UNIX)
        return false;
    for (size_t i = 0; i < c->capacity; i++)
        n += c->at[i].state != CONNECTION_NONE && !c->at[i].leaving &&
             memcmp(&c->at[i].address, host, sizeof *host) == 0;
    return n >= c->limits.per_address;
}

/* Shut down the one that has been idle for longest, if that is long enough. A
 * flood of others looks for it once a second. */
static bool displace(struct connections *c, double time)
{
    struct connection *oldest = NULL;

    if (time < c->patience)
        return false;
    for (size_t i = 0; i < c->capacity; i++) {
        struct connection *x = &c->at[i];
        if (x->state == CONNECTION_IDLE && !x->leaving &&
            (!oldest || x->since < oldest->since))
            oldest = x;
    }
    c->patience = (oldest ? oldest->since : time) + GRACE;
    if (!oldest || time < c->patience)
        return false;
    shut(c, oldest);
    c->count.displaced++;
    return true;
}

static bool has_room(struct connections *c, double time)
{
    const size_t most = c->limits.most;

    return c->open < most + LEAVING(most) &&
           (c->open - c->leaving < most || displace(c, time));
}

bool connections_admit(struct connections *c, int fd,
                       const struct sockaddr *address)
{
    const struct sockaddr_storage host = host_of(address);
    const double time = now();

    pthread_mutex_lock(&c->lock);
    struct connection *x = place(c, fd);
    if (x)
        vacate(c, x); /* its reader closed it without a word */
    const bool ok = x && !is_one_too_many(c, &host) && has_room(c, time);
    if (ok) {
        *x = (struct connection){
            .state = CONNECTION_NEW, .since = time, .address = host};
        c->open++;
        c->count.admitted++;
    } else {
        c->count.refused++;
    }
    pthread_mutex_unlock(&c->lock);
    return ok;
}

void connections_set(struct connections *c, int fd, enum connection_state state)
{
    const double time = now();

    pthread_mutex_lock(&c->lock);
    struct connection *x = &c->at[fd];
    c->open += x->state == CONNECTION_NONE; /* it took long to be known */
    x->state = state;
    x->since = time;
    pthread_mutex_unlock(&c->lock);
}

void connections_leave(struct connections *c, int fd)
{
    pthread_mutex_lock(&c->lock);
    vacate(c, &c->at[fd]);
    pthread_mutex_unlock(&c->lock);
}

/* ---- who has to go ------------------------------------------------------- */

/* libmicrohttpd waits for edges, and misses an end that has come with the last
 * bytes before it: it is woken where the other side has ended and all it sent
 * has been read. An answer that is on its way is not harmed. */
static void wake_if_ended(const struct connections *c,
                          const struct connection *x, double age)
{
    const size_t fd = (size_t)(x - c->at);
    char byte;

    if (age > GRACE && fd >= c->turn && fd < c->turn + ASKED &&
        recv((int)fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
        shutdown((int)fd, SHUT_RD);
}

/* End one whose time is over. A descriptor that is NEW may be another file by
 * now. */
static void judge(struct connections *c, struct connection *x, double age,
                  bool stopping)
{
    switch (x->state) {
    case CONNECTION_NEW:
        if (age > c->limits.idle + c->limits.request)
            vacate(c, x);
        break;
    case CONNECTION_IDLE:
        if (age > c->limits.idle || (stopping && age > GRACE)) {
            c->count.idle += !stopping;
            shut(c, x);
            break;
        }
        wake_if_ended(c, x, age);
        break;
    case CONNECTION_READING:
        if (age > c->limits.request) {
            c->count.slow++;
            refusal_send((int)(x - c->at), REFUSAL_TOO_SLOW);
            shut(c, x);
            break;
        }
        wake_if_ended(c, x, age);
        break;
    case CONNECTION_WRITING:
        if (age > c->limits.request) {
            c->count.slow++;
            shut(c, x);
        }
        break;
    case CONNECTION_NONE:
    case CONNECTION_WORKING:
        break;
    }
}

void connections_sweep(struct connections *c, bool stopping)
{
    const double time = now();

    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < c->capacity; i++)
        if (!c->at[i].leaving)
            judge(c, &c->at[i], time - c->at[i].since, stopping);
    c->turn = c->turn + ASKED < c->capacity ? c->turn + ASKED : 0;
    pthread_mutex_unlock(&c->lock);
}

void connections_end(struct connections *c)
{
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < c->capacity; i++)
        if (c->at[i].state > CONNECTION_NEW && !c->at[i].leaving)
            shut(c, &c->at[i]);
    pthread_mutex_unlock(&c->lock);
}

void connections_count(struct connections *c, struct connections_count *out)
{
    pthread_mutex_lock(&c->lock);
    *out = c->count;
    out->open = c->open;
    pthread_mutex_unlock(&c->lock);
}

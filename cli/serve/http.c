#define _POSIX_C_SOURCE 200809L
#include "cli/serve/http.h"

#include <dlfcn.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "cli/serve/refusal.h"

#define LIBRARY "libmicrohttpd.so.12"
#define PACKAGE "libmicrohttpd12"

/* ---- the library --------------------------------------------------------- */

struct library {
    void *handle;
    struct MHD_Daemon *(*start)(unsigned, uint16_t, MHD_AcceptPolicyCallback,
                                void *, MHD_AccessHandlerCallback, void *, ...);
    void (*stop)(struct MHD_Daemon *);
    enum MHD_Result (*add)(struct MHD_Daemon *, MHD_socket,
                           const struct sockaddr *, socklen_t);
    struct MHD_Response *(*response)(size_t, void *,
                                     enum MHD_ResponseMemoryMode);
    enum MHD_Result (*header)(struct MHD_Response *, const char *,
                              const char *);
    enum MHD_Result (*queue)(struct MHD_Connection *, unsigned,
                             struct MHD_Response *);
    void (*destroy)(struct MHD_Response *);
    const char *(*value)(struct MHD_Connection *, enum MHD_ValueKind,
                         const char *);
    const union MHD_ConnectionInfo *(*info)(struct MHD_Connection *,
                                            enum MHD_ConnectionInfoType, ...);
    const char *(*version)(void);
};

/* Find a function; the compiler compares its type with that of the header. */
#define FIND(library, field, name)                     \
    (sizeof(1 ? (library)->field : name) &&            \
     find((library)->handle, #name, &(library)->field, \
          sizeof(library)->field))

static bool find(void *handle, const char *name, void *function, size_t size)
{
    void *const symbol = dlsym(handle, name);

    memcpy(function, &symbol, size); /* which C has no cast for */
    return symbol;
}

static bool load(struct library *l, struct tenor_error *err)
{
    l->handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!l->handle)
        return fail(err, TENOR_EIO, 0,
                    "libmicrohttpd is not installed (Debian: " PACKAGE "): %s",
                    dlerror());
    return (FIND(l, start, MHD_start_daemon) &&
            FIND(l, stop, MHD_stop_daemon) &&
            FIND(l, add, MHD_add_connection) &&
            FIND(l, response, MHD_create_response_from_buffer) &&
            FIND(l, header, MHD_add_response_header) &&
            FIND(l, queue, MHD_queue_response) &&
            FIND(l, destroy, MHD_destroy_response) &&
            FIND(l, value, MHD_lookup_connection_value) &&
            FIND(l, info, MHD_get_connection_info) &&
            FIND(l, version, MHD_get_version)) ||
           fail(err, TENOR_EIO, 0, LIBRARY " is not what it should be: %s",
                dlerror());
}

/* ---- the server ---------------------------------------------------------- */

/* A thread of the library. */
struct worker {
    struct http *http;
    struct MHD_Daemon *daemon;
    atomic_size_t connections;
};

struct http {
    struct library mhd;
    struct http_settings settings;
    struct http_service service;
    struct connections *connections;
    struct worker *worker; /* [settings.threads] */
    atomic_size_t held;
    atomic_bool finishing;
};

/* A connection; it has one request at a time. */
struct peer {
    struct worker *worker;
    struct MHD_Connection *connection;
    int fd;
    bool begun; /* the service knows the request */
    size_t held;
    unsigned code; /* of its answer, once that is given */
    char *target;
    struct http_request q;
};

static struct http *http_of(const struct peer *p)
{
    return p->worker->http;
}

static void become(const struct peer *p, enum connection_state state)
{
    connections_set(http_of(p)->connections, p->fd, state);
}

/* ---- memory -------------------------------------------------------------- */

/* Hold so many bytes more; false when that would be too many. */
static bool hold(struct peer *p, size_t bytes)
{
    struct http *h = http_of(p);

    if (atomic_fetch_add(&h->held, bytes) + bytes > h->settings.memory) {
        atomic_fetch_sub(&h->held, bytes);
        return false;
    }
    p->held += bytes;
    return true;
}

static void let_go(struct peer *p, size_t bytes)
{
    atomic_fetch_sub(&http_of(p)->held, bytes);
    p->held -= bytes;
}

static void free_body(struct peer *p)
{
    struct buffer *b = &p->q.body;

    let_go(p, b->capacity);
    free(b->data);
    *b = (struct buffer){0};
}

/* Room for `more` bytes of a body: doubled, but not beyond what it can be. */
static bool grow_body(struct peer *p, size_t more)
{
    struct buffer *b = &p->q.body;
    const size_t need = b->len + more;
    const size_t most = p->q.length && p->q.length >= need
                            ? (size_t)p->q.length
                            : http_of(p)->settings.max_body;
    size_t capacity = b->capacity > 1024 ? 2 * b->capacity : 2048;

    if (need <= b->capacity)
        return true;
    if (capacity > most)
        capacity = most;
    if (capacity < need)
        capacity = need;
    if (!hold(p, capacity - b->capacity))
        return false;
    char *data = mem_resize(b->data, capacity, 1);
    if (!data) {
        let_go(p, capacity - b->capacity);
        return false;
    }
    b->data = data;
    b->capacity = capacity;
    return true;
}

/* ---- answers ------------------------------------------------------------- */

static void set_refusal(struct http_answer *a, enum refusal why)
{
    char text[160];
    const int n = snprintf(text, sizeof text, "{\"error\":\"%s\"}\n",
                           refusal_saying(why));

    free(a->body.data);
    *a = (struct http_answer){.code = refusal_code(why),
                              .type = "application/json",
                              .header = "Retry-After",
                              .value = "1"};
    if (!buffer_add(&a->body, text, (size_t)n))
        a->body.len = 0;
}

static struct MHD_Response *response_of(struct peer *p)
{
    const struct library *l = &http_of(p)->mhd;
    struct http_answer *a = &p->q.answer;
    static char nothing[1];
    struct MHD_Response *r =
        a->body.len
            ? l->response(a->body.len, a->body.data, MHD_RESPMEM_MUST_FREE)
            : l->response(0, nothing, MHD_RESPMEM_PERSISTENT);

    if (r && a->body.len)
        a->body = (struct buffer){0}; /* the library's now */
    if (r && ((a->type && !l->header(r, "Content-Type", a->type)) ||
              (a->header && !l->header(r, a->header, a->value)) ||
              (atomic_load(&http_of(p)->finishing) &&
               !l->header(r, "Connection", "close")))) {
        l->destroy(r);
        r = NULL;
    }
    return r;
}

/* Send the answer that the service has given. */
static enum MHD_Result send_answer(struct peer *p)
{
    const struct library *l = &http_of(p)->mhd;

    free_body(p);
    if (!hold(p, p->q.answer.body.capacity))
        set_refusal(&p->q.answer, REFUSAL_NO_MEMORY);
    struct MHD_Response *r = response_of(p);
    if (!r)
        return MHD_NO;
    p->code = p->q.answer.code;
    become(p, CONNECTION_WRITING);
    const enum MHD_Result ok = l->queue(p->connection, p->code, r);
    l->destroy(r);
    return ok;
}

/* In the middle of a body the library takes no answer. */
static enum MHD_Result refuse(struct peer *p, enum refusal why)
{
    refusal_send(p->fd, why);
    p->code = refusal_code(why);
    return MHD_NO;
}

/* ---- requests ------------------------------------------------------------ */

static uint64_t announced_length(const struct http_request *q)
{
    const char *text = http_header(q, "Content-Length");
    char *rest;

    if (!text)
        return 0;
    errno = 0;
    const unsigned long long n = strtoull(text, &rest, 10);
    return errno || rest == text || *rest ? UINT64_MAX : n;
}

static enum MHD_Result begin(struct peer *p, const char *method)
{
    const struct http *h = http_of(p);

    p->begun = true;
    p->q.peer = p;
    p->q.method = method;
    p->q.target = str_of(p->target);
    p->q.length = announced_length(&p->q);
    h->service.begin(h->service.context, &p->q);
    return p->q.answer.code ? send_answer(p) : MHD_YES;
}

static enum MHD_Result take(struct peer *p, const char *bytes, size_t *n)
{
    struct buffer *b = &p->q.body;

    if (*n > http_of(p)->settings.max_body - b->len)
        return refuse(p, REFUSAL_TOO_LARGE);
    if (!grow_body(p, *n))
        return refuse(p, REFUSAL_NO_MEMORY);
    memcpy(b->data + b->len, bytes, *n);
    b->len += *n;
    *n = 0;
    return MHD_YES;
}

/* What the library calls for a request: when it has its header, for each piece
 * of its body, and when it has all of it. */
static enum MHD_Result handle(void *worker, struct MHD_Connection *connection,
                              const char *url, const char *method,
                              const char *version, const char *bytes, size_t *n,
                              void **state)
{
    struct peer *p = *state;

    (void)worker;
    (void)connection;
    (void)url;
    (void)version;
    if (!p || !p->target)
        return MHD_NO;
    if (!p->begun)
        return begin(p, method);
    if (*n)
        return take(p, bytes, n);
    const struct http *h = http_of(p);
    become(p, CONNECTION_WORKING);
    h->service.answer(h->service.context, &p->q);
    return send_answer(p);
}

/* The first line of a request is there. The result is its state. */
static void *note_target(void *worker, const char *target,
                         struct MHD_Connection *connection)
{
    struct worker *w = worker;
    const union MHD_ConnectionInfo *info =
        w->http->mhd.info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct peer *p = info ? info->socket_context : NULL;

    if (!p)
        return NULL;
    become(p, CONNECTION_READING);
    p->target = mem_string(str_of(target));
    return p;
}

static void note_end(void *worker, struct MHD_Connection *connection,
                     void **state, enum MHD_RequestTerminationCode why)
{
    struct peer *p = *state;

    (void)worker;
    (void)connection;
    if (!p)
        return;
    const struct http *h = http_of(p);
    const bool sent = why == MHD_REQUEST_TERMINATED_COMPLETED_OK;
    /* Refusals are sent past the library, which sees an error of ours. */
    if (p->begun)
        h->service.end(
            h->service.context, &p->q,
            sent || why == MHD_REQUEST_TERMINATED_WITH_ERROR ? p->code : 0);
    free_body(p);
    free(p->q.answer.body.data);
    let_go(p, p->held);
    free(p->target);
    p->target = NULL;
    p->q = (struct http_request){0};
    p->begun = false;
    p->code = 0;
    *state = NULL;
    become(p, CONNECTION_IDLE);
}

/* ---- connections --------------------------------------------------------- */

static void open_peer(struct worker *w, struct MHD_Connection *connection,
                      int fd, void **context)
{
    struct peer *p = mem_zero(1, sizeof *p);

    connections_set(w->http->connections, fd, CONNECTION_IDLE);
    if (p)
        *p = (struct peer){.worker = w, .connection = connection, .fd = fd};
    *context = p;
}

static void note_connection(void *worker, struct MHD_Connection *connection,
                            void **context,
                            enum MHD_ConnectionNotificationCode what)
{
    struct worker *w = worker;
    const union MHD_ConnectionInfo *info =
        w->http->mhd.info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        open_peer(w, connection, info->connect_fd, context);
        return;
    }
    connections_leave(w->http->connections, info->connect_fd);
    atomic_fetch_sub(&w->connections, 1);
    free(*context);
}

bool http_hand(void *http, int fd, const struct sockaddr *address,
               socklen_t len)
{
    struct http *h = http;
    struct worker *least = &h->worker[0];

    for (size_t i = 1; i < h->settings.threads; i++)
        if (atomic_load(&h->worker[i].connections) <
            atomic_load(&least->connections))
            least = &h->worker[i];
    atomic_fetch_add(&least->connections, 1);
    if (h->mhd.add(least->daemon, fd, address, len) == MHD_YES)
        return true;
    connections_leave(h->connections, fd);
    atomic_fetch_sub(&least->connections, 1);
    return false;
}

/* ---- beginning and end --------------------------------------------------- */

static bool start_worker(struct http *h, struct worker *w,
                         struct tenor_error *err)
{
    const unsigned most = (unsigned)(2 * h->settings.connections + 64);

    w->http = h;
    w->daemon = h->mhd.start(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC,
        0, NULL, NULL, handle, w, MHD_OPTION_CONNECTION_LIMIT, most,
        MHD_OPTION_URI_LOG_CALLBACK, note_target, w,
        MHD_OPTION_NOTIFY_COMPLETED, note_end, w, MHD_OPTION_NOTIFY_CONNECTION,
        note_connection, w, MHD_OPTION_END);
    return w->daemon ||
           fail(err, TENOR_EIO, 0, "libmicrohttpd %s cannot start a thread: %s",
                h->mhd.version(), strerror(errno));
}

bool http_start(struct http **out, const struct http_settings *settings,
                const struct http_service *service, struct connections *c,
                struct tenor_error *err)
{
    struct http *h = mem_zero(1, sizeof *h);
    bool ok;

    if (!h)
        return fail_memory(err, "a server");
    h->settings = *settings;
    h->service = *service;
    h->connections = c;
    h->worker = mem_zero(settings->threads, sizeof *h->worker);
    ok = (h->worker || fail_memory(err, "a server")) && load(&h->mhd, err);
    for (size_t i = 0; ok && i < settings->threads; i++)
        ok = start_worker(h, &h->worker[i], err);
    if (ok)
        *out = h;
    else
        http_stop(h);
    return ok;
}

void http_finish(struct http *h)
{
    atomic_store(&h->finishing, true);
}

void http_stop(struct http *h)
{
    if (!h)
        return;
    for (size_t i = 0; h->worker && i < h->settings.threads; i++)
        if (h->worker[i].daemon)
            h->mhd.stop(h->worker[i].daemon);
    /* The library stays: others that it has loaded may not like to go. */
    free(h->worker);
    free(h);
}

const char *http_header(const struct http_request *q, const char *name)
{
    const struct peer *p = q->peer;

    return http_of(p)->mhd.value(p->connection, MHD_HEADER_KIND, name);
}

size_t http_held(const struct http *h)
{
    return atomic_load(&h->held);
}

const char *http_version(const struct http *h)
{
    return h->mhd.version();
}

/* tenor serve: the tone of texts, over HTTP. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "cli/serve/acceptor.h"
#include "cli/serve/hangup.h"
#include "cli/serve/http.h"
#include "cli/serve/listener.h"
#include "cli/out.h"
#include "cli/serve/service.h"
#include "cli/stop.h"
#include "cli/verbs.h"
#include "train/pool.h"

#define THREADS_MAX ((size_t)256)
#define CONNECTIONS_MAX ((size_t)10000)
#define SECONDS_MAX 86400.0

struct serve_options {
    const char *model, *unix_path, *address;
    size_t port, memory;
    double idle, request;
    struct connections_limits limits;
    struct service service;
};

/* A server, in the order in which its parts begin. */
struct server {
    const struct verb *verb;
    struct serve_options *options;
    struct listener listener;
    struct connections *connections;
    struct http *http;
    struct acceptor *acceptor;
};

/* ---- options ------------------------------------------------------------- */

static bool set_listener(const struct verb *v, const struct serve_options *o,
                         struct listener *l, int *status)
{
    const char *address = o->address ? o->address : "127.0.0.1";

    if (o->unix_path && (o->address || o->port != SIZE_MAX))
        *status = opt_misuse(v, "--unix is in the place of --listen and "
                                "--port");
    else if (o->unix_path && !listener_set_path(l, o->unix_path))
        *status = opt_misuse(v,
                             "--unix cannot be '%s'; a path of up to 107 "
                             "bytes is expected",
                             o->unix_path);
    else if (!o->unix_path && o->port != SIZE_MAX && o->port > 65535)
        *status = opt_misuse(v, "--port is 0 to 65535");
    else if (!o->unix_path &&
             !listener_set_address(
                 l, address,
                 o->port == SIZE_MAX ? 8765 : (unsigned short)o->port))
        *status = opt_misuse(v,
                             "--listen cannot be '%s'; an address as "
                             "127.0.0.1 or [::1] is expected",
                             address);
    else if (!l->loopback && !o->service.token_file)
        *status = opt_misuse(v,
                             "--listen %s can be reached from other "
                             "machines, and needs --token-file",
                             address);
    else
        return true;
    return false;
}

static bool is_time(double seconds)
{
    return seconds >= 0.1 && seconds <= SECONDS_MAX;
}

static bool check(const struct verb *v, const struct serve_options *o,
                  struct listener *l, int *status)
{
    const struct service *s = &o->service;

    if (s->max_body == 0 || s->max_body > TENOR_TEXT_MAX)
        *status = opt_misuse(v, "--max-body is 1 to %zu bytes", TENOR_TEXT_MAX);
    else if (o->memory < s->max_body)
        *status = opt_misuse(v, "--memory is less than --max-body");
    else if (s->threads == 0 || s->threads > THREADS_MAX)
        *status = opt_misuse(v, "--threads is 1 to %zu", THREADS_MAX);
    else if (o->limits.most == 0 || o->limits.most > CONNECTIONS_MAX)
        *status = opt_misuse(v, "--connections is 1 to %zu", CONNECTIONS_MAX);
    else if (!is_time(o->limits.idle) || !is_time(o->limits.request))
        *status = opt_misuse(v,
                             "--timeout and --request-time are 0.1 to %.0f "
                             "seconds",
                             SECONDS_MAX);
    else
        return set_listener(v, o, l, status);
    return false;
}

/* ---- descriptors --------------------------------------------------------- */

/* As many descriptors as connections may need. */
static bool allow_descriptors(const struct serve_options *o,
                              struct tenor_error *err)
{
    const size_t most = o->limits.most;
    const rlim_t need = most + most / 4 + 4 * o->service.threads + 128;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= need)
        return true;
    if (limit.rlim_max < need)
        return fail(err, TENOR_ELIMIT, 0,
                    "--connections %zu needs %llu open files, and %llu are "
                    "allowed; see ulimit -n",
                    most, (unsigned long long)need,
                    (unsigned long long)limit.rlim_max);
    limit.rlim_cur = need;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0 ||
           fail(err, TENOR_EIO, 0, "cannot open more files: %s",
                strerror(errno));
}

/* ---- running ------------------------------------------------------------- */

static void say(const struct server *s, const char *what,
                const struct tenor_error *err)
{
    fprintf(stderr, "tenor %s: %s: %s\n", s->verb->name, what, err->message);
}

/* SIGHUP: the model and the tokens are read again, each for itself. */
static void reload(const struct server *s)
{
    struct service *service = &s->options->service;
    struct tenor_error tokens = {0}, model = {0};
    bool ok = service_reload_tokens(service, &tokens);

    if (!ok)
        say(s, "the tokens stay as they were", &tokens);
    if (!service_model_reload(service->model, &model)) {
        say(s, "the model stays as it was", &model);
        ok = false;
    } else {
        struct generation *g = service_model_take(service->model);
        fprintf(stderr, "tenor %s: model %s, checksum %s\n", s->verb->name,
                generation_name(g), generation_checksum(g));
        service_model_give(service->model, g);
    }
    atomic_fetch_add(
        ok ? &service->metrics.reloads : &service->metrics.reloads_failed, 1);
}

static void wait_for_signals(const struct server *s)
{
    struct pollfd fd[2] = {{.fd = stop_descriptor(), .events = POLLIN},
                           {.fd = hangup_descriptor(), .events = POLLIN}};

    while (!stop_wanted()) {
        poll(fd, 2, -1); /* which a signal may interrupt */
        if (hangup_take() && !stop_wanted())
            reload(s);
    }
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Let requests that are under way come to their end. */
static void finish(struct server *s)
{
    const double end = now() + s->options->limits.request + 1;
    const struct timespec moment = {.tv_nsec = 20000000};
    struct connections_count count;

    http_finish(s->http);
    acceptor_stop(s->acceptor);
    s->acceptor = NULL;
    listener_close(&s->listener);
    for (;;) {
        connections_sweep(s->connections, true);
        connections_count(s->connections, &count);
        if (count.open == 0 || now() > end)
            break;
        nanosleep(&moment, NULL);
    }
    fprintf(stderr, "tenor %s: stopped by signal %d", s->verb->name,
            stop_signal());
    if (count.open > 0)
        fprintf(stderr, "; %zu connections were cut off", count.open);
    fprintf(stderr, "\n");
}

/* Start all of it. Its threads get no signals. */
static bool start(struct server *s, struct tenor_error *err)
{
    struct serve_options *o = s->options;
    const struct http_settings settings = {.threads = o->service.threads,
                                           .connections = o->limits.most,
                                           .max_body = o->service.max_body,
                                           .memory = o->memory};
    const struct http_service service = service_for_http(&o->service);

    s->connections = connections_new(&o->limits);
    if (!s->connections)
        return fail_memory(err, "a server");
    o->service.connections = s->connections;
    if (!http_start(&s->http, &settings, &service, s->connections, err))
        return false;
    o->service.http = s->http;
    return listener_open(&s->listener, err) &&
           acceptor_start(&s->acceptor, s->listener.fd, s->connections,
                          http_hand, s->http, err);
}

static bool start_without_signals(struct server *s, struct tenor_error *err)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool ok = start(s, err);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

static int run(struct server *s)
{
    struct tenor_error err = {0};
    int status = EXIT_DONE;
    bool ok = stop_on_signals() && hangup_watch();

    if (!ok)
        fail(&err, TENOR_EIO, 0, "cannot be told of signals: %s",
             strerror(errno));
    ok = ok && allow_descriptors(s->options, &err) &&
         service_init(&s->options->service, &err) &&
         start_without_signals(s, &err);
    if (ok) {
        fprintf(stderr, "tenor %s: listening on %s\n", s->verb->name,
                s->listener.name);
        wait_for_signals(s);
        finish(s);
    } else {
        status = out_error(s->verb->name, &err);
    }
    acceptor_stop(s->acceptor);
    listener_close(&s->listener);
    http_stop(s->http);
    connections_free(s->connections);
    service_release(&s->options->service);
    return status;
}

/* ---- the verb ------------------------------------------------------------ */

static int open_and_run(const struct verb *v, struct serve_options *o,
                        struct listener *l)
{
    struct server s = {.verb = v, .options = o, .listener = *l};
    struct tenor_error err = {0};

    if (!service_model_open(&o->service.model, o->model, o->service.threads,
                            &err)) {
        fprintf(stderr, "tenor %s: %s%s%s\n", v->name, o->model ? o->model : "",
                o->model ? ": " : "", err.message);
        return EXIT_MODEL;
    }
    const int status = run(&s);
    service_model_close(o->service.model);
    return status;
}

static size_t processors(void)
{
    const size_t n = pool_processors();

    return n < THREADS_MAX ? n : THREADS_MAX;
}

static int run_serve(const struct verb *v, int argc, char **argv)
{
    struct serve_options o = {
        .port = SIZE_MAX,
        .memory = (size_t)256 << 20,
        .limits = {.most = 256, .idle = 60, .request = 30},
        .service = {.max_body = (size_t)1 << 20, .threads = processors()},
    };
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,   'm', "model",        &o.model,              "MODEL",   "model file; the embedded model", NULL},
        {OPT_COUNT,  0,  "port",         &o.port,               "N",       "port on 127.0.0.1, 0 for one that is free; 8765", NULL},
        {OPT_STR,    0,  "unix",         &o.unix_path,          "PATH",    "listen on a socket at PATH in its place", NULL},
        {OPT_STR,    0,  "listen",       &o.address,            "ADDRESS", "listen on this address, IPv4 or [IPv6]; one that\nother machines reach needs --token-file", NULL},
        {OPT_STR,    0,  "token-file",   &o.service.token_file, "FILE",    "requests need a token of those in FILE, one a line,\nbut for /healthz", NULL},
        {OPT_COUNT,  0,  "max-body",     &o.service.max_body,   "BYTES",   "refuse larger bodies; 1048576, 67108864 at most", NULL},
        {OPT_COUNT,  0,  "memory",       &o.memory,             "BYTES",   "bodies and answers together are no more, and further\nrequests refused; 268435456", NULL},
        {OPT_REAL,   0,  "timeout",      &o.limits.idle,        "SECONDS", "close a connection that has sent no request for so\nlong; 60", NULL},
        {OPT_REAL,   0,  "request-time", &o.limits.request,     "SECONDS", "close one that takes longer for sending a request,\nor for taking an answer; 30", NULL},
        {OPT_COUNT,  0,  "connections",  &o.limits.most,        "N",       "connections at once; 256, 10000 at most", NULL},
        {OPT_COUNT,  0,  "per-address",  &o.limits.per_address, "N",       "of these, from one address; 0, any number", NULL},
        {OPT_COUNT, 'j', "threads",      &o.service.threads,    "N",       "threads, without effect on the answers; all cores", NULL},
        {OPT_FLAG,   0,  "log-requests", &o.service.log,        NULL,      "a line on stderr for each request, without texts", NULL},
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct listener listener;
    size_t n;
    int status;

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n > 0)
        return opt_misuse(v, "there is nothing to be read, and '%s' is given",
                          argv[0]);
    if (!check(v, &o, &listener, &status))
        return status;
    return open_and_run(v, &o, &listener);
}

const struct verb verb_serve = {
    .name = "serve",
    .synopsis = "[-m MODEL] [--port N | --unix PATH] [--listen ADDRESS]\n"
                "                   [--token-file FILE] [OPTION...]",
    .summary = "Answer requests over HTTP with the tone of texts.",
    .more =
        "  GET  /healthz  that it works, and with which model\n"
        "  GET  /metrics  counts, for Prometheus\n"
        "  POST /score    text/plain: what 'score --format json' prints for "
        "it;\n"
        "                 ?axes=NAMES&coverage=P&title=TEXT\n"
        "  POST /label    application/x-ndjson or, as lines, text/plain: what\n"
        "                 'label' writes for it;\n"
        "                 ?axes=NAMES&fields=NAMES&text-field=NAME\n"
        "\n"
        "SIGHUP reads the model and the tokens again; SIGTERM and SIGINT let\n"
        "requests that are under way come to their end. Needs libmicrohttpd\n"
        "(Debian: libmicrohttpd12).\n"
        "\n"
        "Exit status: 0 stopped by a signal, 2 wrong usage or it cannot "
        "listen,\n"
        "3 the model cannot be used.",
    .run = run_serve,
};

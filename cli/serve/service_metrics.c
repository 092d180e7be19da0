#include "cli/serve/service_metrics.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const service_route_name[ROUTES] = {
#define X(name, path) path,
    SERVICE_ROUTES(X)
#undef X
};

static const unsigned codes[METRIC_CODES] = {
#define X(code) code,
    SERVICE_CODES(X)
#undef X
};

/* Upper ends of the buckets, in seconds; the last one has none. */
static const double bounds[METRIC_BUCKETS - 1] = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
    0.025,  0.05,    0.1,    0.25,  0.5,    1,     2.5};

void service_metrics_note(struct service_metrics *m, enum service_route route,
                          unsigned code, double seconds)
{
    size_t i = 0, bucket = 0;

    while (i + 1 < METRIC_CODES && codes[i] != code)
        i++;
    atomic_fetch_add(&m->requests[route][i], 1);
    if (seconds < 0)
        return;
    while (bucket < METRIC_BUCKETS - 1 && seconds > bounds[bucket])
        bucket++;
    atomic_fetch_add(&m->bucket[route][bucket], 1);
    atomic_fetch_add(&m->nanoseconds[route],
                     (unsigned long long)(seconds * 1e9));
}

/* ---- text ---------------------------------------------------------------- */

static bool put(struct buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool put(struct buffer *b, const char *format, ...)
{
    char line[256];
    va_list list;

    va_start(list, format);
    const int n = vsnprintf(line, sizeof line, format, list);
    va_end(list);
    return n >= 0 && (size_t)n < sizeof line && buffer_add(b, line, (size_t)n);
}

static bool put_head(struct buffer *b, const char *name, const char *type,
                     const char *help)
{
    return put(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static bool put_one(struct buffer *b, const char *name, const char *type,
                    const char *help, unsigned long long value)
{
    return put_head(b, name, type, help) && put(b, "%s %llu\n", name, value);
}

/* The value of a label, with its quotes. */
static bool put_label(struct buffer *b, const char *s)
{
    bool ok = buffer_add(b, "\"", 1);

    for (; ok && *s; s++)
        ok = *s == '\n'                ? buffer_add(b, "\\n", 2)
             : *s == '"' || *s == '\\' ? put(b, "\\%c", *s)
                                       : buffer_add(b, s, 1);
    return ok && buffer_add(b, "\"", 1);
}

static bool put_requests(const struct service_metrics *m, struct buffer *b)
{
    bool ok = put_head(b, "tenor_requests_total", "counter",
                       "Requests by route and status; 0: the client went "
                       "before its answer.");

    for (size_t r = 0; r < ROUTES; r++)
        for (size_t i = 0; ok && i < METRIC_CODES; i++) {
            const unsigned long long n = atomic_load(&m->requests[r][i]);
            if (n > 0 || codes[i] == 200)
                ok = put(b,
                         "tenor_requests_total{route=\"%s\",code=\"%u\"} "
                         "%llu\n",
                         service_route_name[r], codes[i], n);
        }
    return ok;
}

static bool put_histogram(const struct service_metrics *m, size_t r,
                          struct buffer *b)
{
    const char *name = "tenor_request_seconds", *route = service_route_name[r];
    unsigned long long n = 0;
    bool ok = true;

    for (size_t i = 0; ok && i < METRIC_BUCKETS - 1; i++) {
        n += atomic_load(&m->bucket[r][i]);
        ok = put(b, "%s_bucket{route=\"%s\",le=\"%g\"} %llu\n", name, route,
                 bounds[i], n);
    }
    n += atomic_load(&m->bucket[r][METRIC_BUCKETS - 1]);
    return ok &&
           put(b, "%s_bucket{route=\"%s\",le=\"+Inf\"} %llu\n", name, route,
               n) &&
           put(b, "%s_sum{route=\"%s\"} %.9f\n%s_count{route=\"%s\"} %llu\n",
               name, route, (double)atomic_load(&m->nanoseconds[r]) * 1e-9,
               name, route, n);
}

static bool put_histograms(const struct service_metrics *m, struct buffer *b)
{
    bool ok = put_head(b, "tenor_request_seconds", "histogram",
                       "Time from when a request was there, with its body, to "
                       "when its answer was.");

    for (size_t r = 0; ok && r < ROUTES; r++)
        ok = put_histogram(m, r, b);
    return ok;
}

static bool put_state(const struct service_state *s, struct buffer *b)
{
    return put_head(b, "tenor_info", "gauge", "Versions.") &&
           put(b, "tenor_info{version=\"%s\",libmicrohttpd=\"%s\"} 1\n",
               s->version, s->microhttpd) &&
           put_head(b, "tenor_model_info", "gauge",
                    "The model in use, and the checksum of its file.") &&
           put(b, "tenor_model_info{model=") && put_label(b, s->model) &&
           put(b, ",checksum=\"%s\"} 1\n", s->checksum) &&
           put_one(b, "tenor_threads", "gauge", "Threads that score.",
                   s->threads) &&
           put_one(b, "tenor_held_bytes", "gauge",
                   "Bytes of bodies and answers in memory.", s->held) &&
           put_head(b, "process_start_time_seconds", "gauge",
                    "When the server was started, since 1970.") &&
           put(b, "process_start_time_seconds %.3f\n", s->started);
}

static bool put_connections(const struct connections_count *c, struct buffer *b)
{
    return put_one(b, "tenor_connections_open", "gauge",
                   "Connections that are open.", c->open) &&
           put_one(b, "tenor_connections_admitted_total", "counter",
                   "Connections that were admitted.", c->admitted) &&
           put_one(b, "tenor_connections_refused_total", "counter",
                   "Connections that were refused with 503.", c->refused) &&
           put_one(b, "tenor_connections_displaced_total", "counter",
                   "Idle connections that were closed to make room.",
                   c->displaced) &&
           put_one(b, "tenor_connections_idle_total", "counter",
                   "Connections that were idle for too long.", c->idle) &&
           put_one(b, "tenor_connections_slow_total", "counter",
                   "Connections that sent a request, or took an answer, too "
                   "slowly.",
                   c->slow);
}

bool service_metrics_add(const struct service_metrics *m,
                         const struct service_state *s, struct buffer *b)
{
    return put_state(s, b) && put_requests(m, b) && put_histograms(m, b) &&
           put_one(b, "tenor_body_bytes_total", "counter",
                   "Bytes of bodies that were received.",
                   atomic_load(&m->bytes_in)) &&
           put_one(b, "tenor_answer_bytes_total", "counter",
                   "Bytes of answers.", atomic_load(&m->bytes_out)) &&
           put_one(b, "tenor_records_total", "counter",
                   "Texts of /score and records of /label.",
                   atomic_load(&m->records)) &&
           put_one(b, "tenor_records_failed_total", "counter",
                   "Those of them that have no result.",
                   atomic_load(&m->records_failed)) &&
           put_connections(&s->connections, b) &&
           put_one(b, "tenor_reloads_total", "counter",
                   "Reloads that replaced the model.",
                   atomic_load(&m->reloads)) &&
           put_one(b, "tenor_reloads_failed_total", "counter",
                   "Reloads that left something as it was.",
                   atomic_load(&m->reloads_failed));
}

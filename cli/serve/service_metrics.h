/* What a server counts, as the text format 0.0.4 of Prometheus. Counting waits
 * for nobody; any number of threads. */
#ifndef TENOR_CLI_SERVE_SERVICE_METRICS_H
#define TENOR_CLI_SERVE_SERVICE_METRICS_H

#include <stdatomic.h>

#include "cli/serve/connections.h"

/* Routes, and what metrics call them. OTHER are all other paths. */
/* clang-format off */
#define SERVICE_ROUTES(X)  \
    X(HEALTHZ, "/healthz") \
    X(METRICS, "/metrics") \
    X(SCORE,   "/score")   \
    X(LABEL,   "/label")   \
    X(OTHER,   "other")

/* Status codes that answers have; 0 is a client that went, or was too slow,
 * before. */
#define SERVICE_CODES(X)                                                   \
    X(0) X(200) X(400) X(401) X(404) X(405) X(413) X(415) X(500) X(503)
/* clang-format on */

enum service_route {
#define X(name, path) ROUTE_##name,
    SERVICE_ROUTES(X)
#undef X
        ROUTES
};

extern const char *const service_route_name[ROUTES];

#define X(code) +1
enum { METRIC_CODES = 0 SERVICE_CODES(X), METRIC_BUCKETS = 15 };
#undef X

/* Zero it to start. */
struct service_metrics {
    atomic_ullong requests[ROUTES][METRIC_CODES];
    atomic_ullong bucket[ROUTES][METRIC_BUCKETS]; /* not cumulated */
    atomic_ullong nanoseconds[ROUTES];
    atomic_ullong bytes_in, bytes_out;
    atomic_ullong records, records_failed;
    atomic_ullong reloads, reloads_failed;
};

/* A request of that route is over. `seconds` is what the answer took from when
 * its body was there; negative where it came to nothing. */
void service_metrics_note(struct service_metrics *m, enum service_route route,
                          unsigned code, double seconds);

/* What metrics know nothing of. */
struct service_state {
    const char *model, *checksum, *version, *microhttpd;
    double started; /* seconds since 1970 */
    size_t threads, held;
    struct connections_count connections;
};

/* Append all of it. False when memory ran out. */
bool service_metrics_add(const struct service_metrics *m,
                         const struct service_state *s, struct buffer *b);

#endif

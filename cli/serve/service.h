/* What a server answers: its routes, for cli/serve/http.h.
 *
 *   GET  /healthz   that it works, and with which model
 *   GET  /metrics   what it counts
 *   POST /score     one text: what `tenor score --format json` prints
 *   POST /label     records: what `tenor label` writes
 *
 * A route is a row of the table in service.c. Any number of threads. */
#ifndef TENOR_CLI_SERVE_SERVICE_H
#define TENOR_CLI_SERVE_SERVICE_H

#include "cli/serve/http.h"
#include "cli/serve/service_metrics.h"
#include "cli/serve/service_model.h"

/* Set the first part, zero the rest. */
struct service {
    struct service_model *model;
    struct connections *connections;
    const char *token_file; /* NULL: anybody may ask */
    size_t threads, max_body;
    bool log; /* a line on stderr for each request */

    const struct http *http; /* once it is started */
    struct service_metrics metrics;
    struct service_door *door; /* the tokens, and a lock */
    double started;            /* seconds since 1970 */
};

/* Read the file of tokens. Its errors are those of bearer_read(). */
bool service_init(struct service *s, struct tenor_error *err);
void service_release(struct service *s);

/* Read it again; when that fails, the tokens stay. */
bool service_reload_tokens(struct service *s, struct tenor_error *err);

/* For http_start(); the service is borrowed. */
struct http_service service_for_http(struct service *s);

/* ---- for the routes ------------------------------------------------------ */

/* A request with what its header says. */
struct call {
    struct service *service;
    struct http_request *request;
    enum service_route route;
    const struct media_row *media; /* of the body; NULL without one */
    struct query_value *value;     /* of the query, in the order of the route */
    struct generation *generation; /* of the model, for POST */
};

/* Answer with an error: {"error":"..."}. */
void service_fail(struct http_request *q, unsigned code, const char *message);

/* The same for what has failed, and for what is wrong with a query: in `why`,
 * or where it is empty memory ran out. */
void service_fail_with(struct http_request *q, const struct tenor_error *err);
void service_fail_why(struct http_request *q, struct str why);

/* Answer POST /score and POST /label. */
void service_score(struct call *c);
void service_label(struct call *c);

/* What values of their queries are. */
enum { SCORE_AXES, SCORE_COVERAGE, SCORE_TITLE, SCORE_VALUES };
enum {
    LABEL_AXES,
    LABEL_FIELDS,
    LABEL_TEXT_FIELD,
    LABEL_TITLE_FIELD,
    LABEL_VALUES
};

/* The most that a query has. */
enum {
    QUERY_VALUES =
        (int)SCORE_VALUES > (int)LABEL_VALUES ? SCORE_VALUES : LABEL_VALUES
};

struct record_format;

/* A type of content that a route takes. */
struct media_row {
    const char *type;
    const struct record_format *format; /* of /label */
};

#endif

#define _POSIX_C_SOURCE 200809L
#include "cli/serve/service.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/serve/bearer.h"
#include "cli/serve/media.h"
#include "cli/out.h"
#include "cli/serve/query.h"
#include "cli/label/records.h"

struct service_door {
    pthread_mutex_t lock; /* guards what follows */
    struct bearer tokens;
};

/* ---- routes -------------------------------------------------------------- */

struct route {
    const char *methods;           /* for the header Allow */
    bool open;                     /* without a token, too */
    const struct media_row *media; /* of bodies, up to one without a type */
    const char *const *values;     /* names in its query, up to a NULL */
    void (*answer)(struct call *c);
};

static void answer_healthz(struct call *c);
static void answer_metrics(struct call *c);

static const struct media_row score_media[] = {{"text/plain", NULL},
                                               {NULL, NULL}};
static const struct media_row label_media[] = {
    {"application/x-ndjson", &records_jsonl},
    {"application/jsonl", &records_jsonl},
    {"text/plain", &records_lines},
    {NULL, NULL}};

static const char *const no_values[] = {NULL};
static const char *const score_values[] = {[SCORE_AXES] = "axes",
                                           [SCORE_COVERAGE] = "coverage",
                                           [SCORE_TITLE] = "title",
                                           [SCORE_VALUES] = NULL};
static const char *const label_values[] = {[LABEL_AXES] = "axes",
                                           [LABEL_FIELDS] = "fields",
                                           [LABEL_TEXT_FIELD] = "text-field",
                                           [LABEL_TITLE_FIELD] = "title-field",
                                           [LABEL_VALUES] = NULL};

/* clang-format off */
static const struct route routes[ROUTES] = {
    [ROUTE_HEALTHZ] = {"GET, HEAD", true,  NULL,        no_values,    answer_healthz},
    [ROUTE_METRICS] = {"GET, HEAD", false, NULL,        no_values,    answer_metrics},
    [ROUTE_SCORE]   = {"POST",      false, score_media, score_values, service_score},
    [ROUTE_LABEL]   = {"POST",      false, label_media, label_values, service_label},
    [ROUTE_OTHER]   = {"",          false, NULL,        no_values,    NULL},
};
/* clang-format on */

/* What is known of a request before its body is there. */
struct state {
    enum service_route route;
    const struct media_row *media;
    struct query_value value[QUERY_VALUES];
    struct buffer text; /* of the values */
    double seconds;     /* that the answer took; negative: none yet */
    size_t bytes;       /* of the body */
};

/* ---- errors -------------------------------------------------------------- */

static void fail_with_text(struct http_request *q, unsigned code,
                           struct str message)
{
    struct http_answer *a = &q->answer;

    free(a->body.data);
    *a = (struct http_answer){.code = code, .type = "application/json"};
    if (!out_json_add(&a->body,
                      json_pack("{s:o}", "error", out_string(message))) ||
        !buffer_add(&a->body, "\n", 1))
        a->body.len = 0; /* the code has to do */
}

void service_fail(struct http_request *q, unsigned code, const char *message)
{
    fail_with_text(q, code, str_of(message));
}

void service_fail_with(struct http_request *q, const struct tenor_error *err)
{
    service_fail(q, err->code == TENOR_EINVAL ? 400 : 500, err->message);
}

void service_fail_why(struct http_request *q, struct str why)
{
    if (why.len)
        fail_with_text(q, 400, why);
    else
        service_fail(q, 500, "out of memory");
}

/* ---- what a request must have -------------------------------------------- */

static enum service_route route_of(struct str path)
{
    for (size_t r = 0; r < ROUTE_OTHER; r++)
        if (str_equal(path, str_of(service_route_name[r])))
            return (enum service_route)r;
    return ROUTE_OTHER;
}

static bool check_token(struct service *s, struct http_request *q,
                        const struct route *route)
{
    if (route->open || !s->token_file)
        return true;
    const char *header = http_header(q, "Authorization");
    pthread_mutex_lock(&s->door->lock);
    const bool ok = bearer_accepts(&s->door->tokens, header);
    pthread_mutex_unlock(&s->door->lock);
    if (ok)
        return true;
    service_fail(q, 401,
                 header ? "the token is not good"
                        : "a token is missing: Authorization: Bearer TOKEN");
    q->answer.header = "WWW-Authenticate";
    q->answer.value = "Bearer";
    return false;
}

static bool check_route(struct http_request *q, enum service_route r)
{
    const struct route *route = &routes[r];
    const char *at = strstr(route->methods, q->method);
    const size_t len = strlen(q->method);

    if (r == ROUTE_OTHER) {
        service_fail(q, 404,
                     "there is no such path; there are GET /healthz, GET "
                     "/metrics, POST /score and POST /label");
        return false;
    }
    if (at && len > 0 && (at[len] == '\0' || at[len] == ',') &&
        (at == route->methods || at[-1] == ' '))
        return true;
    service_fail(q, 405, "there is no such method for this path");
    q->answer.header = "Allow";
    q->answer.value = route->methods;
    return false;
}

static bool check_size(const struct service *s, struct http_request *q)
{
    char text[96];

    if (q->length <= s->max_body)
        return true;
    snprintf(text, sizeof text, "the body is larger than --max-body, %zu bytes",
             s->max_body);
    service_fail(q, 413, text);
    return false;
}

static bool fail_media(struct http_request *q, const struct route *route,
                       const char *why)
{
    char text[256] = "";
    size_t n = (size_t)snprintf(text, sizeof text, "%s; there are", why);

    for (const struct media_row *m = route->media; m->type; m++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s %s",
                              m == route->media ? "" : ",", m->type);
    service_fail(q, 415, text);
    return false;
}

static bool check_encoding(struct http_request *q)
{
    const char *coding = http_header(q, "Content-Encoding");

    if (!coding || media_equal(str_of(coding), STR("identity")))
        return true;
    service_fail(q, 415,
                 "bodies with a Content-Encoding are not read; send this one "
                 "as it is");
    return false;
}

static bool check_media(struct http_request *q, const struct route *route,
                        const struct media_row **row)
{
    const char *header = http_header(q, "Content-Type");
    struct media m;

    if (!route->media)
        return true;
    if (!header)
        return fail_media(q, route, "the Content-Type is missing");
    if (!media_read(str_of(header), &m))
        return fail_media(q, route, "the Content-Type is malformed");
    if (m.charset.s && !media_equal(m.charset, STR("utf-8")) &&
        !media_equal(m.charset, STR("us-ascii")))
        return fail_media(q, route, "the charset is not UTF-8");
    for (*row = route->media; (*row)->type; ++*row)
        if (media_equal(m.type, str_of((*row)->type)))
            return true;
    return fail_media(q, route, "this Content-Type is not read here");
}

static bool check_query(struct http_request *q, const struct route *route,
                        struct str query, struct state *t)
{
    struct buffer why = {0};
    size_t n = 0;

    for (; route->values[n]; n++)
        t->value[n].name = route->values[n];
    const bool ok = query_read(query, t->value, n, &t->text, &why);
    if (!ok)
        service_fail_why(q, (struct str){why.data, why.len});
    free(why.data);
    return ok;
}

/* ---- requests ------------------------------------------------------------ */

static double seconds_of(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void begin(void *service, struct http_request *q)
{
    struct service *s = service;
    struct state *t = mem_zero(1, sizeof *t);
    const char *mark = memchr(q->target.s, '?', q->target.len);
    const size_t len = mark ? (size_t)(mark - q->target.s) : q->target.len;
    const struct str query = {q->target.s + len + (mark != NULL),
                              q->target.len - len - (mark != NULL)};

    if (!t) {
        service_fail(q, 500, "out of memory");
        return;
    }
    q->state = t;
    t->seconds = -1;
    t->route = route_of((struct str){q->target.s, len});
    const struct route *route = &routes[t->route];
    if (check_token(s, q, route) && check_route(q, t->route) &&
        check_size(s, q) && check_encoding(q) &&
        check_media(q, route, &t->media))
        check_query(q, route, query, t);
}

static void answer(void *service, struct http_request *q)
{
    struct service *s = service;
    struct state *t = q->state;
    struct call call = {.service = s,
                        .request = q,
                        .route = t->route,
                        .media = t->media,
                        .value = t->value};
    const double from = seconds_of(CLOCK_MONOTONIC);

    t->bytes = q->body.len;
    call.generation = service_model_take(s->model);
    routes[t->route].answer(&call);
    service_model_give(s->model, call.generation);
    t->seconds = seconds_of(CLOCK_MONOTONIC) - from;
    atomic_fetch_add(&s->metrics.bytes_in, t->bytes);
    atomic_fetch_add(&s->metrics.bytes_out, q->answer.body.len);
}

static void end(void *service, struct http_request *q, unsigned code)
{
    struct service *s = service;
    struct state *t = q->state;
    const enum service_route route = t ? t->route : ROUTE_OTHER;

    service_metrics_note(&s->metrics, route, code, t ? t->seconds : -1);
    if (s->log && t) /* texts are private, and a title is one */
        fprintf(stderr, "tenor serve: %s %s %u, %zu bytes, %.3f ms\n",
                q->method, service_route_name[route], code, t->bytes,
                t->seconds > 0 ? t->seconds * 1e3 : 0.0);
    if (t)
        free(t->text.data);
    free(t);
}

/* ---- what is known without a text ---------------------------------------- */

static void answer_healthz(struct call *c)
{
    struct http_answer *a = &c->request->answer;
    const struct generation *g = c->generation;

    a->code = 200;
    a->type = "application/json";
    if (!out_json_add(&a->body,
                      json_pack("{s:s, s:o, s:s, s:s}", "status", "ok", "model",
                                out_string(str_of(generation_name(g))),
                                "checksum", generation_checksum(g), "version",
                                tenor_version())) ||
        !buffer_add(&a->body, "\n", 1))
        service_fail(c->request, 500, "out of memory");
}

static void answer_metrics(struct call *c)
{
    const struct service *s = c->service;
    struct http_answer *a = &c->request->answer;
    struct service_state state = {
        .model = generation_name(c->generation),
        .checksum = generation_checksum(c->generation),
        .version = tenor_version(),
        .microhttpd = http_version(s->http),
        .started = s->started,
        .threads = s->threads,
        .held = http_held(s->http),
    };

    connections_count(s->connections, &state.connections);
    a->code = 200;
    a->type = "text/plain; version=0.0.4; charset=utf-8";
    if (!service_metrics_add(&s->metrics, &state, &a->body))
        service_fail(c->request, 500, "out of memory");
}

/* ---- beginning and end --------------------------------------------------- */

bool service_reload_tokens(struct service *s, struct tenor_error *err)
{
    struct bearer tokens = {0};

    if (!s->token_file)
        return true;
    if (!bearer_read(&tokens, s->token_file, err)) {
        bearer_release(&tokens);
        return false;
    }
    pthread_mutex_lock(&s->door->lock);
    struct bearer before = s->door->tokens;
    s->door->tokens = tokens;
    pthread_mutex_unlock(&s->door->lock);
    bearer_release(&before);
    return true;
}

bool service_init(struct service *s, struct tenor_error *err)
{
    s->started = seconds_of(CLOCK_REALTIME);
    s->door = mem_zero(1, sizeof *s->door);
    if (!s->door)
        return fail_memory(err, "a server");
    pthread_mutex_init(&s->door->lock, NULL);
    return service_reload_tokens(s, err);
}

void service_release(struct service *s)
{
    if (!s->door)
        return;
    bearer_release(&s->door->tokens);
    pthread_mutex_destroy(&s->door->lock);
    free(s->door);
    s->door = NULL;
}

struct http_service service_for_http(struct service *s)
{
    return (struct http_service){s, begin, answer, end};
}

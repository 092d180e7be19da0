/* Requests of HTTP and their answers: what libmicrohttpd does for a server.
 *
 * The only user of <microhttpd.h>. The library is loaded when a server starts,
 * not linked: Debian's needs others that cannot be part of a program, and every
 * other verb runs where it is not installed. One thread of the library with its
 * own event loop for each thread that is asked for; sockets come from
 * cli/serve/acceptor.h, and their times are watched by cli/serve/connections.h.
 *
 * A body is held in memory as it comes, and an answer until it is sent; all of
 * them together are bounded, and what would go beyond is refused. */
#ifndef TENOR_CLI_SERVE_HTTP_H
#define TENOR_CLI_SERVE_HTTP_H

#include "cli/serve/connections.h"

struct http_answer {
    unsigned code;      /* of the status; 0: none yet */
    const char *type;   /* of the body, static */
    const char *header; /* one more, static; or NULL */
    const char *value;  /* of it, static */
    struct buffer body;
};

/* What a request needs beside its answer; see http_service. */
struct http_request {
    const char *method; /* "GET" */
    struct str target;  /* path and query, as they came */
    uint64_t length;    /* of the body, as announced; 0 without */
    struct buffer body; /* complete when it is to be answered */
    struct http_answer answer;
    const void *peer; /* for http_header() */
    void *state;         /* the service's, NULL at first */
};

/* Who answers. Called by several threads at once, for each request by one. */
struct http_service {
    void *context;
    /* The request is there, but for its body; an answer refuses it, and the
     * body is not waited for. */
    void (*begin)(void *context, struct http_request *q);
    /* The body is there, too. Gives an answer. */
    void (*answer)(void *context, struct http_request *q);
    /* It is over, `code` was the status of its answer: that which was given,
     * one of cli/serve/refusal.h, or 0 where the client went before. */
    void (*end)(void *context, struct http_request *q, unsigned code);
};

struct http_settings {
    size_t threads;
    size_t connections; /* about so many at once; see connections.h */
    size_t max_body;    /* bytes of one */
    size_t memory;      /* bytes of all bodies and answers at once */
};

struct http;

/* Start the threads. TENOR_EIO: the library is not installed, or too old, or
 * threads cannot be started. */
bool http_start(struct http **out, const struct http_settings *settings,
                const struct http_service *service, struct connections *c,
                struct tenor_error *err);

/* Take a connection over; for acceptor_start(), with the server as context. */
bool http_hand(void *http, int fd, const struct sockaddr *address,
               socklen_t len);

/* From now on each answer is the last one of its connection. */
void http_finish(struct http *h);

/* Close what is open and end the threads. NULL is allowed. */
void http_stop(struct http *h);

/* The value of a header of a request, or NULL. */
const char *http_header(const struct http_request *q, const char *name);

/* Bytes of bodies and answers that are held. */
size_t http_held(const struct http *h);

/* Version of the library, "0.9.75". */
const char *http_version(const struct http *h);

#endif

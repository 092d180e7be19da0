/* The connections of a server: who may come in, and who has to go.
 *
 * Descriptors are known by their number, from where they are admitted to where
 * they are about to be closed. None is closed here: one that has to go is shut
 * down, which whoever reads from it notices. Any number of threads. */
#ifndef TENOR_CLI_SERVE_CONNECTIONS_H
#define TENOR_CLI_SERVE_CONNECTIONS_H

#include <sys/socket.h>

#include "model/base.h"

enum connection_state {
    CONNECTION_NONE,
    CONNECTION_NEW,     /* admitted; its reader does not know it yet */
    CONNECTION_IDLE,    /* before a request, or between two */
    CONNECTION_READING, /* a request has begun */
    CONNECTION_WORKING, /* it is there, its answer is not; for any time */
    CONNECTION_WRITING, /* the answer is sent */
};

struct connections_limits {
    size_t most;        /* at once */
    size_t per_address; /* of these, from one address of IP; 0: any number */
    double idle;        /* seconds for which one may be IDLE */
    double request;     /* seconds for READING, and for WRITING */
};

struct connections_count {
    size_t open;       /* now */
    uint64_t admitted; /* since the start, as those below */
    uint64_t refused;
    uint64_t displaced; /* idle ones that made room for others */
    uint64_t idle;      /* ended because they were idle for too long */
    uint64_t slow;      /* ended because they were too slow */
};

struct connections;

/* NULL when memory ran out. */
struct connections *connections_new(const struct connections_limits *limits);
void connections_free(struct connections *c);

/* Whether there is room for one from this address. Where all places are taken,
 * the one that has been idle for longest goes, if that is a second or more. */
bool connections_admit(struct connections *c, int fd,
                       const struct sockaddr *address);

/* What it does from now on. */
void connections_set(struct connections *c, int fd,
                     enum connection_state state);

/* It is about to be closed. */
void connections_leave(struct connections *c, int fd);

/* End those whose time is over; with `stopping`, those that have been idle for
 * more than a second, too. */
void connections_sweep(struct connections *c, bool stopping);

/* Shut all of them down. */
void connections_end(struct connections *c);

void connections_count(struct connections *c, struct connections_count *out);

#endif

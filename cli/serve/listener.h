/* The socket that a server listens on: an address of TCP, or a path.
 *
 * A path is of the owner alone, mode 0600. The socket of a server that has died
 * is replaced, that of one that answers is not; it is removed at the end. */
#ifndef TENOR_CLI_SERVE_LISTENER_H
#define TENOR_CLI_SERVE_LISTENER_H

#include <sys/types.h>
#include <sys/socket.h>

#include "model/base.h"

struct listener {
    int fd;           /* does not block; -1: none */
    bool loopback;    /* only this machine can reach it */
    char name[160];   /* "http://127.0.0.1:8765", "unix:/run/x" */
    const char *path; /* borrowed; NULL: TCP */
    struct sockaddr_storage address; /* of TCP */
    socklen_t address_len;
    dev_t device; /* of the socket at the path */
    ino_t inode;
};

/* Set what an address says, "127.0.0.1", "::1" or "[::1]", without opening it.
 * False when it is none. */
bool listener_set_address(struct listener *l, const char *address,
                          unsigned short port);

/* The same for a path, which is borrowed. False when it is empty or too long.
 */
bool listener_set_path(struct listener *l, const char *path);

/* Listen. TENOR_EIO. */
bool listener_open(struct listener *l, struct tenor_error *err);

/* Listen no more, and remove the socket unless it is another one by now. */
void listener_close(struct listener *l);

#endif

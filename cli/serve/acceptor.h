/* A thread that accepts connections, refuses those for which there is no room,
 * hands over the others, and ends those whose time is over. */
#ifndef TENOR_CLI_SERVE_ACCEPTOR_H
#define TENOR_CLI_SERVE_ACCEPTOR_H

#include "cli/serve/connections.h"

struct acceptor;

/* Start it for a socket that listens and does not block.
 *
 *   hand  gets each descriptor that was admitted, and closes it one day; false
 *         when that cannot be, and then it has closed it */
bool acceptor_start(struct acceptor **out, int fd, struct connections *c,
                    bool (*hand)(void *context, int fd,
                                 const struct sockaddr *address, socklen_t len),
                    void *context, struct tenor_error *err);

/* Accept what waits already, and end the thread. NULL is allowed. */
void acceptor_stop(struct acceptor *a);

#endif

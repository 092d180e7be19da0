/* Answers that are written to a socket without the library of HTTP: to whom it
 * has not been given yet, or is not to be listened to any more. */
#ifndef TENOR_CLI_SERVE_REFUSAL_H
#define TENOR_CLI_SERVE_REFUSAL_H

#include <stdbool.h>

enum refusal {
    REFUSAL_TOO_SLOW,  /* 408 */
    REFUSAL_TOO_LARGE, /* 413 */
    REFUSAL_TOO_MANY,  /* 503, connections */
    REFUSAL_NO_MEMORY, /* 503, bodies and answers */
};

/* The status code of a refusal, and what its body says. */
unsigned refusal_code(enum refusal why);
const char *refusal_saying(enum refusal why);

/* Send it, as far as the socket takes it without waiting, and end the sending
 * side. The socket stays the caller's. */
void refusal_send(int fd, enum refusal why);

#endif

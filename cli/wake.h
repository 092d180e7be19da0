/* A pipe by which a signal ends waiting: its handler writes a byte, and poll()
 * sees the other end. */
#ifndef TENOR_CLI_WAKE_H
#define TENOR_CLI_WAKE_H

#include <stdbool.h>

/* Open it, unless it is open: end[0], -1 at first, is to read from. Neither end
 * blocks or is passed on to other programs. False with errno. */
bool wake_open(int end[2]);

#endif

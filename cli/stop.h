/* The signals that ask a program to end: the first one is noted, so that it can
 * end where its output is whole; the second one ends it at once. The state is
 * that of the process. */
#ifndef TENOR_CLI_STOP_H
#define TENOR_CLI_STOP_H

#include <stdbool.h>

/* From now on note SIGINT, SIGTERM and SIGHUP, and let writing to a closed pipe
 * be an error. False, with errno, when that cannot be. */
bool stop_on_signals(void);

/* Whether the program is to end. Any thread. */
bool stop_wanted(void);

/* The signal, or 0. */
int stop_signal(void);

/* A descriptor that can be read from once the program is to end, for poll(). */
int stop_descriptor(void);

#endif

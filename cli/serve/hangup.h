/* SIGHUP as a wish that files be read again, for programs that go on: see
 * cli/stop.h for those that it ends. The state is that of the process. */
#ifndef TENOR_CLI_SERVE_HANGUP_H
#define TENOR_CLI_SERVE_HANGUP_H

#include <stdbool.h>

/* From now on note SIGHUP, also where it was ignored. False, with errno, when
 * that cannot be. */
bool hangup_watch(void);

/* Whether one came since the last call. */
bool hangup_take(void);

/* A descriptor that can be read from while there is one to take, for poll(). */
int hangup_descriptor(void);

#endif

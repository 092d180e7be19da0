#define _POSIX_C_SOURCE 200809L
#include "cli/serve/hangup.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "cli/wake.h"

static int pipe_end[2] = {-1, -1}; /* read, write */

static void note(int signal)
{
    const int before = errno;

    (void)signal;
    if (write(pipe_end[1], "", 1) < 0)
        errno = before; /* the pipe is full of others: one is enough */
    errno = before;
}

bool hangup_watch(void)
{
    struct sigaction noting = {.sa_handler = note};

    if (!wake_open(pipe_end))
        return false;
    sigemptyset(&noting.sa_mask);
    return sigaction(SIGHUP, &noting, NULL) == 0;
}

bool hangup_take(void)
{
    char bytes[64];
    bool any = false;

    while (read(pipe_end[0], bytes, sizeof bytes) > 0)
        any = true;
    return any;
}

int hangup_descriptor(void)
{
    return pipe_end[0];
}

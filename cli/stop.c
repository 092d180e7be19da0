#define _POSIX_C_SOURCE 200809L
#include "cli/stop.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "cli/wake.h"

static volatile sig_atomic_t noted;
static int pipe_end[2] = {-1, -1}; /* read, write */

static void note(int signal)
{
    const int before = errno;

    noted = signal;
    if (write(pipe_end[1], "", 1) < 0)
        noted = signal; /* the pipe is full of others: it can be read from */
    errno = before;
}

bool stop_on_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    /* Calls that wait are interrupted; a second signal has its usual effect. */
    struct sigaction noting = {.sa_handler = note,
                               .sa_flags = (int)SA_RESETHAND};
    struct sigaction ignoring = {.sa_handler = SIG_IGN}, before;

    if (!wake_open(pipe_end))
        return false;
    sigemptyset(&noting.sa_mask);
    sigemptyset(&ignoring.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        /* One that is ignored, as under nohup, stays so. */
        if (sigaction(signals[i], NULL, &before) != 0 ||
            (before.sa_handler != SIG_IGN &&
             sigaction(signals[i], &noting, NULL) != 0))
            return false;
    }
    return sigaction(SIGPIPE, &ignoring, NULL) == 0;
}

bool stop_wanted(void)
{
    return noted != 0;
}

int stop_signal(void)
{
    return noted;
}

int stop_descriptor(void)
{
    return pipe_end[0];
}

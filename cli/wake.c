#define _POSIX_C_SOURCE 200809L
#include "cli/wake.h"

#include <fcntl.h>
#include <unistd.h>

bool wake_open(int end[2])
{
    if (end[0] < 0 && pipe(end) != 0)
        return false;
    for (int i = 0; i < 2; i++)
        if (fcntl(end[i], F_SETFD, FD_CLOEXEC) < 0 ||
            fcntl(end[i], F_SETFL, O_NONBLOCK) < 0)
            return false;
    return true;
}

#define _POSIX_C_SOURCE 200809L
#include "cli/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail_errno(const struct source *s, const char *what,
                       struct tenor_error *err)
{
    return fail(err, TENOR_EIO, 0, "cannot %s '%s': %s", what, source_name(s),
                strerror(errno));
}

const char *source_name(const struct source *s)
{
    return s->path[s->file - 1];
}

bool source_begin(struct source *s, bool *end, struct tenor_error *err)
{
    struct stat st;

    *end = !s->open && s->file == s->n;
    if (s->open || *end)
        return true;
    s->file++;
    s->fd = strcmp(source_name(s), "-") == 0
                ? STDIN_FILENO
                : open(source_name(s), O_RDONLY | O_CLOEXEC);
    if (s->fd < 0)
        return fail_errno(s, "open", err);
    s->open = true;
    s->regular = fstat(s->fd, &st) == 0 && S_ISREG(st.st_mode);
    return true;
}

bool source_read(struct source *s, char *to, size_t room, size_t *n,
                 struct tenor_error *err)
{
    ssize_t got;

    do
        got = read(s->fd, to, room);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail_errno(s, "read", err);
    *n = (size_t)got;
    if (got == 0)
        source_close(s);
    return true;
}

bool source_is_ready(const struct source *s)
{
    struct pollfd p = {.fd = s->fd, .events = POLLIN};

    return s->regular || poll(&p, 1, 0) != 0;
}

void source_close(struct source *s)
{
    if (s->open && s->fd != STDIN_FILENO)
        close(s->fd);
    s->open = false;
}

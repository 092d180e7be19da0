#define _POSIX_C_SOURCE 200809L
#include "cli/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail_errno(const struct sink *s, const char *what,
                       struct tenor_error *err)
{
    const int code = errno;

    if (!s->path)
        return fail(err, TENOR_EIO, 0, "cannot %s to standard output: %s", what,
                    strerror(code));
    return fail(err, TENOR_EIO, 0, "cannot %s '%s': %s", what, s->path,
                strerror(code));
}

bool sink_is_file(const char *path)
{
    struct stat st;

    return stat(path, &st) != 0 || S_ISREG(st.st_mode);
}

static bool name_part(struct sink *s, struct tenor_error *err)
{
    const size_t room = strlen(s->path) + sizeof ".part";

    s->part = mem_resize(NULL, room, 1);
    if (!s->part)
        return fail_memory(err, "a file name");
    snprintf(s->part, room, "%s.part", s->path);
    return true;
}

bool sink_open(struct sink *s, const char *path, struct tenor_error *err)
{
    *s = (struct sink){.path = path, .fd = STDOUT_FILENO};
    if (!path)
        return true;
    if (sink_is_file(path) && !name_part(s, err))
        return false;
    s->fd = open(s->part ? s->part : path,
                 O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (s->fd >= 0)
        return true;
    fail_errno(s, "create", err);
    free(s->part);
    s->part = NULL;
    return false;
}

bool sink_write(struct sink *s, struct str bytes, struct tenor_error *err)
{
    while (bytes.len > 0) {
        const ssize_t n = write(s->fd, bytes.s, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_errno(s, "write", err);
        bytes.s += n;
        bytes.len -= (size_t)n;
    }
    return true;
}

bool sink_commit(struct sink *s, struct tenor_error *err)
{
    if (!s->path)
        return true;
    bool ok = !s->part || fsync(s->fd) == 0;
    ok = close(s->fd) == 0 && ok;
    s->fd = -1;
    ok = ok && (!s->part || rename(s->part, s->path) == 0);
    if (!ok)
        return fail_errno(s, "write", err);
    free(s->part);
    s->part = NULL;
    return true;
}

void sink_close(struct sink *s)
{
    if (s->path && s->fd >= 0)
        close(s->fd);
    if (s->part)
        unlink(s->part);
    free(s->part);
    *s = (struct sink){.fd = -1};
}

#define _DEFAULT_SOURCE /* flock */
#include "cli/label/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/file.h"

/* How long a reader of ours that does not read is waited for once we are to
 * end. */
#define PATIENCE_MS 300

static bool fail_errno(const struct sink *s, const char *what,
                       struct tenor_error *err)
{
    const int code = errno;

    if (!s->path)
        return fail(err, TENOR_EIO, 0, "cannot %s to standard output: %s", what,
                    strerror(code));
    return fail(err, TENOR_EIO, 0, "cannot %s '%s': %s", what,
                s->part ? s->part : s->path, strerror(code));
}

static bool name_part(struct sink *s, struct tenor_error *err)
{
    s->part = file_beside(s->path, SINK_PART);
    return s->part || fail_memory(err, "a file name");
}

bool sink_open(struct sink *s, const char *path, struct tenor_error *err)
{
    *s = (struct sink){.path = path, .fd = STDOUT_FILENO};
    if (!path)
        return true;
    if (file_is_plain(path) && !name_part(s, err))
        return false;
    s->fd = s->part ? open(s->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666)
                    : open(path, O_WRONLY | O_CLOEXEC);
    if (s->fd >= 0)
        return true;
    if (errno == EEXIST)
        fail(err, TENOR_EIO, 0,
             "'%s' is there, from a run that did not end: go on with --resume, "
             "or remove it",
             s->part);
    else
        fail_errno(s, "create", err);
    sink_close(s, true);
    return false;
}

/* Whether there is a journal, beside which a part is not ours to write over. */
static bool has_journal(const struct sink *s)
{
    char *path = file_beside(s->path, SINK_JOURNAL);
    struct stat st;
    const bool there = !path || stat(path, &st) == 0;

    free(path);
    return there;
}

bool sink_open_anew(struct sink *s, const char *path, struct tenor_error *err)
{
    *s = (struct sink){.path = path, .fd = -1};
    if (!path || !file_is_plain(path))
        return sink_open(s, path, err);
    if (!name_part(s, err))
        return false;
    s->fd = open(s->part, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    bool ok = s->fd >= 0 || fail_errno(s, "create", err);
    if (ok && flock(s->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        ok = fail(err, TENOR_EIO, 0, "another run is writing '%s'", path);
    if (ok && has_journal(s))
        ok = fail(err, TENOR_EIO, 0,
                  "'%s' is there, from a run of label that did not end", s->part);
    ok = ok && (ftruncate(s->fd, 0) == 0 || fail_errno(s, "write", err));
    if (!ok)
        sink_close(s, true);
    return ok;
}

bool sink_resume(struct sink *s, const char *path, bool *missing,
                 struct tenor_error *err)
{
    *s = (struct sink){.path = path, .fd = -1};
    *missing = false;
    if (!name_part(s, err))
        return false;
    s->fd = open(s->part, O_RDWR | O_APPEND | O_CLOEXEC);
    *missing = s->fd < 0 && errno == ENOENT;
    if (s->fd >= 0)
        return true;
    if (!*missing)
        fail_errno(s, "open", err);
    sink_close(s, true);
    return *missing;
}

bool sink_is_empty(const struct sink *s)
{
    struct stat st;

    return fstat(s->fd, &st) == 0 && st.st_size == 0;
}

/* Whether a pipe takes more bytes, for somebody who is to end: its reader may
 * never read again. */
static bool is_read_from(const struct sink *s)
{
    struct pollfd p = {.fd = s->fd, .events = POLLOUT};

    return s->part || !s->stopped || !s->stopped() ||
           poll(&p, 1, PATIENCE_MS) > 0;
}

bool sink_write(struct sink *s, struct str bytes, struct tenor_error *err)
{
    while (bytes.len > 0) {
        if (!is_read_from(s))
            return fail(err, TENOR_EIO, 0, "nobody reads the output");
        const size_t piece =
            s->part || bytes.len < PIPE_BUF ? bytes.len : PIPE_BUF;
        const bool whole = s->part || !s->stopped || !s->stopped();
        const ssize_t n = write(s->fd, bytes.s, whole ? bytes.len : piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_errno(s, "write", err);
        bytes.s += n;
        bytes.len -= (size_t)n;
    }
    return true;
}

bool sink_sync(struct sink *s, struct tenor_error *err)
{
    return !s->part || fdatasync(s->fd) == 0 || fail_errno(s, "write", err);
}

/* A name is on the disk when its folder is. */
static bool sync_folder(const struct sink *s)
{
    const char *slash = strrchr(s->path, '/');
    char *folder =
        mem_string(slash ? (struct str){s->path, (size_t)(slash - s->path) + 1}
                         : STR("."));
    const int fd = folder ? open(folder, O_RDONLY | O_CLOEXEC) : -1;
    /* Some file systems have no such call, and need none. */
    const bool ok = fd < 0 || fsync(fd) == 0 || errno == EINVAL;

    if (fd >= 0)
        close(fd);
    free(folder);
    return ok;
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
    const bool file = s->part != NULL;
    free(s->part);
    s->part = NULL;
    return !file || sync_folder(s) || fail_errno(s, "write", err);
}

void sink_close(struct sink *s, bool keep)
{
    if (s->path && s->fd >= 0)
        close(s->fd);
    if (s->part && !keep)
        unlink(s->part);
    free(s->part);
    *s = (struct sink){.fd = -1};
}

#define _XOPEN_SOURCE 700 /* realpath */
#include "model/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail_errno(struct tenor_error *err, const char *what,
                       const char *path)
{
    char reason[96];

    if (strerror_r(errno, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", errno);
    return fail(err, TENOR_EIO, 0, "cannot %s '%s': %s", what, path, reason);
}

bool file_map(const char *path, struct str *bytes, struct tenor_error *err)
{
    struct stat st;
    bool ok = false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    *bytes = (struct str){0};
    if (fd < 0)
        return fail_errno(err, "open", path);
    if (fstat(fd, &st) < 0) {
        fail_errno(err, "read", path);
        goto out;
    }
    if (!S_ISREG(st.st_mode)) {
        fail(err, TENOR_EIO, 0, "'%s' is not a regular file", path);
        goto out;
    }
    if (st.st_size > 0) {
        size_t size = (size_t)st.st_size;
        void *at = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (at == MAP_FAILED) {
            fail_errno(err, "map", path);
            goto out;
        }
        *bytes = (struct str){at, size};
    }
    ok = true;
out:
    close(fd);
    return ok;
}

void file_unmap(struct str bytes)
{
    if (bytes.s)
        munmap((void *)(uintptr_t)bytes.s, bytes.len);
}

static bool write_all(int fd, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.s, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes.s += n;
        bytes.len -= (size_t)n;
    }
    return true;
}

bool file_is_plain(const char *path)
{
    struct stat st;

    return stat(path, &st) != 0 || S_ISREG(st.st_mode);
}

char *file_followed(const char *path)
{
    char *real = realpath(path, NULL);

    return real ? real : mem_string(str_of(path));
}

static bool write_to(const char *path, struct str bytes,
                     struct tenor_error *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    if (fd < 0)
        return fail_errno(err, "create", path);
    const bool ok = write_all(fd, bytes);
    return (close(fd) == 0 && ok) || fail_errno(err, "write", path);
}

/* Replace the file at `at`, which path leads to. */
static bool replace(const char *at, const char *path, const char *like,
                    struct str bytes, struct tenor_error *err)
{
    const size_t room = strlen(at) + 32;
    char *part = mem_resize(NULL, room, 1);
    struct stat st;

    if (!part)
        return fail_memory(err, "a file name");
    snprintf(part, room, "%s.%ld.part", at, (long)getpid());
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool ok = fd >= 0;
    if (!ok) {
        fail_errno(err, "create", path);
        goto out;
    }
    ok = (stat(like, &st) != 0 || fchmod(fd, st.st_mode & 0777) == 0) &&
         write_all(fd, bytes) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    ok = ok && rename(part, at) == 0;
    if (!ok) {
        fail_errno(err, "write", path);
        unlink(part);
    }
out:
    free(part);
    return ok;
}

bool file_replace_as(const char *path, const char *like, struct str bytes,
                     struct tenor_error *err)
{
    if (!file_is_plain(path))
        return write_to(path, bytes, err);
    char *at = file_followed(path);
    const bool ok = at ? replace(at, path, like, bytes, err)
                       : fail_memory(err, "a file name");

    free(at);
    return ok;
}

bool file_replace(const char *path, struct str bytes, struct tenor_error *err)
{
    return file_replace_as(path, path, bytes, err);
}

bool file_has_size(const char *path, uint64_t bytes)
{
    struct stat st;

    return stat(path, &st) == 0 && (uint64_t)st.st_size == bytes;
}

bool file_is_same(const char *a, const char *b)
{
    struct stat x, y;

    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

char *file_beside(const char *path, const char *suffix)
{
    const size_t room = strlen(path) + strlen(suffix) + 1;
    char *beside = mem_resize(NULL, room, 1);

    if (beside)
        snprintf(beside, room, "%s%s", path, suffix);
    return beside;
}

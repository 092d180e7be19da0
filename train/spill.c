#define _POSIX_C_SOURCE 200809L
#include "train/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char template[] = "/tenor-XXXXXX";

static bool fail_spill(const char *what, struct tenor_error *err)
{
    return fail(err, TENOR_EIO, 0, "cannot %s a temporary file: %s", what,
                strerror(errno));
}

bool spill_open(struct spill *s, const char *folder, struct tenor_error *err)
{
    const size_t len = strlen(folder);
    char *path = mem_resize(NULL, len + sizeof template, 1);

    *s = (struct spill){0};
    if (!path)
        return fail_memory(err, "a temporary file");
    memcpy(path, folder, len);
    memcpy(path + len, template, sizeof template);
    const int file = mkstemp(path);
    const int code = errno;
    if (file >= 0) {
        unlink(path);
        fcntl(file, F_SETFD, FD_CLOEXEC);
        s->file = file + 1;
    }
    free(path);
    return file >= 0 ||
           fail(err, TENOR_EIO, 0, "cannot create a temporary file in '%s': %s",
                folder, strerror(code));
}

void spill_release(struct spill *s)
{
    if (s->bytes)
        munmap(s->bytes, s->mapped);
    if (s->file)
        close(s->file - 1);
    *s = (struct spill){0};
}

bool spill_write(struct spill *s, uint64_t at, const void *bytes, size_t len,
                 struct tenor_error *err)
{
    const char *from = bytes;

    while (len > 0) {
        const ssize_t n = pwrite(s->file - 1, from, len, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_spill("write", err);
        from += n;
        at += (uint64_t)n;
        len -= (size_t)n;
    }
    return true;
}

bool spill_map(struct spill *s, uint64_t len, struct tenor_error *err)
{
    if (len == 0)
        return true;
    void *bytes = mmap(NULL, (size_t)len, PROT_READ | PROT_WRITE, MAP_SHARED,
                       s->file - 1, 0);
    if (bytes == MAP_FAILED)
        return fail_spill("map", err);
    s->bytes = bytes;
    s->mapped = (size_t)len;
    return true;
}

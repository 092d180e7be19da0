#include "cli/label/lines_before.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cli/label/stream.h"

#define BLOCK ((size_t)256 << 10)

struct lines_before {
    const char *path;
    uint64_t bytes, lines;
    bool counted;
    pthread_mutex_t lock;
};

struct lines_before *lines_before_new(const char *path, uint64_t bytes)
{
    struct lines_before *b = mem_zero(1, sizeof *b);

    if (!b)
        return NULL;
    b->path = path;
    b->bytes = bytes;
    if (pthread_mutex_init(&b->lock, NULL) == 0)
        return b;
    free(b);
    return NULL;
}

void lines_before_free(struct lines_before *b)
{
    if (b)
        pthread_mutex_destroy(&b->lock);
    free(b);
}

static bool read_lines(struct stream *s, char *block, uint64_t left,
                       uint64_t *lines, struct tenor_error *err)
{
    for (*lines = 0; left > 0;) {
        size_t n;
        if (!stream_read(s, block, left < BLOCK ? (size_t)left : BLOCK, &n,
                         err))
            return false;
        if (n == 0)
            return fail(err, TENOR_EDATA, 0, "'%s' has changed",
                        stream_name(s));
        for (const char *at = block, *end = block + n;
             (at = memchr(at, '\n', (size_t)(end - at))); at++)
            ++*lines;
        left -= n;
    }
    return true;
}

static bool count(struct lines_before *b, struct tenor_error *err)
{
    char *block = mem_resize(NULL, BLOCK, 1);
    struct stream *s = NULL;
    const bool ok = (block || fail_memory(err, "a block")) &&
                    stream_open(&s, b->path, STREAM_PLAIN, NULL, -1, err) &&
                    read_lines(s, block, b->bytes, &b->lines, err);

    stream_close(s);
    free(block);
    return ok;
}

bool lines_before(struct lines_before *b, uint64_t *n, struct tenor_error *err)
{
    *n = 0;
    if (!b)
        return true;
    pthread_mutex_lock(&b->lock);
    b->counted = b->counted || count(b, err);
    const bool ok = b->counted;
    *n = b->lines;
    pthread_mutex_unlock(&b->lock);
    return ok;
}

/* Bytes as compressed streams and as archives, in files and in a pipe. The
 * first byte chooses what they are and how they are read. */
#define _POSIX_C_SOURCE 200809L
#include "cli/label/members.h"

#include <string.h>

#include "tests/fuzz/input.h"

#define LIMIT 1000
#define ENOUGH (1 << 22) /* of what little may unpack to */
#define IN_A_PIPE 60000

static const char *const encodings[] = {NULL, "UTF-8", "GB18030"};

static void check_error(const struct tenor_error *err)
{
    CHECK(err->code == TENOR_EDATA || err->code == TENOR_ENOMEM);
    CHECK(err->message[0] && strlen(err->message) < sizeof err->message);
}

/* ---- streams ------------------------------------------------------------- */

struct seen {
    uint64_t bytes, sum;
    bool ok;
};

static struct seen read_stream(enum stream_filter filter, const char *encoding,
                               size_t room)
{
    struct tenor_error err = {0};
    struct seen seen = {0};
    struct stream *s;
    static char to[65536];
    size_t n = 1;

    CHECK(stream_open(&s, input_path, filter, encoding, -1, &err));
    while (n > 0 && seen.bytes < ENOUGH &&
           (seen.ok = stream_read(s, to, room, &n, &err))) {
        const uint64_t *bad;
        size_t marks = 0;
        for (size_t i = 0; i < n; i++) {
            seen.sum = seen.sum * 31 + (unsigned char)to[i];
            marks += to[i] == '\xFF';
        }
        CHECK(stream_bad(s, &bad) == (encoding ? marks : 0));
        CHECK(stream_consumed(s) <= stream_size(s));
        seen.bytes += n;
    }
    if (!seen.ok)
        check_error(&err);
    stream_close(s);
    return seen;
}

static void fuzz_stream(enum stream_filter filter, const char *encoding)
{
    const struct seen a = read_stream(filter, encoding, 65536);

    if (a.bytes >= ENOUGH)
        return;
    const struct seen b = read_stream(filter, encoding, 777);
    CHECK(a.ok == b.ok);
    CHECK(!a.ok || (a.bytes == b.bytes && a.sum == b.sum));
}

/* ---- archives ------------------------------------------------------------ */

static void read_members(const struct members_spec *spec)
{
    struct tenor_error err = {0};
    struct buffer name = {0}, text = {0};
    struct members *m;
    const char *bad;
    bool end = false, ok;

    if (!members_open(&m, spec, &err)) {
        check_error(&err);
        return;
    }
    while ((ok = members_next(m, &name, &text, &bad, &end, &err)) && !end) {
        CHECK(text.len <= LIMIT);
        CHECK(!bad || (text.len == 0 && bad[0]));
        CHECK(!spec->encoding || bad ||
              is_utf8((struct str){text.data, text.len}));
        name.len = text.len = 0;
    }
    if (!ok)
        check_error(&err);
    members_close(m);
    free(name.data);
    free(text.data);
}

/* As many members can be passed over as are read. */
static void skip_members(const struct members_spec *spec)
{
    struct tenor_error err = {0};
    struct members *m;

    if (!members_open(&m, spec, &err))
        return;
    if (!members_skip(m, 1 << 20, &err))
        check_error(&err);
    members_close(m);
}

static void read_pipe(struct members_spec spec, const uint8_t *data,
                      size_t size)
{
    char path[64];
    int fd[2];

    if (size > IN_A_PIPE)
        return;
    CHECK(pipe(fd) == 0);
    CHECK(write(fd[1], data, size) == (ssize_t)size);
    close(fd[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", fd[0]);
    spec.path = path;
    read_members(&spec);
    close(fd[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct members_spec spec = {
        .path = input_path, .kind = MEMBERS_TAR, .limit = LIMIT, .wake = -1};

    if (size == 0)
        return 0;
    const unsigned chosen = data[0] % 9, reading = data[0] / 9;
    spec.encoding = encodings[reading % 3];
    write_input(data + 1, size - 1);
    if (chosen < 3) {
        fuzz_stream((enum stream_filter)(STREAM_GZIP + chosen), spec.encoding);
        return 0;
    }
    if (chosen < 7)
        spec.filter = (enum stream_filter)(chosen - 3);
    else
        spec.kind = MEMBERS_ZIP;
    if (chosen == 8) {
        read_pipe(spec, data + 1, size - 1);
    } else {
        read_members(&spec);
        skip_members(&spec);
    }
    return 0;
}

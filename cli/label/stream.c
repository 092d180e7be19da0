#define _POSIX_C_SOURCE 200809L
#include "cli/label/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/label/encoding.h"
#include "cli/label/extension.h"
#include "cli/label/unpack.h"

#define PIECE 65536

struct stream {
    char *path;
    int fd, wake;
    bool regular, woken;
    uint64_t taken; /* from the file */
    bool file_end;

    const struct unpacker *unpacker; /* or NULL */
    void *state;
    char *packed;          /* [PIECE] */
    struct str rest;       /* of it, not yet unpacked */
    enum unpacked outcome; /* of the last step */
    const char *why;
    bool full; /* the last step has used all the room */
    uint64_t unpacked;

    struct encoding *encoding; /* or NULL */
    char *raw;                 /* [PIECE] not yet converted */
    struct buffer text;        /* converted */
    size_t given;              /* bytes of it */
    bool text_end;
    struct bad_bytes bad;
    size_t bad_given, bad_taken; /* of them */
};

/* ---- the file ------------------------------------------------------------ */

static bool fail_errno(const struct stream *s, const char *what,
                       struct tenor_error *err)
{
    return fail(err, TENOR_EIO, 0, "cannot %s '%s': %s", what, stream_name(s),
                strerror(errno));
}

const char *stream_name(const struct stream *s)
{
    return strcmp(s->path, "-") == 0 ? "standard input" : s->path;
}

static void look_at(struct stream *s, const struct stat *st)
{
    s->regular = S_ISREG(st->st_mode);
    if (!s->regular)
        return;
    /* Somebody may have read from standard input before us. */
    const off_t at = lseek(s->fd, 0, SEEK_CUR);
    s->taken = at > 0 ? (uint64_t)at : 0;
}

static bool open_file(struct stream *s, struct tenor_error *err)
{
    struct stat st;

    /* A named pipe that nobody writes to is waited for when it is read, where
     * `wake` can end it. */
    s->fd = strcmp(s->path, "-") == 0
                ? STDIN_FILENO
                : open(s->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (s->fd < 0 || fstat(s->fd, &st) != 0)
        return fail_errno(s, "open", err);
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return fail_errno(s, "read", err);
    }
    look_at(s, &st);
    return true;
}

/* Wait until there is something to read, or to be woken by. False with errno.
 */
static bool wait_for_bytes(struct stream *s)
{
    struct pollfd p[2] = {{.fd = s->fd, .events = POLLIN},
                          {.fd = s->wake, .events = POLLIN}};
    int ready;

    do
        ready = poll(p, 2, -1);
    while (ready < 0 && errno == EINTR);
    s->woken = ready > 0 && p[1].revents != 0;
    return ready >= 0;
}

/* *n is 0 at the end, with file_end, and when woken. */
static bool read_file(struct stream *s, char *to, size_t room, size_t *n,
                      struct tenor_error *err)
{
    ssize_t got;

    *n = 0;
    do {
        if (!s->regular && !wait_for_bytes(s))
            return fail_errno(s, "wait for", err);
        if (s->woken)
            return true;
        got = read(s->fd, to, room);
    } while (got < 0 && (errno == EINTR || errno == EAGAIN));
    if (got < 0)
        return fail_errno(s, "read", err);
    *n = (size_t)got;
    s->taken += *n;
    s->file_end = got == 0;
    return true;
}

/* ---- unpacking ----------------------------------------------------------- */

static bool fail_unpack(const struct stream *s, struct tenor_error *err)
{
    const char *name = stream_name(s), *kind = s->unpacker->name;

    if (s->outcome == UNPACK_NO_MEMORY)
        return fail_memory(err, "a decompressor");
    if (s->outcome == UNPACK_TRUNCATED)
        return fail(err, TENOR_EDATA, 0,
                    "'%s' is truncated: its %s data ends too early", name,
                    kind);
    if (s->unpacked == 0)
        return fail(err, TENOR_EDATA, 0, "'%s' is no %s data, or damaged: %s",
                    name, kind, s->why);
    return fail(err, TENOR_EDATA, 0,
                "'%s' is damaged: %s in its %s data, behind %" PRIu64
                " good bytes",
                name, s->why, kind, s->unpacked);
}

static void unpack_some(struct stream *s, char *to, size_t room, size_t *n)
{
    struct unpacking u = {
        .in = s->rest, .last = s->file_end, .out = to, .room = room};

    s->outcome = s->unpacker->step(s->state, &u);
    s->rest = u.in;
    s->why = u.why;
    s->full = u.room == 0;
    *n = room - u.room;
    s->unpacked += *n;
}

/* Whether the unpacker could do nothing without more of the file. */
static bool wants_input(const struct stream *s)
{
    return s->rest.len == 0 && !s->full && !s->file_end;
}

static bool read_packed(struct stream *s, char *to, size_t room, size_t *n,
                        struct tenor_error *err)
{
    *n = 0;
    while (*n == 0 && s->outcome == UNPACK_MORE) {
        if (wants_input(s)) {
            size_t got;
            if (!read_file(s, s->packed, PIECE, &got, err))
                return false;
            if (s->woken)
                return true;
            s->rest = (struct str){s->packed, got};
        }
        unpack_some(s, to, room, n);
    }
    return *n > 0 || s->outcome == UNPACK_END || fail_unpack(s, err);
}

static bool read_bytes(struct stream *s, char *to, size_t room, size_t *n,
                       struct tenor_error *err)
{
    return s->unpacker ? read_packed(s, to, room, n, err)
                       : read_file(s, to, room, n, err);
}

/* ---- converting ---------------------------------------------------------- */

/* Forget what has been given and taken. */
static void drop_given(struct stream *s)
{
    struct bad_bytes *b = &s->bad;

    s->text.len = s->given = 0;
    if (s->bad_taken == 0)
        return;
    b->n -= s->bad_taken;
    s->bad_given -= s->bad_taken;
    memmove(b->at, b->at + s->bad_taken, b->n * sizeof *b->at);
    s->bad_taken = 0;
}

/* Have text to give, unless it has ended or waiting has. */
static bool convert_some(struct stream *s, struct tenor_error *err)
{
    drop_given(s);
    while (s->text.len == 0 && !s->text_end) {
        size_t n;
        if (!read_bytes(s, s->raw, PIECE, &n, err))
            return false;
        if (s->woken)
            return true;
        s->text_end = n == 0;
        const struct str piece = {s->raw, n};
        if (!(s->text_end
                  ? encoding_end(s->encoding, &s->text, &s->bad, err)
                  : encoding_add(s->encoding, piece, &s->text, &s->bad, err)))
            return false;
    }
    return true;
}

static size_t count_bad(const char *s, size_t len)
{
    const char *const end = s + len;
    size_t n = 0;

    while (s < end && (s = memchr(s, ENCODING_BAD, (size_t)(end - s)))) {
        n++;
        s++;
    }
    return n;
}

static bool read_text(struct stream *s, char *to, size_t room, size_t *n,
                      struct tenor_error *err)
{
    *n = 0;
    if (s->given == s->text.len && !convert_some(s, err))
        return false;
    const size_t left = s->text.len - s->given;
    *n = left < room ? left : room;
    if (*n == 0)
        return true;
    memcpy(to, s->text.data + s->given, *n);
    s->given += *n;
    if (s->bad_given < s->bad.n)
        s->bad_given += count_bad(to, *n);
    return true;
}

size_t stream_bad(struct stream *s, const uint64_t **at)
{
    const size_t n = s->bad_given - s->bad_taken;

    *at = n > 0 ? s->bad.at + s->bad_taken : NULL;
    s->bad_taken = s->bad_given;
    return n;
}

/* ---- the whole ----------------------------------------------------------- */

bool stream_read(struct stream *s, char *to, size_t room, size_t *n,
                 struct tenor_error *err)
{
    s->woken = false;
    return s->encoding ? read_text(s, to, room, n, err)
                       : read_bytes(s, to, room, n, err);
}

bool stream_is_woken(const struct stream *s)
{
    return s->woken;
}

bool stream_is_ready(const struct stream *s)
{
    struct pollfd p = {.fd = s->fd, .events = POLLIN};

    return s->regular || s->given < s->text.len || s->full || s->rest.len > 0 ||
           poll(&p, 1, 0) != 0;
}

bool stream_can_seek(const struct stream *s)
{
    return s->regular && !s->unpacker && !s->encoding;
}

bool stream_seek(struct stream *s, uint64_t offset, struct tenor_error *err)
{
    if (offset > INT64_MAX || lseek(s->fd, (off_t)offset, SEEK_SET) < 0)
        return fail_errno(s, "seek in", err);
    s->taken = offset;
    s->file_end = false;
    return true;
}

static bool fail_short(const struct stream *s, uint64_t missing,
                       struct tenor_error *err)
{
    return fail(err, TENOR_EDATA, 0,
                "'%s' is too short: %" PRIu64
                " bytes are missing of those to pass over",
                stream_name(s), missing);
}

bool stream_skip(struct stream *s, uint64_t bytes, struct tenor_error *err)
{
    char away[16384];

    if (stream_can_seek(s)) {
        const uint64_t size = stream_size(s);
        const uint64_t left = size > s->taken ? size - s->taken : 0;
        return bytes > left ? fail_short(s, bytes - left, err)
                            : stream_seek(s, s->taken + bytes, err);
    }
    while (bytes > 0) {
        const uint64_t *bad;
        size_t n;
        if (!stream_read(s, away, bytes < sizeof away ? bytes : sizeof away, &n,
                         err))
            return false;
        stream_bad(s, &bad);
        if (n == 0)
            return s->woken || fail_short(s, bytes, err);
        bytes -= n;
    }
    return true;
}

uint64_t stream_consumed(const struct stream *s)
{
    return s->taken - s->rest.len;
}

uint64_t stream_size(const struct stream *s)
{
    struct stat st;

    return s->regular && fstat(s->fd, &st) == 0 && st.st_size > 0
               ? (uint64_t)st.st_size
               : 0;
}

static const char *const filter_names[] = {"", "gz", "zst", "xz"};

enum stream_filter stream_filter_named(struct str extension)
{
    for (size_t i = 1; i < sizeof filter_names / sizeof *filter_names; i++)
        if (str_equal(extension, str_of(filter_names[i])))
            return (enum stream_filter)i;
    return STREAM_PLAIN;
}

const char *stream_filter_name(enum stream_filter filter)
{
    return filter_names[filter];
}

enum stream_filter stream_filter_of(const char *path)
{
    struct str name = str_of(path);

    return stream_filter_named(extension_cut(&name));
}

static bool prepare(struct stream *s, enum stream_filter filter,
                    const char *encoding, struct tenor_error *err)
{
    static const struct unpacker *const unpacker[] = {NULL, &unpack_gzip,
                                                      &unpack_zstd, &unpack_xz};

    s->unpacker = unpacker[filter];
    if (s->unpacker) {
        s->state = s->unpacker->open();
        s->packed = mem_resize(NULL, PIECE, 1);
        if (!s->state || !s->packed)
            return fail_memory(err, "a decompressor");
    }
    if (!encoding)
        return true;
    s->raw = mem_resize(NULL, PIECE, 1);
    if (!s->raw)
        return fail_memory(err, "a converter");
    return encoding_open(&s->encoding, encoding, err);
}

bool stream_open(struct stream **out, const char *path,
                 enum stream_filter filter, const char *encoding, int wake,
                 struct tenor_error *err)
{
    struct stream *s = mem_zero(1, sizeof *s);

    if (!s)
        return fail_memory(err, "a stream");
    s->fd = -1;
    s->wake = wake;
    s->path = mem_string(str_of(path));
    if (!s->path)
        fail_memory(err, "a stream");
    if (!s->path || !prepare(s, filter, encoding, err) || !open_file(s, err)) {
        stream_close(s);
        return false;
    }
    *out = s;
    return true;
}

void stream_close(struct stream *s)
{
    if (!s)
        return;
    if (s->fd >= 0 && strcmp(s->path, "-") != 0)
        close(s->fd);
    if (s->unpacker)
        s->unpacker->close(s->state);
    encoding_close(s->encoding);
    free(s->packed);
    free(s->raw);
    free(s->text.data);
    free(s->bad.at);
    free(s->path);
    free(s);
}

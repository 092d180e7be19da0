#include "cli/label/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

/* More than the longest character of any encoding, in it and in UTF-8. */
#define LONGEST 64

struct encoding {
    iconv_t convert;
    char *name;
    size_t unit;        /* bytes that a bad one takes along */
    uint64_t offset;    /* of what is converted next */
    bool begun;         /* something has been put out */
    char rest[LONGEST]; /* [held] an incomplete sequence */
    size_t held;
};

/* A conversion of one piece. */
struct conversion {
    struct encoding *e;
    struct buffer *out;
    struct bad_bytes *bad;
    struct tenor_error *err;
};

/* ---- life ---------------------------------------------------------------- */

/* iconv takes "" for the encoding of the locale and a slash for options. */
static bool is_name(const char *name)
{
    return *name && !strchr(name, '/');
}

static bool connect(struct encoding *e, struct tenor_error *err)
{
    e->convert = iconv_open("UTF-8", e->name);
    if (e->convert != (iconv_t)-1)
        return true;
    if (errno == ENOMEM)
        return fail_memory(err, "a converter");
    return fail(err, TENOR_EINVAL, 0,
                "unknown encoding '%s'; iconv -l lists those known", e->name);
}

static void disconnect(struct encoding *e)
{
    if (e->convert != (iconv_t)-1)
        iconv_close(e->convert);
    e->convert = (iconv_t)-1;
}

/* NUL is one unit of every encoding: the number of zeros that are no incomplete
 * character. */
static size_t unit_of(iconv_t convert)
{
    for (size_t n = 1; n < 4; n++) {
        char zeros[4] = {0}, to[LONGEST];
        char *in = zeros, *out = to;
        size_t left = n, room = sizeof to;
        if (iconv(convert, &in, &left, &out, &room) != (size_t)-1 ||
            errno != EINVAL)
            return n;
    }
    return 4;
}

bool encoding_restart(struct encoding *e, struct tenor_error *err)
{
    /* A reset would keep the byte order found in the text before. */
    disconnect(e);
    e->offset = 0;
    e->begun = false;
    e->held = 0;
    return connect(e, err);
}

bool encoding_open(struct encoding **out, const char *name,
                   struct tenor_error *err)
{
    if (!is_name(name))
        return fail(err, TENOR_EINVAL, 0,
                    "unknown encoding '%s'; iconv -l lists those known", name);
    struct encoding *e = mem_zero(1, sizeof *e);
    if (!e)
        return fail_memory(err, "a converter");
    e->convert = (iconv_t)-1;
    e->name = mem_string(str_of(name));
    if (!e->name)
        fail_memory(err, "a converter");
    if (!e->name || !connect(e, err))
        goto bad;
    e->unit = unit_of(e->convert);
    if (!encoding_restart(e, err))
        goto bad;
    *out = e;
    return true;
bad:
    encoding_close(e);
    return false;
}

void encoding_close(struct encoding *e)
{
    if (!e)
        return;
    disconnect(e);
    free(e->name);
    free(e);
}

/* ---- what iconv lets through --------------------------------------------- */

/* Whether one of eight bytes is 0xF0 or above: all four high bits are set. */
static bool has_long(const char *s)
{
    uint64_t w;

    memcpy(&w, s, sizeof w);
    return (w & w << 1 & w << 2 & w << 3 & 0x8080808080808080u) != 0;
}

static bool is_beyond(const char *s)
{
    const unsigned char lead = (unsigned char)s[0];

    return lead > 0xF4 || (lead == 0xF4 && (unsigned char)s[1] > 0x8F);
}

/* Bytes before the first character beyond U+10FFFF, which glibc makes of old
 * forms of UTF-8 and UCS-4; all of them when there is none. */
static size_t within_unicode(const char *s, size_t len)
{
    size_t i = 0;

    while (i < len) {
        if (i + 8 <= len && !has_long(s + i)) {
            i += 8;
            continue;
        }
        for (const size_t end = i + 8; i < end && i < len; i++)
            if (is_beyond(s + i))
                return i;
    }
    return len;
}

/* ---- conversion ---------------------------------------------------------- */

/* Account for n bytes behind the result, dropping a byte order mark. */
static void put_out(const struct conversion *c, size_t n)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t size = sizeof mark - 1;
    char *s = c->out->data + c->out->len;

    if (!c->e->begun && n >= size && memcmp(s, mark, size) == 0) {
        memmove(s, s + size, n - size);
        c->out->len -= size;
    }
    c->e->begun = c->e->begun || n > 0;
    c->out->len += n;
}

/* Convert from the front of *in until something is in the way, which errno
 * tells: E2BIG, EILSEQ, EINVAL; 0 when all is converted. */
static void run(const struct conversion *c, struct str *in, size_t most)
{
    char *from = (char *)in->s, *const start = c->out->data + c->out->len;
    char *to = start;
    size_t left = in->len, room = most;

    errno = 0;
    if (iconv(c->e->convert, &from, &left, &to, &room) != (size_t)-1)
        errno = 0;
    const size_t n = (size_t)(to - start), good = within_unicode(start, n);
    if (good < n) {
        /* As much again of the same, to know where it is in the input: the
         * encodings that can say this have no state. */
        from = (char *)in->s;
        to = start;
        left = in->len;
        room = good;
        iconv(c->e->convert, &from, &left, &to, &room);
        errno = EILSEQ;
    }
    const int reason = errno;
    put_out(c, good);
    c->e->offset += in->len - left;
    *in = (struct str){from, left};
    errno = reason;
}

/* The first unit of *in, which has at least one byte, is bad. */
static bool pass_bad(const struct conversion *c, struct str *in)
{
    static const char mark = ENCODING_BAD;
    struct bad_bytes *b = c->bad;
    const size_t n = c->e->unit < in->len ? c->e->unit : in->len;

    if (!buffer_add(c->out, &mark, 1) || !GROW(b->at, b->n + 1, b->capacity))
        return fail_memory(c->err, "a text in UTF-8");
    b->at[b->n++] = c->e->offset;
    c->e->begun = true;
    c->e->offset += n;
    *in = (struct str){in->s + n, in->len - n};
    return true;
}

/* As much as goes through iconv at once. No buffer of glibc's is ever full
 * then, nor is ours: some of its converters lose or repeat letters when they
 * have to stop for want of room. */
#define AT_ONCE 2048
#define ROOM_FOR(n) ((n)*12 + LONGEST) /* a byte of TSCII makes nine */

/* Convert *in but for an incomplete sequence at its end, which is left. */
static bool convert(const struct conversion *c, struct str *in)
{
    struct buffer *out = c->out;

    while (in->len > 0) {
        const size_t n = in->len < AT_ONCE ? in->len : AT_ONCE;
        struct str part = {in->s, n};
        if (!GROW(out->data, out->len + ROOM_FOR(n), out->capacity))
            return fail_memory(c->err, "a text in UTF-8");
        run(c, &part, out->capacity - out->len);
        const int reason = errno;
        *in = (struct str){part.s, in->len - (n - part.len)};
        if (reason == EINVAL && in->len == part.len)
            return true;
        if ((reason == EILSEQ || part.len == n) && !pass_bad(c, in))
            return false;
    }
    return true;
}

static void hold(struct encoding *e, struct str rest)
{
    memmove(e->rest, rest.s, rest.len);
    e->held = rest.len;
}

/* Convert what is held with the bytes of *piece that complete it. */
static bool complete(const struct conversion *c, struct str *piece)
{
    struct encoding *e = c->e;

    while (e->held > 0 && piece->len > 0) {
        const size_t held = e->held, room = sizeof e->rest - held;
        const size_t taken = piece->len < room ? piece->len : room;
        memcpy(e->rest + held, piece->s, taken);
        struct str both = {e->rest, held + taken};
        if (!convert(c, &both))
            return false;
        const size_t used = held + taken - both.len;
        if (used >= held) {
            *piece = (struct str){piece->s + used - held,
                                  piece->len - (used - held)};
            e->held = 0;
            return true;
        }
        /* No character is as long as that. */
        if (used == 0 && taken < piece->len && !pass_bad(c, &both))
            return false;
        *piece = (struct str){piece->s + taken, piece->len - taken};
        hold(e, both);
    }
    return true;
}

bool encoding_add(struct encoding *e, struct str piece, struct buffer *out,
                  struct bad_bytes *bad, struct tenor_error *err)
{
    const struct conversion c = {e, out, bad, err};

    if (!complete(&c, &piece) || !convert(&c, &piece))
        return false;
    while (piece.len > sizeof e->rest)
        if (!pass_bad(&c, &piece) || !convert(&c, &piece))
            return false;
    if (piece.len > 0)
        hold(e, piece);
    return true;
}

bool encoding_end(struct encoding *e, struct buffer *out, struct bad_bytes *bad,
                  struct tenor_error *err)
{
    const struct conversion c = {e, out, bad, err};
    struct str rest = {e->rest, e->held};

    while (rest.len > 0)
        if (!pass_bad(&c, &rest) || !convert(&c, &rest))
            return false;
    e->held = 0;
    if (!GROW(out->data, out->len + LONGEST, out->capacity))
        return fail_memory(err, "a text in UTF-8");
    /* Some encodings keep a letter back until they know that no accent follows.
     */
    char *to = out->data + out->len, *const start = to;
    size_t room = LONGEST;
    iconv(e->convert, NULL, NULL, &to, &room);
    put_out(&c, (size_t)(to - start));
    return true;
}

bool encoding_whole(struct encoding *e, struct str text, struct buffer *out,
                    struct bad_bytes *bad, struct tenor_error *err)
{
    return encoding_restart(e, err) && encoding_add(e, text, out, bad, err) &&
           encoding_end(e, out, bad, err);
}

/* Gzip (RFC 1952) by zlib. */
#define ZLIB_CONST
#include "cli/label/unpack.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#define WINDOW (15 + 16) /* the largest, and gzip alone */

struct gzip {
    z_stream z;
    bool whole; /* a member has ended, and none has begun */
};

static void *open_gzip(void)
{
    struct gzip *g = mem_zero(1, sizeof *g);

    if (g && inflateInit2(&g->z, WINDOW) != Z_OK) {
        free(g);
        return NULL;
    }
    return g;
}

static uInt at_most(size_t n)
{
    return n < UINT_MAX ? (uInt)n : UINT_MAX;
}

static int inflate_some(z_stream *z, struct unpacking *u)
{
    const uInt in = at_most(u->in.len), room = at_most(u->room);

    z->next_in = (const Bytef *)u->in.s;
    z->avail_in = in;
    z->next_out = (Bytef *)u->out;
    z->avail_out = room;
    const int result = inflate(z, Z_NO_FLUSH);
    const size_t taken = in - z->avail_in, put = room - z->avail_out;
    u->in = (struct str){u->in.s + taken, u->in.len - taken};
    u->out += put;
    u->room -= put;
    return result;
}

static enum unpacked step(void *state, struct unpacking *u)
{
    struct gzip *g = state;

    if (g->whole && u->in.len == 0)
        return u->last ? UNPACK_END : UNPACK_MORE;
    if (g->whole)
        inflateReset(&g->z);
    const int result = inflate_some(&g->z, u);
    g->whole = result == Z_STREAM_END;
    switch (result) {
    case Z_STREAM_END:
        return UNPACK_MORE;
    case Z_OK:
    case Z_BUF_ERROR: /* no input, or no room */
        return u->last && u->in.len == 0 && u->room > 0 ? UNPACK_TRUNCATED
                                                        : UNPACK_MORE;
    case Z_MEM_ERROR:
        return UNPACK_NO_MEMORY;
    default:
        u->why = g->z.msg ? g->z.msg : "malformed data";
        return UNPACK_DAMAGED;
    }
}

static void close_gzip(void *state)
{
    struct gzip *g = state;

    if (g)
        inflateEnd(&g->z);
    free(g);
}

const struct unpacker unpack_gzip = {"gzip", open_gzip, step, close_gzip};

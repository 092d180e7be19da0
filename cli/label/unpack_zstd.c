/* Zstandard (RFC 8878) by libzstd. */
#include "cli/label/unpack.h"

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

struct zstd {
    ZSTD_DStream *z;
    size_t wanted; /* input up to the end of a block */
    bool whole;    /* a frame has ended, and none has begun */
};

static void *open_zstd(void)
{
    struct zstd *s = mem_zero(1, sizeof *s);

    if (!s)
        return NULL;
    s->z = ZSTD_createDStream();
    if (!s->z) {
        free(s);
        return NULL;
    }
    s->wanted = ZSTD_initDStream(s->z);
    return s;
}

static enum unpacked failed(struct unpacking *u, size_t result)
{
    const ZSTD_ErrorCode code = ZSTD_getErrorCode(result);

    u->why = ZSTD_getErrorString(code);
    return code == ZSTD_error_memory_allocation ? UNPACK_NO_MEMORY
                                                : UNPACK_DAMAGED;
}

/* Block by block, since an error takes with it what the same call has put out.
 */
static enum unpacked step(void *state, struct unpacking *u)
{
    struct zstd *s = state;

    if (s->whole && u->in.len == 0)
        return u->last ? UNPACK_END : UNPACK_MORE;
    ZSTD_inBuffer in = {u->in.s, u->in.len < s->wanted ? u->in.len : s->wanted,
                        0};
    ZSTD_outBuffer out = {u->out, u->room, 0};
    const size_t result = ZSTD_decompressStream(s->z, &out, &in);
    if (ZSTD_isError(result))
        return failed(u, result);
    u->in = (struct str){u->in.s + in.pos, u->in.len - in.pos};
    u->out += out.pos;
    u->room -= out.pos;
    s->whole = result == 0;
    s->wanted = s->whole ? ZSTD_DStreamInSize() : result;
    return u->last && u->in.len == 0 && u->room > 0 && !s->whole
               ? UNPACK_TRUNCATED
               : UNPACK_MORE;
}

static void close_zstd(void *state)
{
    struct zstd *s = state;

    if (s)
        ZSTD_freeDStream(s->z);
    free(s);
}

const struct unpacker unpack_zstd = {"zstd", open_zstd, step, close_zstd};

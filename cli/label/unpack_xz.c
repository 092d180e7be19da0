/* The .xz format by liblzma. */
#include "cli/label/unpack.h"

#include <lzma.h>
#include <stdlib.h>

#define MEMORY_MAX (UINT64_C(256) << 20) /* xz -9 asks for 65 MiB */

static void *open_xz(void)
{
    lzma_stream *z = mem_resize(NULL, 1, sizeof *z);

    if (!z)
        return NULL;
    *z = (lzma_stream)LZMA_STREAM_INIT;
    if (lzma_stream_decoder(z, MEMORY_MAX, LZMA_CONCATENATED) != LZMA_OK) {
        free(z);
        return NULL;
    }
    return z;
}

static const char *reason(lzma_ret result)
{
    switch (result) {
    case LZMA_FORMAT_ERROR:
        return "unknown format";
    case LZMA_OPTIONS_ERROR:
        return "unknown options";
    case LZMA_MEMLIMIT_ERROR:
        return "needs more than 256 MiB of memory";
    default:
        return "corrupt data";
    }
}

static enum unpacked step(void *state, struct unpacking *u)
{
    lzma_stream *z = state;

    z->next_in = (const uint8_t *)u->in.s;
    z->avail_in = u->in.len;
    z->next_out = (uint8_t *)u->out;
    z->avail_out = u->room;
    const lzma_ret result = lzma_code(z, u->last ? LZMA_FINISH : LZMA_RUN);
    u->in = (struct str){(const char *)z->next_in, z->avail_in};
    u->out = (char *)z->next_out;
    u->room = z->avail_out;
    switch (result) {
    case LZMA_OK:
        return UNPACK_MORE;
    case LZMA_STREAM_END:
        return UNPACK_END;
    case LZMA_BUF_ERROR: /* nothing can be done without more input */
        return u->last ? UNPACK_TRUNCATED : UNPACK_MORE;
    case LZMA_MEM_ERROR:
        return UNPACK_NO_MEMORY;
    default:
        u->why = reason(result);
        return UNPACK_DAMAGED;
    }
}

static void close_xz(void *state)
{
    lzma_stream *z = state;

    if (z)
        lzma_end(z);
    free(z);
}

const struct unpacker unpack_xz = {"xz", open_xz, step, close_xz};

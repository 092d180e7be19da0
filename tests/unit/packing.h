/* Compressed bytes for tests. */
#ifndef TENOR_TESTS_UNIT_PACKING_H
#define TENOR_TESTS_UNIT_PACKING_H

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "cli/label/stream.h"
#include "tests/unit/unit.h"

#define PACKING_SLACK 4096

static inline size_t pack_gzip(struct str bytes, char *to, size_t room)
{
    z_stream z = {0};

    assert_int_equal(deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
                                  15 + 16, 8, Z_DEFAULT_STRATEGY),
                     Z_OK);
    z.next_in = (Bytef *)bytes.s;
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return room - z.avail_out;
}

static inline size_t pack_zstd(struct str bytes, char *to, size_t room)
{
    ZSTD_CCtx *z = ZSTD_createCCtx();

    assert_non_null(z);
    ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
    const size_t n = ZSTD_compress2(z, to, room, bytes.s, bytes.len);
    ZSTD_freeCCtx(z);
    assert_false(ZSTD_isError(n));
    return n;
}

static inline size_t pack_xz(struct str bytes, char *to, size_t room)
{
    size_t n = 0;

    assert_int_equal(lzma_easy_buffer_encode(
                         1, LZMA_CHECK_CRC32, NULL, (const uint8_t *)bytes.s,
                         bytes.len, (uint8_t *)to, &n, room),
                     LZMA_OK);
    return n;
}

/* Append bytes, compressed as the filter wants them. */
static inline void pack(enum stream_filter filter, struct str bytes,
                        struct buffer *out)
{
    static size_t (*const packer[])(struct str, char *, size_t) = {
        NULL, pack_gzip, pack_zstd, pack_xz};
    const size_t room = 2 * bytes.len + PACKING_SLACK;

    assert_true(GROW(out->data, out->len + room, out->capacity));
    if (packer[filter])
        out->len += packer[filter](bytes, out->data + out->len, room);
    else
        assert_true(buffer_add(out, bytes.s, bytes.len));
}

#endif

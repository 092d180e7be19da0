#define _POSIX_C_SOURCE 200809L
#include "cli/label/bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define PIECE 65536

struct bundle {
    struct archive *archive;
    struct archive_entry *entry;
    struct stream *from;
    struct tenor_error broken; /* of the stream */
    locale_t utf8;             /* or 0 */
    char *piece;               /* [PIECE] */
};

/* ---- what the library calls ---------------------------------------------- */

static la_ssize_t on_read(struct archive *a, void *client, const void **bytes)
{
    struct bundle *b = client;
    size_t n;

    *bytes = b->piece;
    if (stream_read(b->from, b->piece, PIECE, &n, &b->broken))
        return (la_ssize_t)n;
    archive_set_error(a, EIO, "%s", b->broken.message);
    return ARCHIVE_FATAL;
}

static la_int64_t on_seek(struct archive *a, void *client, la_int64_t offset,
                          int whence)
{
    struct bundle *b = client;
    const uint64_t base = whence == SEEK_CUR   ? stream_consumed(b->from)
                          : whence == SEEK_END ? stream_size(b->from)
                                               : 0;
    const la_int64_t to = (la_int64_t)base + offset;

    if (to < 0 || !stream_seek(b->from, (uint64_t)to, &b->broken)) {
        archive_set_error(a, EIO, "cannot seek");
        return ARCHIVE_FATAL;
    }
    return to;
}

/* Not behind the end: there the library has to see that something is missing.
 */
static la_int64_t on_skip(struct archive *a, void *client, la_int64_t bytes)
{
    struct bundle *b = client;
    const uint64_t at = stream_consumed(b->from), size = stream_size(b->from);
    const uint64_t left = size > at ? size - at : 0;
    const uint64_t n = (uint64_t)bytes < left ? (uint64_t)bytes : left;

    if (stream_seek(b->from, at + n, &b->broken))
        return (la_int64_t)n;
    archive_set_error(a, EIO, "%s", b->broken.message);
    return ARCHIVE_FATAL;
}

/* ---- errors -------------------------------------------------------------- */

static bool fail_archive(const struct bundle *b, struct tenor_error *err)
{
    const char *why = archive_error_string(b->archive);

    if (b->broken.code != TENOR_OK)
        return fail(err, b->broken.code, 0, "%s", b->broken.message);
    if (archive_errno(b->archive) == ENOMEM)
        return fail_memory(err, "an archive");
    return fail(err, TENOR_EDATA, 0, "cannot read the archive '%s': %s",
                stream_name(b->from), why ? why : "damaged data");
}

/* ---- opening ------------------------------------------------------------- */

static int support(struct archive *a, enum bundle_format format, bool can_seek)
{
    if (format == BUNDLE_TAR)
        return archive_read_support_format_tar(a);
    return can_seek ? archive_read_support_format_zip_seekable(a)
                    : archive_read_support_format_zip_streamable(a);
}

static bool start(struct bundle *b, enum bundle_format format,
                  struct tenor_error *err)
{
    struct archive *a = b->archive;
    const bool can_seek = stream_can_seek(b->from);

    if (support(a, format, can_seek) != ARCHIVE_OK)
        return fail_archive(b, err);
    archive_read_set_callback_data(a, b);
    archive_read_set_read_callback(a, on_read);
    if (can_seek) {
        archive_read_set_seek_callback(a, on_seek);
        archive_read_set_skip_callback(a, on_skip);
    }
    if (archive_read_open1(a) == ARCHIVE_OK || stream_is_woken(b->from))
        return true;
    if (b->broken.code == TENOR_OK && archive_errno(a) != ENOMEM)
        return fail(err, TENOR_EDATA, 0, "'%s' is no %s archive, or damaged",
                    stream_name(b->from), format == BUNDLE_TAR ? "tar" : "zip");
    return fail_archive(b, err);
}

bool bundle_open(struct bundle **out, struct stream *from,
                 enum bundle_format format, struct tenor_error *err)
{
    struct bundle *b = mem_zero(1, sizeof *b);

    if (!b)
        return fail_memory(err, "an archive");
    b->from = from;
    b->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    b->archive = archive_read_new();
    b->piece = mem_resize(NULL, PIECE, 1);
    if (!b->archive || !b->piece)
        fail_memory(err, "an archive");
    if (!b->archive || !b->piece || !start(b, format, err)) {
        bundle_close(b);
        return false;
    }
    *out = b;
    return true;
}

void bundle_close(struct bundle *b)
{
    if (!b)
        return;
    archive_read_free(b->archive);
    if (b->utf8)
        freelocale(b->utf8);
    free(b->piece);
    free(b);
}

/* ---- files --------------------------------------------------------------- */

/* The library gives names in the locale, and none for those that have no place
 * in it. */
static int next_header(struct bundle *b)
{
    const locale_t before = uselocale(b->utf8);
    const int result = archive_read_next_header(b->archive, &b->entry);

    uselocale(before);
    return result;
}

/* Whoever writes the rest of a pipe is heard out, and the checksum at the end
 * of compressed data compared. */
static bool read_rest(struct bundle *b, struct tenor_error *err)
{
    size_t n;

    if (stream_can_seek(b->from))
        return true;
    do
        if (!stream_read(b->from, b->piece, PIECE, &n, err))
            return false;
    while (n > 0);
    return true;
}

static bool is_file(struct archive_entry *e)
{
    return archive_entry_filetype(e) == AE_IFREG && !archive_entry_hardlink(e);
}

bool bundle_next(struct bundle *b, const char **name, bool *end,
                 struct tenor_error *err)
{
    int result;

    do {
        if (stream_is_woken(b->from)) {
            *end = true;
            return true;
        }
        result = next_header(b);
        if (result == ARCHIVE_EOF && b->broken.code == TENOR_OK) {
            *end = stream_is_woken(b->from) || read_rest(b, err);
            return *end;
        }
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN &&
            !stream_is_woken(b->from))
            return fail_archive(b, err);
    } while (stream_is_woken(b->from) || !is_file(b->entry));
    *name = archive_entry_pathname(b->entry);
    if (!*name)
        *name = "";
    return true;
}

bool bundle_read(struct bundle *b, char *to, size_t room, size_t *n,
                 struct tenor_error *err)
{
    if (archive_entry_is_data_encrypted(b->entry))
        return fail(err, TENOR_EDATA, 0, "encrypted");
    const la_ssize_t got = archive_read_data(b->archive, to, room);
    if (got < 0)
        return fail_archive(b, err);
    *n = (size_t)got;
    return true;
}

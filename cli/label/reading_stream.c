/* Records that stand one behind the other in a stream of bytes. */
#include <stdlib.h>
#include <string.h>

#include "cli/label/reading.h"

/* A chunk that grew for a large record, beyond so many blocks, shrinks again.
 */
#define BLOCKS_KEPT 4

#define MARK "\xEF\xBB\xBF" /* a byte order mark */

/* ---- bytes --------------------------------------------------------------- */

static bool is_over(const struct reading *r)
{
    return r->ended || reading_stopped(r);
}

/* Append to a list of bad bytes. */
static bool add_bad(struct bad_bytes *to, const uint64_t *at, size_t n,
                    struct tenor_error *err)
{
    if (n == 0)
        return true;
    if (!GROW(to->at, to->n + n, to->capacity))
        return fail_memory(err, "a chunk");
    memcpy(to->at + to->n, at, n * sizeof *at);
    to->n += n;
    return true;
}

static bool read_more(struct reading *r, struct buffer *b,
                      struct tenor_error *err)
{
    const uint64_t *bad;
    size_t n;

    if (!stream_read(r->stream, b->data + b->len, b->capacity - b->len, &n,
                     err))
        return false;
    b->len += n;
    r->offset += n;
    r->ended = n == 0 && !stream_is_woken(r->stream);
    const size_t bads = stream_bad(r->stream, &bad);
    return add_bad(&r->bytes, bad, bads, err);
}

/* Move what is known of the bad bytes among these to a chunk, or nowhere for
 * NULL. */
static bool take_bad(struct reading *r, struct str bytes, struct chunk *c,
                     struct tenor_error *err)
{
    struct bad_bytes *from = &r->bytes;
    const char *at = bytes.s, *end;
    size_t n = 0;

    if (!r->encoding || bytes.len == 0)
        return true;
    end = at + bytes.len;
    for (; at < end && (at = memchr(at, ENCODING_BAD, (size_t)(end - at)));
         at++)
        n++;
    if (c && !add_bad(&c->bytes, from->at, n, err))
        return false;
    from->n -= n;
    if (from->n)
        memmove(from->at, from->at + n, from->n * sizeof *from->at);
    return true;
}

/* These bytes are read for good. */
static void note(struct reading *r, struct str bytes)
{
    if (r->parts)
        parts_add(r->parts, bytes);
}

/* Leave the bytes of a chunk behind `from` to the next one. */
static bool keep_rest(struct reading *r, struct buffer *b, size_t from,
                      struct tenor_error *err)
{
    r->rest.len = 0;
    if (!buffer_add(&r->rest, b->data + from, b->len - from))
        return fail_memory(err, "a record");
    b->len = from;
    return true;
}

/* An empty chunk with what is left of the one before. */
static bool take_rest(struct reading *r, struct chunk *c,
                      struct tenor_error *err)
{
    struct buffer *b = &c->in;

    if (b->capacity / BLOCKS_KEPT > r->block) {
        free(b->data);
        *b = (struct buffer){0};
    }
    b->len = c->bads = 0;
    if (!GROW(b->data, r->block, b->capacity) ||
        !buffer_add(b, r->rest.data, r->rest.len))
        return fail_memory(err, "a chunk");
    r->rest.len = 0;
    return true;
}

/* A byte order mark at the beginning is not part of the data. */
static bool pass_mark(struct reading *r, struct buffer *b,
                      struct tenor_error *err)
{
    const size_t len = strlen(MARK);

    while (b->len < len && !is_over(r) &&
           (b->len == 0 || memcmp(b->data, MARK, b->len) == 0)) {
        if (!GROW(b->data, len, b->capacity))
            return fail_memory(err, "a chunk");
        if (!read_more(r, b, err))
            return false;
    }
    if (b->len >= len && memcmp(b->data, MARK, len) == 0) {
        note(r, (struct str){b->data, len});
        memmove(b->data, b->data + len, b->len - len);
        b->len -= len;
    }
    return true;
}

/* ---- records ------------------------------------------------------------- */

static const struct record_format *format_of(const struct reading *r)
{
    return r->input[r->at].format;
}

/* Pass over the line that b has the beginning of, reading into b. */
static bool lose_line(struct reading *r, struct chunk *c, const char *why,
                      struct tenor_error *err)
{
    struct buffer *b = &c->in;
    const char *lf = memchr(b->data, '\n', b->len);

    while (!lf && !is_over(r)) {
        if (!take_bad(r, (struct str){b->data, b->len}, NULL, err))
            return false;
        note(r, (struct str){b->data, b->len});
        b->len = 0;
        if (!read_more(r, b, err))
            return false;
        lf = memchr(b->data, '\n', b->len);
    }
    if (!lf && !r->ended) { /* to be read again from its beginning */
        b->len = 0;
        return true;
    }
    const size_t behind = lf ? (size_t)(lf - b->data) + 1 : b->len;
    c->lost = why;
    r->line++;
    if (!keep_rest(r, b, behind, err) ||
        !take_bad(r, (struct str){b->data, behind}, NULL, err))
        return false;
    note(r, (struct str){b->data, behind});
    b->len = 0;
    return true;
}

/* Whether a chunk of which so many bytes are whole records should go: it is
 * full, more would have to be waited for, or are of another shard. */
static bool is_enough(const struct reading *r, const struct buffer *b,
                      size_t whole)
{
    return whole > 0 && (b->len >= r->block || whole >= r->limit ||
                         !stream_is_ready(r->stream));
}

/* Where records are of another shard, in a chunk of what is read; a first record
 * is looked at for its columns wherever that is. */
static void find_limit(struct reading *r, const struct buffer *b)
{
    const uint64_t limit = reading_limit(r), begin = r->offset - b->len;

    r->limit = limit > begin && limit - begin < SIZE_MAX
                   ? (size_t)(limit - begin)
                   : SIZE_MAX;
}

/* Read until the chunk has enough whole records, or one that is lost. */
static bool gather(struct reading *r, struct chunk *c, struct tenor_error *err)
{
    const struct record_format *format = format_of(r);
    struct buffer *b = &c->in;
    size_t whole = 0;

    find_limit(r, b);
    bool ok = format->whole(r, c, 0, false, &whole);

    while (ok && !is_over(r) && !is_enough(r, b, whole)) {
        const size_t seen = b->len;
        if (whole == 0 && b->len > r->max_record + 1) /* and a CR */
            return lose_line(r, c, reading_too_large, err);
        /* A block is full of one record here, else it would be enough. */
        if (b->len == b->capacity && !GROW(b->data, b->len + 1, b->capacity))
            return lose_line(r, c, reading_no_memory, err);
        struct tenor_error damage = {0};
        if (!read_more(r, b, &damage)) {
            if (whole == 0 || damage.code == TENOR_ENOMEM)
                return fail(err, damage.code, damage.line, "%s",
                            damage.message);
            break; /* what is before it goes first; it is met again */
        }
        ok = format->whole(r, c, seen, false, &whole);
    }
    /* The last record of a file need not have an end. */
    if (ok && r->ended)
        ok = format->whole(r, c, b->len, true, &whole);
    return ok ? keep_rest(r, b, whole, err) : fail_memory(err, "records");
}

/* Number of line ends. */
static uint64_t count_lines(struct str bytes)
{
    const char *at = bytes.s, *end = bytes.s + bytes.len;
    uint64_t n = 0;

    for (; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
        n++;
    return n;
}

/* Leave out the first bytes of what is read. */
static bool drop(struct reading *r, size_t n, struct tenor_error *err)
{
    if (!take_bad(r, (struct str){r->rest.data, n}, NULL, err))
        return false;
    note(r, (struct str){r->rest.data, n});
    r->rest.len -= n;
    if (r->rest.len)
        memmove(r->rest.data, r->rest.data + n, r->rest.len);
    return true;
}

/* Learn the columns from what is read of the records, if that is enough; it is
 * left as the rest but for the record that names them. */
static bool learn(struct reading *r, struct chunk *c, struct tenor_error *err)
{
    size_t header = 0;

    if (!reading_learn(r, c, &header, err))
        return false;
    r->line += count_lines((struct str){c->in.data, header});
    if (!buffer_add(&c->in, r->rest.data, r->rest.len))
        return fail_memory(err, "a chunk");
    return keep_rest(r, &c->in, 0, err) && drop(r, header, err);
}

static bool begin(struct reading *r, struct chunk *c, struct tenor_error *err)
{
    const bool table = !format_of(r)->column[0];

    c->in.len = r->rest.len = 0;
    if (!pass_mark(r, &r->rest, err))
        return false;
    while (!r->learned) {
        if (!take_rest(r, c, err) || (table && !gather(r, c, err)))
            return false;
        if (reading_stopped(r))
            return true;
        if (c->lost)
            return fail(err, TENOR_EDATA, 1, "%s:1: %s", c->input->path,
                        c->lost);
        if (!learn(r, c, err))
            return false;
    }
    return true;
}

/* Whether the next record is of another shard. */
static bool is_at_limit(const struct reading *r)
{
    return r->offset - r->rest.len >= reading_limit(r);
}

bool reading_stream(struct reading *r, struct chunk *c, bool *ended,
                    struct tenor_error *err)
{
    if (!r->learned && !begin(r, c, err))
        return false;
    if (reading_stopped(r)) { /* what is there may begin with the columns */
        c->in.len = 0;
        c->lost = NULL;
        return true;
    }
    c->line = r->line + 1;
    c->columns = r->columns;
    *ended = is_at_limit(r);
    if (*ended) {
        c->in.len = 0;
        return true;
    }
    if (!take_rest(r, c, err) || !gather(r, c, err) ||
        !take_bad(r, (struct str){c->in.data, c->in.len}, c, err))
        return false;
    note(r, (struct str){c->in.data, c->in.len});
    r->line += count_lines((struct str){c->in.data, c->in.len});
    *ended = (r->ended && r->rest.len == 0) || is_at_limit(r);
    return true;
}

/* ---- going on ------------------------------------------------------------ */

static bool has_changed(const struct reading *r, struct tenor_error *err)
{
    return fail(err, TENOR_EDATA, 0, "'%s' has changed",
                r->input[r->at].path);
}

/* Learn the columns; *first is the offset of the first record. */
static bool begin_stream(struct reading *r, uint64_t *first,
                         struct tenor_error *err)
{
    struct chunk c = {.input = &r->input[r->at]};
    const bool ok = begin(r, &c, err);

    *first = r->offset - r->rest.len;
    chunk_release(&c);
    return ok;
}

/* Go to an offset behind the first record. */
static bool jump(struct reading *r, uint64_t offset, struct tenor_error *err)
{
    const uint64_t first = r->offset - r->rest.len;
    const uint64_t *passed;

    if (offset <= r->offset)
        return drop(r, (size_t)(offset - first), err);
    if (!drop(r, r->rest.len, err) ||
        !stream_skip(r->stream, offset - r->offset, err))
        return false;
    stream_bad(r->stream, &passed);
    r->offset = offset;
    return true;
}

bool reading_skip_stream(struct reading *r, uint64_t offset,
                         struct tenor_error *err)
{
    uint64_t first;

    if (!begin_stream(r, &first, err))
        return false;
    if (reading_stopped(r) || offset == 0)
        return true;
    return offset < first ? has_changed(r, err) : jump(r, offset, err);
}

/* Pass over the records that begin before an offset. */
static bool pass_records(struct reading *r, uint64_t offset,
                         struct tenor_error *err)
{
    const struct boundary to = r->to;
    struct chunk c = {.input = &r->input[r->at]};
    bool ended = false, ok = true;

    r->to = (struct boundary){r->at, offset};
    while (ok && !ended && !reading_stopped(r)) {
        c.lost = NULL;
        ok = reading_stream(r, &c, &ended, err);
    }
    r->to = to;
    chunk_release(&c);
    return ok;
}

/* A record that is a line begins where a line ended: it is enough to look from
 * the byte before. What is no line has to be looked at from the first one. */
bool reading_align_stream(struct reading *r, uint64_t offset,
                          struct tenor_error *err)
{
    uint64_t first;

    if (!begin_stream(r, &first, err))
        return false;
    if (reading_stopped(r) || offset <= first)
        return true;
    if (format_of(r)->whole == records_whole_lines) {
        if (!jump(r, offset - 1, err))
            return false;
        r->line = 0;
        r->before = lines_before_new(r->input[r->at].path, offset - 1);
        if (!r->before)
            return fail_memory(err, "the lines before a shard");
    }
    return pass_records(r, offset, err);
}

bool reading_pass_stream(struct reading *r, uint64_t offset,
                         struct tenor_error *err)
{
    uint64_t at = r->offset - r->rest.len;
    bool ok = r->learned || begin_stream(r, &at, err);

    while (ok && at < offset && !reading_stopped(r)) {
        const size_t n = offset - at < r->rest.len ? (size_t)(offset - at)
                                                   : r->rest.len;
        ok = drop(r, n, err);
        at += n;
        if (!ok || at == offset || r->ended)
            break;
        ok = (GROW(r->rest.data, r->block, r->rest.capacity) ||
              fail_memory(err, "a block")) &&
             read_more(r, &r->rest, err);
    }
    if (ok && !reading_stopped(r) && at != offset && offset != UINT64_MAX)
        return has_changed(r, err);
    return ok;
}

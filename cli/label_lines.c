/* tenor label --in lines: each line is a text. */
#include <stdlib.h>
#include <string.h>

#include "cli/labelling.h"

/* A chunk that grew for a long line, beyond so many blocks, shrinks again. */
#define BLOCKS_KEPT 4

/* ---- cutting ------------------------------------------------------------- */

static bool next(const struct chunk *c, size_t *at, struct record *r)
{
    if (*at == c->in.len)
        return false;
    const char *text = c->in.data + *at;
    const size_t left = c->in.len - *at;
    const char *lf = memchr(text, '\n', left);
    size_t len = lf ? (size_t)(lf - text) : left;

    *at += len + (lf != NULL);
    len -= lf && len > 0 && text[len - 1] == '\r';
    *r = (struct record){.text = {text, len}};
    return true;
}

/* ---- filling ------------------------------------------------------------- */

/* Bytes of b up to its last line end, none of which is before `from`. */
static size_t whole_lines(const struct buffer *b, size_t from)
{
    for (size_t n = b->len; n > from; n--)
        if (b->data[n - 1] == '\n')
            return n;
    return 0;
}

static bool read_more(struct reading *r, struct buffer *b,
                      struct tenor_error *err)
{
    size_t n;

    if (!source_read(&r->source, b->data + b->len, b->capacity - b->len, &n,
                     err))
        return false;
    b->len += n;
    return true;
}

static bool keep_rest(struct reading *r, struct buffer *b, size_t from,
                      struct tenor_error *err)
{
    r->rest.len = 0;
    if (!buffer_add(&r->rest, b->data + from, b->len - from))
        return fail_memory(err, "a record");
    b->len = from;
    return true;
}

/* Pass over the line that b has the beginning of, reading into b. */
static bool lose_line(struct reading *r, struct chunk *c, const char *why,
                      struct tenor_error *err)
{
    struct buffer *b = &c->in;
    const char *lf = NULL;

    c->lost = why;
    while (!lf && r->source.open) {
        b->len = 0;
        if (!read_more(r, b, err))
            return false;
        lf = memchr(b->data, '\n', b->len);
    }
    const size_t behind = lf ? (size_t)(lf - b->data) + 1 : b->len;
    if (!keep_rest(r, b, behind, err))
        return false;
    b->len = 0;
    return true;
}

/* Whether a chunk of which so many bytes are whole lines should go: it is full,
 * or more would have to be waited for. */
static bool is_enough(const struct reading *r, const struct buffer *b,
                      size_t whole)
{
    return whole > 0 && (b->len >= r->block || !source_is_ready(&r->source));
}

/* Lines of the open file: what is left of the chunk before, and what is read
 * until it is enough. */
static bool gather(struct reading *r, struct chunk *c, struct tenor_error *err)
{
    struct buffer *b = &c->in;
    size_t whole = whole_lines(b, 0);

    while (r->source.open && !is_enough(r, b, whole)) {
        const size_t seen = b->len;
        if (whole == 0 && b->len > r->max_record + 1) /* and a CR */
            return lose_line(r, c, label_too_large, err);
        /* A block is full of one line here, else it would be enough. */
        if (b->len == b->capacity && !GROW(b->data, b->len + 1, b->capacity))
            return lose_line(r, c, label_no_memory, err);
        if (!read_more(r, b, err))
            return false;
        const size_t found = whole_lines(b, seen);
        whole = found ? found : whole;
    }
    /* The last line of a file need not have an end. */
    return keep_rest(r, b, r->source.open ? whole : b->len, err);
}

/* An empty chunk with what is left of the one before. */
static bool take_rest(struct reading *r, struct chunk *c,
                      struct tenor_error *err)
{
    struct buffer *b = &c->in;

    c->lost = NULL;
    b->len = 0;
    if (b->capacity / BLOCKS_KEPT > r->block) {
        free(b->data);
        *b = (struct buffer){0};
    }
    if (!GROW(b->data, r->block, b->capacity) ||
        !buffer_add(b, r->rest.data, r->rest.len))
        return fail_memory(err, "a chunk");
    r->rest.len = 0;
    return true;
}

static bool fill(struct reading *r, struct chunk *c, bool *filled,
                 struct tenor_error *err)
{
    bool end;

    *filled = false;
    do {
        if (!take_rest(r, c, err) || !source_begin(&r->source, &end, err))
            return false;
        if (end)
            return true;
        c->file = r->source.file;
        if (!gather(r, c, err))
            return false;
        *filled = c->in.len > 0 || c->lost;
    } while (!*filled);
    return true;
}

const struct record_format label_lines = {fill, next};

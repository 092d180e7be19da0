#include "datasets/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)64 << 10)

static bool fail_read(const char *path, const char *what, int code,
                      struct tenor_error *err)
{
    return fail(err, TENOR_EIO, 0, "cannot %s '%s': %s", what, path,
                strerror(code));
}

bool input_open(struct input *in, const char *path, struct tenor_error *err)
{
    *in = (struct input){.path = path};
    in->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!in->file)
        return fail_read(path, "open", errno, err);
    digest_init(&in->digest);
    return true;
}

void input_close(struct input *in)
{
    if (in->file && in->file != stdin)
        fclose(in->file);
    free(in->block.data);
    *in = (struct input){0};
}

/* Read one more block behind what is still unread. */
static bool read_block(struct input *in, struct tenor_error *err)
{
    struct buffer *b = &in->block;
    const bool first = in->line == 0 && b->len == 0;

    if (in->at > 0) {
        memmove(b->data, b->data + in->at, b->len - in->at);
        b->len -= in->at;
        in->at = 0;
    }
    if (!GROW(b->data, b->len + BLOCK, b->capacity))
        return fail_memory(err, "a record");
    size_t n = fread(b->data + b->len, 1, BLOCK, in->file);
    if (n < BLOCK) {
        if (ferror(in->file))
            return fail_read(in->path, "read", errno, err);
        in->end = true;
    }
    digest_add(&in->digest, (struct str){b->data + b->len, n});
    b->len += n;
    if (first && b->len >= 3 && memcmp(b->data, "\xEF\xBB\xBF", 3) == 0)
        in->at = 3;
    return true;
}

bool input_line(struct input *in, struct str *line, bool *end,
                struct tenor_error *err)
{
    size_t seen = 0; /* bytes after in->at known to hold no line end */

    *end = false;
    if (!in->block.data && !read_block(in, err))
        return false;
    for (;;) {
        const char *from = in->block.data + in->at;
        size_t left = in->block.len - in->at;
        const char *lf =
            left > seen ? memchr(from + seen, '\n', left - seen) : NULL;
        if (lf || (in->end && left > 0)) {
            size_t len = lf ? (size_t)(lf - from) : left;
            in->at += len + (lf != NULL);
            in->line++;
            *line = (struct str){from, len};
            if (len > 0 && from[len - 1] == '\r')
                line->len--;
            return true;
        }
        if (in->end) {
            *end = true;
            return true;
        }
        if (left > TENOR_TEXT_MAX) {
            in->line++;
            return fail(err, TENOR_ELIMIT, in->line,
                        "%s:%zu: the line is longer than %zu bytes", in->path,
                        in->line, TENOR_TEXT_MAX);
        }
        seen = left;
        if (!read_block(in, err))
            return false;
    }
}

bool input_record(struct input *in, struct str *line, bool *end,
                  struct tenor_error *err)
{
    do {
        if (!input_line(in, line, end, err))
            return false;
    } while (!*end && line->len == 0);
    return true;
}

int input_byte(struct input *in, struct tenor_error *err)
{
    while (in->at == in->block.len) {
        if (in->end)
            return -1;
        if (!read_block(in, err))
            return INPUT_FAILED;
    }
    if (in->line == 0)
        in->line = 1;
    int c = (unsigned char)in->block.data[in->at++];
    in->line += c == '\n';
    return c;
}

bool input_fail(const struct input *in, struct tenor_error *err,
                const char *what)
{
    return fail(err, TENOR_EDATA, in->line, "%s:%zu: %s", in->path, in->line,
                what);
}

bool input_whole(const char *path, struct buffer *text,
                 struct tenor_error *err)
{
    bool ok = false;
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");

    text->len = 0;
    if (!f)
        return fail_read(path, "open", errno, err);
    for (;;) {
        if (!GROW(text->data, text->len + BLOCK, text->capacity)) {
            fail_memory(err, "a text");
            break;
        }
        size_t n = fread(text->data + text->len, 1, BLOCK, f);
        text->len += n;
        if (text->len > TENOR_TEXT_MAX) {
            fail(err, TENOR_ELIMIT, 0, "'%s' is larger than %zu bytes", path,
                 TENOR_TEXT_MAX);
            break;
        }
        if (n < BLOCK) {
            ok = !ferror(f) || fail_read(path, "read", errno, err);
            break;
        }
    }
    if (f != stdin)
        fclose(f);
    return ok;
}

#include "cli/out.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/opt.h"
#include "model/file.h"
#include "model/utf8.h"

/* Figures of probabilities and margins. */
#define DIGITS 6

int out_error(const char *verb, const struct tenor_error *err)
{
    fprintf(stderr, "tenor %s: %s\n", verb, err->message);
    return err->code == TENOR_EMODEL ? EXIT_MODEL : EXIT_USAGE;
}

void out_json(json_t *value)
{
    if (value)
        json_dumpf(value, stdout,
                   JSON_COMPACT | JSON_REAL_PRECISION(DIGITS));
    putchar('\n');
    json_decref(value);
}

bool out_json_file(const char *path, const json_t *value,
                   struct tenor_error *err)
{
    char *text =
        json_dumps(value, JSON_INDENT(2) | JSON_REAL_PRECISION(DIGITS));
    struct buffer b = {0};
    bool ok =
        text && buffer_add(&b, text, strlen(text)) && buffer_add(&b, "\n", 1);

    free(text);
    ok = ok ? file_replace(path, (struct str){b.data, b.len}, err)
            : fail_memory(err, "JSON");
    free(b.data);
    return ok;
}

static int add_piece(const char *piece, size_t len, void *buffer)
{
    return buffer_add(buffer, piece, len) ? 0 : -1;
}

bool out_json_add(struct buffer *b, json_t *value)
{
    const bool ok =
        value && json_dump_callback(value, add_piece, b,
                                    JSON_COMPACT | JSON_REAL_PRECISION(
                                                       DIGITS)) == 0;

    json_decref(value);
    return ok;
}

/* Append UTF-8 with repair; on one line where `line` asks for it. */
static bool add_text(struct buffer *b, struct str bytes, bool line)
{
    size_t bad = 0;
    bool ok = true;

    for (size_t i = 0; ok && i < bytes.len;) {
        uint32_t c;
        char encoded[4];
        i += utf8_decode(bytes.s + i, bytes.len - i, &c, &bad);
        if (line && (c < ' ' || (c >= 0x7F && c < 0xA0) ||
                     utf8_class(c) == UTF8_NEWLINE))
            c = ' ';
        ok = buffer_add(b, encoded, utf8_put(c, encoded));
    }
    return ok;
}

json_t *out_string(struct str bytes)
{
    struct buffer b = {0};
    const bool ok = add_text(&b, bytes, false);
    json_t *string = ok ? json_stringn(b.len ? b.data : "", b.len) : NULL;

    free(b.data);
    return string;
}

bool out_clean(struct buffer *b, struct str bytes)
{
    return add_text(b, bytes, true);
}

bool out_row(struct buffer *b, const struct str *field, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!out_clean(b, field[i]) ||
            !buffer_add(b, i + 1 < n ? "\t" : "\n", 1))
            return false;
    return true;
}

int out_prefix(struct str text, size_t characters)
{
    size_t bytes = 0;

    for (; bytes < text.len; bytes++)
        if (((unsigned char)text.s[bytes] & 0xC0) != 0x80 && characters-- == 0)
            break;
    return (int)bytes;
}

int out_close(const char *verb, int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "tenor %s: cannot write to standard output: %s\n", verb,
            strerror(errno));
    return EXIT_USAGE;
}

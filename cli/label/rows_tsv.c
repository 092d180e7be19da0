/* tenor label --out tsv. Bytes that would end a field or its row stand as \t,
 * \n and \r, and a backslash as \\, but for values that were in a TSV before:
 * these stand as they are. */
#include "cli/label/rows.h"

#include <string.h>

/* The letter behind the backslash, or 0 for bytes that stand for themselves. */
static char escape(char byte)
{
    switch (byte) {
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\\':
        return '\\';
    default:
        return '\0';
    }
}

static bool put(struct buffer *out, const struct value *v)
{
    size_t begin = 0;

    for (size_t i = 0; i < v->bytes.len; i++) {
        const char letter = escape(v->bytes.s[i]);
        const char two[2] = {'\\', letter};
        if (!letter)
            continue;
        if (!buffer_add(out, v->bytes.s + begin, i - begin) ||
            !buffer_add(out, two, 2))
            return false;
        begin = i + 1;
    }
    return buffer_add(out, v->bytes.s + begin, v->bytes.len - begin);
}

static struct str copy(const struct record *r)
{
    return r->whole;
}

const struct notation rows_tsv = {
    .name = "tsv",
    .extensions = "tsv tab",
    .open = "",
    .close = "\n",
    .between = '\t',
    .nothing = "",
    .alone = "",
    .put = put,
    .copy = copy,
    .verbatim = true,
};

/* tenor label --out csv: RFC 4180. A field stands in quotes where it holds a
 * comma, a quote or a line end, or begins or ends with a blank, or is an empty
 * one without others: readers pass over empty lines. */
#include "cli/label/rows.h"

#include <string.h>

static bool is_special(char byte)
{
    return byte == ',' || byte == '"' || byte == '\n' || byte == '\r';
}

static bool needs_quotes(struct str s)
{
    if (s.len && (s.s[0] == ' ' || s.s[s.len - 1] == ' '))
        return true;
    for (size_t i = 0; i < s.len; i++)
        if (is_special(s.s[i]))
            return true;
    return false;
}

static bool put_quoted(struct buffer *out, struct str s)
{
    bool ok = buffer_add(out, "\"", 1);

    while (ok && s.len > 0) {
        const char *quote = memchr(s.s, '"', s.len);
        const size_t n = quote ? (size_t)(quote - s.s) + 1 : s.len;
        ok = buffer_add(out, s.s, n) && (!quote || buffer_add(out, "\"", 1));
        s = (struct str){s.s + n, s.len - n};
    }
    return ok && buffer_add(out, "\"", 1);
}

static bool put(struct buffer *out, const struct value *v)
{
    return needs_quotes(v->bytes) ? put_quoted(out, v->bytes)
                                  : buffer_add(out, v->bytes.s, v->bytes.len);
}

static struct str copy(const struct record *r)
{
    return r->whole;
}

const struct notation rows_csv = {
    .name = "csv",
    .extensions = "csv",
    .header = true,
    .open = "",
    .close = "\n",
    .between = ',',
    .nothing = "",
    .alone = "\"\"",
    .put = put,
    .copy = copy,
};

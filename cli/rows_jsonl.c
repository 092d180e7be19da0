/* tenor label --out jsonl: an object a line (RFC 8259). Fields of an object
 * that is read stand as they stood, and the results behind them. Bytes that are
 * no UTF-8, which only records without a result have, become U+FFFD. */
#include <string.h>

#include "cli/json_scan.h"
#include "cli/rows.h"
#include "model/run.h"
#include "model/utf8.h"

/* ---- strings ------------------------------------------------------------- */

static bool stands_for_itself(unsigned char byte)
{
    return byte >= ' ' && byte < 0x80 && byte != '"' && byte != '\\';
}

static bool put_escape(struct buffer *out, unsigned char byte)
{
    static const char letter[] = "btnvfr"; /* from 8 on; no \v in JSON */
    static const char digit[] = "0123456789abcdef";
    const char hex[] = {
        '\\', 'u', '0', '0', digit[byte >> 4], digit[byte & 15]};
    const char two[] = {'\\', (char)byte};
    const char named[] = {'\\', letter[byte >= 8 && byte <= 13 ? byte - 8 : 0]};

    if (byte == '"' || byte == '\\')
        return buffer_add(out, two, sizeof two);
    if (byte >= 8 && byte <= 13 && byte != '\v')
        return buffer_add(out, named, sizeof named);
    return buffer_add(out, hex, sizeof hex);
}

/* A character beyond ASCII; *n is its size in s. */
static bool put_character(struct buffer *out, const char *s, size_t len,
                          size_t *n)
{
    char repaired[4];
    uint32_t point;
    size_t bad = 0;

    *n = utf8_decode(s, len, &point, &bad);
    return bad ? buffer_add(out, repaired, utf8_put(point, repaired))
               : buffer_add(out, s, *n);
}

static bool put_string(struct buffer *out, struct str s)
{
    bool ok = buffer_add(out, "\"", 1);

    for (size_t i = 0; ok && i < s.len;) {
        size_t n = 0;
        while (i + n < s.len && stands_for_itself((unsigned char)s.s[i + n]))
            n++;
        ok = buffer_add(out, s.s + i, n);
        i += n;
        if (!ok || i == s.len)
            break;
        n = 1;
        ok = (unsigned char)s.s[i] < 0x80
                 ? put_escape(out, (unsigned char)s.s[i])
                 : put_character(out, s.s + i, s.len - i, &n);
        i += n;
    }
    return ok && buffer_add(out, "\"", 1);
}

static bool put(struct buffer *out, const struct value *v)
{
    return v->kind == VALUE_JSON ? buffer_add(out, v->bytes.s, v->bytes.len)
                                 : put_string(out, v->bytes);
}

/* ---- objects ------------------------------------------------------------- */

/* What stands between the braces of an object. */
static struct str copy(const struct record *r)
{
    const struct str s = {r->whole.s + 1, r->whole.len - 2};

    return r->field[0].kind == VALUE_JSON ? json_trim(s) : (struct str){0};
}

const struct notation rows_jsonl = {
    .name = "jsonl",
    .extensions = "jsonl ndjson",
    .names = true,
    .open = "{",
    .close = "}\n",
    .between = ',',
    .nothing = "null",
    .alone = "",
    .put = put,
    .copy = copy,
};

#include "cli/serve/query.h"

#include <string.h>

#include "cli/out.h"

static bool say(struct buffer *why, const char *s)
{
    return buffer_add(why, s, strlen(s));
}

/* Always false. */
static bool wrong(struct buffer *why, const char *what, struct str name)
{
    if (!say(why, what) || !say(why, " '") || !out_clean(why, name) ||
        !say(why, "'"))
        why->len = 0;
    return false;
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decode into *text, which has room, and put a NUL behind. False where it is
 * not encoded as it should be, or has a NUL. */
static bool decode(struct str s, struct buffer *text)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.s[i] == '+' ? ' ' : s.s[i];
        if (c == '%') {
            const int high = s.len - i > 2 ? digit_of(s.s[i + 1]) : -1;
            const int low = high < 0 ? -1 : digit_of(s.s[i + 2]);
            if (low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (c == '\0')
            return false;
        text->data[text->len++] = c;
    }
    text->data[text->len++] = '\0';
    return true;
}

/* One "name=value". */
static bool read_pair(struct str pair, struct query_value *value, size_t n,
                      struct buffer *text, struct buffer *why)
{
    const char *equals = memchr(pair.s, '=', pair.len);
    const size_t len = equals ? (size_t)(equals - pair.s) : pair.len;
    const size_t begin = text->len;

    if (!decode((struct str){pair.s, len}, text))
        return wrong(why, "the query is not encoded as it should be at", pair);
    const struct str name = str_of(text->data + begin);
    size_t i = 0;
    while (i < n && !str_equal(name, str_of(value[i].name)))
        i++;
    if (i == n)
        return wrong(why, "the query has an unknown parameter", name);
    if (value[i].value)
        return wrong(why, "the query repeats the parameter", name);
    if (!equals)
        return wrong(why, "the query has no value for the parameter", name);
    const char *at = text->data + text->len;
    if (!decode((struct str){equals + 1, pair.len - len - 1}, text))
        return wrong(why, "the query is not encoded as it should be at", pair);
    value[i].value = at;
    return true;
}

bool query_read(struct str query, struct query_value *value, size_t n,
                struct buffer *text, struct buffer *why)
{
    const char *at = query.s, *end = query.len ? at + query.len : at;

    for (size_t i = 0; i < n; i++)
        value[i].value = NULL;
    /* A NUL stands in the place of each = and &, and one behind all. */
    if (!GROW(text->data, query.len + 2, text->capacity))
        return false;
    while (at < end) {
        const char *and = memchr(at, '&', (size_t)(end - at));
        const struct str pair = {at, (size_t)((and? and : end) - at)};
        if (pair.len > 0 && !read_pair(pair, value, n, text, why))
            return false;
        at = and? and+1 : end;
    }
    return true;
}

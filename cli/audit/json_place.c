#include "cli/audit/json_place.h"

#include <jansson.h>
#include <stdlib.h>

static size_t skip_blanks(struct str s, size_t at)
{
    while (at < s.len && strchr(" \t\r\n", s.s[at]) && s.s[at])
        at++;
    return at;
}

static size_t skip_string(struct str s, size_t at)
{
    for (at++; at < s.len && s.s[at] != '"'; at++)
        at += s.s[at] == '\\';
    return at < s.len ? at + 1 : s.len;
}

/* Behind a value. */
static size_t skip_value(struct str s, size_t at)
{
    size_t depth = 0;

    do {
        if (at >= s.len)
            return s.len;
        const char c = s.s[at];
        if (c == '"') {
            at = skip_string(s, at);
        } else if (c == '{' || c == '[') {
            depth++;
            at++;
        } else if (c == '}' || c == ']') {
            depth--;
            at++;
        } else if (depth) {
            at++;
        } else {
            while (at < s.len && !strchr(",]} \t\r\n", s.s[at]))
                at++;
        }
    } while (depth);
    return at;
}

/* Whether a string as it stands, with quotes, means these bytes. */
static bool means(struct str string, struct str bytes)
{
    if (!memchr(string.s, '\\', string.len))
        return str_equal((struct str){string.s + 1, string.len - 2}, bytes);
    json_t *value = json_loadb(string.s, string.len,
                               JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    const bool same =
        value && str_equal((struct str){json_string_value(value),
                                        json_string_length(value)},
                           bytes);
    json_decref(value);
    return same;
}

/* The value of a field of the object at the front. */
static bool find_field(struct str object, struct str name, struct str *value)
{
    size_t at = skip_blanks(object, 0);

    if (at == object.len || object.s[at] != '{')
        return false;
    at = skip_blanks(object, at + 1);
    while (at < object.len && object.s[at] == '"') {
        const size_t key = at, end = skip_string(object, at);
        const size_t begin = skip_blanks(object, skip_blanks(object, end) + 1);
        at = skip_value(object, begin);
        if (means((struct str){object.s + key, end - key}, name)) {
            *value = (struct str){object.s + begin, at - begin};
            return begin < at;
        }
        at = skip_blanks(object, at);
        at = skip_blanks(object, at + (at < object.len));
    }
    return false;
}

bool json_place(struct str line, const char *path, struct str *value)
{
    struct str object;

    if (find_field(line, str_of(path), value))
        return true;
    const char *dot = strchr(path, '.');
    return dot &&
           find_field(line, (struct str){path, (size_t)(dot - path)},
                      &object) &&
           json_place(object, dot + 1, value);
}

static int add_piece(const char *piece, size_t len, void *buffer)
{
    return buffer_add(buffer, piece, len) ? 0 : -1;
}

bool json_place_write(struct str label, bool bare, struct buffer *out)
{
    json_t *value = bare ? json_loadb(label.s, label.len,
                                      JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL)
                         : NULL;
    const bool same = json_is_number(value) || json_is_boolean(value);

    json_decref(value);
    if (same)
        return buffer_add(out, label.s, label.len);
    value = json_stringn(label.s, label.len);
    const bool ok = value && json_dump_callback(value, add_piece, out,
                                                JSON_ENCODE_ANY) == 0;
    json_decref(value);
    return ok;
}

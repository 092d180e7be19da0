/* Writing JSON (RFC 8259) into a buffer: strings and numbers; what stands
 * between them is the caller's. Numbers do not depend on the locale. Each
 * function is false when memory ran out. */
#ifndef TENOR_MODEL_JSON_H
#define TENOR_MODEL_JSON_H

#include "model/base.h"

/* Bytes as they are. */
static inline bool json_put(struct buffer *b, const char *bytes)
{
    const struct str s = str_of(bytes);

    return buffer_add(b, s.s, s.len);
}

/* A string in quotes; bytes that are no UTF-8 become U+FFFD. */
bool json_put_string(struct buffer *b, struct str s);

/* "name": behind a comma unless it is the first of an object or array, which is
 * seen from the bracket before it. Names are those of a model or our own. */
bool json_put_name(struct buffer *b, const char *name);

/* A comma unless an array or object begins here. */
bool json_put_comma(struct buffer *b);

/* A finite number with six significant digits, "0.5", "1.0", "1.5e-7". */
bool json_put_real(struct buffer *b, double x);

/* The same with seventeen, so that it is read as the same number. */
bool json_put_exact(struct buffer *b, double x);

bool json_put_count(struct buffer *b, size_t n);

/* Members of an object: a name, and a value as above. */
static inline bool json_member_text(struct buffer *b, const char *name,
                                    struct str value)
{
    return json_put_name(b, name) && json_put_string(b, value);
}

static inline bool json_member_real(struct buffer *b, const char *name,
                                    double value)
{
    return json_put_name(b, name) && json_put_real(b, value);
}

static inline bool json_member_exact(struct buffer *b, const char *name,
                                     double value)
{
    return json_put_name(b, name) && json_put_exact(b, value);
}

static inline bool json_member_count(struct buffer *b, const char *name,
                                     size_t value)
{
    return json_put_name(b, name) && json_put_count(b, value);
}

static inline bool json_member_bool(struct buffer *b, const char *name,
                                    bool value)
{
    return json_put_name(b, name) && json_put(b, value ? "true" : "false");
}

#endif

#include "cli/serve/media.h"

#include <string.h>

static bool is_token(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static void pass_blanks(struct str *s)
{
    while (s->len > 0 && (*s->s == ' ' || *s->s == '\t')) {
        s->s++;
        s->len--;
    }
}

static bool take_char(struct str *s, char c)
{
    if (s->len == 0 || *s->s != c)
        return false;
    s->s++;
    s->len--;
    return true;
}

static bool take_token(struct str *s, struct str *token)
{
    size_t n = 0;

    while (n < s->len && is_token(s->s[n]))
        n++;
    *token = (struct str){s->s, n};
    s->s += n;
    s->len -= n;
    return n > 0;
}

/* The rest of a string in quotes. */
static bool take_quoted(struct str *s, struct str *value)
{
    const char *end = s->len ? memchr(s->s, '"', s->len) : NULL;
    const size_t n = end ? (size_t)(end - s->s) : 0;

    if (!end || memchr(s->s, '\\', n))
        return false;
    *value = (struct str){s->s, n};
    s->s += n + 1;
    s->len -= n + 1;
    return true;
}

/* "; name=value", or nothing behind a semicolon. */
static bool take_parameter(struct str *s, struct media *m)
{
    struct str name, value;

    if (!take_char(s, ';'))
        return false;
    pass_blanks(s);
    if (s->len == 0 || *s->s == ';')
        return true;
    if (!take_token(s, &name) || !take_char(s, '=') ||
        !(take_char(s, '"') ? take_quoted(s, &value) : take_token(s, &value)))
        return false;
    if (!m->charset.s && media_equal(name, STR("charset")))
        m->charset = value;
    pass_blanks(s);
    return true;
}

bool media_read(struct str header, struct media *m)
{
    struct str s = header, part;

    *m = (struct media){.type = {0}};
    pass_blanks(&s);
    const char *begin = s.s;
    if (!take_token(&s, &part) || !take_char(&s, '/') || !take_token(&s, &part))
        return false;
    m->type = (struct str){begin, (size_t)(s.s - begin)};
    pass_blanks(&s);
    while (s.len > 0)
        if (!take_parameter(&s, m))
            return false;
    return true;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

bool media_equal(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.s[i]) != lower(b.s[i]))
            return false;
    return true;
}

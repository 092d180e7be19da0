#include "cli/label/columns.h"

#include <stdlib.h>
#include <string.h>

struct corpus_columns *columns_new(const struct value *name, size_t n)
{
    struct corpus_columns *c = mem_zero(1, sizeof *c);
    size_t len = 1;

    for (size_t i = 0; i < n; i++)
        len += name[i].bytes.len;
    if (!c)
        return NULL;
    c->name = mem_zero(n, sizeof *c->name);
    c->bytes = mem_resize(NULL, len, 1);
    if (!c->name || !c->bytes) {
        columns_free(c);
        return NULL;
    }
    char *to = c->bytes;
    for (; c->n < n; c->n++) {
        const struct str s = name[c->n].bytes;
        if (s.len)
            memcpy(to, s.s, s.len);
        c->name[c->n] = (struct value){VALUE_TEXT, {to, s.len}};
        to += s.len;
    }
    c->passed = n;
    return c;
}

void columns_free(struct corpus_columns *c)
{
    if (!c)
        return;
    free(c->name);
    free(c->named);
    free(c->bytes);
    free(c->lead.data);
    free(c->lead_end);
    free(c);
}

/* A number from 1, or 0 when it is none, or one beyond all tables. */
static size_t number(struct str name)
{
    size_t n = 0;

    for (size_t i = 0; i < name.len; i++) {
        if (name.s[i] < '0' || name.s[i] > '9' || n > 1000000)
            return 0;
        n = 10 * n + (size_t)(name.s[i] - '0');
    }
    return n;
}

bool columns_find(const struct corpus_columns *c, struct str name,
                  size_t *column)
{
    for (*column = 0; *column < c->n; ++*column)
        if (str_equal(c->name[*column].bytes, name))
            return true;
    *column = number(name) - 1;
    return *column < c->n;
}

bool columns_equal(const struct corpus_columns *a,
                   const struct corpus_columns *b)
{
    bool equal = a->n == b->n && a->passed == b->passed;

    for (size_t i = 0; equal && i < a->n; i++)
        equal = str_equal(a->name[i].bytes, b->name[i].bytes);
    return equal;
}

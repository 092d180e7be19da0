#include "cli/label/path_list.h"

#include <stdlib.h>
#include <string.h>

void path_list_release(struct path_list *l)
{
    free(l->text.data);
}

/* Read behind what has not been given. There is always room for a NUL. */
static bool read_more(struct path_list *l, struct tenor_error *err)
{
    struct buffer *b = &l->text;
    size_t n;

    b->len -= l->at;
    if (b->len > 0)
        memmove(b->data, b->data + l->at, b->len);
    l->at = 0;
    if (b->len > PATH_LIST_LONGEST)
        return fail(err, TENOR_EDATA, 0, "a path in '%s' is too long",
                    stream_name(l->from));
    if (!GROW(b->data, 2 * PATH_LIST_LONGEST, b->capacity))
        return fail_memory(err, "a list of files");
    if (!stream_read(l->from, b->data + b->len, b->capacity - b->len - 1, &n,
                     err))
        return false;
    b->len += n;
    l->last = n == 0 && !stream_is_woken(l->from);
    return true;
}

/* Cut the next piece off, ending it with a NUL in the place of its end. NULL
 * when its end is not there yet. */
static char *cut(struct path_list *l, size_t *len)
{
    struct buffer *b = &l->text;
    const size_t left = b->len - l->at;
    char *s = b->data + l->at;
    char *stop = left ? memchr(s, l->nul ? '\0' : '\n', left) : NULL;

    if (!stop && (!l->last || left == 0))
        return NULL;
    *len = stop ? (size_t)(stop - s) : left;
    l->at += *len + (stop != NULL);
    s[*len] = '\0';
    if (!l->nul && *len > 0 && s[*len - 1] == '\r')
        s[--*len] = '\0';
    return s;
}

bool path_list_next(struct path_list *l, char **path, bool *end,
                    struct tenor_error *err)
{
    size_t len = 0;

    do {
        while (!(*path = cut(l, &len))) {
            *end = l->last;
            if (*end)
                return true;
            if (!read_more(l, err))
                return false;
            if (stream_is_woken(l->from)) {
                *end = true;
                return true;
            }
        }
    } while (len == 0);
    return strlen(*path) == len ||
           fail(err, TENOR_EDATA, 0, "a path in '%s' has a NUL byte in it",
                stream_name(l->from));
}

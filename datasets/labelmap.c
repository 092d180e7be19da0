#include "datasets/labelmap.h"

#include <stdlib.h>
#include <string.h>

bool labelmap_add(struct labelmap *m, const char *text, struct tenor_error *err)
{
    const char *sign = strchr(text, '=');

    if (!sign || sign == text || !sign[1])
        return fail(err, TENOR_EINVAL, 0,
                    "'%s' is no label mapping; it has the form OLD=NEW, or "
                    "OLD=- to drop",
                    text);
    if (!GROW(m->entry, m->n + 1, m->capacity))
        return fail_memory(err, "label mappings");
    struct str to = str_of(sign + 1);
    if (str_equal(to, STR("-")))
        to.len = 0;
    m->entry[m->n++] =
        (struct labelmap_entry){{text, (size_t)(sign - text)}, to};
    return true;
}

bool labelmap_apply(const struct labelmap *m, struct str *label)
{
    for (size_t i = 0; i < m->n; i++)
        if (str_equal(m->entry[i].from, *label)) {
            *label = m->entry[i].to;
            return label->len > 0;
        }
    return true;
}

void labelmap_release(struct labelmap *m)
{
    free(m->entry);
    *m = (struct labelmap){0};
}

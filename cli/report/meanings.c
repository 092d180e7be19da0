#include "cli/report/meanings.h"

#include <stdlib.h>

/* The first one that a record has counts. All of them together are at most 64.
 */
static const char *const usual[MEANINGS] = {
    [MEANING_ID] = "id guid file",
    [MEANING_TITLE] = "title headline",
    [MEANING_DATE] = "date published published_at publishedAt pubdate month "
                     "time timestamp created_at",
    [MEANING_GROUP] = "outlet source source.name publisher site domain",
    [MEANING_URL] = "url link",
};

static bool add(struct fields *f, struct str name)
{
    if (!GROW(f->name, f->names + 1, f->name_capacity))
        return false;
    f->name[f->names++] = name;
    return true;
}

static bool add_usual(struct fields *f, const char *list)
{
    struct str word;

    while (str_next_word(&list, &word)) {
        if (!add(f, word))
            return false;
        f->lacking++;
    }
    return true;
}

bool meanings_init(struct meanings *m, const char *const *name,
                   struct tenor_error *err)
{
    bool ok = true;

    *m = (struct meanings){0};
    /* Those that were named first: see struct fields. */
    for (size_t i = 0; ok && i < MEANINGS; i++)
        ok = !name[i] || add(&m->fields, str_of(name[i]));
    for (size_t i = 0, named = 0; ok && i < MEANINGS; i++) {
        m->first[i] = name[i] ? named++ : m->fields.names;
        ok = name[i] || add_usual(&m->fields, usual[i]);
        m->end[i] = name[i] ? named : m->fields.names;
    }
    return ok || fail_memory(err, "fields");
}

void meanings_release(struct meanings *m)
{
    fields_release(&m->fields);
}

static bool has_value(const struct value *v)
{
    return v->bytes.len > 0 &&
           (v->kind == VALUE_TEXT ||
            (v->kind == VALUE_JSON &&
             (v->bytes.s[0] == '-' ||
              (v->bytes.s[0] >= '0' && v->bytes.s[0] <= '9'))));
}

struct str meanings_find(const struct meanings *m,
                         const struct corpus_columns *c, const struct record *r,
                         enum meaning what, uint64_t *used)
{
    for (size_t i = m->first[what]; r->field && c && i < m->end[what]; i++) {
        const size_t column = c->named[i];
        if (column == COLUMNS_NONE || !has_value(&r->field[column]))
            continue;
        *used |= UINT64_C(1) << (i & 63);
        return r->field[column].bytes;
    }
    return (struct str){0};
}

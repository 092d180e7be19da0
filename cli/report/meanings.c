#include "cli/report/meanings.h"

/* The first one that a record has counts. All of them together are at most 64.
 */
static const char *const usual[MEANINGS] = {
    [MEANING_ID] = "id guid file",
    [MEANING_TITLE] = FIELDS_TITLE,
    [MEANING_DATE] = "date published published_at publishedAt pubdate month "
                     "time timestamp created_at",
    [MEANING_GROUP] = "outlet source source.name publisher site domain",
    [MEANING_URL] = "url link",
};

bool meanings_init(struct meanings *m, const char *const *name,
                   struct tenor_error *err)
{
    bool ok = true;

    *m = (struct meanings){0};
    /* Those that were named first: see struct fields. */
    for (size_t i = 0; ok && i < MEANINGS; i++)
        ok = !name[i] || fields_want(&m->fields, str_of(name[i]));
    for (size_t i = 0, named = 0; ok && i < MEANINGS; i++) {
        m->first[i] = name[i] ? named++ : m->fields.names;
        ok = name[i] || fields_want_any(&m->fields, usual[i]);
        m->end[i] = name[i] ? named : m->fields.names;
    }
    m->fields.title = m->first[MEANING_TITLE];
    m->fields.title_end = m->end[MEANING_TITLE];
    return ok || fail_memory(err, "fields");
}

void meanings_release(struct meanings *m)
{
    fields_release(&m->fields);
}

struct str meanings_find(const struct meanings *m,
                         const struct corpus_columns *c, const struct record *r,
                         enum meaning what, uint64_t *used)
{
    size_t number;
    const struct str value =
        records_find(c, r, m->first[what], m->end[what], &number);

    if (value.len)
        *used |= UINT64_C(1) << (number & 63);
    return value;
}

/* tenor label of a directory, a list of files, tar or zip: each file is a
 * record. Its columns are its name and its text, of which `input` passes the
 * name alone. */
#include "cli/label/reading.h"
#include "cli/label/records.h"

static bool next(struct cutter *t, const struct chunk *c, size_t *at,
                 struct record *r)
{
    if (*at == c->members)
        return false;
    t->no_memory = !GROW(t->field, 2, t->capacity);
    if (t->no_memory)
        return false;
    const struct member *m = &c->member[*at];
    const size_t name = *at ? m[-1].name_end : 0;
    const size_t text = *at ? m[-1].text_end : 0;
    const struct str name_of = {c->names.data + name, m->name_end - name};
    const struct str text_of = {c->in.data + text, m->text_end - text};

    ++*at;
    t->field[0] = (struct value){VALUE_TEXT, name_of};
    t->field[1] = (struct value){VALUE_TEXT, text_of};
    *r = (struct record){.whole = text_of, .field = t->field, .fields = 2};
    if (m->bad) {
        t->field[1] = (struct value){0};
        r->whole = (struct str){0};
        r->bad = text_of.s;
    } else {
        r->text = text_of;
    }
    return true;
}

const struct record_format records_files = {
    .name = "files",
    .extensions = "txt html htm",
    .column = {"file", "text"},
    .fill = reading_members,
    .next = next,
};

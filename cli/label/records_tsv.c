/* tenor label --in tsv: fields between tabs, a record a line. */
#include <string.h>

#include "cli/label/reading.h"
#include "cli/label/records.h"
#include "cli/label/rows.h"

static bool next(struct cutter *t, const struct chunk *c, size_t *at,
                 struct record *r)
{
    struct str line;
    size_t n = 0;

    if (!records_line(c, at, &line))
        return false;
    *r = (struct record){.whole = line};
    for (struct str rest = line; rest.s;) {
        const char *tab = memchr(rest.s, '\t', rest.len);
        const size_t len = tab ? (size_t)(tab - rest.s) : rest.len;
        t->no_memory = !GROW(t->field, n + 1, t->capacity);
        if (t->no_memory)
            return false;
        t->field[n++] = (struct value){VALUE_TEXT, {rest.s, len}};
        rest =
            tab ? (struct str){tab + 1, rest.len - len - 1} : (struct str){0};
    }
    records_fields(t, c->columns, n, r);
    return true;
}

const struct record_format records_tsv = {
    .name = "tsv",
    .extensions = "tsv tab",
    .native = &rows_tsv,
    .fill = reading_stream,
    .whole = records_whole_lines,
    .next = next,
};

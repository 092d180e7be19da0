/* tenor label --in lines: each line is a text. */
#include "cli/label/records.h"
#include "cli/label/reading.h"

static bool next(struct cutter *t, const struct chunk *c, size_t *at,
                 struct record *r)
{
    struct str line;

    if (!records_line(c, at, &line))
        return false;
    t->no_memory = !GROW(t->field, 1, t->capacity);
    if (t->no_memory)
        return false;
    t->field[0] = (struct value){VALUE_TEXT, line};
    *r = (struct record){.text = line, .whole = line, .field = t->field};
    return true;
}

const struct record_format records_lines = {
    .name = "lines",
    .extensions = "",
    .column = {"text"},
    .fill = reading_stream,
    .whole = records_whole_lines,
    .next = next,
};

/* tenor label --in jsonl: one JSON object a line; lines of white space are
 * none. The record as a whole is the column "input", for rows that are no JSON;
 * fields that --fields names follow it. */
#include "cli/label/json_scan.h"
#include "cli/label/reading.h"
#include "cli/label/records.h"
#include "cli/label/rows.h"

/* What is looked for in each object: the text, then what --fields names. */
static bool prepare(struct cutter *t)
{
    const size_t n = 1 + t->fields->names;

    if (t->json)
        return true;
    if (!t->wanted)
        t->wanted = mem_zero(n, sizeof *t->wanted);
    if (!t->wanted || !GROW(t->field, n, t->capacity))
        return false;
    t->wanted[0].path = str_of(t->text_field);
    for (size_t i = 1; i < n; i++)
        t->wanted[i].path = t->fields->name[i - 1];
    t->json = json_scan_new();
    return t->json;
}

static void read_object(struct cutter *t, struct record *r)
{
    const size_t n = 1 + t->fields->names;

    t->field[0] = (struct value){VALUE_TEXT, r->whole};
    for (size_t i = 1; i < n; i++)
        t->field[i] = (struct value){0};
    r->field = t->field;
    if (!json_scan(t->json, r->whole, t->wanted, n, &t->plain)) {
        r->bad = json_reason(t->json);
        r->bad_at = json_byte(t->json);
        return;
    }
    t->field[0].kind = VALUE_JSON;
    for (size_t i = 1; i < n; i++)
        t->field[i] = t->wanted[i].value;
    const struct value *text = &t->wanted[0].value;
    if (text->kind == VALUE_TEXT)
        r->text = text->bytes;
    else if (text->kind == VALUE_NONE)
        r->bad = "it has no field of the text; see --text-field";
    else if (text->kind == VALUE_JSON)
        r->bad = "the field of the text is no string";
    if (t->unlabelled && json_has_results(t->json)) {
        r->bad = "it has fields of results, tone.*, already";
        t->field[0].kind = VALUE_TEXT; /* no name stands twice in a row */
    }
}

static bool next(struct cutter *t, const struct chunk *c, size_t *at,
                 struct record *r)
{
    struct str line;

    do {
        if (!records_line(c, at, &line))
            return false;
        *r = (struct record){.whole = line, .bad = reading_too_large};
        if (line.len > t->max_record)
            return true;
        line = json_trim(line);
    } while (line.len == 0);
    t->plain.len = 0;
    t->no_memory =
        !prepare(t) || !GROW(t->plain.data, line.len + 1, t->plain.capacity);
    if (t->no_memory)
        return false;
    *r = (struct record){.whole = line};
    read_object(t, r);
    return true;
}

const struct record_format records_jsonl = {
    .name = "jsonl",
    .extensions = "jsonl ndjson",
    .column = {"input"},
    .finds = true,
    .native = &rows_jsonl,
    .fill = reading_stream,
    .whole = records_whole_lines,
    .next = next,
};

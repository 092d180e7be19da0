#include "cli/label/texts.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/utf8.h"

#define BLOCK ((size_t)64 << 10)

bool texts_init(struct texts *t, const struct texts_options *o,
                const struct corpus_input *input, size_t inputs,
                struct tenor_error *err)
{
    *t = (struct texts){.line = 1};
    for (size_t i = 0; i < o->n; i++) {
        if (!GROW(t->fields.name, i + 1, t->fields.name_capacity))
            return fail_memory(err, "fields");
        t->fields.name[t->fields.names++] = str_of(o->also[i]);
    }
    t->reading = (struct reading){
        .input = input,
        .inputs = inputs,
        .fields = &t->fields,
        .text_column = o->text_column,
        .header = o->header,
        .block = BLOCK,
        .max_record = TENOR_TEXT_MAX,
        .wake = -1,
    };
    t->cutter.text_field = o->text_field ? o->text_field : "text";
    texts_prepare(t, &t->cutter);
    return true;
}

void texts_release(struct texts *t)
{
    reading_release(&t->reading);
    cutter_release(&t->cutter);
    chunk_release(&t->chunk);
    fields_release(&t->fields);
}

void texts_prepare(const struct texts *t, struct cutter *c)
{
    c->fields = &t->fields;
    c->text_field = t->cutter.text_field;
    c->max_record = t->reading.max_record;
}

void texts_check(struct cutter *c, const struct chunk *chunk, struct record *r)
{
    const bool json = chunk->input->format == &records_jsonl;

    if (r->bad || json)
        return;
    if (r->whole.len > c->max_record)
        r->bad = reading_too_large;
    else if (utf8_invalid(r->text.s, r->text.len) < r->text.len)
        r->bad = "this is not UTF-8";
}

uint64_t texts_line(const struct chunk *chunk, const struct record *r,
                    size_t *seen, uint64_t *line)
{
    if (chunk->input->format == &records_files)
        return (*line)++;
    const size_t begin = r->whole.s ? (size_t)(r->whole.s - chunk->in.data) : 0;
    for (; *seen < begin; ++*seen)
        *line += chunk->in.data[*seen] == '\n';
    return *line;
}

/* Fill the chunk, if there is more. */
static bool fill(struct texts *t, struct tenor_error *err)
{
    t->at = t->seen = 0;
    if (!reading_fill(&t->reading, &t->chunk, &t->filled, err))
        return false;
    t->line = t->chunk.line;
    return true;
}

bool texts_next(struct texts *t, struct record *r, uint64_t *line, bool *end,
                struct tenor_error *err)
{
    *end = false;
    for (;;) {
        if (t->filled && t->chunk.lost) {
            *r = (struct record){.bad = t->chunk.lost};
            *line = t->line;
            t->filled = false;
            return true;
        }
        if (t->filled &&
            t->chunk.input->format->next(&t->cutter, &t->chunk, &t->at, r)) {
            texts_check(&t->cutter, &t->chunk, r);
            *line = texts_line(&t->chunk, r, &t->seen, &t->line);
            return true;
        }
        if (t->cutter.no_memory)
            return fail_memory(err, "a record");
        if (!fill(t, err))
            return false;
        if (!t->filled) {
            *end = true;
            return true;
        }
    }
}

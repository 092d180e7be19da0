#include "cli/annotate/items.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/out.h"
#include "cli/sheet.h"
#include "model/wordset.h"

enum also { SUGGESTED, PROBABILITY, WHY, ALSO };
static const char *const also[ALSO] = {"suggested", "probability", "why"};

uint64_t items_name(struct str text)
{
    char block[256];
    uint64_t name = 0;

    for (size_t i = 0, n; i < text.len; i += n) {
        n = text.len - i < sizeof block - 8 ? text.len - i : sizeof block - 8;
        memcpy(block, &name, 8);
        for (size_t j = 0; j < n; j++)
            block[8 + j] = out_field_byte(text.s[i + j]);
        name = word_hash(block, n + 8);
    }
    return name;
}

/* ---- by name ------------------------------------------------------------- */

static size_t place_of(const struct items *t, uint64_t name)
{
    size_t at = (size_t)name & (t->slots - 1);

    while (t->slot[at] && t->item[t->slot[at] - 1].name != name)
        at = (at + 1) & (t->slots - 1);
    return at;
}

size_t items_find(const struct items *t, uint64_t name)
{
    return t->slots && t->slot[place_of(t, name)]
               ? t->slot[place_of(t, name)] - 1
               : SIZE_MAX;
}

/* Room for one more item, at most half full. */
static bool make_room(struct items *t)
{
    if (2 * (t->n + 1) <= t->slots)
        return true;
    const size_t slots = t->slots ? 2 * t->slots : 64;
    uint32_t *slot = mem_zero(slots, sizeof *slot);
    if (!slot)
        return false;
    free(t->slot);
    t->slot = slot;
    t->slots = slots;
    for (size_t i = 0; i < t->n; i++)
        t->slot[place_of(t, t->item[i].name)] = (uint32_t)(i + 1);
    return true;
}

/* ---- records ------------------------------------------------------------- */

/* A value that means text or a number; else nothing. */
static struct str text_of(const struct value *v)
{
    const bool is_text = v->kind == VALUE_TEXT;
    const bool is_number = v->kind == VALUE_JSON && v->bytes.len > 0 &&
                           (v->bytes.s[0] == '-' ||
                            (v->bytes.s[0] >= '0' && v->bytes.s[0] <= '9'));

    return is_text || is_number ? v->bytes : (struct str){0};
}

/* What a record has under a name, if anything. */
static struct str also_of(const struct texts *t, const struct record *r,
                          enum also a)
{
    const struct corpus_columns *c = t->chunk.columns;
    const struct record_format *format = t->chunk.input->format;
    size_t column;

    if (format->finds)
        return text_of(&r->field[1 + a]);
    if (format->column[0] || !columns_find(c, str_of(also[a]), &column))
        return (struct str){0};
    return sheet_plain(text_of(&r->field[column]));
}

/* Copy what an item borrows into a block of its own. */
static bool keep(struct items *t, struct str *part[], size_t n)
{
    size_t len = 1;

    for (size_t i = 0; i < n; i++)
        len += part[i]->len;
    if (!GROW(t->block, t->blocks + 1, t->block_capacity))
        return false;
    char *at = mem_resize(NULL, len, 1);
    if (!at)
        return false;
    t->block[t->blocks++] = at;
    for (size_t i = 0; i < n; i++) {
        if (part[i]->len)
            memcpy(at, part[i]->s, part[i]->len);
        part[i]->s = at;
        at += part[i]->len;
    }
    return true;
}

static bool add(struct items *t, const struct texts *x, const struct record *r)
{
    const bool table = !x->chunk.input->format->column[0];
    struct item_text item = {
        .text = table ? sheet_plain(r->text) : r->text,
        .suggested = also_of(x, r, SUGGESTED),
        .probability = also_of(x, r, PROBABILITY),
        .why = also_of(x, r, WHY),
    };
    struct str *part[] = {&item.text, &item.suggested, &item.probability,
                          &item.why};

    item.name = items_name(item.text);
    if (items_find(t, item.name) != SIZE_MAX) {
        t->repeated++;
        return true;
    }
    if (!make_room(t) || !GROW(t->item, t->n + 1, t->capacity) ||
        !keep(t, part, sizeof part / sizeof *part))
        return false;
    t->slot[place_of(t, item.name)] = (uint32_t)(t->n + 1);
    t->item[t->n++] = item;
    return true;
}

static void note_bad(struct items *t, const char *why, uint64_t line)
{
    if (t->bad++ == 0)
        snprintf(t->first_bad, sizeof t->first_bad, "%" PRIu64 ": %s", line,
                 why);
}

static bool read_records(struct items *t, struct texts *x,
                         struct tenor_error *err)
{
    struct record r;
    uint64_t line;
    bool end;

    while (texts_next(x, &r, &line, &end, err) && !end) {
        if (r.bad)
            note_bad(t, r.bad, line);
        else if (r.text.len == 0)
            note_bad(t, "the text is empty", line);
        else if (!add(t, x, &r))
            return fail_memory(err, "texts");
    }
    return end;
}

bool items_read(struct items *t, const struct texts_options *o,
                const struct corpus_input *input, struct tenor_error *err)
{
    struct texts_options with = *o;
    struct texts x;

    *t = (struct items){0};
    with.also = also;
    with.n = ALSO;
    if (!input->format->finds)
        with.n = 0; /* columns must be there, if they are asked for */
    const bool ok =
        texts_init(&x, &with, input, 1, err) && read_records(t, &x, err);
    texts_release(&x);
    return ok;
}

void items_release(struct items *t)
{
    for (size_t i = 0; i < t->blocks; i++)
        free(t->block[i]);
    free(t->block);
    free(t->item);
    free(t->slot);
    *t = (struct items){0};
}

/* A corpus in one of the formats that are streams: its rows are the same in
 * chunks of any size as in one, and from any place between two chunks. The
 * first four bytes choose the format, the rows and the sizes. */
#define _POSIX_C_SOURCE 200809L
#include <jansson.h>
#include <string.h>

#include "cli/label/reading.h"
#include "tests/fuzz/input.h"

#define WHOLE ((size_t)1 << 20) /* a block that has everything */
#define PLACES 64               /* that are gone on from */

static struct item items[] = {
    {ITEM_INPUT, 0}, {ITEM_NAMED, 0}, {ITEM_STATUS, 0}, {ITEM_ERROR, 0}};
static struct str name = {"1", 1};

static const struct record_format *const formats[] = {
    &records_lines, &records_tsv, &records_csv, &records_jsonl};
static const struct notation *const notations[] = {&rows_tsv, &rows_csv,
                                                   &rows_jsonl};

struct options {
    struct corpus_input input;
    const struct notation *notation;
    struct fields fields;
    struct rows *rows;
    bool header;
    const char *encoding;
    size_t max_record;
};

/* The rows of all records, and where chunks ended. */
struct result {
    struct buffer rows;
    struct {
        struct place place;
        size_t len; /* of rows */
    } after[PLACES];
    size_t places;
};

/* ---- reading ------------------------------------------------------------- */

/* Whether jansson cannot hold what is JSON all the same. */
static bool is_beyond_jansson(const json_error_t *error)
{
    const enum json_error_code code = json_error_code(error);

    return code == json_error_null_byte_in_key ||
           code == json_error_numeric_overflow ||
           code == json_error_stack_overflow;
}

static void check_row(const struct options *o, const struct buffer *rows,
                      size_t begin)
{
    const char *row = rows->data + begin;
    const size_t len = rows->len - begin;

    CHECK(len > 1 && row[len - 1] == '\n');
    if (o->notation != &rows_jsonl)
        return;
    CHECK(memchr(row, '\n', len) == row + len - 1);
    json_error_t error;
    json_t *tree = json_loadb(row, len, JSON_ALLOW_NUL, &error);
    CHECK(json_is_object(tree) || is_beyond_jansson(&error));
    json_decref(tree);
}

/* As cli/label/label_work.c does, but without a result. */
static void put_row(const struct options *o, const struct chunk *c,
                    struct record *r, struct buffer *rows)
{
    const size_t begin = rows->len;
    const bool native = o->input.format->native == o->notation;
    const char *why = r->bad;

    if (r->whole.len > o->max_record) {
        *r = (struct record){.whole = r->whole};
        why = reading_too_large;
    } else if (why) { /* or the CR behind it */
        CHECK(r->bad_at <= r->whole.len + 1);
    }
    CHECK(rows_put(o->rows, c->columns, native, r, NULL,
                   str_of(why ? why : "none"), rows));
    check_row(o, rows, begin);
}

static void check_chunk(const struct options *o, const struct chunk *c)
{
    size_t bad = 0;

    CHECK(c->lost ? c->in.len == 0 : c->in.len > 0);
    for (size_t i = 0; o->encoding && i < c->in.len; i++)
        bad += c->in.data[i] == ENCODING_BAD;
    CHECK(c->bytes.n == bad);
    for (size_t i = 1; i < bad; i++)
        CHECK(c->bytes.at[i - 1] < c->bytes.at[i]);
}

static void put_chunk(const struct options *o, struct cutter *t,
                      const struct chunk *c, struct result *result)
{
    struct record r = {.bad = c->lost};
    const size_t n = result->places;

    check_chunk(o, c);
    if (c->lost)
        put_row(o, c, &r, &result->rows);
    for (size_t at = 0; !c->lost && c->input->format->next(t, c, &at, &r);)
        put_row(o, c, &r, &result->rows);
    CHECK(!t->no_memory);
    if (n < PLACES) {
        result->after[n].place = c->after;
        result->after[n].len = result->rows.len;
        result->places++;
    }
}

static void read_records(const struct options *o, size_t block,
                         const struct place *from, struct result *result)
{
    struct reading r = {.input = &o->input,
                        .inputs = 1,
                        .fields = &o->fields,
                        .rows = o->rows,
                        .notation = o->notation,
                        .text_column = "1",
                        .header = o->header,
                        .encoding = o->encoding,
                        .block = block,
                        .max_record = o->max_record,
                        .wake = -1};
    struct cutter t = {.fields = &o->fields,
                       .text_field = "text",
                       .max_record = o->max_record};
    struct tenor_error err = {0};
    struct chunk c = {0};
    bool filled = true, ok = !from || reading_skip(&r, from, &err);

    CHECK(ok);
    while (ok && filled) {
        ok = reading_fill(&r, &c, &filled, &err);
        if (ok && filled)
            put_chunk(o, &t, &c, result);
    }
    CHECK(ok || err.code == TENOR_EDATA);
    if (!ok)
        CHECK(buffer_add(&result->rows, err.message, strlen(err.message)));
    chunk_release(&c);
    cutter_release(&t);
    reading_release(&r);
}

/* ---- comparing ----------------------------------------------------------- */

static void check_same(const struct result *whole, size_t skipped,
                       const struct result *got)
{
    const size_t len = whole->rows.len - skipped;

    CHECK(got->rows.len == len);
    CHECK(len == 0 ||
          memcmp(got->rows.data, whole->rows.data + skipped, len) == 0);
}

static void compare(const struct options *o, size_t block)
{
    static struct result whole, pieces, rest;

    whole.rows.len = pieces.rows.len = 0;
    whole.places = pieces.places = 0;
    read_records(o, WHOLE, NULL, &whole);
    read_records(o, block, NULL, &pieces);
    check_same(&whole, 0, &pieces);
    for (size_t i = 0; i < pieces.places; i += 1 + i / 2) {
        rest.rows.len = rest.places = 0;
        read_records(o, block + i, &pieces.after[i].place, &rest);
        check_same(&whole, pieces.after[i].len, &rest);
    }
    free(whole.rows.data);
    free(pieces.rows.data);
    free(rest.rows.data);
    whole.rows = pieces.rows = rest.rows = (struct buffer){0};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const encoding[] = {NULL,    NULL,       NULL, "UTF-8",
                                           "ASCII", "UTF-16LE", NULL, NULL};
    static struct tenor_model *model;
    struct tenor_error err = {0};

    if (size < 4)
        return 0;
    CHECK(model || tenor_model_embedded(&model, &err));
    write_input(data + 4, size - 4);
    struct options o = {
        .input = {.path = input_path, .format = formats[data[0] % 4]},
        .notation = notations[data[0] / 4 % 3],
        .fields =
            {.item = items, .n = 4, .name = &name, .names = 1, .input = true},
        .header = data[1] & 1,
        .encoding = encoding[data[1] / 2 % 8],
        .max_record = data[2] < 0xF0 ? (size_t)data[2] + 1 : WHOLE,
    };
    o.rows = rows_new(o.notation, &o.fields, model);
    CHECK(o.rows);
    compare(&o, (size_t)data[3] + 1);
    rows_free(o.rows);
    return 0;
}

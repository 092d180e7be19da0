/* CSV as in RFC 4180: fields in double quotes may hold commas, doubled quotes
 * and line ends. The first record names the columns. */
#include <stdlib.h>
#include <string.h>

#include "datasets/corpus.h"

struct csv {
    struct buffer bytes; /* fields of the record, back to back */
    size_t *field;       /* [fields + 1] where each begins in bytes */
    size_t fields, capacity;
    size_t columns; /* in the header */
    size_t column[COLUMNS];
    size_t line; /* where the record begins */
};

static bool push(struct csv *s, char c)
{
    return buffer_add(&s->bytes, &c, 1);
}

static bool begin_field(struct csv *s)
{
    if (!GROW(s->field, s->fields + 2, s->capacity))
        return false;
    s->field[s->fields++] = s->bytes.len;
    return true;
}

enum state { START, PLAIN, QUOTED, QUOTE_IN_QUOTED };

/* Read one record into s; *end when there is none. */
static bool read_record(struct corpus *c, struct csv *s, bool *end,
                        struct tenor_error *err)
{
    enum state state = START;

    s->bytes.len = s->fields = 0;
    s->line = c->in.line ? c->in.line : 1;
    for (bool any = false;; any = true) {
        int ch = input_byte(&c->in, err);
        if (ch == INPUT_FAILED)
            return false;
        if (ch == -1 && !any) {
            *end = true;
            return true;
        }
        if (ch == -1 && state == QUOTED)
            return fail(err, TENOR_EDATA, s->line,
                        "%s:%zu: a quoted field is never closed", c->path,
                        s->line);
        if (s->bytes.len + s->fields > TENOR_TEXT_MAX)
            return fail(err, TENOR_ELIMIT, s->line,
                        "%s:%zu: the record is longer than %zu bytes", c->path,
                        s->line, TENOR_TEXT_MAX);
        if ((!any || state == START) && s->fields == 0 && !begin_field(s))
            return fail_memory(err, "a record");
        if (state == QUOTED) {
            if (ch == '"')
                state = QUOTE_IN_QUOTED;
            else if (!push(s, (char)ch))
                return fail_memory(err, "a record");
        } else if (ch == ',') {
            state = START;
            if (!begin_field(s))
                return fail_memory(err, "a record");
        } else if (ch == '\n' || ch == -1) {
            break;
        } else if (ch == '"' && state != PLAIN) {
            if (state == QUOTE_IN_QUOTED && !push(s, '"'))
                return fail_memory(err, "a record");
            state = QUOTED;
        } else if (ch == '"') {
            return input_fail(&c->in, err, "a quote inside an unquoted field");
        } else if (ch != '\r' && state == QUOTE_IN_QUOTED) {
            return input_fail(&c->in, err, "text after a closing quote");
        } else if (ch != '\r' || state == PLAIN) {
            state = PLAIN;
            if (!push(s, (char)ch))
                return fail_memory(err, "a record");
        }
    }
    /* An unquoted last field keeps the CR of a CR LF. */
    if (state == PLAIN && s->bytes.data[s->bytes.len - 1] == '\r')
        s->bytes.len--;
    s->field[s->fields] = s->bytes.len;
    return true;
}

static struct str field(const struct csv *s, size_t i)
{
    return (struct str){s->bytes.data + s->field[i],
                        s->field[i + 1] - s->field[i]};
}

/* The column with a name, else with a number from 1. */
static bool find_column(struct corpus *c, const struct csv *s,
                        const char *name, size_t *column,
                        struct tenor_error *err)
{
    const size_t number = corpus_number(name);

    for (*column = 0; *column < s->columns; ++*column)
        if (str_equal(field(s, *column), str_of(name)))
            return true;
    if (number >= 1 && number <= s->columns) {
        *column = number - 1;
        return true;
    }
    return fail(err, TENOR_EDATA, 1, "%s:1: the header has no column '%s'",
                c->path, name);
}

static bool open_csv(struct corpus *c, struct tenor_error *err)
{
    struct csv *s = mem_zero(1, sizeof *s);
    bool end = false;

    if (!s)
        return fail_memory(err, "a corpus");
    c->state = s;
    /* So that even empty fields have an address. */
    if (!GROW(s->bytes.data, 1, s->bytes.capacity))
        return fail_memory(err, "a record");
    if (!read_record(c, s, &end, err))
        return false;
    if (end)
        return fail(err, TENOR_EDATA, 1, "%s:1: no header line", c->path);
    s->columns = s->fields;
    for (int k = 0; k < COLUMNS; k++)
        if (c->column[k] &&
            !find_column(c, s, c->column[k], &s->column[k], err))
            return false;
    return true;
}

static bool next(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err)
{
    struct csv *s = c->state;
    struct str f[COLUMNS];

    do {
        if (!read_record(c, s, end, err))
            return false;
        if (*end)
            return true;
    } while (s->fields == 1 && s->bytes.len == 0);
    if (s->fields != s->columns)
        return fail(err, TENOR_EDATA, s->line,
                    "%s:%zu: %zu fields where the header has %zu", c->path,
                    s->line, s->fields, s->columns);
    for (int k = 0; k < COLUMNS; k++)
        f[k] = field(s, s->column[k]);
    doc->line = s->line;
    return corpus_fields(c, doc, f, err);
}

static void close_csv(struct corpus *c)
{
    struct csv *s = c->state;

    if (!s)
        return;
    free(s->bytes.data);
    free(s->field);
    free(s);
}

const struct corpus_format corpus_csv = {.name = "csv",
                                         .extensions = "csv",
                                         .columns = true,
                                         .column = {"text", "label"},
                                         .open = open_csv,
                                         .next = next,
                                         .close = close_csv};

/* The columns of an input: what its format says, or its first record. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/label/reading.h"

static bool wrong(const struct reading *r, struct tenor_error *err,
                  const char *what, struct str name)
{
    const char *path = r->input[r->at].path;

    return fail(err, TENOR_EDATA, 1, "%s:1: %s '%.*s'", path, what,
                (int)name.len, name.s);
}

/* ---- names --------------------------------------------------------------- */

/* Names of a table without any: the numbers of its columns. */
static struct corpus_columns *number_columns(size_t n)
{
    struct value *name = mem_zero(n, sizeof *name);
    char(*digits)[24] = mem_zero(n, sizeof *digits);
    struct corpus_columns *c = NULL;

    for (size_t i = 0; name && digits && i < n; i++) {
        const int len = snprintf(digits[i], sizeof *digits, "%zu", i + 1);
        name[i] = (struct value){VALUE_TEXT, {digits[i], (size_t)len}};
    }
    if (name && digits)
        c = columns_new(name, n);
    free(name);
    free(digits);
    return c;
}

/* Columns of a table, by its first record; *begin is where the next one begins
 * if that one only names them. *out is NULL when there is none yet. */
static bool table_columns_of(struct reading *r, const struct chunk *c,
                             size_t *begin, struct corpus_columns **out,
                             struct tenor_error *err)
{
    static const struct corpus_columns unknown = {0};
    const struct record_format *format = c->input->format;
    const bool header = format->header || r->header;
    struct chunk first = *c;
    struct record record = {0};
    size_t at = 0;

    first.columns = &unknown;
    if (!format->next(&r->cutter, &first, &at, &record)) {
        if (r->cutter.no_memory)
            return fail_memory(err, "a record");
        *begin = c->in.len;
        if (!r->ended)
            return true;
        if (header)
            return fail(err, TENOR_EDATA, 1, "%s:1: no header line",
                        c->input->path);
    }
    if (record.whole.len > r->max_record)
        return fail(err, TENOR_EDATA, 1, "%s:1: %s", c->input->path,
                    reading_too_large);
    if (header && record.fields == 0)
        return fail(err, TENOR_EDATA, 1, "%s:1: the header is wrong: %s",
                    c->input->path, record.bad);
    *out = header ? columns_new(r->cutter.field, record.fields)
                  : number_columns(record.fields);
    *begin = header ? at : 0;
    return *out || fail_memory(err, "columns");
}

/* The columns that the format says, and those that --fields names where it
 * finds these. */
static struct corpus_columns *own_columns(const struct reading *r,
                                          const struct record_format *format)
{
    const size_t own = format->column[1] ? 2 : 1;
    const size_t n = own + (format->finds ? r->fields->names : 0);
    struct value *name = mem_zero(n, sizeof *name);
    struct corpus_columns *c = NULL;

    for (size_t i = 0; name && i < n; i++)
        name[i] =
            (struct value){VALUE_TEXT, i < own ? str_of(format->column[i])
                                               : r->fields->name[i - own]};
    if (name)
        c = columns_new(name, n);
    free(name);
    if (c)
        c->passed = 1;
    return c;
}

/* ---- what is asked for --------------------------------------------------- */

static bool find_text(const struct reading *r, struct corpus_columns *c,
                      struct tenor_error *err)
{
    const struct record_format *format = r->input[r->at].format;
    const char *name = r->text_column ? r->text_column : format->text;

    c->text = c->n ? c->n - 1 : 0;
    if (format->column[0] || c->n == 0 || !name)
        return true;
    return columns_find(c, str_of(name), &c->text) ||
           wrong(r, err, "there is no column of the text,", str_of(name));
}

static bool find_named(const struct reading *r, struct corpus_columns *c,
                       struct tenor_error *err)
{
    c->named = mem_zero(r->fields->names, sizeof *c->named);
    if (!c->named)
        return fail_memory(err, "columns");
    for (size_t i = 0; c->n && i < r->fields->names; i++) {
        if (columns_find(c, r->fields->name[i], &c->named[i]))
            continue;
        if (i + r->fields->lacking < r->fields->names)
            return wrong(r, err, "there is no column", r->fields->name[i]);
        c->named[i] = COLUMNS_NONE;
    }
    return true;
}

/* Whether results can stand behind what is passed on. */
static bool check_results(const struct reading *r,
                          const struct corpus_columns *c,
                          struct tenor_error *err)
{
    const struct str prefix = STR("tone.");

    for (size_t i = 0; r->fields->input && i < c->passed; i++) {
        const struct str name = c->name[i].bytes;
        if (name.len >= prefix.len && memcmp(name.s, prefix.s, prefix.len) == 0)
            return wrong(r, err, "it has results already, in the column", name);
    }
    return true;
}

/* Whether rows with these columns can stand below those of the first input that
 * has any. */
static bool check_first(const struct reading *r, const struct corpus_columns *c,
                        struct tenor_error *err)
{
    const struct corpus_columns *first = NULL;

    if (!r->notation || r->notation->names || !r->fields->input)
        return true;
    for (const struct corpus_columns *o = r->all; o; o = o->next)
        if (o->n > 0)
            first = o;
    return c->n == 0 || !first || columns_equal(first, c) ||
           fail(err, TENOR_EDATA, 1,
                "%s:1: its columns are not those of the corpora before, so "
                "they cannot stand in one table; see --fields, or write JSONL",
                r->input[r->at].path);
}

bool reading_learn(struct reading *r, const struct chunk *c, size_t *begin,
                   struct tenor_error *err)
{
    const struct record_format *format = c->input->format;
    struct corpus_columns *new = NULL;

    *begin = 0;
    r->cutter.fields = r->fields;
    if (!format->column[0]) {
        if (!table_columns_of(r, c, begin, &new, err))
            return false;
        if (!new)
            return true;
    } else if (!(new = own_columns(r, format))) {
        return fail_memory(err, "columns");
    }
    if (!find_text(r, new, err) || !find_named(r, new, err) ||
        !check_results(r, new, err) || !check_first(r, new, err)) {
        columns_free(new);
        return false;
    }
    /* Many files with the same columns share them. */
    if (r->all && r->all->format == format && columns_equal(r->all, new)) {
        columns_free(new);
    } else {
        new->format = format;
        new->next = r->all;
        r->all = new;
        if (r->rows && !rows_lay_columns(r->rows, new))
            return fail_memory(err, "columns");
    }
    r->columns = r->all;
    r->learned = true;
    return true;
}

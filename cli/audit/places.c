/* The readers of datasets/ have seen that records are well-formed, and tell
 * their lines; here they are walked through once more, for the bytes. */
#include "cli/audit/places.h"

#include <stdlib.h>

#include "cli/audit/json_place.h"
#include "cli/label/csv_scan.h"

static const char *end_of_line(const struct places *p)
{
    const char *end = memchr(p->bytes.s + p->at, '\n', p->bytes.len - p->at);

    return end ? end : p->bytes.s + p->bytes.len;
}

static bool lost(const struct places *p, struct tenor_error *err)
{
    return fail(err, TENOR_EDATA, p->line,
                "%s:%zu: the label is not found again; an array of labels "
                "cannot be changed",
                p->path, p->line);
}

/* Go on to a line, of records that are one. */
static bool seek_line(struct places *p, size_t line, struct str *record)
{
    while (p->line < line && p->at < p->bytes.len) {
        p->at = (size_t)(end_of_line(p) - p->bytes.s);
        p->at += p->at < p->bytes.len;
        p->line++;
    }
    *record = (struct str){p->bytes.s + p->at,
                           (size_t)(end_of_line(p) - p->bytes.s) - p->at};
    if (record->len && record->s[record->len - 1] == '\r')
        record->len--;
    return p->line == line;
}

/* ---- formats ------------------------------------------------------------- */

static bool find_tsv(struct places *p, size_t line, struct tenor_error *err)
{
    const size_t column = p->column ? corpus_number(p->column) : 1;
    struct str rest;

    if (!seek_line(p, line, &rest))
        return lost(p, err);
    for (size_t i = 1;; i++) {
        const char *tab = memchr(rest.s, '\t', rest.len);
        const size_t len = tab ? (size_t)(tab - rest.s) : rest.len;
        if (i == column) {
            p->label = (struct str){rest.s, len};
            return true;
        }
        if (!tab)
            return lost(p, err);
        rest = (struct str){tab + 1, rest.len - len - 1};
    }
}

static bool find_jsonl(struct places *p, size_t line, struct tenor_error *err)
{
    struct str record;

    if (!seek_line(p, line, &record) ||
        !json_place(record, p->column, &p->label) || p->label.s[0] == '[')
        return lost(p, err);
    return true;
}

/* The fields of the next record of CSV; the place moves behind it. */
static bool next_csv(struct places *p, struct csv_fields *fields,
                     struct str *record, struct tenor_error *err)
{
    struct csv_scan scan = {0};

    fields->n = 0;
    *record = (struct str){p->bytes.s + p->at, 0};
    if (p->at == p->bytes.len)
        return lost(p, err);
    const enum csv_found found =
        csv_scan(&scan, record->s, p->bytes.len - p->at, true, fields);
    if (fields->no_memory)
        return fail_memory(err, "a record");
    if (found != CSV_RECORD)
        return lost(p, err);
    record->len = scan.at;
    for (size_t i = 0; i < scan.at; i++)
        p->line += record->s[i] == '\n';
    p->at += scan.at;
    return true;
}

/* A field without quotes, appended. */
static bool add_plain(const struct csv_field *f, const char *record,
                      struct buffer *out)
{
    const bool quoted = f->end > f->begin && record[f->begin] == '"';

    for (size_t i = f->begin + quoted; i < f->end - quoted; i++) {
        if (!buffer_add(out, record + i, 1))
            return false;
        i += quoted && record[i] == '"';
    }
    return true;
}

/* The number of the column by the header, as the reader finds it. */
static bool read_header(struct places *p, struct tenor_error *err)
{
    struct csv_fields fields = {0};
    struct buffer name = {0};
    struct str record;
    bool ok = next_csv(p, &fields, &record, err), found = false;

    for (size_t i = 0; ok && !found && i < fields.n; i++) {
        name.len = 0;
        ok = add_plain(&fields.field[i], record.s, &name) ||
             fail_memory(err, "a record");
        found =
            ok && str_equal((struct str){name.data ? name.data : "", name.len},
                            str_of(p->column));
        p->number = i;
    }
    if (ok && !found)
        p->number = corpus_number(p->column) - 1;
    free(name.data);
    free(fields.field);
    return ok;
}

static bool find_csv(struct places *p, size_t line, struct tenor_error *err)
{
    struct csv_fields fields = {0};
    struct str record;
    size_t begin;
    bool ok;

    do {
        begin = p->line;
        ok = next_csv(p, &fields, &record, err);
    } while (ok && begin < line);
    ok = ok && ((begin == line && p->number < fields.n) || lost(p, err));
    if (ok) {
        const struct csv_field *f = &fields.field[p->number];
        p->label = (struct str){record.s + f->begin, f->end - f->begin};
    }
    free(fields.field);
    return ok;
}

/* ---- all of them --------------------------------------------------------- */

bool places_init(struct places *p, const struct corpus *c, struct str bytes,
                 struct tenor_error *err)
{
    const bool mark = bytes.len >= 3 && memcmp(bytes.s, "\xEF\xBB\xBF", 3) == 0;

    *p = (struct places){.format = c->format,
                         .column = c->column[COLUMN_LABEL],
                         .path = c->path,
                         .bytes = bytes,
                         .at = mark ? 3 : 0,
                         .line = 1};
    if (c->format != &corpus_tsv && c->format != &corpus_csv &&
        c->format != &corpus_jsonl)
        return fail(err, TENOR_EINVAL, 0,
                    "'%s': labels of format '%s' cannot be changed; import "
                    "makes TSV of it",
                    c->path, c->format->name);
    return c->format != &corpus_csv || read_header(p, err);
}

bool places_find(struct places *p, size_t line, struct tenor_error *err)
{
    if (p->format == &corpus_csv)
        return find_csv(p, line, err);
    return p->format == &corpus_tsv ? find_tsv(p, line, err)
                                    : find_jsonl(p, line, err);
}

static bool has_any(struct str s, const char *bytes)
{
    for (size_t i = 0; i < s.len; i++)
        if (strchr(bytes, s.s[i]))
            return true;
    return false;
}

static bool write_csv(struct str label, bool quoted, struct buffer *out)
{
    if (!quoted && !has_any(label, ",\"\r\n"))
        return buffer_add(out, label.s, label.len);
    if (!buffer_add(out, "\"", 1))
        return false;
    for (size_t i = 0; i < label.len; i++)
        if (!buffer_add(out, "\"\"", label.s[i] == '"' ? 1 : 0) ||
            !buffer_add(out, label.s + i, 1))
            return false;
    return buffer_add(out, "\"", 1);
}

bool places_write(const struct places *p, struct str label, struct buffer *out,
                  struct tenor_error *err)
{
    const bool quoted = p->label.len && p->label.s[0] == '"';

    if (p->format == &corpus_tsv && has_any(label, "\t\r\n"))
        return fail(err, TENOR_EDATA, p->line,
                    "the label '%.*s' cannot stand in TSV", (int)label.len,
                    label.s);
    const bool ok =
        p->format == &corpus_tsv   ? buffer_add(out, label.s, label.len)
        : p->format == &corpus_csv ? write_csv(label, quoted, out)
                                   : json_place_write(label, !quoted, out);
    return ok || fail_memory(err, "a corpus");
}

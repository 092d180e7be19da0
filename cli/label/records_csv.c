/* tenor label --in csv: RFC 4180, with a header. An empty line between records
 * of several columns is none.
 *
 * A record whose quotes are wrong has no end that could be known. It is its
 * first line then, and reading goes on with the next one: a quote that is
 * missing costs the records that it spoils, never those that follow. */
#include <stdlib.h>
#include <string.h>

#include "cli/label/reading.h"
#include "cli/label/records.h"
#include "cli/label/rows.h"

/* ---- finding records ----------------------------------------------------- */

static bool note_bad(struct chunk *c, const struct bad *bad)
{
    if (!GROW(c->bad, c->bads + 1, c->bad_capacity))
        return false;
    c->bad[c->bads++] = *bad;
    return true;
}

/* Where the line at r->scanned ends, or 0 when that is not there yet. */
static size_t line_end(const struct reading *r, const struct chunk *c, bool end)
{
    const char *line = c->in.data + r->scanned;
    const char *lf = memchr(line, '\n', c->in.len - r->scanned);

    if (lf)
        return (size_t)(lf - c->in.data) + 1;
    return end ? c->in.len : 0;
}

/* The line at r->scanned, up to `behind`, is a bad record. */
static bool give_up(struct reading *r, struct chunk *c, size_t behind,
                    const char *why)
{
    const bool within = r->scan.at < behind - r->scanned;
    const struct bad bad = {r->scanned, within ? r->scan.at + 1 : 0, why};

    r->scanned = behind;
    r->scan = (struct csv_scan){0};
    return note_bad(c, &bad);
}

/* Bytes of the record that ends before scan.at, without its line end. */
static size_t size_of(const struct csv_scan *scan, const char *record)
{
    const bool lf = scan->at > 0 && record[scan->at - 1] == '\n';
    const size_t n = scan->at - lf;
    const bool cr = (lf || scan->state == CSV_RETURN) && n > 0 &&
                    record[n - 1] == '\r';

    return n - cr;
}

/* Go on with the scan of the record at r->scanned. One that turns out to be
 * too large is bad, wherever that is noticed: how many bytes were read by then
 * must not show. */
static enum csv_found scan_on(struct reading *r, const struct chunk *c,
                              bool end, const char **why)
{
    const char *record = c->in.data + r->scanned;
    const size_t left = c->in.len - r->scanned;
    const size_t most = r->max_record + 2; /* with CR LF */
    const size_t len = left < most ? left : most;
    const enum csv_found found =
        csv_scan(&r->scan, record, len, end && len == left, NULL);

    *why = csv_reason(&r->scan);
    if (found == CSV_RECORD ? size_of(&r->scan, record) <= r->max_record
                            : found == CSV_BAD || len < most)
        return found;
    r->scan.at = SIZE_MAX; /* no place in it is wrong */
    *why = "it is larger than --max-record, or a quoted field is never closed";
    return CSV_BAD;
}

/* The scan that goes on over calls is that of the record at r->scanned. */
static bool whole(struct reading *r, struct chunk *c, size_t seen, bool end,
                  size_t *bytes)
{
    const char *why;

    if (seen == 0) {
        r->scanned = 0;
        r->scan = (struct csv_scan){0};
    }
    while (r->scanned < c->in.len && r->scanned < r->limit) {
        const struct csv_scan before = r->scan;
        const enum csv_found found = scan_on(r, c, end, &why);
        if (found == CSV_MORE)
            break;
        if (found == CSV_RECORD) {
            r->scanned += r->scan.at;
            r->scan = (struct csv_scan){0};
            continue;
        }
        const size_t behind = line_end(r, c, end);
        if (behind == 0) {
            r->scan = before; /* to be found bad again */
            break;
        }
        if (!give_up(r, c, behind, why))
            return false;
    }
    if (r->scanned > 0)
        *bytes = r->scanned;
    return true;
}

/* ---- cutting ------------------------------------------------------------- */

/* What a field means, in t->plain where that is not what stands there. */
static struct str meaning(struct cutter *t, const char *record,
                          const struct csv_field *f)
{
    const char *s = record + f->begin;
    size_t len = f->end - f->begin;

    if (len == 0 || *s != '"')
        return (struct str){s, len};
    s++;
    len -= 2;
    if (!f->doubled)
        return (struct str){s, len};
    char *to = t->plain.data + t->plain.len, *begin = to;
    for (size_t i = 0; i < len; i++) {
        *to++ = s[i];
        i += s[i] == '"'; /* its double */
    }
    t->plain.len += (size_t)(to - begin);
    return (struct str){begin, (size_t)(to - begin)};
}

/* The record that begins at *at, if it is known to be bad: its first line. */
static bool next_bad(struct cutter *t, const struct chunk *c, size_t *at,
                     struct record *r)
{
    if (t->bad == c->bads || c->bad[t->bad].begin != *at)
        return false;
    const struct bad *bad = &c->bad[t->bad];
    *r = (struct record){.bad = bad->why, .bad_at = bad->at};
    t->bad++;
    return records_line(c, at, &r->whole);
}

static bool is_blank(const struct cutter *t)
{
    return t->csv.n == 1 && t->csv.field[0].begin == t->csv.field[0].end;
}

/* Cut one record, blank or not, that is not known to be bad. */
static bool cut(struct cutter *t, const struct chunk *c, size_t *at,
                struct record *r)
{
    const char *record = c->in.data + *at;
    struct csv_scan scan = {0};

    t->csv.n = 0;
    t->csv.no_memory = false;
    csv_scan(&scan, record, c->in.len - *at, true, &t->csv);
    t->plain.len = 0;
    t->no_memory = t->csv.no_memory ||
                   !GROW(t->plain.data, scan.at, t->plain.capacity) ||
                   !GROW(t->field, t->csv.n, t->capacity);
    if (t->no_memory)
        return false;
    const struct csv_field *last = &t->csv.field[t->csv.n - 1];
    *r = (struct record){.whole = {record, last->end}};
    for (size_t i = 0; i < t->csv.n; i++)
        t->field[i] =
            (struct value){VALUE_TEXT, meaning(t, record, &t->csv.field[i])};
    *at += scan.at;
    return true;
}

static bool next(struct cutter *t, const struct chunk *c, size_t *at,
                 struct record *r)
{
    if (*at == 0)
        t->bad = 0;
    do {
        if (*at == c->in.len)
            return false;
        if (next_bad(t, c, at, r))
            return true;
        if (!cut(t, c, at, r))
            return false;
    } while (is_blank(t) && c->columns->n != 1);
    records_fields(t, c->columns, t->csv.n, r);
    return true;
}

const struct record_format records_csv = {
    .name = "csv",
    .extensions = "csv",
    .text = "text",
    .header = true,
    .native = &rows_csv,
    .fill = reading_stream,
    .whole = whole,
    .next = next,
};

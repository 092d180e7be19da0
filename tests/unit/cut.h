/* The records of a whole file, cut in the simplest way there is, to be compared
 * with what comes out of chunks. A record is noted as
 *
 *   [FILE:LINE good FIELD|FIELD|TEXT|]    each value as KIND and bytes
 *   [FILE:LINE bad RECORD]                a table's other number of fields, ...
 *   [FILE:LINE large]                     nothing of it is passed on
 *   [error]                               nothing follows
 *
 * and, behind its fields or bytes, @ and the place in the file of each byte
 * that could not be converted. */
#ifndef TENOR_TESTS_UNIT_CUT_H
#define TENOR_TESTS_UNIT_CUT_H

#include <jansson.h>

#include "cli/label/encoding.h"
#include "cli/label/records.h"
#include "tests/unit/unit.h"

#define CUT_FIELDS 400

struct cut {
    struct buffer *out;
    const struct record_format *format;
    bool header; /* of TSV */
    bool same;   /* all files must have the columns of the first one */
    size_t max;  /* bytes of a record */
    /* Of the file: */
    size_t file; /* from 0 */
    struct str bytes;
    const struct bad_bytes *bad; /* places of its 0xFF, or NULL */
    size_t columns;
    struct buffer first; /* the columns of the first file that has any */
};

/* ---- notes --------------------------------------------------------------- */

static inline void cut_say(struct buffer *b, const char *s)
{
    assert_true(buffer_add(b, s, strlen(s)));
}

static inline void cut_begin(struct buffer *b, size_t file, uint64_t line,
                             const char *what)
{
    char head[80];

    snprintf(head, sizeof head, "[%zu:%" PRIu64 " %s ", file, line, what);
    cut_say(b, head);
}

static inline void cut_value(struct buffer *b, const struct value *v)
{
    const char kind = (char)('0' + v->kind);

    assert_true(buffer_add(b, &kind, 1));
    assert_true(buffer_add(b, v->bytes.s, v->bytes.len));
    cut_say(b, "|");
}

/* Places of the bad bytes of a record; bad[0] is that of the first 0xFF of all
 * that it is part of. */
static inline void cut_places(struct buffer *b, struct str all,
                              const uint64_t *bad, struct str record)
{
    char place[32];
    size_t n = 0;

    for (const char *s = all.s; bad && s < record.s + record.len; s++) {
        if (*s != ENCODING_BAD)
            continue;
        snprintf(place, sizeof place, "@%" PRIu64, bad[n++]);
        if (s >= record.s)
            cut_say(b, place);
    }
}

static inline uint64_t cut_line(struct str all, const char *at)
{
    uint64_t line = 1;

    for (const char *s = all.s; s < at; s++)
        line += *s == '\n';
    return line;
}

/* A record of a file that is not too large; n fields or, when it is bad, 0. */
static inline void cut_note(struct cut *c, struct str whole,
                            const struct value *field, size_t n,
                            struct str text)
{
    const struct value t = {VALUE_TEXT, text};

    if (whole.len > c->max) {
        cut_begin(c->out, c->file, cut_line(c->bytes, whole.s), "large");
        cut_say(c->out, "]");
        return;
    }
    cut_begin(c->out, c->file, cut_line(c->bytes, whole.s), n ? "good" : "bad");
    for (size_t i = 0; i < n; i++)
        cut_value(c->out, &field[i]);
    if (n)
        cut_value(c->out, &t);
    else
        assert_true(buffer_add(c->out, whole.s, whole.len));
    cut_places(c->out, c->bytes, c->bad ? c->bad->at : NULL, whole);
    cut_say(c->out, "]");
}

static inline bool cut_error(struct cut *c)
{
    cut_say(c->out, "[error]");
    return false;
}

/* Whether these columns may follow those of the files before. */
static inline bool cut_columns(struct cut *c, const struct value *name,
                               size_t n)
{
    struct buffer b = {0};
    bool ok = true;

    c->columns = n;
    for (size_t i = 0; i < n; i++)
        cut_value(&b, &name[i]);
    if (c->first.len == 0)
        assert_true(buffer_add(&c->first, b.data, b.len));
    else if (c->same && n > 0)
        ok = b.len == c->first.len && memcmp(b.data, c->first.data, b.len) == 0;
    free(b.data);
    return ok || cut_error(c);
}

/* ---- lines --------------------------------------------------------------- */

/* The line at *at without its end. */
static inline struct str cut_next_line(struct str s, size_t *at)
{
    struct str line = {s.s + *at, 0};

    while (*at < s.len && s.s[*at] != '\n') {
        line.len++;
        ++*at;
    }
    if (*at < s.len) {
        ++*at;
        line.len -= line.len > 0 && line.s[line.len - 1] == '\r';
    }
    return line;
}

static inline void cut_lines(struct cut *c, size_t at)
{
    while (at < c->bytes.len) {
        const struct str line = cut_next_line(c->bytes, &at);
        const struct value field = {VALUE_TEXT, line};
        cut_note(c, line, &field, 1, line);
    }
}

static inline size_t cut_tabs(struct str line, struct value *field)
{
    size_t n = 1;

    field[0] = (struct value){VALUE_TEXT, {line.s, 0}};
    for (size_t i = 0; i < line.len; i++)
        if (line.s[i] != '\t')
            field[n - 1].bytes.len++;
        else
            field[n++] = (struct value){VALUE_TEXT, {line.s + i + 1, 0}};
    return n;
}

static inline bool cut_tsv(struct cut *c, size_t at)
{
    static struct value field[CUT_FIELDS];
    static const struct value number[CUT_FIELDS];
    size_t first = at;

    if (at == c->bytes.len)
        return c->header ? cut_error(c) : cut_columns(c, NULL, 0);
    const struct str line = cut_next_line(c->bytes, &first);
    const size_t n = cut_tabs(line, field);
    if (line.len > c->max)
        return cut_error(c);
    if (!cut_columns(c, c->header ? field : number, n))
        return false;
    for (at = c->header ? first : at; at < c->bytes.len;) {
        const struct str record = cut_next_line(c->bytes, &at);
        const size_t fields = cut_tabs(record, field);
        cut_note(c, record, field, fields == c->columns ? fields : 0,
                 field[0].bytes);
    }
    return true;
}

/* ---- JSON ---------------------------------------------------------------- */

static inline bool cut_is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static inline void cut_object(struct cut *c, struct str whole)
{
    json_t *tree = json_loadb(whole.s, whole.len, JSON_ALLOW_NUL, NULL);
    const json_t *text = json_object_get(tree, "text");
    const struct value field = {VALUE_JSON, whole};
    struct str s = {0};

    if (json_is_string(text))
        s = (struct str){json_string_value(text), json_string_length(text)};
    cut_note(c, whole, &field, json_is_string(text) || json_is_null(text), s);
    json_decref(tree);
}

static inline void cut_jsonl(struct cut *c, size_t at)
{
    while (at < c->bytes.len) {
        struct str s = cut_next_line(c->bytes, &at);
        if (s.len > c->max) {
            cut_note(c, s, NULL, 0, s);
            continue;
        }
        while (s.len > 0 && cut_is_blank(s.s[s.len - 1]))
            s.len--;
        while (s.len > 0 && cut_is_blank(*s.s))
            s = (struct str){s.s + 1, s.len - 1};
        if (s.len > 0)
            cut_object(c, s);
    }
}

/* ---- CSV ----------------------------------------------------------------- */

/* Where the field at `at` ends, or SIZE_MAX. */
static inline size_t cut_field_end(struct str s, size_t at)
{
    if (at == s.len || s.s[at] != '"') {
        for (; at < s.len && s.s[at] != ',' && s.s[at] != '\n'; at++)
            if (s.s[at] == '"')
                return SIZE_MAX;
        return at;
    }
    for (at++; at < s.len; at++)
        if (s.s[at] == '"') {
            if (at + 1 == s.len || s.s[at + 1] != '"')
                return at + 1;
            at++;
        }
    return SIZE_MAX;
}

/* Room for what quoted fields of one record mean. */
static char cut_plain[1 << 16];

static inline struct str cut_unquote(struct str field, size_t *used)
{
    struct str plain = {cut_plain + *used, 0};

    if (field.len == 0 || *field.s != '"')
        return field;
    for (size_t i = 1; i + 1 < field.len; i++) {
        cut_plain[(*used)++] = field.s[i];
        plain.len++;
        i += field.s[i] == '"';
    }
    return plain;
}

/* A record of CSV at *at, without its line end; *n is 0 when it is wrong. */
static inline struct str cut_record(struct str s, size_t *at,
                                    struct value *field, size_t *n)
{
    struct str record = {s.s + *at, 0};
    size_t used = 0, i = *at;

    for (*n = 0;; i++) {
        const size_t begin = i;
        const bool quoted = begin < s.len && s.s[begin] == '"';
        i = cut_field_end(s, begin);
        if (i == SIZE_MAX)
            break;
        size_t end = i;
        if (quoted && i < s.len && s.s[i] == '\r')
            i++;
        else if (i < s.len && s.s[i] == '\n' && i > begin &&
                 s.s[i - 1] == '\r' && !quoted)
            end--;
        if (i < s.len && s.s[i] != '\n' && (s.s[i] != ',' || i > end))
            break;
        field[(*n)++] = (struct value){
            VALUE_TEXT,
            cut_unquote((struct str){s.s + begin, end - begin}, &used)};
        if (i < s.len && s.s[i] == ',')
            continue;
        record.len = (size_t)(s.s + end - record.s);
        *at = i + (i < s.len);
        return record;
    }
    *n = 0;
    return record;
}

/* The next record that is no blank line; false when there is none. One that is
 * wrong or too large is its first line. */
static inline bool cut_next_record(const struct cut *c, size_t *at,
                                   struct value *field, size_t *n,
                                   struct str *record)
{
    do {
        size_t behind = *at;
        if (*at == c->bytes.len)
            return false;
        *record = cut_record(c->bytes, &behind, field, n);
        if (*n > 0 && record->len <= c->max) {
            *at = behind;
        } else {
            *n = 0;
            *record = cut_next_line(c->bytes, at);
        }
    } while (*n == 1 && record->len == 0 && c->columns != 1);
    return true;
}

static inline bool cut_csv(struct cut *c, size_t at)
{
    static struct value field[CUT_FIELDS];
    struct str record;
    size_t n;

    c->columns = 0;
    if (!cut_next_record(c, &at, field, &n, &record) || n == 0)
        return cut_error(c);
    if (!cut_columns(c, field, n))
        return false;
    while (cut_next_record(c, &at, field, &n, &record))
        cut_note(c, record, field, n == c->columns ? n : 0, field[0].bytes);
    return true;
}

/* ---- all ----------------------------------------------------------------- */

/* Note the records of the next file; false when reading ends there. */
static inline bool cut_file(struct cut *c, struct str bytes,
                            const struct bad_bytes *bad)
{
    const size_t mark =
        bytes.len >= 3 && memcmp(bytes.s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    bool ok = true;

    c->bytes = bytes;
    c->bad = bad;
    if (c->format == &records_lines)
        cut_lines(c, mark);
    else if (c->format == &records_jsonl)
        cut_jsonl(c, mark);
    else if (c->format == &records_tsv)
        ok = cut_tsv(c, mark);
    else
        ok = cut_csv(c, mark);
    c->file++;
    return ok;
}

#endif

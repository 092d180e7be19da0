#include "cli/label/csv_scan.h"

#include <string.h>

/* The next byte that means something outside of quotes, or `len`. */
static size_t find_mark(const char *bytes, size_t at, size_t len)
{
    while (at < len && bytes[at] != ',' && bytes[at] != '\n' &&
           bytes[at] != '"')
        at++;
    return at;
}

static size_t find_quote(const char *bytes, size_t at, size_t len)
{
    const char *quote = memchr(bytes + at, '"', len - at);

    return quote ? (size_t)(quote - bytes) : len;
}

static void begin_field(struct csv_fields *f, size_t at)
{
    if (!f)
        return;
    if (!GROW(f->field, f->n + 1, f->capacity)) {
        f->no_memory = true;
        return;
    }
    f->field[f->n++] = (struct csv_field){.begin = at, .end = at};
}

static struct csv_field *last_field(struct csv_fields *f)
{
    return f && f->n > 0 && !f->no_memory ? &f->field[f->n - 1] : NULL;
}

static void end_field(struct csv_fields *f, size_t at)
{
    struct csv_field *last = last_field(f);

    if (last)
        last->end = at;
}

/* The state behind a byte that is not in quotes, which is a quote, a comma or
 * any other but a line end; CSV_BAD when it cannot stand there. */
static enum csv_found step(struct csv_scan *s, const char *bytes,
                           struct csv_fields *f)
{
    const char byte = bytes[s->at];
    struct csv_field *last = last_field(f);

    if (byte == ',' && s->state != CSV_RETURN) {
        end_field(f, s->at);
        begin_field(f, s->at + 1);
        s->state = CSV_START;
    } else if (s->state == CSV_CLOSED && byte == '"') {
        s->state = CSV_QUOTED;
        if (last)
            last->doubled = true;
    } else if (s->state == CSV_CLOSED && byte == '\r') {
        end_field(f, s->at);
        s->state = CSV_RETURN;
    } else if (s->state == CSV_START) {
        s->state = byte == '"' ? CSV_QUOTED : CSV_PLAIN;
    } else if (s->state != CSV_PLAIN || byte == '"') {
        return CSV_BAD;
    }
    s->at++;
    return CSV_MORE;
}

/* A record ends at a line end, or where all ends. An unquoted last field does
 * not have the CR of a CR LF. */
static enum csv_found finish(struct csv_scan *s, const char *bytes, bool lf,
                             struct csv_fields *f)
{
    const bool cr = lf && s->state == CSV_PLAIN && bytes[s->at - 1] == '\r';

    if (s->state != CSV_RETURN)
        end_field(f, s->at - cr);
    s->at += lf;
    return CSV_RECORD;
}

enum csv_found csv_scan(struct csv_scan *s, const char *bytes, size_t len,
                        bool end, struct csv_fields *f)
{
    if (s->at == 0)
        begin_field(f, 0);
    while (s->at < len) {
        if (s->state == CSV_PLAIN)
            s->at = find_mark(bytes, s->at, len);
        else if (s->state == CSV_QUOTED)
            s->at = find_quote(bytes, s->at, len);
        if (s->at == len)
            break;
        if (s->state == CSV_QUOTED) {
            s->state = CSV_CLOSED;
            s->at++;
        } else if (bytes[s->at] == '\n') {
            return finish(s, bytes, true, f);
        } else if (step(s, bytes, f) == CSV_BAD) {
            return CSV_BAD;
        }
    }
    if (!end)
        return CSV_MORE;
    return s->state == CSV_QUOTED ? CSV_BAD : finish(s, bytes, false, f);
}

const char *csv_reason(const struct csv_scan *s)
{
    switch (s->state) {
    case CSV_QUOTED:
        return "a quoted field is never closed";
    case CSV_PLAIN:
        return "a quote inside an unquoted field";
    default:
        return "text after a closing quote";
    }
}

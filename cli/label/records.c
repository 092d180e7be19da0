#include "cli/label/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/label/json_scan.h"
#include "cli/label/reading.h"

void chunk_release(struct chunk *c)
{
    free(c->in.data);
    free(c->bad);
    free(c->bytes.at);
    free(c->names.data);
    free(c->member);
    free(c->out.data);
    free(c->count);
    free(c->complaints.data);
    *c = (struct chunk){0};
}

void cutter_release(struct cutter *t)
{
    free(t->field);
    free(t->csv.field);
    free(t->plain.data);
    json_scan_free(t->json);
    free(t->wanted);
    *t = (struct cutter){0};
}

bool records_line(const struct chunk *c, size_t *at, struct str *line)
{
    if (*at == c->in.len)
        return false;
    const char *text = c->in.data + *at;
    const size_t left = c->in.len - *at;
    const char *lf = memchr(text, '\n', left);
    const size_t len = lf ? (size_t)(lf - text) : left;

    *at += len + (lf != NULL);
    *line = (struct str){text, len - (lf && len > 0 && text[len - 1] == '\r')};
    return true;
}

bool records_whole_lines(struct reading *r, struct chunk *c, size_t seen,
                         bool end, size_t *bytes)
{
    size_t n = c->in.len;

    while (!end && n > seen && c->in.data[n - 1] != '\n')
        n--;
    if (n > seen || end)
        *bytes = n;
    if (*bytes > r->limit) { /* the line that begins last before it */
        const char *from = c->in.data + r->limit - 1;
        const char *lf = memchr(from, '\n', *bytes - r->limit + 1);
        *bytes = lf ? (size_t)(lf - c->in.data) + 1 : *bytes;
    }
    return true;
}

static bool has_value(const struct value *v)
{
    return v->bytes.len > 0 &&
           (v->kind == VALUE_TEXT ||
            (v->kind == VALUE_JSON &&
             (v->bytes.s[0] == '-' ||
              (v->bytes.s[0] >= '0' && v->bytes.s[0] <= '9'))));
}

struct str records_find(const struct corpus_columns *c, const struct record *r,
                        size_t first, size_t end, size_t *number)
{
    for (size_t i = first; r->field && c && i < end; i++) {
        const size_t column = c->named[i];
        if (column == COLUMNS_NONE || !has_value(&r->field[column]))
            continue;
        *number = i;
        return r->field[column].bytes;
    }
    return (struct str){0};
}

struct str records_title(const struct fields *f, const struct corpus_columns *c,
                         const struct record *r)
{
    size_t number;

    return records_find(c, r, f->title, f->title_end, &number);
}

void records_fields(struct cutter *t, const struct corpus_columns *c, size_t n,
                    struct record *r)
{
    r->fields = n;
    if (n == c->n) {
        r->field = t->field;
        r->text = t->field[c->text].bytes;
        return;
    }
    snprintf(t->why, sizeof t->why, "%zu fields where the first record has %zu",
             n, c->n);
    r->bad = t->why;
}

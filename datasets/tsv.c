/* Fields between tabs, one document a line: label and text, with further tabs
 * in the text; or columns by number, as many as there are. */
#include <stdlib.h>
#include <string.h>

#include "datasets/corpus.h"

struct tsv {
    size_t column[COLUMNS]; /* from 1; 0: none, and for the text the last */
    size_t least, most;     /* fields of a line */
};

static bool open_tsv(struct corpus *c, struct tenor_error *err)
{
    struct tsv *s = mem_zero(1, sizeof *s);

    if (!s)
        return fail_memory(err, "a corpus");
    c->state = s;
    s->column[COLUMN_LABEL] = !c->options.unlabelled;
    s->most = 2;
    for (int k = 0; k < COLUMNS; k++) {
        if (!c->column[k])
            continue;
        s->most = SIZE_MAX;
        s->column[k] = corpus_number(c->column[k]);
        if (s->column[k] == 0)
            return fail(err, TENOR_EINVAL, 0,
                        "'%s' has no column '%s': TSV has no header, columns "
                        "are numbered from 1",
                        c->path, c->column[k]);
    }
    for (int k = 0; k < COLUMNS; k++)
        if (s->least < s->column[k])
            s->least = s->column[k];
    /* A text that is the last field is none of the others. */
    s->least += s->column[COLUMN_TEXT] == 0;
    return true;
}

static struct str cut_field(struct str *line, bool whole)
{
    const char *tab = whole ? NULL : memchr(line->s, '\t', line->len);
    const struct str field = {line->s,
                              tab ? (size_t)(tab - line->s) : line->len};

    *line = tab ? (struct str){tab + 1, line->len - field.len - 1}
                : (struct str){0};
    return field;
}

static bool next(struct corpus *c, struct doc *doc, bool *end,
                 struct tenor_error *err)
{
    const struct tsv *s = c->state;
    struct str line, field[COLUMNS] = {{0}};
    size_t n = 0;

    if (!input_record(&c->in, &line, end, err))
        return false;
    if (*end)
        return true;
    while (line.s) {
        const struct str f = cut_field(&line, ++n == s->most);
        for (int k = 0; k < COLUMNS; k++)
            if (s->column[k] == n)
                field[k] = f;
        if (!line.s && s->column[COLUMN_TEXT] == 0)
            field[COLUMN_TEXT] = f;
    }
    doc->line = c->in.line;
    if (n < s->least && s->most == 2)
        return input_fail(&c->in, err, "no tab between label and text");
    if (n < s->least)
        return fail(err, TENOR_EDATA, doc->line,
                    "%s:%zu: %zu fields where %zu are needed%s", c->path,
                    doc->line, n, s->least,
                    s->column[COLUMN_TEXT]
                        ? ""
                        : "; without --text-column the last one is the text");
    return corpus_fields(c, doc, field, err);
}

static void close_tsv(struct corpus *c)
{
    free(c->state);
}

const struct corpus_format corpus_tsv = {.name = "tsv",
                                         .extensions = "tsv tab",
                                         .columns = true,
                                         .open = open_tsv,
                                         .next = next,
                                         .close = close_tsv};

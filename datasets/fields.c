/* What the fields of a record mean, whatever the format: labels, numbers. */
#include <stdlib.h>
#include <string.h>

#include "datasets/corpus.h"
#include "model/utf8.h"

static bool wrong(const struct corpus *c, const struct doc *doc,
                  const char *what, struct tenor_error *err)
{
    return fail(err, TENOR_EDATA, doc->line, "%s:%zu: %s", c->path, doc->line,
                what);
}

static bool has_byte(struct str s, char byte)
{
    return s.len && memchr(s.s, byte, s.len);
}

static struct str trim(struct str s)
{
    for (; s.len && *s.s == ' '; s.s++)
        s.len--;
    while (s.len && s.s[s.len - 1] == ' ')
        s.len--;
    return s;
}

/* The bytes of *rest before the first separator, or all; behind it begins what
 * is left, at NULL when there was none. */
static struct str cut(struct str *rest, struct str separator)
{
    const struct str whole = *rest;

    for (size_t i = 0; i + separator.len <= whole.len; i++)
        if (memcmp(whole.s + i, separator.s, separator.len) == 0) {
            rest->s += i + separator.len;
            rest->len -= i + separator.len;
            return (struct str){whole.s, i};
        }
    *rest = (struct str){0};
    return whole;
}

bool corpus_has_label(struct str labels, struct str label)
{
    while (labels.s)
        if (str_equal(cut(&labels, STR("\t")), label))
            return true;
    return false;
}

bool corpus_label(struct corpus *c, const struct doc *doc, struct str label,
                  struct tenor_error *err)
{
    const struct labelmap *map = c->options.map;
    const bool several = c->options.multi_label;

    if (c->options.unlabelled)
        return true;
    if (several && (label = trim(label)).len == 0)
        return true;
    if (c->named++ > 0 && !several)
        return wrong(c, doc, "more than one label; use --multi-label", err);
    if (c->named > CORPUS_LABELS_MAX)
        return fail(err, TENOR_ELIMIT, doc->line, "%s:%zu: more than %d labels",
                    c->path, doc->line, CORPUS_LABELS_MAX);
    if (map && !labelmap_apply(map, &label))
        return true;
    if (label.len == 0)
        return wrong(c, doc, "the label is empty", err);
    if (has_byte(label, '\0'))
        return wrong(c, doc, "the label holds a NUL byte", err);
    if (several && has_byte(label, '\t'))
        return wrong(c, doc, "the label holds a tab", err);
    if (utf8_invalid(label.s, label.len) < label.len)
        return wrong(c, doc, "the label is not UTF-8", err);
    if (corpus_has_label((struct str){c->labels.data, c->labels.len}, label))
        return true;
    return ((c->labels.len == 0 || buffer_add(&c->labels, "\t", 1)) &&
            buffer_add(&c->labels, label.s, label.len)) ||
           fail_memory(err, "labels");
}

/* Labels of a field, divided if there may be several. */
static bool split(struct corpus *c, const struct doc *doc, struct str field,
                  struct tenor_error *err)
{
    const struct str separator = str_of(c->options.label_separator);

    if (!c->options.multi_label)
        return corpus_label(c, doc, field, err);
    while (field.s)
        if (!corpus_label(c, doc, cut(&field, separator), err))
            return false;
    return true;
}

/* All of the field, as strtod reads numbers; 0 when it is none. */
static double number(struct str field)
{
    char text[64];
    char *rest;

    if (field.len >= sizeof text)
        return 0;
    memcpy(text, field.s, field.len);
    text[field.len] = '\0';
    const double value = strtod(text, &rest);
    return rest == text + field.len ? value : 0;
}

bool corpus_fields(struct corpus *c, struct doc *doc,
                   const struct str field[COLUMNS], struct tenor_error *err)
{
    doc->text = field[COLUMN_TEXT];
    if (c->column[COLUMN_GROUP])
        doc->group = field[COLUMN_GROUP];
    if (c->column[COLUMN_ID])
        doc->id = field[COLUMN_ID];
    if (field[COLUMN_LABEL].s && !split(c, doc, field[COLUMN_LABEL], err))
        return false;
    if (!c->column[COLUMN_WEIGHT])
        return true;
    if (field[COLUMN_WEIGHT].len == 0)
        return wrong(c, doc, "the weight is empty; 1 is the usual one", err);
    doc->weight = number(field[COLUMN_WEIGHT]);
    return (doc->weight > 0 && doc->weight <= CORPUS_WEIGHT_MAX) ||
           wrong(c, doc, "the weight is no number above 0, up to 1e6", err);
}

size_t corpus_number(const char *column)
{
    const unsigned long long n = strtoull(column, NULL, 10);

    return column[strspn(column, "0123456789")] || n > TENOR_TEXT_MAX
               ? 0
               : (size_t)n;
}

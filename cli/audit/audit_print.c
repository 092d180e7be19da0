/* Findings as JSON, and as tables for people. */
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/audit/audit.h"
#include "cli/out.h"

/* Characters of a text and of a label in a table. */
#define TEXT 60
#define LABEL 14

static struct str text_of(const struct audit *a, const struct finding *f)
{
    return f->text.s ? f->text : documents_text(&a->all.documents, f->document);
}

static const char *label_of(const struct audit *a, const struct finding *f,
                            uint32_t number)
{
    return number == FINDING_NONE ? NULL
                                  : a->all.axis[f->axis].labels.name[number];
}

/* ---- JSON ---------------------------------------------------------------- */

static json_t *optional(const char *text)
{
    return text ? out_string(str_of(text)) : json_null();
}

static void set_leak(const struct audit *a, const struct finding *f, json_t *o)
{
    const struct paired *p = &a->leaks[f->axis].without;

    json_object_set_new(o, "dateline", json_boolean(f->dateline));
    json_object_set_new(o, "accuracy", json_real(p->accuracy.a));
    json_object_set_new(o, "accuracy_without", json_real(p->accuracy.b));
}

struct json_t *audit_json(const struct audit *a, const struct finding *f)
{
    json_t *o = json_pack("{s:I, s:s, s:o, s:o, s:f, s:o, s:o}", "line",
                          (json_int_t)a->all.documents.line[f->document],
                          "kind", finding_name(f->kind), "label",
                          optional(label_of(a, f, f->label)), "suggested",
                          optional(label_of(a, f, f->suggested)), "confidence",
                          f->confidence, "text", out_string(text_of(a, f)),
                          "file", optional(audit_file(a, f->document)));

    if (a->all.axes > 1)
        json_object_set_new(o, "axis", json_string(a->all.axis[f->axis].name));
    if (f->other_file) {
        json_object_set_new(o, "other_file", optional(f->other_file));
        json_object_set_new(o, "other_line",
                            json_integer((json_int_t)f->other_line));
    }
    if (f->similarity > 0.0)
        json_object_set_new(o, "similarity", json_real(f->similarity));
    if (f->documents)
        json_object_set_new(o, "documents",
                            json_integer((json_int_t)f->documents));
    if (f->kind == FINDING_LEAK)
        set_leak(a, f, o);
    return o;
}

/* ---- text ---------------------------------------------------------------- */

static bool add(struct buffer *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool add(struct buffer *out, const char *format, ...)
{
    char line[512];
    va_list args;

    va_start(args, format);
    const int len = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    return buffer_add(
        out, line, (size_t)len < sizeof line ? (size_t)len : sizeof line - 1);
}

static bool add_summary(const struct audit *a, struct buffer *out)
{
    const struct trained *t = &a->all;
    bool ok = add(out, "documents    %zu in %zu corp%s\n", t->documents.N,
                  t->sources, t->sources == 1 ? "us" : "ora");

    for (size_t x = 0; ok && x < t->axes; x++)
        ok = add(out,
                 "accuracy     %.4f of the labels%s%s are what models say "
                 "that have not seen the text\n",
                 a->accuracy[x], t->axes > 1 ? " of " : "",
                 t->axes > 1 ? t->axis[x].name : "");
    for (int k = 0; ok && k < FINDINGS; k++)
        if (k != FINDING_TEST || a->tests)
            ok = add(out, "%-12s %zu %s\n", finding_name((enum finding_kind)k),
                     a->count[k], finding_what((enum finding_kind)k));
    if (ok && a->twins.missed)
        ok = add(out,
                 "note: near-duplicates may be missing: %zu pairs of texts "
                 "that share a rare phrase were not compared, as more than %d "
                 "texts have it\n",
                 a->twins.missed, TWINS_COMPARED);
    return ok;
}

/* What the leaks are worth. */
static bool add_worth(const struct audit *a, size_t axis, struct buffer *out)
{
    const struct leaks *l = &a->leaks[axis];
    const struct interval *i = &l->without.accuracy.difference;
    bool ok = true;

    if (l->n)
        ok = add(out,
                 "\nWithout the words that give the source away, accuracy is "
                 "%.4f where it was %.4f:\n%+.2f points [%+.2f, %+.2f], %s.\n",
                 l->without.accuracy.b, l->without.accuracy.a, 100.0 * i->value,
                 100.0 * i->low, 100.0 * i->high,
                 i->high < 0.0
                     ? "which would be missing on texts of other sources"
                     : "no loss that chance does not explain");
    if (ok && !isnan(l->grouped))
        ok = add(out,
                 "\nWith whole groups held out, accuracy is %.4f where it is "
                 "%.4f with groups on both sides.\n",
                 l->grouped, l->without.accuracy.a);
    return ok;
}

/* Characters, cut and padded to a width. */
static bool add_cell(struct buffer *out, const char *text, size_t width)
{
    const struct str s = str_of(text);
    struct buffer clean = {0};
    bool ok = out_clean(&clean, s);
    size_t used = 0;

    if (ok) {
        const struct str c = {clean.data, clean.len};
        const size_t bytes = (size_t)out_prefix(c, width);
        for (size_t i = 0; i < bytes; i++)
            used += ((unsigned char)c.s[i] & 0xC0) != 0x80;
        ok = buffer_add(out, c.s, bytes);
    }
    for (; ok && used <= width; used++)
        ok = buffer_add(out, " ", 1);
    free(clean.data);
    return ok;
}

static bool add_text(struct buffer *out, struct str text)
{
    struct buffer clean = {0};
    bool ok = out_clean(&clean, text);

    if (ok && clean.len) {
        const struct str c = {clean.data, clean.len};
        ok = buffer_add(out, c.s, (size_t)out_prefix(c, TEXT));
    }
    free(clean.data);
    return ok && buffer_add(out, "\n", 1);
}

/* What stands between the label and the text. */
static bool add_middle(const struct audit *a, const struct finding *f,
                       struct buffer *out)
{
    char cell[64] = "";

    if (f->suggested != FINDING_NONE)
        return add_cell(out, label_of(a, f, f->suggested), LABEL);
    if (f->documents)
        snprintf(cell, sizeof cell, "%zu texts", f->documents);
    else if (f->other_line)
        snprintf(cell, sizeof cell, "like %zu", f->other_line);
    return add_cell(out, cell, LABEL);
}

static bool add_row(const struct audit *a, const struct finding *f,
                    struct buffer *out)
{
    return (a->request->corpora == 1 ||
            add(out, "%s:", audit_file(a, f->document))) &&
           add(out, "%-8zu ", a->all.documents.line[f->document]) &&
           add_cell(out, label_of(a, f, f->label), LABEL) &&
           add_middle(a, f, out) && add(out, "%6.4f  ", f->confidence) &&
           add_text(out, text_of(a, f));
}

static bool add_table(const struct audit *a, enum finding_kind kind, size_t top,
                      struct buffer *out)
{
    const size_t n = a->count[kind] < top ? a->count[kind] : top;
    bool ok = n == 0 || add(out, "\n%s: the worst %zu of %zu\n",
                            finding_name(kind), n, a->count[kind]);

    ok = ok &&
         (n == 0 ||
          add(out, "%-8s %-*s %-*s %6s  %s\n", "line", LABEL, "label", LABEL,
              kind <= FINDING_DUPLICATE ? "suggested" : "", "sure", "text"));
    for (size_t i = 0, shown = 0; ok && shown < n; i++)
        if (a->item[i].kind == kind) {
            ok = add_row(a, &a->item[i], out);
            shown++;
        }
    return ok;
}

bool audit_print(const struct audit *a, size_t top, struct buffer *out)
{
    bool ok = add_summary(a, out);

    for (int k = 0; ok && k < FINDINGS; k++)
        ok = add_table(a, (enum finding_kind)k, top, out);
    for (size_t x = 0; ok && x < a->all.axes; x++)
        ok = add_worth(a, x, out);
    return ok;
}

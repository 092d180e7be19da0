/* All of a result but for digits is laid out once (pieces.h): a row is a few
 * copies. */
#include "cli/label/rows.h"

#include <stdlib.h>
#include <string.h>

#include "cli/label/decimal.h"
#include "cli/label/pieces.h"

#define X(name, text, saying) +1
enum { STATUSES = 0 TENOR_STATUSES(X) };
#undef X

struct rows {
    const struct notation *notation;
    const struct fields *fields;
    const struct tenor_model *model;
    struct pieces lead;   /* [fields.n] the name of a result, for notations
                             that have names; of INPUT and NAMED nothing */
    struct pieces status; /* [STATUSES] */
    struct pieces label;  /* those of an axis together */
    size_t *first;        /* [axes of the model] its first label */
    size_t bound;         /* of all results of a row, without the error */
};

/* ---- laying out ---------------------------------------------------------- */

static bool put_text(const struct notation *o, struct buffer *b, const char *s)
{
    const struct value v = {VALUE_TEXT, str_of(s)};

    return o->put(b, &v);
}

/* The name of an item of the results, in *name. */
static bool name_item(const struct rows *w, const struct item *item,
                      struct buffer *name)
{
    name->len = 0;
    switch (item->kind) {
    case ITEM_STATUS:
        return buffer_add(name, "tone.status", sizeof "tone.status");
    case ITEM_ERROR:
        return buffer_add(name, "tone.error", sizeof "tone.error");
    case ITEM_LABEL:
    case ITEM_PROBABILITY: {
        const char *axis = tenor_axis_name(w->model, item->n);
        return buffer_add(name, "tone.", strlen("tone.")) &&
               buffer_add(name, axis, strlen(axis)) &&
               (item->kind == ITEM_LABEL || buffer_add(name, ".p", 2)) &&
               buffer_add(name, "", 1);
    }
    default:
        return buffer_add(name, "", 1);
    }
}

static bool is_result(const struct item *item)
{
    return item->kind != ITEM_INPUT && item->kind != ITEM_NAMED;
}

static bool lay_lead(struct rows *w, const struct item *item)
{
    struct buffer name = {0};
    bool ok = true;

    if (w->notation->names && is_result(item))
        ok = name_item(w, item, &name) &&
             put_text(w->notation, &w->lead.bytes, name.data) &&
             buffer_add(&w->lead.bytes, ":", 1);
    free(name.data);
    return ok && pieces_cut(&w->lead);
}

static bool lay_labels(struct rows *w, size_t axis)
{
    w->first[axis] = w->label.n;
    for (size_t k = 0; k < tenor_axis_label_count(w->model, axis); k++)
        if (!put_text(w->notation, &w->label.bytes,
                      tenor_axis_label(w->model, axis, k)) ||
            !pieces_cut(&w->label))
            return false;
    return true;
}

static bool lay_results(struct rows *w)
{
    const size_t axes = tenor_axis_count(w->model);

    w->first = mem_zero(axes, sizeof *w->first);
    bool ok = w->first;
    for (size_t i = 0; ok && i < STATUSES; i++)
        ok = put_text(w->notation, &w->status.bytes,
                      tenor_status_name((enum tenor_status)i)) &&
             pieces_cut(&w->status);
    for (size_t a = 0; ok && a < axes; a++)
        ok = lay_labels(w, a);
    for (size_t i = 0; ok && i < w->fields->n; i++)
        ok = lay_lead(w, &w->fields->item[i]);
    return ok && pieces_finish(&w->status) && pieces_finish(&w->label) &&
           pieces_finish(&w->lead);
}

/* An item of the results is no longer than this. */
static size_t bound_of_item(const struct rows *w)
{
    size_t bound = pieces_longest(&w->status);

    if (pieces_longest(&w->label) > bound)
        bound = pieces_longest(&w->label);
    if (bound < DECIMAL_BYTES)
        bound = DECIMAL_BYTES;
    return bound + pieces_longest(&w->lead) + 1 + strlen(w->notation->nothing) +
           PIECES_STEP;
}

struct rows *rows_new(const struct notation *notation,
                      const struct fields *fields, const struct tenor_model *m)
{
    struct rows *w = mem_zero(1, sizeof *w);

    if (!w)
        return NULL;
    *w = (struct rows){.notation = notation, .fields = fields, .model = m};
    if (lay_results(w)) {
        w->bound = fields->n * bound_of_item(w) + PIECES_STEP;
        return w;
    }
    rows_free(w);
    return NULL;
}

void rows_free(struct rows *w)
{
    if (!w)
        return;
    pieces_release(&w->lead);
    pieces_release(&w->status);
    pieces_release(&w->label);
    free(w->first);
    free(w);
}

/* ---- columns ------------------------------------------------------------- */

bool rows_lay_columns(const struct rows *w, struct corpus_columns *c)
{
    if (!w->notation->names)
        return true;
    c->lead_end = mem_zero(c->n, sizeof *c->lead_end);
    if (!c->lead_end)
        return false;
    for (size_t i = 0; i < c->n; i++) {
        if (!w->notation->put(&c->lead, &c->name[i]) ||
            !buffer_add(&c->lead, ":", 1))
            return false;
        c->lead_end[i] = c->lead.len;
    }
    return true;
}

static struct str lead_of_column(const struct corpus_columns *c, size_t i)
{
    const size_t begin = i ? c->lead_end[i - 1] : 0;

    return (struct str){c->lead.data + begin, c->lead_end[i] - begin};
}

/* ---- rows ---------------------------------------------------------------- */

/* A row that is being put together. */
struct row {
    const struct rows *rows;
    const struct corpus_columns *columns;
    struct buffer *out;
    bool any; /* it has values */
    /* Of the axis whose label is looked at: */
    size_t axis, label;
    bool labelled;
};

static bool separate(struct row *w)
{
    const bool any = w->any;

    w->any = true;
    return !any || buffer_add(w->out, &w->rows->notation->between, 1);
}

static bool put_value(struct row *w, struct str lead, const struct value *v)
{
    const struct notation *o = w->rows->notation;

    if (!separate(w) || !buffer_add(w->out, lead.s, lead.len))
        return false;
    if (!v || v->kind == VALUE_NONE || v->kind == VALUE_NULL)
        return buffer_add(w->out, o->nothing, strlen(o->nothing));
    return o->put(w->out, v);
}

static bool put_verbatim(struct row *w, struct str bytes)
{
    return separate(w) && buffer_add(w->out, bytes.s, bytes.len);
}

static bool put_column(struct row *w, const struct record *r, size_t i,
                       bool native)
{
    const struct str lead =
        w->rows->notation->names ? lead_of_column(w->columns, i) : STR("");

    if (native && r->field && w->rows->notation->verbatim)
        return put_verbatim(w, r->field[i].bytes);
    return put_value(w, lead, r->field ? &r->field[i] : NULL);
}

/* All of the record, as it stands where rows of its own notation can take it.
 */
static bool put_input(struct row *w, const struct record *r, bool native)
{
    if (native && r->field) {
        const struct str whole = w->rows->notation->copy(r);
        if (whole.s)
            return whole.len == 0 ||
                   (separate(w) && buffer_add(w->out, whole.s, whole.len));
    }
    for (size_t i = 0; i < w->columns->passed; i++)
        if (!put_column(w, r, i, native))
            return false;
    return true;
}

/* Look at the label of an axis; it stands in a row with its probability. */
static void look_at(struct row *w, const struct tenor_scorer *result,
                    size_t axis)
{
    if (w->axis == axis)
        return;
    w->axis = axis;
    w->labelled = tenor_axis_status(result, axis) == TENOR_STATUS_OK;
    if (w->labelled)
        w->label = tenor_label(result, axis);
}

/* An item of a result, but for the error, behind its name. */
static char *put_item(struct row *w, const struct item *item,
                      const struct tenor_scorer *result, char *to)
{
    const struct rows *rows = w->rows;

    if (item->kind == ITEM_STATUS)
        return pieces_copy(to, &rows->status, (size_t)tenor_status(result));
    look_at(w, result, item->n);
    if (!w->labelled) {
        const size_t len = strlen(rows->notation->nothing);
        memcpy(to, rows->notation->nothing, len);
        return to + len;
    }
    if (item->kind == ITEM_LABEL)
        return pieces_copy(to, &rows->label, rows->first[item->n] + w->label);
    return decimal_put(to, tenor_probability(result, item->n, w->label));
}

static bool is_put_at_once(const struct item *item)
{
    return is_result(item) && item->kind != ITEM_ERROR;
}

/* The items from *i on that are of a result, but for the error; *i becomes the
 * last one. */
static bool put_results(struct row *w, size_t *i,
                        const struct tenor_scorer *result)
{
    const struct rows *rows = w->rows;
    const struct item *item = rows->fields->item;
    const char between = rows->notation->between;
    struct buffer *out = w->out;

    if (!GROW(out->data, out->len + rows->bound, out->capacity))
        return false;
    char *to = out->data + out->len;
    for (;; ++*i) {
        if (w->any)
            *to++ = between;
        w->any = true;
        to = pieces_copy(to, &rows->lead, *i);
        to = put_item(w, &item[*i], result, to);
        if (*i + 1 == rows->fields->n || !is_put_at_once(&item[*i + 1]))
            break;
    }
    out->len = (size_t)(to - out->data);
    return true;
}

static struct str lead_of_item(const struct rows *w, size_t i)
{
    const size_t begin = i ? w->lead.end[i - 1] : 0;

    return (struct str){w->lead.bytes.data + begin, w->lead.end[i] - begin};
}

/* What stands in the place of an item of a result that there is not. */
static bool put_failure(struct row *w, size_t i, struct str error)
{
    const struct str lead = lead_of_item(w->rows, i);
    struct value v = {VALUE_NONE, {0}};

    if (w->rows->fields->item[i].kind == ITEM_STATUS)
        v = (struct value){VALUE_TEXT, STR("error")};
    else if (w->rows->fields->item[i].kind == ITEM_ERROR)
        v = (struct value){VALUE_TEXT, error};
    return put_value(w, lead, &v);
}

/* The item *i, and those behind it that are put at once; *i becomes the last
 * one. */
static bool put(struct row *w, size_t *i, bool native, const struct record *r,
                const struct tenor_scorer *result, struct str error)
{
    const struct item *item = &w->rows->fields->item[*i];

    switch (item->kind) {
    case ITEM_INPUT:
        return put_input(w, r, native);
    case ITEM_NAMED:
        return put_column(w, r, w->columns->named[item->n], native);
    case ITEM_ERROR:
        if (result && w->rows->notation->names)
            return true; /* there is no such name then */
        if (result)
            return put_value(w, STR(""), NULL);
        return put_failure(w, *i, error);
    default:
        return result ? put_results(w, i, result) : put_failure(w, *i, error);
    }
}

/* End the row that begins at `begin`. */
static bool close_row(const struct row *w, size_t begin)
{
    const struct notation *o = w->rows->notation;

    return (w->out->len > begin ||
            buffer_add(w->out, o->alone, strlen(o->alone))) &&
           buffer_add(w->out, o->close, strlen(o->close));
}

bool rows_put(const struct rows *rows, const struct corpus_columns *c,
              bool native, const struct record *r,
              const struct tenor_scorer *result, struct str error,
              struct buffer *out)
{
    const struct notation *o = rows->notation;
    struct row w = {.rows = rows, .columns = c, .out = out, .axis = SIZE_MAX};
    const size_t begin = out->len;
    bool ok = buffer_add(out, o->open, strlen(o->open));

    for (size_t i = 0; ok && i < rows->fields->n; i++)
        ok = put(&w, &i, native, r, result, error);
    return ok && close_row(&w, begin);
}

/* ---- the row of names ---------------------------------------------------- */

static bool put_column_name(struct row *w, size_t i)
{
    const struct corpus_columns *c = w->columns;
    const struct notation *o = w->rows->notation;

    if (o->verbatim && c->format && c->format->native == o)
        return put_verbatim(w, c->name[i].bytes);
    return put_value(w, STR(""), &c->name[i]);
}

static bool put_name(struct row *w, const struct item *item)
{
    const struct corpus_columns *c = w->columns;
    struct buffer name = {0};
    bool ok = true;

    if (item->kind == ITEM_NAMED)
        return put_column_name(w, c->named[item->n]);
    if (item->kind == ITEM_INPUT) {
        for (size_t i = 0; ok && i < c->passed; i++)
            ok = put_column_name(w, i);
        return ok;
    }
    ok = name_item(w->rows, item, &name);
    const struct value v = {VALUE_TEXT,
                            {name.data, ok ? strlen(name.data) : 0}};
    ok = ok && put_value(w, STR(""), &v);
    free(name.data);
    return ok;
}

bool rows_header(const struct rows *rows, const struct corpus_columns *c,
                 struct buffer *out)
{
    struct row w = {.rows = rows, .columns = c, .out = out};
    const size_t begin = out->len;
    bool ok = true;

    for (size_t i = 0; ok && i < rows->fields->n; i++)
        ok = put_name(&w, &rows->fields->item[i]);
    return ok && close_row(&w, begin);
}

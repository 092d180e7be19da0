/* tenor label --out tsv: a row for each record.
 *
 *   tone.status    "ok", "empty", ...; "error" where there is no result
 *   tone.AXIS      label, empty where the axis has none for the text
 *   tone.AXIS.p    its probability, empty likewise
 *
 * All that can stand in a row but for digits is laid out once: a row is a few
 * copies. */
#include <stdlib.h>
#include <string.h>

#include "cli/decimal.h"
#include "cli/labelling.h"
#include "cli/out.h"

#define X(name, text, saying) +1
enum { STATUSES = 0 TENOR_STATUSES(X) };
#undef X

#define NOTHING "\t\t" /* an axis without a label */

/* Pieces, one behind the other: piece i is [begin[i], begin[i + 1]). */
struct pieces {
    struct buffer bytes;
    size_t *begin; /* [n + 1] */
    size_t n, capacity;
};

struct tsv {
    struct buffer header; /* a row */
    struct buffer error;  /* the row of a record without a result */
    struct pieces status; /* [STATUSES] */
    struct pieces label;  /* TAB label TAB, those of an axis together */
    const size_t *axis;   /* [axes] */
    size_t *first;        /* [axes] its first label */
    size_t axes;
    size_t bound; /* no row is longer */
};

/* ---- laying out ---------------------------------------------------------- */

/* Append a field, cleaned. */
static bool add_field(struct buffer *b, const char *s)
{
    for (; *s; s++) {
        const char byte = out_field_byte(*s);
        if (!buffer_add(b, &byte, 1))
            return false;
    }
    return true;
}

static bool end_piece(struct pieces *p)
{
    if (!GROW(p->begin, p->n + 2, p->capacity))
        return false;
    p->begin[0] = 0;
    p->begin[++p->n] = p->bytes.len;
    return true;
}

static struct str piece(const struct pieces *p, size_t i)
{
    return (struct str){p->bytes.data + p->begin[i],
                        p->begin[i + 1] - p->begin[i]};
}

static size_t longest(const struct pieces *p, size_t from)
{
    size_t len = 0;

    for (size_t i = from; i < p->n; i++)
        if (piece(p, i).len > len)
            len = piece(p, i).len;
    return len;
}

static bool lay_statuses(struct tsv *t)
{
    for (size_t i = 0; i < STATUSES; i++)
        if (!add_field(&t->status.bytes, tenor_status_name(i)) ||
            !end_piece(&t->status))
            return false;
    t->bound += longest(&t->status, 0);
    return true;
}

static bool lay_axis(struct tsv *t, const struct tenor_model *m, size_t i)
{
    const size_t a = t->axis[i], K = tenor_axis_label_count(m, a);
    struct pieces *p = &t->label;

    t->first[i] = p->n;
    for (size_t k = 0; k < K; k++)
        if (!buffer_add(&p->bytes, "\t", 1) ||
            !add_field(&p->bytes, tenor_axis_label(m, a, k)) ||
            !buffer_add(&p->bytes, "\t", 1) || !end_piece(p))
            return false;
    t->bound += longest(p, t->first[i]) + DECIMAL_BYTES;
    return buffer_add(&t->error, NOTHING, sizeof NOTHING - 1);
}

static bool lay_header(struct tsv *t, const struct tenor_model *m)
{
    static const char *const suffix[] = {"", ".p"};
    bool ok = buffer_add(&t->header, "tone.status", strlen("tone.status"));

    for (size_t i = 0; i < 2 * t->axes; i++)
        ok = ok && buffer_add(&t->header, "\ttone.", strlen("\ttone.")) &&
             add_field(&t->header, tenor_axis_name(m, t->axis[i / 2])) &&
             add_field(&t->header, suffix[i % 2]);
    return ok && buffer_add(&t->header, "\n", 1);
}

static void free_rows(void *rows)
{
    struct tsv *t = rows;

    if (!t)
        return;
    free(t->header.data);
    free(t->error.data);
    free(t->status.bytes.data);
    free(t->status.begin);
    free(t->label.bytes.data);
    free(t->label.begin);
    free(t->first);
    free(t);
}

static void *new (const struct tenor_model *m, const size_t *axis, size_t n)
{
    struct tsv *t = mem_zero(1, sizeof *t);

    if (!t)
        return NULL;
    *t = (struct tsv){.axis = axis, .axes = n, .bound = 1};
    t->first = mem_zero(n, sizeof *t->first);
    bool ok = t->first && lay_statuses(t) && buffer_add(&t->error, "error", 5);
    for (size_t i = 0; ok && i < n; i++)
        ok = lay_axis(t, m, i);
    ok = ok && buffer_add(&t->error, "\n", 1) && lay_header(t, m);
    if (ok)
        return t;
    free_rows(t);
    return NULL;
}

/* ---- rows ---------------------------------------------------------------- */

static bool header(const void *rows, struct buffer *out)
{
    const struct tsv *t = rows;

    return buffer_add(out, t->header.data, t->header.len);
}

static char *copy(char *to, struct str bytes)
{
    memcpy(to, bytes.s, bytes.len);
    return to + bytes.len;
}

static char *put_axis(const struct tsv *t, const struct tenor_scorer *r,
                      size_t i, char *to)
{
    const size_t a = t->axis[i];

    if (tenor_axis_status(r, a) != TENOR_STATUS_OK)
        return copy(to, STR(NOTHING));
    const size_t k = tenor_label(r, a);
    return decimal_put(copy(to, piece(&t->label, t->first[i] + k)),
                       tenor_probability(r, a, k));
}

static bool put(const void *rows, const struct tenor_scorer *result,
                struct buffer *out)
{
    const struct tsv *t = rows;

    if (!result)
        return buffer_add(out, t->error.data, t->error.len);
    if (!GROW(out->data, out->len + t->bound, out->capacity))
        return false;
    char *to = copy(out->data + out->len,
                    piece(&t->status, (size_t)tenor_status(result)));
    for (size_t i = 0; i < t->axes; i++)
        to = put_axis(t, result, i, to);
    *to++ = '\n';
    out->len = (size_t)(to - out->data);
    return true;
}

const struct row_format label_tsv = {new, free_rows, header, put};

#include "cli/words/weighing.h"

#include <assert.h>
#include <stdlib.h>

#include "model/modelfile.h"

uint32_t weighing_column(const struct tenor_model *m, size_t axis, size_t label)
{
    const struct axis *a = &m->axis[axis];

    return (uint32_t)(a->column + (a->labels == 2 ? 0 : label));
}

/* A feature on a side of a label. */
struct weighed {
    int64_t size;
    struct str name;
    const struct gathered *sum;
};

static int by_name(struct str a, struct str b)
{
    const size_t n = a.len < b.len ? a.len : b.len;
    const int c = n ? memcmp(a.s, b.s, n) : 0;

    return c ? c : (a.len > b.len) - (a.len < b.len);
}

static int by_size(const void *a, const void *b)
{
    const struct weighed *x = a, *y = b;

    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    const int c = by_name(x->name, y->name);
    if (c)
        return c;
    return (x->sum->feature > y->sum->feature) -
           (x->sum->feature < y->sum->feature);
}

/* Of the label beside that of the column. */
static int sign_of(const struct listing *w, const struct word_list *l)
{
    return tenor_axis_label_count(w->model, l->axis) == 2 && l->label == 0 ? -1
                                                                           : 1;
}

/* The features of a list, in its order. */
static size_t find_side(const struct listing *w, const struct word_list *l,
                        const struct gathering *g, struct weighed *to)
{
    const uint32_t column = weighing_column(w->model, l->axis, l->label);
    const int side = sign_of(w, l) * (l->side == GLOSSARY_FOR ? 1 : -1);
    size_t n = 0;

    for (size_t i = 0; i < g->sums; i++) {
        const struct gathered *s = &g->sum[i];
        if (s->column != column || side * s->sum <= 0 ||
            !listing_has_kind(w, feature_kind(s->feature)))
            continue;
        const struct gathered_forms *f = gathering_forms(g, s->feature);
        to[n++] =
            (struct weighed){side * s->sum, gathering_text_at(g, f->name), s};
    }
    if (n)
        qsort(to, n, sizeof *to, by_size);
    return n;
}

static struct word_row row_of(const struct listing *w,
                              const struct word_list *l,
                              const struct gathering *g,
                              const struct weighed *from)
{
    const struct gathered *s = from->sum;
    const struct gathered_forms *f = gathering_forms(g, s->feature);
    const int sign = sign_of(w, l);
    struct word_row row = {.kind = feature_kind(s->feature),
                           .name = from->name,
                           .forms = f->forms,
                           .more = f->more,
                           .weight = sign * s->weight,
                           .texts = s->texts,
                           .sum = sign * (double)s->sum / GATHERING_ONE};

    for (size_t i = 0; i < f->forms; i++)
        row.form[i] = gathering_text_at(g, f->form[i]);
    row.mean = row.sum / (double)w->judged[l->axis];
    return row;
}

static bool fill_list(const struct listing *w, struct word_list *l,
                      const struct gathering *g, struct weighed *room)
{
    const size_t n = find_side(w, l, g, room);

    l->n = n < w->top ? n : w->top;
    l->others = n - l->n;
    l->row = mem_zero(l->n, sizeof *l->row);
    for (size_t i = 0; l->row && i < l->n; i++)
        l->row[i] = row_of(w, l, g, &room[i]);
    return l->row;
}

bool weighing_fill(struct listing *w, const struct gathering *g,
                   struct tenor_error *err)
{
    struct weighed *room = mem_resize(NULL, g->sums, sizeof *room);
    bool ok = room;

    for (size_t i = 0; ok && i < w->lists; i++)
        ok = fill_list(w, &w->list[i], g, room);
    free(room);
    return ok || fail_memory(err, "lists of words");
}

static_assert(LISTING_FORMS == GATHERING_FORMS, "rows have all forms");

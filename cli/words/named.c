#include "cli/words/named.h"

#include "model/modelfile.h"

bool named_has(const struct tenor_model *m, size_t axis)
{
    return m->axis[axis].glossary.length != NULL;
}

/* The row of the list for an entry; false when the table has nothing of it. */
static bool make_row(const struct tenor_model *m, const struct word_list *l,
                     size_t entry, struct word_row *row)
{
    const struct axis *a = &m->axis[l->axis];
    const struct glossary *g = &a->glossary;
    const size_t at = table_find(&m->table, g->feature[entry]);

    if (at == TABLE_NONE)
        return false;
    *row = (struct word_row){
        .kind = feature_kind(g->feature[entry]),
        .name = str_of(glossary_name(g, entry)),
        .weight =
            axis_weight(a, l->label, m->table.weight + at * m->table.columns),
        .texts = g->documents[entry]};
    return row->weight != 0.0;
}

static bool fill_list(const struct listing *w, struct word_list *l)
{
    const struct axis *a = &w->model->axis[l->axis];
    const struct glossary_list all =
        glossary_list(&a->glossary, a->labels, l->label, l->side);
    struct word_row row;

    l->row = mem_zero(all.end - all.begin, sizeof *l->row);
    if (!l->row)
        return false;
    for (size_t i = all.begin; i < all.end; i++) {
        if (!listing_has_kind(w, feature_kind(a->glossary.feature[i])) ||
            !make_row(w->model, l, i, &row))
            continue;
        if (l->n < w->top)
            l->row[l->n++] = row;
        else
            l->others++;
    }
    return true;
}

bool named_fill(struct listing *w, struct tenor_error *err)
{
    for (size_t i = 0; i < w->lists; i++)
        if (!fill_list(w, &w->list[i]))
            return fail_memory(err, "lists of words");
    return true;
}

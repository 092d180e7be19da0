/* Shares of the labels of an axis by group: those with most records, and the
 * others together. */
#include <stdlib.h>

#include "cli/report/corpus_view.h"

#define SHOWN 20

static void put_row(const struct corpus_view *v, size_t axis,
                    const uint64_t *count)
{
    const uint64_t all = view_labelled(v, axis, count);

    view_count_cell(v->m, all);
    for (size_t k = 0; k < view_labels(v, axis); k++) {
        const struct interval i =
            interval_wilson((double)view_count(v, axis, k, count), (double)all);
        if (all)
            view_share_cell(v->m, &i);
        else
            markup_put(v->m, "<td></td>");
    }
    markup_put(v->m, "</tr>\n");
}

/* What all groups but those that are shown have, and those without a place of
 * their own. */
static void put_others(const struct corpus_view *v, size_t axis)
{
    const struct tallies *t = &v->f->groups;
    uint64_t *sum = mem_zero(t->counting->size, sizeof *sum);

    if (!sum) {
        v->m->failed = true;
        return;
    }
    for (size_t i = SHOWN; i < t->n; i++)
        counting_add(t->counting, sum, t->item[i].count);
    if (t->beyond)
        counting_add(t->counting, sum, t->beyond);
    markup_put(v->m, "<tr><th scope=\"row\">");
    markup_total(v->m, t->n - SHOWN);
    markup_put(v->m,
               t->beyond ? " others, and further ones</th>" : " others</th>");
    put_row(v, axis, sum);
    free(sum);
}

/* What has no group: all but what groups have. */
static void put_without(const struct corpus_view *v, size_t axis)
{
    const struct tallies *t = &v->f->groups;
    const size_t size = t->counting->size;
    uint64_t *left = mem_zero(size, sizeof *left);

    if (!left) {
        v->m->failed = true;
        return;
    }
    counting_add(t->counting, left, v->f->count);
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < size; k++)
            left[k] -= t->item[i].count[k];
    for (size_t k = 0; t->beyond && k < size; k++)
        left[k] -= t->beyond[k];
    if (view_labelled(v, axis, left)) {
        markup_put(v->m, "<tr><th scope=\"row\">without ");
        view_field(v->m, v->group_field);
        markup_put(v->m, "</th>");
        put_row(v, axis, left);
    }
    free(left);
}

void corpus_groups(const struct corpus_view *v, size_t axis)
{
    const struct tallies *t = &v->f->groups;
    struct markup *m = v->m;

    if (t->n == 0)
        return;
    markup_put(m, "<h3>By ");
    view_field(m, v->group_field);
    markup_put(m, "</h3>\n");
    view_wide_begin(m, "Shares by group:", str_of(view_axis(v, axis)));
    markup_put(m, "<table class=\"groups\"><thead><tr><th scope=\"col\">");
    view_field(m, v->group_field);
    markup_put(m, "</th><th scope=\"col\" class=\"number\">records</th>");
    for (size_t k = 0; k < view_labels(v, axis); k++) {
        markup_put(m, "<th scope=\"col\">");
        markup_foreign(m, str_of(view_label(v, axis, k)));
        markup_put(m, "</th>");
    }
    markup_put(m, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < t->n && i < SHOWN; i++) {
        markup_put(m, "<tr><th scope=\"row\">");
        markup_foreign(m, t->item[i].name);
        markup_put(m, "</th>");
        put_row(v, axis, t->item[i].count);
    }
    if (t->n > SHOWN)
        put_others(v, axis);
    put_without(v, axis);
    markup_put(m, "</tbody></table>\n");
    view_wide_end(m);
}

/* The articles of an axis that stand out, with links to their pages. */
#include "cli/report/corpus_view.h"

/* A record is named by its title, or by how its text begins. */
static void put_name(struct markup *m, const struct kept *k)
{
    const struct str title =
        sighting_part(&k->of, k->bytes.data, SIGHTING_TITLE);
    const struct str id = sighting_part(&k->of, k->bytes.data, SIGHTING_ID);

    markup_foreign(m, title.len ? title : id);
    if (!k->of.named && title.len)
        markup_put(m, " \xE2\x80\xA6");
}

static void put_list(const struct corpus_view *v, const struct top_list *list,
                     bool probability)
{
    struct markup *m = v->m;

    markup_put(m, "<ol class=\"tops\">\n");
    for (size_t i = 0; i < list->n; i++) {
        const struct kept *k = &v->f->extremes.kept[list->top[i].kept];
        const struct str group =
            sighting_part(&k->of, k->bytes.data, SIGHTING_GROUP);
        markup_put(m, "<li><a href=\"#a");
        markup_count(m, (size_t)k->of.number);
        markup_put(m, "\">");
        put_name(m, k);
        markup_put(m, "</a> <span class=\"quiet number\">");
        if (probability)
            markup_probability(m, list->top[i].value);
        else
            markup_number(m, list->top[i].value, 3);
        markup_put(m, "</span>");
        if (group.len || k->of.date.month) {
            markup_put(m, " <span class=\"quiet\">");
            markup_foreign(m, group);
            markup_put(m, group.len && k->of.date.month ? ", " : "");
            view_date(m, &k->of.date);
            markup_put(m, "</span>");
        }
        markup_put(m, "</li>\n");
    }
    markup_put(m, "</ol>\n");
}

void corpus_extremes(const struct corpus_view *v, size_t axis)
{
    const struct extremes *e = &v->f->extremes;
    struct markup *m = v->m;

    if (e->uncertain[axis].n == 0)
        return;
    markup_put(m, "<h3>Articles that stand out</h3>\n<div class=\"lists\">\n");
    for (size_t k = 0; k < view_labels(v, axis); k++) {
        const struct top_list *list = &e->label[v->f->first[axis] + k];
        if (list->n == 0)
            continue;
        markup_put(m, "<div><h4>Most ");
        markup_foreign(m, str_of(view_label(v, axis, k)));
        markup_put(m, "</h4>\n");
        put_list(v, list, true);
        markup_put(m, "</div>\n");
    }
    markup_put(m, "<div><h4>Most uncertain</h4>\n");
    put_list(v, &e->uncertain[axis], false);
    markup_put(m, "</div>\n</div>\n<p class=\"quiet\">Most: by the probability "
                  "of the label. Uncertain: by the entropy of the "
                  "probabilities, of which 1 is the most.</p>\n");
}

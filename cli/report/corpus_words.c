/* The words that most separate groups of texts. */
#include <stdlib.h>

#include "cli/report/corpus_view.h"
#include "cli/report/page.h"

/* The longest bar of a list. */
static double most_z(const struct contrast *c)
{
    const double a = c->in_a ? c->a[0].z : 0.0, b = c->in_b ? c->b[0].z : 0.0;

    return a > b ? a : b;
}

/* What is more frequent in a group; `other` are uses in the others. */
static void put_list(struct markup *m, struct str group, bool is_a,
                     const struct contrast *c, double most)
{
    const struct contrast_word *w = is_a ? c->a : c->b;
    const size_t n = is_a ? c->in_a : c->in_b;

    markup_put(m, "<table class=\"words\"><caption>More in ");
    markup_foreign(m, group);
    markup_put(m, "</caption>");
    if (n == 0) {
        markup_put(m, "<tbody><tr><td>No word is beyond chance.</td></tr>"
                      "</tbody></table>\n");
        return;
    }
    markup_put(m, "<thead><tr><th scope=\"col\">word</th><th scope=\"col\" "
                  "class=\"number\">z</th><th scope=\"col\" class=\"number\">"
                  "here</th><th scope=\"col\" class=\"number\">others</th></tr>"
                  "</thead><tbody>\n");
    for (size_t i = 0; i < n; i++) {
        const struct interval bar = {w[i].z / most, 0.0, 0.0};
        markup_put(m, "<tr><th scope=\"row\">");
        markup_foreign(m, w[i].form);
        view_bar(m, &bar);
        markup_put(m, "</th><td class=\"number\">");
        markup_number(m, w[i].z, 1);
        markup_put(m, "</td>");
        view_count_cell(m, is_a ? w[i].a : w[i].b);
        view_count_cell(m, is_a ? w[i].b : w[i].a);
        markup_put(m, "</tr>\n");
    }
    markup_put(m, "</tbody></table>\n");
}

static void put_note(const struct corpus_view *v)
{
    const struct vocabulary *w = &v->f->words;
    struct markup *m = v->m;

    markup_put(m,
               "<p class=\"quiet\">Words are put together by their stems and "
               "named by their most frequent form. z is the log-odds ratio "
               "with an informative Dirichlet prior over its standard "
               "error (Monroe, Colaresi &amp; Quinn 2008), the prior worth ");
    markup_total(m, (size_t)CONTRAST_PRIOR);
    markup_put(m, " words; shown are up to ");
    markup_count(m, CONTRAST_WORDS);
    markup_put(m, " with z above 1.96 that stand in ");
    markup_count(m, CONTRAST_TEXTS);
    markup_put(m, " texts or more. Among many words some come that far by "
                  "chance.");
    if (w->dropped) {
        markup_put(m, " Memory is bounded: ");
        markup_total(m, (size_t)w->dropped);
        markup_put(m, " rare forms were forgotten on the way, so a count may "
                      "be too small by up to ");
        markup_total(m, w->forgotten);
        markup_put(m, " for each form of a word.");
    }
    markup_put(m, "</p>\n");
}

void corpus_label_words(const struct corpus_view *v, size_t axis)
{
    const size_t K = view_labels(v, axis), first = v->f->first[axis];
    size_t *other = mem_zero(K, sizeof *other);
    struct markup *m = v->m;

    if (!other)
        m->failed = true;
    if (!other || K < 2) {
        free(other);
        return;
    }
    markup_put(m, "<h3>Words that separate its labels</h3>\n"
                  "<div class=\"lists\">\n");
    for (size_t k = 0; k < K; k++) {
        struct contrast c;
        const size_t column = first + k;
        size_t n = 0;
        for (size_t i = 0; i < K; i++)
            if (i != k)
                other[n++] = first + i;
        contrast_find(&v->f->words, &column, 1, other, n, &c);
        put_list(m, str_of(view_label(v, axis, k)), true, &c,
                 c.in_a ? c.a[0].z : 1.0);
    }
    markup_put(m, "</div>\n");
    free(other);
}

/* What is told about a choice of groups that could not be made. */
static void put_choice(const struct corpus_view *v)
{
    struct markup *m = v->m;

    if (!v->f->compare[0] && v->group[0] + v->group[1] > 1) {
        markup_put(m, "<p class=\"quiet\">Larger groups come later: words are "
                      "counted for the first ");
        markup_count(m, FACTS_GROUPS);
        markup_put(m, " that are met, and --compare A,B asks for others."
                      "</p>\n");
    }
}

void corpus_group_words(const struct corpus_view *v)
{
    struct markup *m = v->m;
    struct contrast c;

    page_section(m, "words", STR("Words"));
    if (v->compared) {
        const struct str a = v->f->groups.item[v->group[0]].name;
        const struct str b = v->f->groups.item[v->group[1]].name;
        contrast_find(&v->f->words, &v->column[0], 1, &v->column[1], 1, &c);
        markup_put(m, "<p>The words that most separate ");
        markup_foreign(m, a);
        markup_put(m, " (");
        markup_total(m, (size_t)c.words_a);
        markup_put(m, " words) from ");
        markup_foreign(m, b);
        markup_put(m, " (");
        markup_total(m, (size_t)c.words_b);
        markup_put(m, " words).</p>\n<div class=\"lists\">\n");
        put_list(m, a, true, &c, most_z(&c));
        put_list(m, b, false, &c, most_z(&c));
        markup_put(m, "</div>\n");
        put_choice(v);
    } else {
        markup_put(m, "<p>Words that separate the labels of an axis are told "
                      "there.</p>\n");
    }
    put_note(v);
    page_section_end(m);
}

/* All axes of an article: label, probability, the other labels, the label set;
 * or why there is none. */
#include "cli/report/article.h"
#include "cli/report/article_part.h"
#include "cli/report/page.h"
#include "cli/report/svg.h"

static void put_label(struct markup *m, const struct scoring *s, size_t axis,
                      size_t label)
{
    markup_foreign(m, str_of(tenor_axis_label(s->model, axis, label)));
}

static void put_others(struct markup *m, const struct scoring *s, size_t axis)
{
    const size_t best = tenor_label(s->scorer, axis);
    const char *before = "";

    for (size_t k = 0; k < tenor_axis_label_count(s->model, axis); k++) {
        if (k == best)
            continue;
        markup_put(m, before);
        put_label(m, s, axis, k);
        markup_put(m, " ");
        markup_probability(m, tenor_probability(s->scorer, axis, k));
        before = ", ";
    }
}

/* The labels that hold the true one; old models have no thresholds for it. */
static void put_set(struct markup *m, const struct scoring *s, size_t axis)
{
    struct tenor_error none = {0};
    const char *before = "";
    double threshold;

    if (!tenor_axis_threshold(s->model, axis, ARTICLE_COVERAGE, &threshold,
                              &none))
        return;
    markup_put(m, "<span class=\"set\">");
    markup_percent(m, ARTICLE_COVERAGE, 0);
    markup_put(m, " set: ");
    for (size_t k = 0; k < tenor_axis_label_count(s->model, axis); k++)
        if (tenor_in_set(s->scorer, axis, k, threshold)) {
            markup_put(m, before);
            put_label(m, s, axis, k);
            before = ", ";
        }
    markup_put(m, "</span>");
}

static void put_score(struct markup *m, const struct scoring *s, size_t axis)
{
    double polarity;

    if (!tenor_polarity(s->scorer, axis, &polarity))
        return;
    markup_put(m, "<span>score ");
    markup_signed(m, polarity, 2);
    markup_put(m, "</span>");
}

static void put_result(struct markup *m, const struct scoring *s, size_t axis)
{
    const size_t best = tenor_label(s->scorer, axis);
    const double p = tenor_probability(s->scorer, axis, best);

    markup_put(m, "<strong>");
    put_label(m, s, axis, best);
    markup_put(m, "</strong>");
    svg_share(m, p);
    markup_put(m, "<span class=\"number\">");
    markup_probability(m, p);
    markup_put(m, "</span><p><span>");
    put_others(m, s, axis);
    markup_put(m, "</span>");
    put_score(m, s, axis);
    put_set(m, s, axis);
    markup_put(m, "</p>");
}

void article_status(const struct explaining *x, struct markup *m, size_t axis)
{
    const struct tenor_scorer *r = x->score.scorer;
    const enum tenor_status status = tenor_axis_status(r, axis);
    const char *language = tenor_other_language(r);

    markup_put(m, tenor_status_saying(status));
    if (status == TENOR_STATUS_LANGUAGE && language) {
        markup_put(m, ": ");
        markup_put(m, language);
    }
}

/* The name of an axis, which leads to why it has its label. */
static void put_name(struct markup *m, const struct explaining *x, size_t axis,
                     bool link)
{
    if (link) {
        markup_put(m, "<a href=\"#axis-");
        markup_count(m, axis);
        markup_put(m, "\">");
    } else {
        markup_put(m, "<span>");
    }
    markup_foreign(m, str_of(tenor_axis_name(x->score.model, axis)));
    markup_put(m, link ? "</a>" : "</span>");
}

static void put_axis(struct markup *m, const struct explaining *x, size_t axis)
{
    const bool ok = scoring_ok(&x->score, axis);

    markup_put(m, "<li>");
    put_name(m, x, axis, ok && article_is_explained(x));
    if (ok) {
        put_result(m, &x->score, axis);
    } else {
        markup_put(m, "<span class=\"none\">no label: ");
        article_status(x, m, axis);
        markup_put(m, "</span>");
    }
    markup_put(m, "</li>\n");
}

void article_profile(struct explaining *x, struct markup *m)
{
    struct tenor_error none = {0};
    double threshold;

    page_section(m, "profile", STR("Profile"));
    markup_put(m, "<ul class=\"profile\">\n");
    for (size_t i = 0; i < x->score.axes; i++)
        put_axis(m, x, x->score.axis[i]);
    markup_put(m, "</ul>\n");
    if (x->score.axes &&
        tenor_axis_threshold(x->score.model, x->score.axis[0], ARTICLE_COVERAGE,
                             &threshold, &none)) {
        markup_put(m, "<p class=\"quiet\">Percentages are how likely a label "
                      "is. A ");
        markup_percent(m, ARTICLE_COVERAGE, 0);
        markup_put(m, " set holds the right label of nine texts in ten like "
                      "those of the training.</p>\n");
    }
    page_section_end(m);
}

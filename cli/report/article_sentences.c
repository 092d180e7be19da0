/* The sentences of an article: what each says by itself, and what it adds. */
#include <math.h>

#include "cli/report/article_part.h"
#include "cli/report/svg.h"

/* The sizes of what all sentences add: their sum, and the largest. */
struct sizes {
    double sum, most;
};

static struct sizes measure(const struct page_part *p)
{
    struct sizes all = {0.0, 0.0};

    for (size_t i = 0; i < p->e.sentences; i++) {
        const double size = fabs(p->e.sentence[i].contribution);
        all.sum += size;
        all.most = fmax(all.most, size);
    }
    return all;
}

static double part(double of, double all)
{
    return all > 0.0 ? of / all : 0.0;
}

static void put_opinion(const struct page_part *p, size_t i,
                        struct tenor_error *err)
{
    struct opinion o;

    if (!explain_opinion(p->x, p->axis, &p->e, i, &o, err))
        return;
    markup_put(p->m, "<span class=\"says\">");
    markup_foreign(
        p->m, str_of(tenor_axis_label(p->x->score.model, p->axis, o.label)));
    markup_put(p->m, " ");
    markup_probability(p->m, o.p);
    markup_put(p->m, "</span>");
}

static void put_adds(const struct page_part *p, const struct tenor_passage *s,
                     struct sizes all)
{
    struct markup *m = p->m;

    markup_put(m, "<span class=\"number\">");
    article_sum(m, balance_steps(s->contribution));
    markup_put(m, "</span>");
    svg_signed_share(m, part(s->contribution, all.most));
    markup_put(m, "<span class=\"number\">");
    markup_percent(m, part(fabs(s->contribution), all.sum), 1);
    markup_put(m, "</span>");
}

static bool put_sentence(const struct page_part *p, size_t i, struct sizes all,
                         struct tenor_error *err)
{
    const struct tenor_passage *s = &p->e.sentence[i];
    struct markup *m = p->m;

    markup_put(m, article_is_heavy(p, i) ? "<li class=\"heavy\">"
                  : s->counted           ? "<li>"
                                         : "<li class=\"out\">");
    markup_put(m, "<p class=\"meta\"><span class=\"no\">");
    markup_count(m, i + 1);
    markup_put(m, "</span>");
    if (s->counted)
        put_adds(p, s, all);
    put_opinion(p, i, err);
    markup_put(m, !s->counted              ? "<span>does not count</span>"
                  : article_is_heavy(p, i) ? "<b>carries most</b>"
                                           : "");
    markup_put(m, "</p>\n<p dir=\"auto\"");
    if (p->lang)
        markup_attribute(m, "lang", str_of(p->lang));
    markup_put(m, ">");
    markup_text(
        m, (struct str){p->in.s + s->span.begin, s->span.end - s->span.begin});
    markup_put(m, "</p></li>\n");
    return !err->code;
}

bool article_sentences(const struct page_part *p, struct tenor_error *err)
{
    const struct sizes all = measure(p);
    bool ok = true;

    if (p->e.sentences < 2)
        return true;
    markup_put(p->m, "<h4>Sentences</h4>\n<p class=\"quiet\">What each adds, "
                     "its share of all that they add, and what it says by "
                     "itself.</p>\n<ol class=\"sentences\">\n");
    for (size_t i = 0; ok && i < p->sentences; i++)
        ok = put_sentence(p, i, all, err);
    markup_put(p->m, "</ol>\n");
    return ok;
}

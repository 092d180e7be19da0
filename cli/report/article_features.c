/* The strongest features of an article, for the label and against it. */
#include <math.h>
#include <stdlib.h>

#include "cli/explain/feature_text.h"
#include "cli/report/article_part.h"

static bool is_on(const struct merged *m, enum balance_side side)
{
    return side == BALANCE_FOR ? m->contribution > 0.0 : m->contribution < 0.0;
}

static bool put_feature(const struct page_part *p, const struct merged *f,
                        struct tenor_error *err)
{
    struct tenor_scorer *r = p->x->score.scorer;
    const struct tenor_evidence e = merged_evidence(f);
    struct str kind = str_of(feature_kind_words(e.kind));
    struct buffer text = {0};
    struct markup *m = p->m;
    const bool ok = (e.kind != TENOR_FEATURE_STYLE ||
                     tenor_feature_name(r, &e, &kind.s, &kind.len, err)) &&
                    feature_text(r, &e, p->in, &text, err);

    if (ok) {
        markup_put(m, "<tr><th scope=\"row\">");
        markup_foreign(m, (struct str){text.data, text.len});
        markup_put(m, " <small>");
        markup_text(m, kind);
        markup_put(m, "</small></th><td class=\"number\">");
        article_sum(m, balance_steps(f->contribution));
        markup_put(m, "</td><td class=\"number\">");
        markup_percent(m, fabs(f->contribution) / p->balance.all, 1);
        markup_put(m, "</td><td class=\"number\">");
        markup_signed(m, e.weight, 3);
        markup_put(m, "</td><td class=\"number\">");
        markup_total(m, e.spans);
        markup_put(m, "</td></tr>\n");
    }
    free(text.data);
    return ok;
}

/* What the rows above leave of a sum. */
static void put_rest(struct markup *m, long long rest, size_t others)
{
    if (others == 0 && rest == 0)
        return;
    markup_put(m, "<tr class=\"quiet\"><th scope=\"row\">");
    if (others) {
        markup_total(m, others);
        markup_put(m, others == 1 ? " other" : " others");
    } else {
        markup_put(m, "rounding");
    }
    markup_put(m, "</th><td class=\"number\">");
    article_sum(m, rest);
    markup_put(m, "</td><td></td><td></td><td></td></tr>\n");
}

static bool put_side(const struct page_part *p, enum balance_side side,
                     struct tenor_error *err)
{
    long long rest = p->balance.side[side];
    size_t shown = 0, n = 0;
    struct markup *m = p->m;

    if (!p->balance.has[side])
        return true;
    markup_put(m, "<table><caption>");
    markup_put(m, side == BALANCE_FOR ? "For " : "Against ");
    markup_foreign(m, str_of(p->name));
    markup_put(m, "</caption>\n<thead><tr><th scope=\"col\">Feature</th>"
                  "<th scope=\"col\" class=\"number\">Adds</th>"
                  "<th scope=\"col\" class=\"number\">Share</th>"
                  "<th scope=\"col\" class=\"number\">Weight</th>"
                  "<th scope=\"col\" class=\"number\">Times</th></tr></thead>\n"
                  "<tbody>\n");
    for (size_t i = 0; i < p->features.n; i++) {
        const struct merged *f = &p->features.item[i];
        if (!is_on(f, side) || n++ >= p->x->top)
            continue;
        if (!put_feature(p, f, err))
            return false;
        rest -= balance_steps(f->contribution);
        shown++;
    }
    put_rest(m, rest, n - shown);
    markup_put(m, "</tbody></table>\n");
    return true;
}

bool article_features(const struct page_part *p, struct tenor_error *err)
{
    markup_put(p->m, "<h4>Strongest features</h4>\n<div class=\"sides\">\n");
    if (!put_side(p, BALANCE_FOR, err) || !put_side(p, BALANCE_AGAINST, err))
        return false;
    markup_put(p->m, "</div>\n");
    return true;
}

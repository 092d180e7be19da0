/* An axis of an article in full. */
#include "cli/report/article.h"
#include "cli/report/article_part.h"
#include "model/utf8.h"

void article_sum(struct markup *m, long long steps)
{
    markup_signed(m, (double)steps / BALANCE_STEPS, BALANCE_DECIMALS);
}

bool article_is_heavy(const struct page_part *p, size_t sentence)
{
    for (size_t i = 0; i < p->heavy; i++)
        if (p->heaviest[i] == sentence)
            return true;
    return false;
}

/* ---- what of the text is shown ------------------------------------------- */

/* Bytes of whole characters, so many at most. */
static size_t cut(struct str text, size_t most)
{
    size_t n = most;

    while (n > 0 && ((unsigned char)text.s[n] & 0xC0) == 0x80)
        n--;
    return n;
}

void article_choose_shown(struct page_part *p, size_t most)
{
    const struct tenor_explanation *e = &p->e;

    p->shown = p->in.len;
    p->sentences = e->sentences;
    if (p->in.len <= most)
        return;
    p->sentences = 0;
    while (p->sentences < e->sentences &&
           e->sentence[p->sentences].span.end <= most)
        p->sentences++;
    p->shown = p->sentences ? e->sentence[p->sentences - 1].span.end
                            : cut(p->in, most);
}

static void put_cut(const struct page_part *p)
{
    if (p->shown == p->in.len)
        return;
    markup_put(p->m, "<p class=\"note\">The text is long: of ");
    markup_total(p->m, p->e.sentences);
    markup_put(p->m, " sentences the first ");
    markup_total(p->m, p->sentences);
    markup_put(p->m, " are shown, ");
    markup_total(p->m, p->shown);
    markup_put(p->m, " of ");
    markup_total(p->m, p->in.len);
    markup_put(p->m, " bytes. Sums, features and the arc are of all of "
                     "it.</p>\n");
}

/* ---- parts --------------------------------------------------------------- */

static void put_summary(const struct page_part *p, bool open)
{
    const struct scoring *s = &p->x->score;
    struct markup *m = p->m;

    markup_put(m, open ? "<details class=\"axis\" open>"
                       : "<details class=\"axis\">");
    markup_put(m, "<summary><h3>");
    markup_foreign(m, str_of(tenor_axis_name(s->model, p->axis)));
    markup_put(m, ": ");
    markup_foreign(m, str_of(p->name));
    markup_put(m, " ");
    markup_probability(m, tenor_probability(s->scorer, p->axis, p->label));
    markup_put(m, "</h3></summary>\n<div id=\"axis-");
    markup_count(m, p->axis);
    markup_put(m, "\" class=\"body\">\n");
}

static void put_balance(const struct page_part *p)
{
    const struct balance *b = &p->balance;
    struct markup *m = p->m;

    markup_put(m, "<p>The margin of <b>");
    markup_foreign(m, str_of(p->name));
    markup_put(m, "</b> is <span class=\"number\">");
    article_sum(m, b->margin);
    markup_put(m, "</span>: <span class=\"number\">");
    article_sum(m, b->bias);
    markup_put(m, "</span> before a word is read, <span class=\"number\">");
    article_sum(m, b->side[BALANCE_FOR]);
    markup_put(m, "</span> from features for it and <span class=\"number\">");
    article_sum(m, b->side[BALANCE_AGAINST]);
    markup_put(m, "</span> from features against it.");
    if (tenor_axis_scope(p->x->score.model, p->axis) == TENOR_TITLE)
        markup_put(m, " This axis is about the title alone.");
    else if (p->e.mean_of > 1) {
        markup_put(m, " It is the mean of ");
        markup_total(m, p->e.mean_of);
        markup_put(m, " sentences.");
    }
    markup_put(m, "</p>\n");
}

/* What stands in the place of an axis without evidence: one with a kernel. */
static bool put_unexplained(const struct page_part *p,
                            const struct tenor_error *why,
                            struct tenor_error *err)
{
    if (why->code != TENOR_EINVAL)
        return fail(err, why->code, why->line, "%s", why->message);
    markup_put(p->m, "<p class=\"note\" id=\"axis-");
    markup_count(p->m, p->axis);
    markup_put(p->m, "\">");
    markup_text(p->m, str_of(why->message));
    markup_put(p->m, ".</p>\n");
    return true;
}

static bool put_part(struct page_part *p, bool open, struct tenor_error *err)
{
    struct explaining *x = p->x;
    struct tenor_error why = {0};

    if (!tenor_explain_all(x->score.scorer, p->axis, p->label, &p->e, &why))
        return put_unexplained(p, &why, err);
    if (!evidence_merge(&p->e, &p->features, err))
        return false;
    p->balance = balance_of(&p->e, &p->features,
                            tenor_margin(x->score.scorer, p->axis, p->label));
    article_choose_shown(p, ARTICLE_SHOWN);
    p->heavy = heaviest_find(p->e.sentence, p->e.sentences, p->heaviest);
    put_summary(p, open);
    put_balance(p);
    article_arc(p);
    put_cut(p);
    if (!article_text(p, err) || !article_features(p, err) ||
        !article_sentences(p, err))
        return false;
    markup_put(p->m, "</div></details>\n");
    return true;
}

bool article_axis(struct explaining *x, struct markup *m, size_t axis,
                  const char *lang, bool open, struct tenor_error *err)
{
    const size_t label = explain_label(x, axis);
    struct page_part p = {.x = x,
                          .m = m,
                          .axis = axis,
                          .label = label,
                          .name = tenor_axis_label(x->score.model, axis, label),
                          .lang = lang,
                          .in = explain_in(x, axis)};
    const bool ok = put_part(&p, open, err);

    merged_release(&p.features);
    return ok;
}

/* The articles that stand out: each of them with its labels and its text, the
 * words marked by what they add to one of them. */
#include <math.h>
#include <stdlib.h>

#include "cli/report/article_part.h"
#include "cli/report/card_short.h"
#include "cli/report/corpus_view.h"
#include "cli/report/page.h"

#define SHOWN ((size_t)3000) /* bytes of a text */

struct writing {
    const struct corpus_view *v;
    struct explaining x;
    const char *lang;
};

/* ---- order --------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const struct kept *x = *(const struct kept *const *)a;
    const struct kept *y = *(const struct kept *const *)b;

    return (x->of.number > y->of.number) - (x->of.number < y->of.number);
}

/* Those that are in a list, in the order of the records; to be freed. */
static const struct kept **in_order(const struct extremes *e, size_t *n)
{
    const struct kept **list = mem_zero(e->n, sizeof *list);

    *n = 0;
    for (size_t i = 0; list && i < e->n; i++)
        if (e->kept[i].lists)
            list[(*n)++] = &e->kept[i];
    if (*n)
        qsort(list, *n, sizeof *list, by_number);
    return list;
}

static bool is_in(const struct extremes *e, const struct top_list *list,
                  const struct kept *k)
{
    for (size_t i = 0; i < list->n; i++)
        if (&e->kept[list->top[i].kept] == k)
            return true;
    return false;
}

/* The first axis on which it stands out. */
static size_t axis_of(const struct corpus_view *v, const struct kept *k)
{
    const struct extremes *e = &v->f->extremes;

    for (size_t i = 0; i < v->f->counting->axes; i++) {
        if (is_in(e, &e->uncertain[i], k))
            return i;
        for (size_t l = 0; l < view_labels(v, i); l++)
            if (is_in(e, &e->label[v->f->first[i] + l], k))
                return i;
    }
    return 0;
}

/* ---- an article ---------------------------------------------------------- */

static void put_about(const struct corpus_view *v, const struct kept *k)
{
    const struct sighting *s = &k->of;
    const char *bytes = k->bytes.data;
    const struct str url = sighting_part(s, bytes, SIGHTING_URL);
    const struct str group = sighting_part(s, bytes, SIGHTING_GROUP);
    struct markup *m = v->m;

    markup_put(m, "<p class=\"quiet\">");
    if (s->named) { /* else the heading has it */
        markup_foreign(m, sighting_part(s, bytes, SIGHTING_ID));
    } else {
        markup_put(m, "record ");
        markup_total(m, (size_t)s->number);
    }
    if (group.len) {
        markup_put(m, " \xC2\xB7 ");
        markup_foreign(m, group);
    }
    if (s->date.month) {
        markup_put(m, " \xC2\xB7 ");
        view_date(m, &s->date);
    }
    if (url.len) {
        markup_put(m, " \xC2\xB7 <a rel=\"noopener noreferrer\"");
        markup_attribute(m, "href", url);
        markup_put(m, ">its address</a>");
    }
    markup_put(m, "</p>\n<ul class=\"chips\">\n");
    for (size_t i = 0; i < v->f->counting->axes; i++) {
        const uint32_t label = k->label[i];
        if (label == SIGHTING_NO_LABEL)
            continue;
        markup_put(m, "<li>");
        markup_foreign(m, str_of(view_axis(v, i)));
        markup_put(m, ": <b>");
        markup_foreign(m, str_of(view_label(v, i, label)));
        markup_put(m, "</b> ");
        markup_probability(m, k->p[v->f->first[i] + label]);
        markup_put(m, "</li>\n");
    }
    markup_put(m, "</ul>\n");
}

static void put_lead(const struct page_part *p)
{
    struct markup *m = p->m;

    markup_put(m, "<p class=\"quiet\">Marked: what its words add to <b>");
    markup_foreign(m, str_of(p->name));
    markup_put(m, "</b>.");
    if (p->shown < p->in.len) {
        markup_put(m, " Of ");
        markup_total(m, p->in.len);
        markup_put(m, " bytes the first ");
        markup_total(m, p->shown);
        markup_put(m, " are shown; numbers are about all of it.");
    }
    markup_put(m, "</p>\n");
}

static void put_plain(const struct page_part *p)
{
    markup_put(p->m, "<div class=\"text\" dir=\"auto\">");
    markup_text(p->m, (struct str){p->in.s, p->shown});
    markup_put(p->m, "</div>\n");
}

/* The text of a record, scored anew. */
static bool put_text(struct writing *w, const struct kept *k,
                     struct tenor_error *err)
{
    const struct corpus_view *v = w->v;
    const size_t i = axis_of(v, k);
    const struct str text = sighting_part(&k->of, k->bytes.data, SIGHTING_TEXT);
    const struct str title =
        sighting_part(&k->of, k->bytes.data, SIGHTING_TEXT_TITLE);
    struct scoring *s = &w->x.score;
    struct tenor_error why = {0};
    struct page_part p = {.x = &w->x, .m = v->m, .lang = w->lang};

    s->text.len = 0;
    if (!buffer_add(&s->text, text.s, text.len))
        return fail_memory(err, "a text");
    if (!label_score(s->scorer, title, (struct str){s->text.data, s->text.len},
                     err))
        return false;
    p.axis = v->f->counting->axis[i];
    p.label = k->label[i] == SIGHTING_NO_LABEL ? 0 : k->label[i];
    p.name = tenor_axis_label(s->model, p.axis, p.label);
    p.in = explain_in(&w->x, p.axis);
    const bool explained =
        tenor_explain_all(s->scorer, p.axis, p.label, &p.e, &why);
    if (!explained && why.code != TENOR_EINVAL) /* which is one with a kernel */
        return fail(err, why.code, why.line, "%s", why.message);
    article_choose_shown(&p, SHOWN);
    if (!explained) {
        put_plain(&p);
        return true;
    }
    put_lead(&p);
    return article_marked(&p, 0, err);
}

static bool put_article(struct writing *w, const struct kept *k,
                        struct tenor_error *err)
{
    const struct sighting *s = &k->of;
    const char *bytes = k->bytes.data;
    const struct str title =
        sighting_part(s, bytes, s->named ? SIGHTING_TITLE : SIGHTING_ID);
    struct markup *m = w->v->m;
    bool ok = true;

    markup_put(m, "<article class=\"article\" id=\"a");
    markup_count(m, (size_t)s->number);
    markup_put(m, "\" tabindex=\"-1\">\n<h3>");
    markup_foreign(m, title);
    markup_put(m, "</h3>\n");
    put_about(w->v, k);
    if (sighting_part(s, bytes, SIGHTING_TEXT).len)
        ok = put_text(w, k, err);
    else
        markup_put(m, "<p>The text is larger than what a report keeps of one, "
                      "256 KiB.</p>\n");
    markup_put(m, "</article>\n");
    return ok;
}

/* ---- all of them --------------------------------------------------------- */

static bool put_all(struct writing *w, struct tenor_error *err)
{
    size_t n;
    const struct kept **list = in_order(&w->v->f->extremes, &n);
    bool ok = list || fail_memory(err, "articles");

    page_section(w->v->m, "articles", STR("Articles"));
    markup_put(w->v->m,
               n ? "<p class=\"quiet\">Those that stand out on some axis, in "
                   "the order of the records. Words <mark class=\"for w3\">for"
                   "</mark> a label have a solid line, words <mark "
                   "class=\"against w3\">against</mark> it a dotted one; the "
                   "stronger the thicker. Point at a word for its number."
                   "</p>\n"
                 : "<p>No record has a label.</p>\n");
    for (size_t i = 0; ok && i < n; i++)
        ok = put_article(w, list[i], err);
    page_section_end(w->v->m);
    free(list);
    return ok;
}

bool corpus_articles(const struct corpus_view *v, struct tenor_error *err)
{
    const struct counting *c = v->f->counting;
    struct writing w = {.v = v,
                        .x.score = {.model = c->model, .coverage = NAN}};
    struct card_short card;

    if (!card_short_read(&card, c->model, err))
        return false;
    w.lang = card_short_language(&card);
    const bool ok =
        tenor_scorer_new(c->model, &w.x.score.scorer, err) && put_all(&w, err);
    if (ok)
        card_short_put(&card, v->m, c->axis, c->axes);
    tenor_scorer_free(w.x.score.scorer);
    free(w.x.score.text.data);
    card_short_release(&card);
    return ok;
}

#include "cli/report/article.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/report/article_part.h"
#include "cli/report/card_short.h"
#include "cli/report/page.h"

/* ---- head ---------------------------------------------------------------- */

static const char *name_of(const char *id)
{
    return strcmp(id, "-") == 0 ? "standard input" : id;
}

static struct str title_of(const struct scoring *s, const char *id)
{
    struct str title;

    if (tenor_title(s->scorer, &title.s, &title.len) && title.len)
        return title;
    return str_of(s->title && *s->title ? s->title : name_of(id));
}

static void put_plural(struct markup *m, size_t n, const char *what)
{
    markup_total(m, n);
    markup_put(m, what);
    if (n != 1)
        markup_put(m, "s");
}

static void put_lead(const struct scoring *s, const char *id, struct markup *m)
{
    const size_t sentences = tenor_sentence_count(s->scorer);
    const size_t repaired = tenor_repaired(s->scorer);

    markup_put(m, "<p class=\"quiet\">");
    markup_foreign(m, str_of(name_of(id)));
    markup_put(m, ": ");
    put_plural(m, tenor_words(s->scorer), " word");
    if (sentences) {
        markup_put(m, ", ");
        put_plural(m, sentences, " sentence");
    }
    markup_put(m, "; the model knows ");
    markup_percent(m, tenor_known(s->scorer), 0);
    markup_put(m, " of the words it looked up");
    if (repaired) {
        markup_put(m, "; ");
        put_plural(m, repaired, " invalid sequence");
        markup_put(m, " of bytes repaired");
    }
    markup_put(m, ".</p>\n");
}

/* ---- the page ------------------------------------------------------------ */

/* Whether an axis is open at first. */
static bool is_open(const struct explaining *x, size_t axis, bool any)
{
    return scoring_ok(&x->score, axis) && (x->chosen || !any);
}

bool article_is_explained(const struct explaining *x)
{
    return x->score.text.len <= ARTICLE_EXPLAINED;
}

static void put_why(const struct explaining *x, struct markup *m)
{
    page_section(m, "why", STR("Why"));
    if (article_is_explained(x)) {
        markup_put(m, "<p class=\"quiet screen\">Axes that are open here are "
                      "printed.</p>\n");
        return;
    }
    markup_put(m, "<p class=\"note\">The text has ");
    markup_total(m, x->score.text.len);
    markup_put(m, " bytes: of more than ");
    markup_total(m, ARTICLE_EXPLAINED);
    markup_put(m, " it is not worked out what words and sentences add.</p>\n");
}

static bool put_axes(struct explaining *x, struct markup *m, const char *lang,
                     struct tenor_error *err)
{
    const struct scoring *s = &x->score;
    bool any = false;

    for (size_t i = 0; i < s->axes; i++) {
        if (!scoring_ok(s, s->axis[i]))
            continue;
        if (!any)
            put_why(x, m);
        if (article_is_explained(x) &&
            !article_axis(x, m, s->axis[i], lang, is_open(x, s->axis[i], any),
                          err))
            return false;
        any = true;
    }
    if (any)
        page_section_end(m);
    return true;
}

static const struct page_link links[] = {
    {"profile", {"Profile", 7}},
    {"why", {"Why", 3}},
    {"model", {"The model", 9}},
};

static bool has_label(const struct scoring *s)
{
    for (size_t i = 0; i < s->axes; i++)
        if (scoring_ok(s, s->axis[i]))
            return true;
    return false;
}

bool article_page(struct explaining *x, const char *id, struct markup *m,
                  struct tenor_error *err)
{
    const struct scoring *s = &x->score;
    struct page_link contents[] = {links[0], links[1], links[2]};
    const bool why = has_label(s);
    struct card_short card;

    if (!why)
        contents[1] = links[2];
    const struct page page = {.kind = "an article",
                              .title = title_of(s, id),
                              .link = contents,
                              .links = why ? 3 : 2};
    if (!card_short_read(&card, s->model, err))
        return false;
    page_begin(m, &page);
    put_lead(s, id, m);
    article_profile(x, m);
    const bool ok = put_axes(x, m, card_short_language(&card), err);
    if (ok) {
        card_short_put(&card, m, s->axis, s->axes);
        page_end(m, &page);
    }
    card_short_release(&card);
    return ok && markup_ok(m, err);
}

/* ---- tenor explain ------------------------------------------------------- */

static bool print(struct explaining *x, const char *id, struct tenor_error *err)
{
    struct markup m = {0};
    const bool ok = article_page(x, id, &m, err);

    if (ok)
        fwrite(m.out.data, 1, m.out.len, stdout);
    free(m.out.data);
    return ok;
}

const struct explain_format explain_html = {print, explain_no_failed};

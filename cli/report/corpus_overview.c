/* What there is in all: records, those without a result, shares of labels. */
#include <stdlib.h>

#include "cli/report/corpus_view.h"
#include "cli/report/page.h"

static void put_fact(struct markup *m, const char *name, uint64_t n)
{
    markup_put(m, "<div><dt>");
    markup_put(m, name);
    markup_put(m, "</dt><dd class=\"number\">");
    markup_total(m, (size_t)n);
    markup_put(m, "</dd></div>\n");
}

static void put_facts(const struct corpus_view *v)
{
    const struct facts *f = v->f;
    const uint64_t *n = f->count;

    markup_put(v->m, "<dl class=\"totals\">\n");
    put_fact(v->m, "records", n[COUNTING_RECORDS]);
    if (n[COUNTING_ERRORS])
        put_fact(v->m, "cannot be read", n[COUNTING_ERRORS]);
    for (size_t i = 0; i < COUNTING_STATUSES; i++)
        if (i != TENOR_STATUS_OK && n[COUNTING_STATUS + i])
            put_fact(v->m, tenor_status_saying((enum tenor_status)i),
                     n[COUNTING_STATUS + i]);
    if (f->grouped) {
        markup_put(v->m, "<div><dt>groups by ");
        view_field(v->m, v->group_field);
        markup_put(v->m, "</dt><dd class=\"number\">");
        markup_total(v->m, f->groups.n);
        markup_put(v->m, f->groups.beyond ? " and more</dd></div>\n"
                                          : "</dd></div>\n");
    }
    markup_put(v->m, "</dl>\n");
}

/* ---- dates --------------------------------------------------------------- */

static void put_lines(struct markup *m, const struct buffer *lines)
{
    const char *at = lines->data, *end = at + lines->len;

    markup_put(m, "<ul>\n");
    while (at < end) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        markup_put(m, "<li>");
        markup_foreign(m, (struct str){at, (size_t)(lf - at)});
        markup_put(m, "</li>\n");
        at = lf + 1;
    }
    markup_put(m, "</ul>\n");
}

/* "Records carry no date: none of the fields date, published, ... has one." */
static void put_absent(const struct corpus_view *v, const char *what,
                       enum meaning meaning)
{
    const struct meanings *names = v->meanings;
    struct markup *m = v->m;

    markup_put(m, "<p class=\"quiet\">The records have no ");
    markup_put(m, what);
    markup_put(m, " in a field named ");
    for (size_t i = names->first[meaning]; i < names->end[meaning]; i++) {
        markup_put(m, i == names->first[meaning]     ? ""
                      : i + 1 == names->end[meaning] ? " or "
                                                     : ", ");
        view_field(m, names->fields.name[i]);
    }
    markup_put(m, ".</p>\n");
}

static void put_dates(const struct corpus_view *v)
{
    const struct facts *f = v->f;
    struct markup *m = v->m;
    const uint64_t results =
        f->count[COUNTING_RECORDS] - f->count[COUNTING_ERRORS];

    if (f->dated + f->unread == 0) {
        put_absent(v, "date", MEANING_DATE);
        return;
    }
    markup_put(m, "<p>Dates are those of the field ");
    view_field(m, v->date_field);
    if (f->dated) {
        markup_put(m, ", from ");
        markup_bytes(m, f->months.item[0].name);
        markup_put(m, " to ");
        markup_bytes(m, f->months.item[f->months.n - 1].name);
    }
    markup_put(m, ". Records with a date: ");
    markup_total(m, (size_t)f->dated);
    if (results > f->dated + f->unread) {
        markup_put(m, "; without: ");
        markup_total(m, (size_t)(results - f->dated - f->unread));
    }
    if (f->unread) {
        markup_put(m, "; with one that is not understood: ");
        markup_total(m, (size_t)f->unread);
    }
    markup_put(m, ".</p>\n");
    if (f->unread) {
        markup_put(m, "<details><summary>Dates that are not understood"
                      "</summary>\n<p>Understood are those of ISO 8601 "
                      "(2024-03-12, 2024-03), of mail (12 March 2024), with "
                      "English months (March 12, 2024), and seconds or "
                      "milliseconds since 1970. The first others:</p>\n");
        put_lines(m, &f->unread_dates);
        markup_put(m, "</details>\n");
    }
}

static void put_bad(const struct corpus_view *v)
{
    const struct facts *f = v->f;

    if (f->count[COUNTING_ERRORS] == 0)
        return;
    markup_put(v->m, "<details><summary>Records that cannot be read"
                     "</summary>\n<p>They are in no count below. The first "
                     "ones:</p>\n");
    put_lines(v->m, &f->bad);
    markup_put(v->m, "</details>\n");
}

/* ---- shares -------------------------------------------------------------- */

static void put_adjusted(struct markup *m, const struct summary_axis *a,
                         size_t k)
{
    if (!a->adjusted) {
        markup_put(m, "<td class=\"number\"></td>");
        return;
    }
    markup_put(m, "<td class=\"number\">");
    markup_percent(m, a->adjusted[k].value, 1);
    markup_put(m, " <span class=\"quiet\">");
    view_interval(m, &a->adjusted[k]);
    markup_put(m, "</span></td>");
}

static void put_axis(const struct corpus_view *v, size_t i)
{
    const struct summary_axis *a = &v->summary->axis[i];
    struct markup *m = v->m;
    const size_t K = view_labels(v, i);

    markup_put(m, "<tbody>\n<tr class=\"axis\"><th scope=\"rowgroup\" "
                  "colspan=\"4\">");
    markup_foreign(m, str_of(view_axis(v, i)));
    markup_put(m, " <span class=\"quiet\">");
    markup_total(m, (size_t)a->labelled);
    markup_put(m, " with a label");
    if (view_count(v, i, K, v->f->count)) {
        markup_put(m, ", ");
        markup_total(m, (size_t)view_count(v, i, K, v->f->count));
        markup_put(m, " without");
    }
    markup_put(m, "</span></th></tr>\n");
    for (size_t k = 0; k < K && a->labelled; k++) {
        markup_put(m, "<tr><th scope=\"row\">");
        markup_foreign(m, str_of(view_label(v, i, k)));
        markup_put(m, "</th>");
        view_count_cell(m, view_count(v, i, k, v->f->count));
        view_share_cell(m, &a->share[k]);
        put_adjusted(m, a, k);
        markup_put(m, "</tr>\n");
    }
    markup_put(m, "</tbody>\n");
}

static void put_notes(const struct corpus_view *v)
{
    struct markup *m = v->m;
    size_t misfits = 0;

    markup_put(m, "<p class=\"quiet\">Behind each share stands its interval of "
                  "95 %, in per cent (Wilson 1927): how far it may be from "
                  "that of all texts like these, by chance alone. Adjusted "
                  "shares also allow for the labels that the model is known "
                  "to take for others (Rogan &amp; Gladen 1978): they tell how "
                  "frequent a tone is, if the texts are as hard to judge as "
                  "those that the model was tested on.");
    for (size_t i = 0; i < v->f->counting->axes; i++) {
        const struct summary_axis *a = &v->summary->axis[i];
        if (a->labelled == 0 || a->adjusted)
            continue;
        markup_put(m, misfits++ ? ", "
                                : " Not adjusted, since the errors are "
                                  "not known or do not fit: ");
        markup_foreign(m, str_of(view_axis(v, i)));
    }
    markup_put(m, misfits ? ".</p>\n" : "</p>\n");
}

void corpus_overview(const struct corpus_view *v)
{
    struct markup *m = v->m;

    page_section(m, "overview", STR("Overview"));
    put_facts(v);
    put_dates(v);
    if (v->f->grouped == 0)
        put_absent(v, "group", MEANING_GROUP);
    put_bad(v);
    view_wide_begin(m, "Shares of labels", (struct str){0});
    markup_put(m, "<table class=\"shares\">\n<caption>Labels given</caption>\n"
                  "<thead><tr><th scope=\"col\">label</th><th scope=\"col\" "
                  "class=\"number\">records</th><th scope=\"col\">share and "
                  "interval</th><th scope=\"col\" class=\"number\">adjusted"
                  "</th></tr></thead>\n");
    for (size_t i = 0; i < v->f->counting->axes; i++)
        put_axis(v, i);
    markup_put(m, "</table>\n");
    view_wide_end(m);
    put_notes(v);
    page_section_end(m);
}

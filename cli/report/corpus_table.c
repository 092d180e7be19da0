/* The table of records.
 *
 * Its rows stand in <noscript>: a browser without scripts shows them, all of
 * them, in blocks that are laid out when they come into view; one with scripts
 * takes all of it for a single text, at once, and corpus.js shows the rows that
 * are wanted. So they are in the page only once, and can be read in any case.
 */
#include <inttypes.h>

#include "cli/report/corpus_view.h"
#include "cli/report/page.h"

#define BLOCK 500 /* rows */

/* ---- heads --------------------------------------------------------------- */

/* `kind`: how a column is sorted and how wide it is. */
static void put_head_cell(struct markup *m, const char *kind, struct str name,
                          bool button)
{
    markup_put(m, "<th scope=\"col\" class=\"c-");
    markup_put(m, kind);
    markup_put(m, button ? "\" aria-sort=\"none\"><button type=\"button\">"
                         : "\">");
    view_field(m, name);
    markup_put(m, button ? "</button></th>" : "</th>");
}

/* The head of a probability says of which axis it is to those who hear it. */
static void put_p_cell(struct markup *m, const char *axis, bool button)
{
    markup_put(m, "<th scope=\"col\" class=\"c-p\"");
    markup_put(m,
               button ? " aria-sort=\"none\"><button type=\"button\">p" : ">p");
    markup_put(m, "<span class=\"unseen\"> of ");
    markup_text(m, str_of(axis));
    markup_put(m, button ? "</span></button></th>" : "</span></th>");
}

static void put_head(const struct corpus_view *v, bool button)
{
    struct markup *m = v->m;

    markup_put(m, "<thead><tr>");
    put_head_cell(m, "number", STR("no."), button);
    put_head_cell(m, "id", STR("record"), button);
    put_head_cell(m, "title", STR("title or beginning"), button);
    if (v->f->dated)
        put_head_cell(m, "date", v->date_field, button);
    if (v->f->grouped)
        put_head_cell(m, "group", v->group_field, button);
    for (size_t i = 0; i < v->f->counting->axes; i++) {
        put_head_cell(m, "label", str_of(view_axis(v, i)), button);
        put_p_cell(m, view_axis(v, i), button);
    }
    markup_put(m, "</tr></thead>\n");
}

/* ---- rows ---------------------------------------------------------------- */

static bool is_kept(const struct corpus_view *v, uint64_t number)
{
    const struct extremes *e = &v->f->extremes;

    for (size_t i = 0; i < e->n; i++)
        if (e->kept[i].of.number == number && e->kept[i].lists)
            return true;
    return false;
}

static void put_name(const struct corpus_view *v, const struct sighting *s,
                     struct str name)
{
    struct markup *m = v->m;
    const bool kept = is_kept(v, s->number);

    markup_put(m, "<th scope=\"row\">");
    if (kept) {
        markup_put(m, "<a href=\"#a");
        markup_count(m, (size_t)s->number);
        markup_put(m, "\">");
    }
    markup_text(m, name);
    markup_put(m, kept ? "</a>" : "");
}

static void put_title(const struct corpus_view *v, const struct sighting *s,
                      const char *bytes)
{
    struct markup *m = v->m;
    const struct str url = sighting_part(s, bytes, SIGHTING_URL);

    markup_put(m, s->bad ? "<td class=\"bad\">" : "<td>");
    if (url.len) {
        markup_put(m, "<a rel=\"noopener noreferrer\"");
        markup_attribute(m, "href", url);
        markup_put(m, ">");
    }
    const struct str title = sighting_part(s, bytes, SIGHTING_TITLE);
    markup_text(m, title.len || !url.len ? title : url);
    markup_put(m, url.len ? "</a>" : "");
}

/* Cells end where the next one begins, as HTML has it. */
static void put_row(const struct corpus_view *v, size_t row)
{
    const struct row_list *l = &v->f->rows;
    const struct sighting *s = &l->row[row];
    const char *bytes = l->strings.data;
    const size_t A = v->f->counting->axes;
    struct markup *m = v->m;

    markup_put(m, "<tr><td>");
    markup_count(m, (size_t)s->number);
    put_name(v, s, sighting_part(s, bytes, SIGHTING_ID));
    put_title(v, s, bytes);
    if (v->f->dated) {
        markup_put(m, "<td>");
        if (s->date.month)
            view_date(m, &s->date);
        else
            markup_text(m, sighting_part(s, bytes, SIGHTING_DATE));
    }
    if (v->f->grouped) {
        markup_put(m, "<td>");
        markup_text(m, sighting_part(s, bytes, SIGHTING_GROUP));
    }
    for (size_t i = 0; i < A; i++) {
        const uint32_t label = l->label[row * A + i];
        markup_put(m, "<td>");
        if (label != SIGHTING_NO_LABEL)
            markup_text(m, str_of(view_label(v, i, label)));
        markup_put(m, "<td>");
        if (label != SIGHTING_NO_LABEL)
            markup_number(m, (double)l->p[row * A + i], 3);
    }
    markup_put(m, "\n");
}

/* ---- tools --------------------------------------------------------------- */

static void put_filter(const struct corpus_view *v, size_t axis)
{
    struct markup *m = v->m;

    markup_put(m, "<label><span>");
    markup_foreign(m, str_of(view_axis(v, axis)));
    markup_put(m, "</span><select><option value=\"\">all</option>");
    for (size_t k = 0; k < view_labels(v, axis); k++) {
        markup_put(m, "<option>");
        markup_plain(m, str_of(view_label(v, axis, k)));
        markup_put(m, "</option>");
    }
    markup_put(m, "</select></label>\n");
}

static void put_tools(const struct corpus_view *v)
{
    struct markup *m = v->m;

    markup_put(m,
               "<div id=\"records-tools\" role=\"search\" aria-label=\"Search "
               "the records\"><label class=\"find\"><span>search</span><input "
               "type=\"search\" autocomplete=\"off\" spellcheck=\"false\">"
               "</label>\n");
    for (size_t i = 0; i < v->f->counting->axes; i++)
        put_filter(v, i);
    markup_put(m, "</div>\n");
}

static void put_view(const struct corpus_view *v)
{
    struct markup *m = v->m;

    markup_put(m, "<div id=\"records-view\" hidden>\n");
    put_tools(v);
    markup_put(m, "<p class=\"pages\"><span role=\"status\"></span><button "
                  "type=\"button\">Previous</button><button type=\"button\">"
                  "Next</button></p>\n");
    view_wide_begin(m, "Rows of the records", (struct str){0});
    markup_put(m, "<table class=\"records\">");
    put_head(v, true);
    markup_put(m, "<tbody></tbody></table>\n");
    view_wide_end(m);
    markup_put(m, "</div>\n");
}

/* ---- all of it ----------------------------------------------------------- */

static void put_lead(const struct corpus_view *v)
{
    const struct row_list *l = &v->f->rows;
    struct markup *m = v->m;

    markup_put(m, "<p class=\"quiet\">");
    if (l->step > 1) {
        markup_put(m, "One in ");
        markup_total(m, (size_t)l->step);
        markup_put(m, " records stands here, evenly from all: ");
        markup_total(m, l->n);
        markup_put(m, " of ");
        markup_total(m, (size_t)v->f->count[COUNTING_RECORDS]);
        markup_put(m, ". All other numbers of this page are about all of "
                      "them. ");
    }
    markup_put(m, "Behind each label stands its probability, p. Records that "
                  "stand out lead to their text, and titles to the address "
                  "that a record gives.</p>\n");
}

/* Rows from a record on. */
static void begin_block(struct markup *m, uint64_t number)
{
    char from[24];

    view_wide_begin(m, "Rows from record",
                    view_say(from, sizeof from, "%" PRIu64, number));
}

void corpus_table(const struct corpus_view *v)
{
    const size_t n = v->f->rows.n;
    struct markup *m = v->m;

    page_section(m, "records", STR("Records"));
    put_lead(v);
    put_view(v);
    markup_put(m, "<noscript id=\"records-data\">");
    for (size_t i = 0; i < n; i++) {
        if (i % BLOCK == 0) {
            markup_put(m, i ? "</tbody></table></div>\n" : "\n");
            begin_block(m, v->f->rows.row[i].number);
            markup_put(m, "<table class=\"records\">");
            put_head(v, false);
            markup_put(m, "<tbody>\n");
        }
        put_row(v, i);
    }
    markup_put(m, n ? "</tbody></table></div>\n</noscript>\n"
                    : "<p>There are none.</p></noscript>\n");
    page_section_end(m);
}

#include "cli/report/corpus_view.h"

#include <stdarg.h>
#include <stdio.h>

#include "cli/report/svg.h"

size_t view_labels(const struct corpus_view *v, size_t axis)
{
    const struct counting *c = v->f->counting;

    return tenor_axis_label_count(c->model, c->axis[axis]);
}

const char *view_axis(const struct corpus_view *v, size_t axis)
{
    const struct counting *c = v->f->counting;

    return tenor_axis_name(c->model, c->axis[axis]);
}

const char *view_label(const struct corpus_view *v, size_t axis, size_t label)
{
    const struct counting *c = v->f->counting;

    return tenor_axis_label(c->model, c->axis[axis], label);
}

uint64_t view_count(const struct corpus_view *v, size_t axis, size_t label,
                    const uint64_t *count)
{
    return count[v->f->counting->first[axis] + label];
}

uint64_t view_labelled(const struct corpus_view *v, size_t axis,
                       const uint64_t *count)
{
    uint64_t n = 0;

    for (size_t k = 0; k < view_labels(v, axis); k++)
        n += view_count(v, axis, k, count);
    return n;
}

/* ---- intervals ----------------------------------------------------------- */

void view_interval(struct markup *m, const struct interval *i)
{
    markup_number(m, 100.0 * i->low, 1);
    markup_put(m, "\xE2\x80\x93");
    markup_number(m, 100.0 * i->high, 1);
}

void view_bar(struct markup *m, const struct interval *i)
{
    const struct svg bar = {.class = "bar whisker",
                            .width = 100.0,
                            .height = 1.0,
                            .stretched = true};

    svg_begin(m, &bar);
    svg_rect(m, "track", 0.0, 0.0, 100.0, 1.0);
    svg_rect(m, "fill", 0.0, 0.15, 100.0 * i->value, 0.7);
    svg_rect(m, "range", 100.0 * i->low, 0.38, 100.0 * (i->high - i->low),
             0.24);
    svg_end(m);
}

void view_count_cell(struct markup *m, uint64_t n)
{
    markup_put(m, "<td class=\"number\">");
    markup_total(m, (size_t)n);
    markup_put(m, "</td>");
}

void view_share_cell(struct markup *m, const struct interval *i)
{
    markup_put(m, "<td class=\"share\"><span class=\"number\">");
    markup_percent(m, i->value, 1);
    markup_put(m, " <span class=\"quiet\">");
    view_interval(m, i);
    markup_put(m, "</span></span>");
    view_bar(m, i);
    markup_put(m, "</td>");
}

/* ---- tables -------------------------------------------------------------- */

void view_wide_begin(struct markup *m, const char *name, struct str of)
{
    markup_put(m, "<div class=\"wide\" role=\"region\" tabindex=\"0\" "
                  "aria-label=\"");
    markup_put(m, name);
    if (of.len) {
        markup_put(m, " ");
        markup_plain(m, of);
    }
    markup_put(m, "\">\n");
}

void view_wide_end(struct markup *m)
{
    markup_put(m, "</div>\n");
}

void view_field(struct markup *m, struct str name)
{
    size_t digits = 0;

    while (digits < name.len && name.s[digits] >= '0' && name.s[digits] <= '9')
        digits++;
    if (digits == name.len)
        markup_put(m, "column ");
    markup_foreign(m, name);
}

void view_date(struct markup *m, const struct date *d)
{
    char text[16];

    if (d->month == 0)
        return;
    const int len = snprintf(text, sizeof text, "%04d-%02d-%02d", d->year,
                             d->month, d->day);
    markup_bytes(m, (struct str){text, (size_t)(d->day ? len : len - 3)});
}

struct str view_say(char *to, size_t size, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    const int len = vsnprintf(to, size, format, list);
    va_end(list);
    if (len < 0)
        return (struct str){0};
    return (struct str){to, (size_t)len < size ? (size_t)len : size - 1};
}

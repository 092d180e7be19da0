/* Shares of the labels of an axis over time: a line for each label, with the
 * interval as a band. Times without records are gaps in it. */
#include <math.h>
#include <stdlib.h>

#include "cli/report/corpus_view.h"
#include "cli/report/svg.h"

#define WIDTH 400.0
#define HEIGHT 110.0
#define LEFT 46.0
#define TOP 8.0
#define BOTTOM 22.0

/* An axis; T times with a label on it. */
struct course {
    const struct corpus_view *v;
    size_t axis;
    size_t *item; /* [T] of the months */
    size_t T;
    double top; /* of the scale, a share */
};

/* Names of times are digits, and those of months have a dash: 24296 for
 * "2024-09". */
static long number_of(struct str name)
{
    long year = 0, month = 0;

    for (size_t i = 0; i < name.len && i < 4; i++)
        year = 10 * year + (name.s[i] - '0');
    for (size_t i = 5; i < name.len; i++)
        month = 10 * month + (name.s[i] - '0');
    return name.len == 7 ? 12 * year + month - 1 : year;
}

static const struct tally *time_at(const struct course *c, size_t t)
{
    return &c->v->f->months.item[c->item[t]];
}

static struct interval share_at(const struct course *c, size_t t, size_t label)
{
    const uint64_t *n = time_at(c, t)->count;

    return interval_wilson((double)view_count(c->v, c->axis, label, n),
                           (double)view_labelled(c->v, c->axis, n));
}

/* ---- places -------------------------------------------------------------- */

static double x_of(const struct course *c, size_t t)
{
    const long first = number_of(time_at(c, 0)->name);
    const long last = number_of(time_at(c, c->T - 1)->name);
    const long at = number_of(time_at(c, t)->name);

    return LEFT + 6.0 +
           (WIDTH - LEFT - 12.0) * (double)(at - first) /
               (double)(last - first);
}

static double y_of(const struct course *c, double share)
{
    return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - share / c->top);
}

/* Whether a time is the one behind the time before. */
static bool follows(const struct course *c, size_t t)
{
    return t > 0 && number_of(time_at(c, t)->name) ==
                        number_of(time_at(c, t - 1)->name) + 1;
}

/* ---- the drawing --------------------------------------------------------- */

/* The band and the line of the times [begin, end). */
static void put_run(const struct course *c, size_t label, size_t begin,
                    size_t end)
{
    struct markup *m = c->v->m;

    if (end - begin == 1) {
        const struct interval i = share_at(c, begin, label);
        const double x = x_of(c, begin), y = y_of(c, i.value);
        svg_line(m, "whisker", x, y_of(c, i.low), x, y_of(c, i.high));
        svg_rect(m, "dot", x - 2.5, y - 2.5, 5.0, 5.0);
        return;
    }
    svg_polyline(m, "band");
    for (size_t t = begin; t < end; t++)
        svg_point(m, x_of(c, t), y_of(c, share_at(c, t, label).high));
    for (size_t t = end; t-- > begin;)
        svg_point(m, x_of(c, t), y_of(c, share_at(c, t, label).low));
    svg_polyline_end(m);
    svg_polyline(m, "course");
    for (size_t t = begin; t < end; t++)
        svg_point(m, x_of(c, t), y_of(c, share_at(c, t, label).value));
    svg_polyline_end(m);
}

static void put_scale(const struct course *c)
{
    struct markup *m = c->v->m;
    char text[16];

    for (int i = 0; i <= 2; i++) {
        const double share = c->top * i / 2.0;
        svg_line(m, i ? "grid" : "base", LEFT, y_of(c, share), WIDTH,
                 y_of(c, share));
        svg_text(m, "tick end", LEFT - 6.0, y_of(c, share) + 4.0,
                 view_say(text, sizeof text, "%.0f %%", 100.0 * share));
    }
    svg_text(m, "tick start", LEFT, HEIGHT - 5.0, time_at(c, 0)->name);
    if (c->T > 4)
        svg_text(m, "tick middle", x_of(c, c->T / 2), HEIGHT - 5.0,
                 time_at(c, c->T / 2)->name);
    svg_text(m, "tick end", WIDTH, HEIGHT - 5.0, time_at(c, c->T - 1)->name);
}

static void put_label(const struct course *c, size_t label)
{
    struct markup *m = c->v->m;
    struct buffer title = {0};
    const char *name = view_label(c->v, c->axis, label);

    if (!buffer_add(&title, "Share of ", 9) ||
        !buffer_add(&title, name, strlen(name)) ||
        !buffer_add(&title, " over time", 10))
        m->failed = true;
    const struct svg drawing = {
        .class = "chart",
        .id = "time",
        .number = c->v->f->first[c->axis] + label,
        .width = WIDTH,
        .height = HEIGHT,
        .title = {title.data, title.len},
        .description = STR("The numbers are in the table below."),
    };
    markup_put(m, "<figure>\n<figcaption>");
    markup_foreign(m, str_of(name));
    markup_put(m, "</figcaption>\n");
    svg_begin(m, &drawing);
    put_scale(c);
    for (size_t begin = 0, t = 1; t <= c->T; t++)
        if (t == c->T || !follows(c, t)) {
            put_run(c, label, begin, t);
            begin = t;
        }
    svg_end(m);
    markup_put(m, "</figure>\n");
    free(title.data);
}

/* ---- the table ----------------------------------------------------------- */

static void put_numbers(const struct course *c)
{
    struct markup *m = c->v->m;
    const size_t K = view_labels(c->v, c->axis);

    markup_put(m, "<details><summary>The numbers</summary>\n");
    view_wide_begin(m, "Shares over time:", str_of(view_axis(c->v, c->axis)));
    markup_put(m, "<table class=\"times\"><thead><tr><th scope=\"col\">time"
                  "</th><th scope=\"col\" class=\"number\">records</th>");
    for (size_t k = 0; k < K; k++) {
        markup_put(m, "<th scope=\"col\" class=\"number\">");
        markup_foreign(m, str_of(view_label(c->v, c->axis, k)));
        markup_put(m, "</th>");
    }
    markup_put(m, "</tr></thead><tbody>\n");
    for (size_t t = 0; t < c->T; t++) {
        markup_put(m, "<tr><th scope=\"row\" class=\"number\">");
        markup_text(m, time_at(c, t)->name);
        markup_put(m, "</th>");
        view_count_cell(m, view_labelled(c->v, c->axis, time_at(c, t)->count));
        for (size_t k = 0; k < K; k++) {
            const struct interval i = share_at(c, t, k);
            markup_put(m, "<td class=\"number\">");
            markup_percent(m, i.value, 1);
            markup_put(m, " <span class=\"quiet\">");
            view_interval(m, &i);
            markup_put(m, "</span></td>");
        }
        markup_put(m, "</tr>\n");
    }
    markup_put(m, "</tbody></table>\n");
    view_wide_end(m);
    markup_put(m, "</details>\n");
}

/* ---- all of it ----------------------------------------------------------- */

/* Times with a label, and the scale: up to the highest band,
 * in steps of 10 %. */
static bool find_times(struct course *c)
{
    const struct tallies *months = &c->v->f->months;

    c->item = mem_zero(months->n, sizeof *c->item);
    if (!c->item)
        return false;
    for (size_t i = 0; i < months->n; i++)
        if (view_labelled(c->v, c->axis, months->item[i].count))
            c->item[c->T++] = i;
    for (size_t t = 0; t < c->T; t++)
        for (size_t k = 0; k < view_labels(c->v, c->axis); k++) {
            const double high = share_at(c, t, k).high;
            c->top = high > c->top ? high : c->top;
        }
    c->top = ceil(10.0 * c->top - 1e-9) / 10.0;
    return true;
}

void corpus_time(const struct corpus_view *v, size_t axis)
{
    static const char *const step[] = {
        [2] = "century", [3] = "decade", [4] = "year", [7] = "month"};
    struct course c = {.v = v, .axis = axis};

    if (!find_times(&c))
        v->m->failed = true;
    if (c.T > 1) {
        markup_put(v->m, "<h3>By ");
        markup_put(v->m, step[v->month]);
        markup_put(v->m, "</h3>\n<div class=\"courses\">\n");
        for (size_t k = 0; k < view_labels(v, axis); k++)
            put_label(&c, k);
        markup_put(v->m, "</div>\n<p class=\"quiet\">Shares of the records of "
                         "each time that have a label; the band is the "
                         "interval of 95 %.</p>\n");
        put_numbers(&c);
    }
    free(c.item);
}

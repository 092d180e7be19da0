/* How the results of an axis are spread: a histogram of the polarity, or of the
 * probability of the label where an axis has no poles. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/report/corpus_view.h"
#include "cli/report/svg.h"

#define WIDTH 640.0
#define HEIGHT 150.0
#define LEFT 48.0
#define TOP 10.0
#define BOTTOM 24.0

struct spread {
    const struct corpus_view *v;
    size_t axis, negative, positive;
    const uint64_t *bin; /* [FACTS_BINS] */
    uint64_t most;
    bool poles;
};

/* The value at which a bin begins. */
static double edge(const struct spread *s, size_t bin)
{
    const double share = (double)bin / FACTS_BINS;

    return s->poles ? 2.0 * share - 1.0 : share;
}

static void put_note(const struct spread *s, struct markup *m, size_t b,
                     double x, double y, double w, double h)
{
    char note[96];

    svg_rect_note(m, s->poles && edge(s, b) < 0.0 ? "bin against" : "bin for",
                  x, y, w, h,
                  view_say(note, sizeof note, "%.2f to %.2f: %llu", edge(s, b),
                           edge(s, b + 1), (unsigned long long)s->bin[b]));
}

static void put_axes(const struct spread *s, struct markup *m)
{
    const double base = HEIGHT - BOTTOM;
    char text[32];

    svg_line(m, "grid", LEFT, TOP, WIDTH, TOP);
    svg_text(m, "tick end", LEFT - 6.0, TOP + 4.0,
             view_say(text, sizeof text, "%llu", (unsigned long long)s->most));
    svg_text(m, "tick end", LEFT - 6.0, base, STR("0"));
    svg_line(m, "base", LEFT, base, WIDTH, base);
    for (size_t i = 0; i <= 4; i++) {
        const double x = LEFT + (WIDTH - LEFT) * (double)i / 4.0;
        const double value = edge(s, i * FACTS_BINS / 4);
        svg_text(m,
                 i == 0   ? "tick start"
                 : i == 4 ? "tick end"
                          : "tick middle",
                 x, HEIGHT - 6.0,
                 view_say(text, sizeof text,
                          !s->poles     ? "%.2f"
                          : value < 0.0 ? "\xE2\x88\x92%.1f"
                          : value > 0.0 ? "+%.1f"
                                        : "%.0f",
                          value < 0.0 ? -value : value));
    }
}

static void put_drawing(const struct spread *s)
{
    struct markup *m = s->v->m;
    struct buffer title = {0};
    const char *name = view_axis(s->v, s->axis);
    const double step = (WIDTH - LEFT) / FACTS_BINS;
    const double room = HEIGHT - BOTTOM - TOP;

    if (!buffer_add(&title, name, strlen(name)) ||
        !buffer_add(&title, ": histogram of records", 22))
        m->failed = true;
    const struct svg drawing = {
        .class = "chart spread",
        .id = "spread",
        .number = s->axis,
        .width = WIDTH,
        .height = HEIGHT,
        .title = {title.data, title.len},
        .description = STR("The numbers are in the table below."),
    };
    svg_begin(m, &drawing);
    put_axes(s, m);
    for (size_t b = 0; b < FACTS_BINS; b++) {
        const double h = room * (double)s->bin[b] / (double)s->most;
        if (s->bin[b])
            put_note(s, m, b, LEFT + (double)b * step + 1.0, TOP + room - h,
                     step - 2.0, h);
    }
    svg_end(m);
    free(title.data);
}

static void put_numbers(const struct spread *s)
{
    struct markup *m = s->v->m;

    markup_put(m, "<details><summary>The numbers</summary>\n<table><thead><tr>"
                  "<th scope=\"col\">from</th><th scope=\"col\">to</th><th "
                  "scope=\"col\" class=\"number\">records</th></tr></thead>"
                  "<tbody>\n");
    for (size_t b = 0; b < FACTS_BINS; b++) {
        markup_put(m, "<tr><td>");
        markup_number(m, edge(s, b), 2);
        markup_put(m, "</td><td>");
        markup_number(m, edge(s, b + 1), 2);
        markup_put(m, "</td>");
        view_count_cell(m, s->bin[b]);
        markup_put(m, "</tr>\n");
    }
    markup_put(m, "</tbody></table>\n</details>\n");
}

static void put_caption(const struct spread *s)
{
    struct markup *m = s->v->m;

    markup_put(m, "<figcaption>");
    if (s->poles) {
        markup_put(m, "Records by polarity: the probability of ");
        markup_foreign(m, str_of(view_label(s->v, s->axis, s->positive)));
        markup_put(m, " less that of ");
        markup_foreign(m, str_of(view_label(s->v, s->axis, s->negative)));
    } else {
        markup_put(m, "Records by the probability of their label");
    }
    markup_put(m, ".</figcaption>\n");
}

void corpus_spread(const struct corpus_view *v, size_t axis)
{
    const struct counting *c = v->f->counting;
    struct spread s = {
        .v = v, .axis = axis, .bin = v->f->bin + axis * FACTS_BINS};

    s.poles = facts_poles(c->model, c->axis[axis], &s.negative, &s.positive);
    for (size_t b = 0; b < FACTS_BINS; b++)
        s.most = s.bin[b] > s.most ? s.bin[b] : s.most;
    if (s.most == 0)
        return;
    markup_put(v->m, "<h3>Distribution</h3>\n<figure>\n");
    put_drawing(&s);
    put_caption(&s);
    put_numbers(&s);
    markup_put(v->m, "</figure>\n");
}

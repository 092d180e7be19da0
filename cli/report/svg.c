#include "cli/report/svg.h"

/* A coordinate: without zeros at its end. */
static void put_coordinate(struct markup *m, double x)
{
    const size_t begin = m->out.len;

    markup_number(m, x, 2);
    if (m->failed)
        return;
    while (m->out.len > begin && m->out.data[m->out.len - 1] == '0')
        m->out.len--;
    if (m->out.data[m->out.len - 1] == '.')
        m->out.len--;
}

static void put_number(struct markup *m, const char *name, double x)
{
    markup_put(m, " ");
    markup_put(m, name);
    markup_put(m, "=\"");
    put_coordinate(m, x);
    markup_put(m, "\"");
}

static void put_class(struct markup *m, const char *class)
{
    if (class)
        markup_attribute(m, "class", str_of(class));
}

/* ---- the drawing --------------------------------------------------------- */

static void put_id(struct markup *m, const struct svg *s, const char *part)
{
    markup_put(m, s->id);
    markup_put(m, "-");
    markup_count(m, s->number);
    markup_put(m, part);
}

static void put_words(struct markup *m, const struct svg *s, const char *name,
                      const char *part, struct str text)
{
    markup_put(m, "<");
    markup_put(m, name);
    markup_put(m, " id=\"");
    put_id(m, s, part);
    markup_put(m, "\">");
    markup_plain(m, text);
    markup_put(m, "</");
    markup_put(m, name);
    markup_put(m, ">");
}

static void put_labels(struct markup *m, const struct svg *s)
{
    if (s->title.len == 0) {
        markup_put(m, " aria-hidden=\"true\">");
        return;
    }
    markup_put(m, " role=\"img\" aria-labelledby=\"");
    put_id(m, s, "t");
    if (s->description.len) {
        markup_put(m, "\" aria-describedby=\"");
        put_id(m, s, "d");
    }
    markup_put(m, "\">");
    put_words(m, s, "title", "t", s->title);
    if (s->description.len)
        put_words(m, s, "desc", "d", s->description);
}

void svg_begin(struct markup *m, const struct svg *s)
{
    markup_put(m, "<svg");
    put_class(m, s->class);
    markup_put(m, " viewBox=\"0 0 ");
    put_coordinate(m, s->width);
    markup_put(m, " ");
    put_coordinate(m, s->height);
    markup_put(m, "\"");
    if (s->stretched)
        markup_put(m, " preserveAspectRatio=\"none\"");
    put_labels(m, s);
}

void svg_end(struct markup *m)
{
    markup_put(m, "</svg>");
}

/* ---- parts --------------------------------------------------------------- */

static void put_rect(struct markup *m, const char *class, double x, double y,
                     double width, double height)
{
    markup_put(m, "<rect");
    put_class(m, class);
    put_number(m, "x", x);
    put_number(m, "y", y);
    put_number(m, "width", width);
    put_number(m, "height", height);
}

void svg_rect(struct markup *m, const char *class, double x, double y,
              double width, double height)
{
    put_rect(m, class, x, y, width, height);
    markup_put(m, "/>");
}

void svg_rect_note(struct markup *m, const char *class, double x, double y,
                   double width, double height, struct str note)
{
    put_rect(m, class, x, y, width, height);
    markup_put(m, "><title>");
    markup_plain(m, note);
    markup_put(m, "</title></rect>");
}

void svg_line(struct markup *m, const char *class, double x1, double y1,
              double x2, double y2)
{
    markup_put(m, "<line");
    put_class(m, class);
    put_number(m, "x1", x1);
    put_number(m, "y1", y1);
    put_number(m, "x2", x2);
    put_number(m, "y2", y2);
    markup_put(m, "/>");
}

void svg_text(struct markup *m, const char *class, double x, double y,
              struct str text)
{
    markup_put(m, "<text");
    put_class(m, class);
    put_number(m, "x", x);
    put_number(m, "y", y);
    markup_put(m, ">");
    markup_plain(m, text);
    markup_put(m, "</text>");
}

void svg_polyline(struct markup *m, const char *class)
{
    markup_put(m, "<polyline");
    put_class(m, class);
    markup_put(m, " points=\"");
}

void svg_point(struct markup *m, double x, double y)
{
    put_coordinate(m, x);
    markup_put(m, ",");
    put_coordinate(m, y);
    markup_put(m, " ");
}

void svg_polyline_end(struct markup *m)
{
    markup_put(m, "\"/>");
}

void svg_share(struct markup *m, double share)
{
    const struct svg bar = {
        .class = "bar", .width = 100.0, .height = 1.0, .stretched = true};

    svg_begin(m, &bar);
    svg_rect(m, "track", 0.0, 0.0, 100.0, 1.0);
    svg_rect(m, "fill", 0.0, 0.0, 100.0 * share, 1.0);
    svg_end(m);
}

void svg_signed_share(struct markup *m, double share)
{
    const struct svg bar = {
        .class = "bar", .width = 100.0, .height = 1.0, .stretched = true};
    const double size = 50.0 * (share < 0.0 ? -share : share);

    svg_begin(m, &bar);
    svg_rect(m, "track", 0.0, 0.0, 100.0, 1.0);
    svg_rect(m, share < 0.0 ? "fill against" : "fill",
             share < 0.0 ? 50.0 - size : 50.0, 0.0, size, 1.0);
    svg_rect(m, "middle", 49.5, 0.0, 1.0, 1.0);
    svg_end(m);
}

/* Drawings in a page: SVG of rectangles, lines and words.
 *
 * Colours and widths come from classes of report.css, since a page has no style
 * attributes; numbers have two decimals at most. A drawing is one picture to a
 * screen reader: its title and description say what it shows. */
#ifndef TENOR_CLI_REPORT_SVG_H
#define TENOR_CLI_REPORT_SVG_H

#include "cli/report/markup.h"

struct svg {
    const char *class; /* our own, or NULL */
    const char *id;    /* unique in the page, with number; our own */
    size_t number;
    double width, height;   /* of the coordinates, from 0 */
    bool stretched;         /* fills its place, whatever the proportions: for
                               drawings without words */
    struct str title;       /* foreign; empty: a decoration beside its number */
    struct str description; /* foreign; may be empty */
};

void svg_begin(struct markup *m, const struct svg *s);
void svg_end(struct markup *m);

/* Parts of one class, which is our own. A rectangle with a note shows it to who
 * points at it. */
void svg_rect(struct markup *m, const char *class, double x, double y,
              double width, double height);
void svg_rect_note(struct markup *m, const char *class, double x, double y,
                   double width, double height, struct str note);
void svg_line(struct markup *m, const char *class, double x1, double y1,
              double x2, double y2);

/* Words at a place; where they lie to it is said by the class: text-anchor. */
void svg_text(struct markup *m, const char *class, double x, double y,
              struct str text);

/* A line through any number of points: begin, the points, end. */
void svg_polyline(struct markup *m, const char *class);
void svg_point(struct markup *m, double x, double y);
void svg_polyline_end(struct markup *m);

/* A bar for a share, 0 to 1, as a decoration beside its number. */
void svg_share(struct markup *m, double share);

/* The same for -1 to 1: to the right of its middle, or to the left. */
void svg_signed_share(struct markup *m, double share);

#endif

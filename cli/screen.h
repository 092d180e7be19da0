/* Text for a screen: what other people wrote, on lines of a given width.
 *
 * Nothing in it reaches the terminal as a command: control characters (C0, C1,
 * ESC) and white space become one blank, characters that change the direction
 * of writing become U+FFFD, as invalid UTF-8 does, and of many marks on one
 * letter the first few stay. Wide characters count as two columns. */
#ifndef TENOR_CLI_SCREEN_H
#define TENOR_CLI_SCREEN_H

#include "model/base.h"

#define SCREEN_WIDTH 80

/* --color; the order of its choices. */
enum screen_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* With auto: standard output is a terminal that is not dumb, and NO_COLOR is
 * not set. */
bool screen_color(enum screen_color choice);

/* SGR codes, written where `color` is true. */
enum screen_style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_BAR, STYLE_MARK };
void screen_style(bool color, enum screen_style style);

struct screen_cell {
    char bytes[4];
    unsigned char n, width;
    size_t at; /* offset in the text that it comes from */
};

/* As many cells as will fill two lines. */
#define SCREEN_CELLS 1024

/* The text as cells, without white space at its ends; returns how many. */
size_t screen_cells(struct str text, struct screen_cell *cell, size_t room);

/* Columns that a text takes, as far as cells go. */
size_t screen_width(struct str text);

/* Print the text, cut to the width with an ellipsis; returns its columns. */
size_t screen_print(struct str text, size_t width);

/* The same for a path, which keeps its end. */
size_t screen_print_end(struct str text, size_t width);

/* Print the text, cut to the width, filled up with blanks. */
void screen_field(struct str text, size_t width);

/* Print cells on one or two lines, the second with an indent, cut with an
 * ellipsis; those in a marked span of the text in colour. Where the first span
 * would be cut off, the beginning is left out instead.
 *
 *   used  columns of the first line that are taken
 *   keep  columns to be left free at the end */
void screen_paragraph(struct str text, size_t used, size_t indent, size_t keep,
                      const struct tenor_span *mark, size_t n, bool color);

#endif

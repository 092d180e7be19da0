#define _POSIX_C_SOURCE 200809L /* isatty */
#include "cli/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/utf8.h"

#define ELLIPSIS "\xE2\x80\xA6"
#define MARKS_MAX 4 /* on one letter */
#define WRAP 10     /* columns that are lost between two lines */

bool screen_color(enum screen_color choice)
{
    const char *none = getenv("NO_COLOR"), *term = getenv("TERM");

    if (choice != COLOR_AUTO)
        return choice == COLOR_ALWAYS;
    return isatty(STDOUT_FILENO) && !(none && *none) &&
           !(term && strcmp(term, "dumb") == 0);
}

void screen_style(bool color, enum screen_style style)
{
    static const char *const code[] = {"0", "1", "2", "36", "1;35"};

    if (color)
        printf("\033[%sm", code[style]);
}

/* ---- cells --------------------------------------------------------------- */

struct range {
    uint32_t first, last;
};

static bool in_range(uint32_t c, const struct range *range, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (c >= range[i].first && c <= range[i].last)
            return true;
    return false;
}

/* Unicode 15: Bidi_Control. */
static bool is_direction(uint32_t c)
{
    static const struct range control[] = {
        {0x061C, 0x061C}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2066, 0x2069}};

    return in_range(c, control, sizeof control / sizeof *control);
}

/* Blocks of East_Asian_Width W or F. */
static bool is_wide(uint32_t c)
{
    static const struct range wide[] = {
        {0x1100, 0x115F}, {0x2E80, 0xA4CF},   {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};

    return in_range(c, wide, sizeof wide / sizeof *wide);
}

static bool is_blank(uint32_t c)
{
    const enum utf8_class class = utf8_class(c);

    return c <= ' ' || (c >= 0x7F && c < 0xA0) || class == UTF8_SPACE ||
           class == UTF8_NEWLINE;
}

static void put_cell(struct screen_cell *cell, uint32_t c, unsigned width,
                     size_t at)
{
    cell->n = (unsigned char)utf8_put(c, cell->bytes);
    cell->width = (unsigned char)width;
    cell->at = at;
}

size_t screen_cells(struct str text, struct screen_cell *cell, size_t room)
{
    size_t n = 0, marks = 0, bad = 0, size;
    bool blank = false;

    for (size_t i = 0; i < text.len; i += size) {
        uint32_t c;
        size = utf8_decode(text.s + i, text.len - i, &c, &bad);
        if (is_blank(c)) {
            blank = n > 0;
            continue;
        }
        if (n + 2 > room)
            break;
        if (blank)
            put_cell(&cell[n++], ' ', 1, i - 1);
        blank = false;
        if (is_direction(c))
            c = UTF8_REPLACEMENT;
        const bool mark = utf8_class(c) == UTF8_MARK;
        marks = mark ? marks + 1 : 0;
        if (marks <= MARKS_MAX)
            put_cell(&cell[n++], c, mark ? 0 : is_wide(c) ? 2 : 1, i);
    }
    return n;
}

/* The first cell from `from` that does not fit into so many columns. */
static size_t fitting(const struct screen_cell *cell, size_t from, size_t n,
                      size_t width)
{
    size_t used = 0;

    for (; from < n; from++) {
        used += cell[from].width;
        if (used > width)
            break;
    }
    return from;
}

static size_t columns(const struct screen_cell *cell, size_t from, size_t end)
{
    size_t used = 0;

    for (; from < end; from++)
        used += cell[from].width;
    return used;
}

/* ---- printing ------------------------------------------------------------ */

static bool is_marked(size_t at, const struct tenor_span *mark, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at >= mark[i].begin && at < mark[i].end)
            return true;
    return false;
}

static void print_cells(const struct screen_cell *cell, size_t from, size_t end,
                        const struct tenor_span *mark, size_t n, bool color)
{
    bool on = false;

    for (; from < end; from++) {
        if (is_marked(cell[from].at, mark, n) != on) {
            on = !on;
            screen_style(color, on ? STYLE_MARK : STYLE_PLAIN);
        }
        fwrite(cell[from].bytes, 1, cell[from].n, stdout);
    }
    if (on)
        screen_style(color, STYLE_PLAIN);
}

/* A line of at most `width` columns; returns those used. */
static size_t print_line(const struct screen_cell *cell, size_t from, size_t n,
                         size_t width, const struct tenor_span *mark,
                         size_t marks, bool color)
{
    size_t end = fitting(cell, from, n, width);
    const bool cut = end < n;

    if (cut)
        end = fitting(cell, from, n, width ? width - 1 : 0);
    while (cut && end > from && cell[end - 1].bytes[0] == ' ')
        end--;
    print_cells(cell, from, end, mark, marks, color);
    if (cut && width)
        printf(ELLIPSIS);
    return columns(cell, from, end) + (cut && width);
}

size_t screen_width(struct str text)
{
    struct screen_cell cell[SCREEN_CELLS];

    return columns(cell, 0, screen_cells(text, cell, SCREEN_CELLS));
}

size_t screen_print(struct str text, size_t width)
{
    struct screen_cell cell[SCREEN_CELLS];
    const size_t n = screen_cells(text, cell, SCREEN_CELLS);

    return print_line(cell, 0, n, width, NULL, 0, false);
}

size_t screen_print_end(struct str text, size_t width)
{
    struct screen_cell cell[SCREEN_CELLS];

    while (text.len > SCREEN_CELLS / 2 ||
           (text.len && ((unsigned char)*text.s & 0xC0) == 0x80)) {
        text.s++;
        text.len--;
    }
    const size_t n = screen_cells(text, cell, SCREEN_CELLS);
    size_t from = n, used = 0;
    while (from > 0 && used + cell[from - 1].width <= width)
        used += cell[--from].width;
    if (from == 0)
        return print_line(cell, 0, n, width, NULL, 0, false);
    for (; from < n && used >= width; from++)
        used -= cell[from].width;
    printf(ELLIPSIS);
    return 1 + print_line(cell, from, n, width, NULL, 0, false);
}

void screen_field(struct str text, size_t width)
{
    for (size_t used = screen_print(text, width); used < width; used++)
        putchar(' ');
}

/* Where the first of two lines ends: after its last word. */
static size_t line_end(const struct screen_cell *cell, size_t n, size_t width)
{
    const size_t end = fitting(cell, 0, n, width);

    for (size_t i = end; i > 0 && end < n; i--)
        if (cell[i].bytes[0] == ' ')
            return i;
    return end;
}

/* Where to begin so that the cells from offset `focus` on are among those that
 * fit into so many columns: at a word, half of the columns before or
 * more. */
static size_t begin_near(const struct screen_cell *cell, size_t n, size_t width,
                         size_t focus)
{
    size_t at = 0;

    while (at < n && cell[at].at < focus)
        at++;
    if (at == n || columns(cell, 0, n) <= width ||
        fitting(cell, 0, n, width) > at)
        return 0;
    size_t from = at, used = 0;
    while (from > 0 && used < width / 2)
        used += cell[--from].width;
    while (from > 0 && columns(cell, from - 1, n) <= width)
        from--; /* the end fits, so more of the beginning does */
    for (size_t i = from; i < at; i++)
        if (cell[i].bytes[0] == ' ')
            return i;
    return from;
}

void screen_paragraph(struct str text, size_t used, size_t indent, size_t keep,
                      const struct tenor_span *mark, size_t n, bool color)
{
    struct screen_cell cell[SCREEN_CELLS];
    const size_t first = SCREEN_WIDTH - used, second = SCREEN_WIDTH - indent;
    size_t end, cells = screen_cells(text, cell, SCREEN_CELLS);

    if (n) {
        const size_t from =
            begin_near(cell, cells, first + second - keep - WRAP, mark[0].end);
        cells -= from;
        memmove(cell, cell + from, cells * sizeof *cell);
        if (from)
            put_cell(&cell[0], 0x2026, 1, cell[0].at);
    }
    const size_t all = columns(cell, 0, cells);

    if (all + keep <= first) {
        print_line(cell, 0, cells, first, mark, n, color);
        return;
    }
    end = line_end(cell, cells, first);
    print_cells(cell, 0, end, mark, n, color);
    if (end == cells) { /* nothing but what the caller adds */
        printf("\n%*s", (int)indent - 1, "");
        return;
    }
    printf("\n%*s", (int)indent, "");
    end += cell[end].bytes[0] == ' ';
    print_line(cell, end, cells, second - keep, mark, n, color);
}

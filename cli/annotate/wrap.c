#include "cli/annotate/wrap.h"

#include <stdio.h>
#include <stdlib.h>

/* Where a line that begins at `from` ends; *next is where the one behind it
 * begins. A line has one cell at least. */
static size_t line_end(const struct screen_cell *cell, size_t from, size_t n,
                       size_t width, size_t *next)
{
    size_t used = 0, end = from, blank = SIZE_MAX;

    for (; end < n && (end == from || used + cell[end].width <= width); end++) {
        used += cell[end].width;
        if (cell[end].bytes[0] == ' ')
            blank = end;
    }
    if (end < n && cell[end].bytes[0] == ' ')
        blank = end;
    if (end == n || blank == SIZE_MAX) {
        *next = end;
        return end;
    }
    *next = blank + 1;
    return blank;
}

static void print_line(const struct screen_cell *cell, size_t from, size_t end)
{
    for (; from < end; from++)
        fwrite(cell[from].bytes, 1, cell[from].n, stdout);
    putchar('\n');
}

/* A paragraph; *lines counts on. */
static bool print_paragraph(struct str text, size_t width, size_t most,
                            size_t *lines)
{
    struct screen_cell *cell = mem_resize(NULL, text.len + 2, sizeof *cell);

    if (!cell)
        return false;
    const size_t n = screen_cells(text, cell, text.len + 2);
    for (size_t from = 0, next; from < n; from = next) {
        const size_t end = line_end(cell, from, n, width, &next);
        if (++*lines <= most)
            print_line(cell, from, end);
    }
    free(cell);
    return true;
}

bool wrap_print(struct str text, size_t width, size_t most, size_t *left)
{
    size_t lines = 0;
    bool ok = true;

    while (ok && text.len > 0) {
        const char *lf = memchr(text.s, '\n', text.len);
        const size_t len = lf ? (size_t)(lf - text.s) : text.len;
        ok = print_paragraph((struct str){text.s, len}, width, most, &lines);
        text.s += len + (lf != NULL);
        text.len -= len + (lf != NULL);
    }
    *left = lines > most ? lines - most : 0;
    return ok;
}

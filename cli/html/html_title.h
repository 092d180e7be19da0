/* The title of a page: see html.h. */
#ifndef TENOR_CLI_HTML_HTML_TITLE_H
#define TENOR_CLI_HTML_HTML_TITLE_H

#include "cli/html/html_main.h"

/* Append it, without white space at the ends; nothing where the page has none,
 * or an h1 in the main part stays where it is. One that does not is then out.
 * False when memory ran out. */
bool html_title(const struct html_page *p, struct html_main *m,
                struct buffer *title);

/* The <title> of a page without the site's name; a part of it. */
struct str html_title_strip(struct str title);

#endif

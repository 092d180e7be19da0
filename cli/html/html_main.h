/* Which part of a page is its main text: see html.h. */
#ifndef TENOR_CLI_HTML_HTML_MAIN_H
#define TENOR_CLI_HTML_HTML_MAIN_H

#include "cli/html/html_page.h"

/* What is known of a node. */
struct html_weight {
    size_t text;   /* bytes of text in it, without white space */
    size_t linked; /* of these in links */
    size_t direct; /* the others, in no block within it */
    size_t weight; /* see html.h */
    bool holds;    /* an article, a main or an h1, perhaps itself */
    bool out;      /* left out, or in what is left out */
};

/* Zero it to start. */
struct html_main {
    struct html_weight *of; /* [n] for the nodes of the page */
    size_t capacity;
    size_t *part; /* [parts] nodes of the page, ascending, none in another */
    size_t parts, part_capacity;
};

/* Choose. Nodes within a part that are out are none of the text. TENOR_ENOMEM;
 * to be released in any case. Cost: linear, times the depth of containers. */
bool html_main_find(struct html_main *m, const struct html_page *p,
                    struct tenor_error *err);
void html_main_release(struct html_main *m);

#endif

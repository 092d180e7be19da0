/* Nodes of a page as plain text, as html.h describes it. */
#ifndef TENOR_CLI_HTML_HTML_WRITE_H
#define TENOR_CLI_HTML_HTML_WRITE_H

#include "cli/html/html_main.h"

/* What is to come before the next text. */
enum html_gap { HTML_GAP_NONE, HTML_SPACE, HTML_LINE, HTML_PARAGRAPH };

/* Set the first to start. */
struct html_writer {
    struct buffer *to; /* text is added to it */
    size_t begin;      /* where it begins there */
    enum html_gap gap;
    bool item; /* the next text begins one of a list */
};

/* Write a node and what is in it, as a paragraph or several; of nodes that are
 * out nothing, if m is not NULL. False when memory ran out. */
bool html_write(struct html_writer *w, const struct html_page *p,
                const struct html_main *m, size_t node);

/* A paragraph. */
bool html_write_paragraph(struct html_writer *w, struct str text);

/* Take white space off the end. */
void html_write_end(struct html_writer *w);

#endif

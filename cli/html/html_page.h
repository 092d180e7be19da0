/* A page of HTML as a list: its elements and texts in the order of the page,
 * without what is no text of it.
 *
 * html_page.c is the only user of <gumbo.h>. Gumbo checks no allocation and
 * frees a tree by recursion. So all of its memory comes from blocks of ours,
 * which are freed without looking at the tree, and when they run out or pass a
 * limit the parser is left by longjmp. Gumbo 0.10 puts the last text of a form,
 * if it is in no other element, behind the form. */
#ifndef TENOR_CLI_HTML_HTML_PAGE_H
#define TENOR_CLI_HTML_HTML_PAGE_H

#include "cli/html/html_rule.h"
#include "model/base.h"

#define HTML_NO_NODE SIZE_MAX

struct html_node {
    struct str text;     /* of a text node; its kind is HTML_INLINE */
    size_t parent;       /* HTML_NO_NODE for the root */
    size_t end;          /* behind its last descendant */
    enum html_kind kind; /* never HTML_UNSEEN */
    bool is_text;
    bool link; /* it is one, or is in one */
};

/* Zero it to start. */
struct html_page {
    struct html_node *node; /* [n] parents before children; 0 is <html> */
    size_t n, capacity;
    struct str title;           /* of the head; empty if none */
    struct html_memory *memory; /* private: what the parser took */
};

/* Parse a page, which must last as long as the list. TENOR_ELIMIT (limits of
 * html.h), TENOR_ENOMEM; to be released in any case. */
bool html_page_read(struct html_page *p, struct str page,
                    struct tenor_error *err);
void html_page_release(struct html_page *p);

#endif

/* The frame of a report: one file of HTML that needs no network and no script.
 *
 * Everything between page_begin() and page_end() stands in <main>; its headings
 * begin with <h2>, since the title is the <h1>. The style sheet, report.css, is
 * in the page; a policy in its head lets a browser take nothing else: no
 * script, no style attribute, nothing from elsewhere - unless a page brings a
 * style sheet and a script of ours, linked into the program, which are told by
 * their hashes.
 */
#ifndef TENOR_CLI_REPORT_PAGE_H
#define TENOR_CLI_REPORT_PAGE_H

#include "cli/report/markup.h"

/* A part of the page that its contents lead to. */
struct page_link {
    const char *id; /* our own */
    struct str name;
};

struct page {
    const char *kind; /* what it is a report of, above the title: "Article" */
    struct str title; /* foreign */
    const struct page_link *link; /* [links] the contents; none: no <nav> */
    size_t links;
    struct str style;  /* behind report.css, or empty */
    struct str script; /* at the end, or empty */
};

void page_begin(struct markup *m, const struct page *p);
void page_end(struct markup *m, const struct page *p);

/* A part of the page with a heading of level 2, which may be foreign. */
void page_section(struct markup *m, const char *id, struct str heading);
void page_section_end(struct markup *m);

#endif

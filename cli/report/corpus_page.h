/* The page about corpora, and its articles that stand out. */
#ifndef TENOR_CLI_REPORT_CORPUS_PAGE_H
#define TENOR_CLI_REPORT_CORPUS_PAGE_H

#include "cli/report/facts.h"
#include "cli/report/markup.h"

struct corpus_page {
    struct str title;    /* of the page */
    struct facts *facts; /* complete; they are put in order */
    const struct meanings *meanings;
};

/* Append the page. TENOR_EDATA when a group to be compared has no records;
 * TENOR_ENOMEM. */
bool corpus_page(const struct corpus_page *p, struct markup *m,
                 struct tenor_error *err);

#endif

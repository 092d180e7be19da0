/* The page about one article: what it is on every axis, and why; see
 * cli/tenor.1, REPORT.
 *
 * It is what `tenor report ARTICLE` and `tenor explain --format html` write.
 * Each axis is a part that can be opened: the first one with a label is, or all
 * that were asked for. What is open is printed. */
#ifndef TENOR_CLI_REPORT_ARTICLE_H
#define TENOR_CLI_REPORT_ARTICLE_H

#include "cli/explain/explaining.h"
#include "cli/report/markup.h"

/* Of a long text, so many bytes are shown under each axis, up to the end of a
 * sentence; the page says so. Sums are always over all of it. */
#define ARTICLE_SHOWN ((size_t)64 << 10)

/* A longer text has a profile alone, and the page says so: explanations need
 * some 600 bytes of memory for each byte of it. */
#define ARTICLE_EXPLAINED ((size_t)1 << 20)

/* Of label sets. */
#define ARTICLE_COVERAGE 0.9

/* Words whose number is also shown to the keyboard and on paper: the strongest
 * of an axis. */
#define ARTICLE_STOPS 12

/* Append the page about the text that has been scored. TENOR_ENOMEM,
 * TENOR_EMODEL. */
bool article_page(struct explaining *x, const char *id, struct markup *m,
                  struct tenor_error *err);

/* tenor explain --format html: the page on stdout. */
extern const struct explain_format explain_html;

#endif

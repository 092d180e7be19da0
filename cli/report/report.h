/* `tenor report`: a page about an article or about corpora. cmd_report.c owns
 * the options, and asks which of the two its operands are. */
#ifndef TENOR_CLI_REPORT_REPORT_H
#define TENOR_CLI_REPORT_REPORT_H

#include "cli/report/markup.h"

struct report_options {
    const struct tenor_model *model;
    size_t *axis; /* [axes] those shown, ascending */
    size_t axes;
    bool chosen;       /* they were asked for */
    const char *title; /* given, or NULL */
};

/* Append the page about one article in a plain file, "-" for standard input.
 * TENOR_EIO, TENOR_ELIMIT, TENOR_EINVAL, TENOR_ENOMEM. */
bool report_article(const struct report_options *o, const char *path,
                    struct markup *m, struct tenor_error *err);

/* Append the page about corpora: everything that is no single plain file.
 * TENOR_EIO, TENOR_EDATA, TENOR_ELIMIT, TENOR_ENOMEM. */
bool report_corpus(const struct report_options *o, char *const *path, size_t n,
                   struct markup *m, struct tenor_error *err);

#endif

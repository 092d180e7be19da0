/* `tenor report`: a page about an article or about corpora. cmd_report.c owns
 * the options, and asks which of the two its operands are. */
#ifndef TENOR_CLI_REPORT_REPORT_H
#define TENOR_CLI_REPORT_REPORT_H

#include "cli/label/corpora.h"
#include "cli/report/markup.h"

/* What is about corpora alone; see `tenor report --help`. */
struct report_corpora {
    struct corpora_options corpora;
    const char *text_column, *text_field, *encoding;
    bool header, html;
    const char *title, *date, *group, *compare; /* or NULL */
    size_t max_record, threads;
    int progress; /* enum progress_mode */
};

struct report_options {
    const struct tenor_model *model;
    const char *model_name; /* as given, or NULL */
    size_t *axis;           /* [axes] those shown, ascending */
    size_t axes;
    bool chosen;        /* they were asked for */
    const char *title;  /* given, or NULL */
    const char *output; /* where the page goes, or NULL */
    struct report_corpora corpus;
};

/* Append the page about one article in a plain file, "-" for standard input.
 * TENOR_EIO, TENOR_ELIMIT, TENOR_EINVAL, TENOR_ENOMEM. */
bool report_article(const struct report_options *o, const char *path,
                    struct markup *m, struct tenor_error *err);

/* Append the page about corpora: everything that is no single plain file. False
 * with a message on stderr; *status is the exit status in any case. */
bool report_corpus(const struct verb *v, const struct report_options *o,
                   char *const *path, size_t n, struct markup *m, int *status);

#endif

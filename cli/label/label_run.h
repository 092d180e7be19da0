/* A run of `tenor label`: corpora are read in chunks, several threads work on
 * these, and what comes of them is written in the order of the corpora, with a
 * journal and a receipt where the output is a file (see ordered.h, label_work.h,
 * sink.h, receipt.h). */
#ifndef TENOR_CLI_LABEL_LABEL_RUN_H
#define TENOR_CLI_LABEL_LABEL_RUN_H

#include "cli/label/label_work.h"
#include "cli/opt.h"
#include "cli/label/progress.h"
#include "cli/label/reading.h"

struct label_run {
    const struct verb *verb;
    const struct label_job *job;
    struct reading reading;
    const char *model;  /* its name, or NULL */
    const char *output; /* NULL: standard output */
    bool no_receipt;    /* an output in a file is to have none */
    bool line_buffered; /* each row is written before the next record is read */
    bool header;        /* the output has names on its first line */
    bool resume;        /* go on with what is there */
    enum progress_mode progress;
    size_t threads;
    uint64_t *count; /* [counting size] set by the run */
};

/* Run it; messages are on stderr. Returns the exit status of the program: that
 * of a shell's, 128 and more, when a signal ended it. *complete: the corpora
 * are done, and count says what became of them. */
int label_run(struct label_run *l, bool *complete);

#endif

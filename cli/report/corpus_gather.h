/* Reading corpora for a report: chunks are filled, several threads work on
 * them, and facts are added up in the order of the corpora. */
#ifndef TENOR_CLI_REPORT_CORPUS_GATHER_H
#define TENOR_CLI_REPORT_CORPUS_GATHER_H

#include "cli/label/progress.h"
#include "cli/label/reading.h"
#include "cli/report/facts.h"

struct corpus_gather {
    const struct label_job *job; /* all borrowed */
    const struct meanings *meanings;
    struct reading reading; /* its first part is set */
    size_t threads;
    enum progress_mode progress;
    const char *verb; /* whose messages they are */
};

/* Read all of it into facts, which are initialised. Messages about the first
 * bad records are on stderr. TENOR_EIO, TENOR_EDATA, TENOR_ENOMEM; TENOR_EIO
 * when a signal ended it. */
bool corpus_gather(struct corpus_gather *g, struct facts *f,
                   struct tenor_error *err);

#endif

/* The words that matter on a corpus: what each feature adds to the margins of
 * its texts. Corpora are read as `tenor label` reads them, and many threads
 * look at their texts; the result does not depend on how many. */
#ifndef TENOR_CLI_WORDS_SURVEY_H
#define TENOR_CLI_WORDS_SURVEY_H

#include "cli/label/label_work.h"
#include "cli/label/reading.h"
#include "cli/words/gathering.h"
#include "cli/words/listing.h"

struct survey {
    const struct verb *verb;
    struct listing *words;  /* laid out */
    struct label_job job;   /* what it says of texts */
    struct reading reading; /* of them */
    const char *title_field; /* of a record; NULL: the usual ones */
    size_t threads;
};

/* Read the corpora and fill the lists, which are empty. Messages are on stderr.
 * Returns the exit status of the program; *filled is whether there are lists.
 * Their texts are in *all, to be released in any case. */
int survey_run(struct survey *s, struct gathering *all, bool *filled);

#endif

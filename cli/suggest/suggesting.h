/* Reading a pool for `tenor suggest`: threads ask the model about each text,
 * and the survey (train/survey.h) keeps what is to be chosen from. */
#ifndef TENOR_CLI_SUGGEST_SUGGESTING_H
#define TENOR_CLI_SUGGEST_SUGGESTING_H

#include "cli/label/progress.h"
#include "cli/label/texts.h"
#include "train/survey.h"

struct suggesting {
    const struct verb *verb;
    struct survey *survey;
    struct texts texts;
    size_t threads;
    enum progress_mode progress;
    uint64_t records, bad, passed; /* read; no text; no text to be labelled */
};

/* Read all of the pool. Bad records are told on stderr, the first few of them.
 * False with *err: those of reading, TENOR_ENOMEM, TENOR_ELIMIT. */
bool suggesting_read(struct suggesting *s, struct tenor_error *err);

#endif

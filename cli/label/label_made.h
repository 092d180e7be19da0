/* What the output of a run of label is made of: the names of the run, hashes of
 * what it reads and writes, and its receipt. One thread for each function. */
#ifndef TENOR_CLI_LABEL_LABEL_MADE_H
#define TENOR_CLI_LABEL_LABEL_MADE_H

#include "cli/label/label_run.h"
#include "cli/label/receipt.h"
#include "cli/label/sink.h"

struct made {
    bool noted;            /* there is to be a receipt */
    uint64_t options, run; /* hashes, see cli/label/receipt.h */
    struct parts parts;    /* of what is read */
    struct digest digest;  /* of what is written */
    uint64_t bytes, header;
};

/* For a run that writes a file, before it reads. What is read is noted from now
 * on. TENOR_ENOMEM; to be released in any case. */
bool made_init(struct made *m, struct label_run *l, struct tenor_error *err);
void made_release(struct made *m);

/* These bytes are written. */
void made_add(struct made *m, struct str bytes);

/* So many bytes were written before, by a run that is gone on with. TENOR_EIO,
 * TENOR_EDATA, TENOR_ENOMEM. */
bool made_before(struct made *m, const struct sink *s, uint64_t bytes,
                 struct tenor_error *err);

/* Write the receipt, or, where there is to be none, remove that of an output
 * before. TENOR_EIO, TENOR_ENOMEM. */
bool made_write(const struct made *m, const struct label_run *l,
                struct tenor_error *err);

/* Whether the output is there already, by its receipt, made by the same run and
 * of the size it had; the counts of l are set then. */
bool made_is_there(const struct made *m, struct label_run *l);

#endif

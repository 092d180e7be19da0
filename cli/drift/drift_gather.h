/* Everything that `tenor drift` finds out about new texts: they are read as
 * `tenor label` reads them, many threads look at them, and their sums are added
 * up in their order. */
#ifndef TENOR_CLI_DRIFT_DRIFT_GATHER_H
#define TENOR_CLI_DRIFT_DRIFT_GATHER_H

#include "cli/drift/drift_slices.h"
#include "cli/drift/drift_work.h"
#include "cli/drift/new_words.h"
#include "cli/label/progress.h"
#include "cli/label/reading.h"

/* Set the first part, zero the rest. */
struct drift_gather {
    const char *verb;
    size_t axis;
    struct label_job job;      /* what it says of texts */
    struct reading reading;    /* of them */
    const char *slice, *truth; /* names of fields, or NULL */
    bool slice_files;
    size_t threads;
    enum progress_mode progress;

    uint64_t records, errors;  /* of these, without a text */
    uint64_t foreign;          /* labels that the axis has not */
    struct interval *adjusted; /* [labels] shares of true labels of texts, where
                                  an axis is about texts as a whole and the
                                  errors in its card explain them; or NULL */
    struct drift_sums sums;
    struct drift_slices slices;
    struct new_words strangers;
};

/* Read all texts. Bad records are told on stderr, the first few of them. False
 * with *err: those of reading, TENOR_ENOMEM, TENOR_ELIMIT. To be released in
 * any case. */
bool drift_gather(struct drift_gather *g, struct tenor_error *err);
void drift_gather_release(struct drift_gather *g);

#endif

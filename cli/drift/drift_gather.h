/* Everything that `tenor drift` finds out about texts, new ones or a baseline:
 * they are read as `tenor label` reads them, many threads look at them, and
 * their sums are added up in their order. */
#ifndef TENOR_CLI_DRIFT_DRIFT_GATHER_H
#define TENOR_CLI_DRIFT_DRIFT_GATHER_H

#include "cli/drift/drift_slices.h"
#include "cli/drift/drift_work.h"
#include "cli/drift/new_words.h"
#include "cli/label/progress.h"
#include "cli/label/reading.h"

/* Of an axis. */
struct drift_found {
    const struct axis *axis;
    struct drift_side then;    /* what it is compared with */
    float unsure;              /* a probability of this or less is */
    struct interval *adjusted; /* [labels] shares of true labels of texts, where
                                  the axis is about texts as a whole and the
                                  errors in its card explain them; or NULL */
    uint64_t foreign;          /* texts whose true label it has not */
    struct drift_sums sums;
    struct drift_slices slices;
    struct new_words strangers;
};

/* Set the first part, zero the rest. */
struct drift_gather {
    const char *verb;
    const size_t *axis; /* [axes] which must have sketches; borrowed */
    size_t axes;
    const struct drift_gather *baseline; /* gathered before; or NULL: the
                                            sketches are compared with */
    bool is_baseline;          /* only counts are wanted of new words */
    struct label_job job;      /* what it says of texts */
    struct reading reading;    /* of them */
    const char *slice, *truth; /* names of fields, or NULL */
    const char *title;         /* likewise; NULL: the usual ones */
    bool slice_files;
    size_t threads;
    enum progress_mode progress;

    uint64_t records, errors;  /* of these, without a text */
    struct drift_found *found; /* [axes] */
};

/* Read all texts. Bad records are told on stderr, the first few of them. False
 * with *err: those of reading, TENOR_ENOMEM, TENOR_ELIMIT. To be released in
 * any case. */
bool drift_gather(struct drift_gather *g, struct tenor_error *err);
void drift_gather_release(struct drift_gather *g);

#endif

/* What `tenor drift` says: sums made to verdicts, and how these are printed. */
#ifndef TENOR_CLI_DRIFT_DRIFT_REPORT_H
#define TENOR_CLI_DRIFT_DRIFT_REPORT_H

#include "cli/drift/drift_gather.h"
#include "cli/drift/drift_limits.h"

#define DRIFT_TOP_MAX 1000

/* Of an axis. */
struct drift_verdict {
    const struct drift_found *found;
    struct drift_check check[DRIFT_KINDS];
    bool drift;                       /* something is beyond its limit: */
    bool slices;                      /* one of them is, too */
    struct new_word_matter *stranger; /* [strangers] */
    size_t strangers;
    struct drift_word *word; /* [words] */
    size_t words;
};

/* Set the first part, zero the rest. */
struct drift_report {
    const char *model; /* its path, or NULL for the embedded one */
    struct drift_gather *gather;
    const struct drift_limits *limits;
    double alpha;
    size_t top;

    bool few;   /* too few texts to say, new ones or of the baseline */
    bool drift; /* of any axis */
    struct drift_verdict *verdict; /* [axes] */
};

/* Compare what was gathered: checks of all axes are adjusted for their number.
 * TENOR_ENOMEM; to be released in any case. */
bool drift_judge(struct drift_report *r, struct tenor_error *err);
void drift_report_release(struct drift_report *r);

/* TENOR_ENOMEM. */
bool drift_print_text(const struct drift_report *r, struct tenor_error *err);
bool drift_print_json(const struct drift_report *r, struct tenor_error *err);

/* The new texts as a side. */
static inline struct drift_side drift_now(const struct drift_found *f)
{
    return (struct drift_side){f->axis, &f->sums};
}

/* How a word of the sketch reads; "?" where it has no name. */
struct str drift_word_name(const struct sketch *s, size_t number);

#endif

/* What `tenor drift` prints. */
#ifndef TENOR_CLI_DRIFT_DRIFT_REPORT_H
#define TENOR_CLI_DRIFT_DRIFT_REPORT_H

#include "cli/drift/drift_gather.h"

#define DRIFT_TOP_MAX 1000

struct drift_report {
    const char *model; /* its path, or NULL for the embedded one */
    const struct axis *axis;
    const struct drift_gather *found;
    struct drift_check check[DRIFT_KINDS];
    double alpha;
    bool few;    /* too few texts to say */
    bool drift;  /* something is beyond its limit, */
    bool slices; /* slices may be, too */
    size_t top;
    struct new_word_matter *stranger; /* [strangers] */
    size_t strangers;
    struct drift_word *word; /* [words] */
    size_t words;
};

/* TENOR_ENOMEM. */
bool drift_print_text(const struct drift_report *r, struct tenor_error *err);
bool drift_print_json(const struct drift_report *r, struct tenor_error *err);

/* How a word of the sketch reads; "?" where it has no name. */
struct str drift_word_name(const struct sketch *s, size_t number);

#endif

/* tenor explain --diff: a text, and what became of it. */
#ifndef TENOR_CLI_EXPLAIN_DIFFING_H
#define TENOR_CLI_EXPLAIN_DIFFING_H

#include "cli/explain/edits.h"
#include "cli/explain/explaining.h"

/* The other text is read and scored with x->alone, as the text that x has. */
struct diffing {
    struct explaining *before; /* borrowed */
    struct explaining after;
};

/* An axis in both texts, and the label that is explained: the one asked for, or
 * that of the text before. */
struct diffing_axis {
    size_t axis, label;
    bool judged;                      /* both texts have a label */
    double before, after;             /* margins of the label */
    double p_before, p_after;         /* its probabilities */
    size_t guess_before, guess_after; /* the most probable labels */
    struct edits edits; /* those that moved the margin most first; equal ones
                           in reading order */
};

/* Read x->diff and score it. Errors of reading and scoring; d is to be released
 * in any case. */
bool diffing_begin(struct diffing *d, struct explaining *x,
                   struct tenor_error *err);
void diffing_release(struct diffing *d);

/* What moved an axis. TENOR_ENOMEM; *a is to be released in any case. */
bool diffing_axis(struct diffing *d, size_t axis, struct diffing_axis *a,
                  struct tenor_error *err);
void diffing_axis_release(struct diffing_axis *a);

/* What an edit moved. */
static inline double edit_moved(const struct edit *e)
{
    return e->added.carried - e->removed.carried;
}

extern const struct explain_format diff_text, diff_json;

#endif

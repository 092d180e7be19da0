/* What moved a margin from one text to another: edits, words removed and added
 * in one place.
 *
 * Words are runs of letters and digits, with hyphens and apostrophes in them;
 * other signs are each a word of their own, and white space is nothing. What a
 * word carries is what features add, each spread evenly over its occurrences
 * and these over the words that they are in. An edit moves the margin by what
 * its added words carry less what its removed ones did. */
#ifndef TENOR_CLI_EXPLAIN_EDITS_H
#define TENOR_CLI_EXPLAIN_EDITS_H

#include "model/base.h"

/* Words of a text in succession. */
struct edit_side {
    struct tenor_span span; /* from the first to the last; empty: none */
    size_t line;            /* of its beginning, from 1 */
    size_t words;
    double carried;
};

struct edit {
    struct edit_side removed, added;
};

/* Zero it to start. */
struct edits {
    struct edit *edit; /* [n] in reading order */
    size_t n, capacity;
    bool coarse; /* some of them are taken as a whole: see diff.h */
};

/* One of the texts, and the evidence for a label in it; borrowed. */
struct edited {
    struct str in;
    const struct tenor_evidence *evidence; /* [n] */
    size_t n;
};

/* The words of a text with what they carry. */
struct carrier {
    struct tenor_span span;
    uint64_t number; /* equal for equal words */
    double carried;
};
struct carrier_list {
    struct carrier *word; /* [n] */
    size_t n, capacity;
};

/* Cut a text into words, and spread evidence over them. TENOR_ENOMEM; to be
 * freed in any case. */
bool edits_read(const struct edited *t, struct carrier_list *out,
                struct tenor_error *err);

/* Find the edits from one text to another. TENOR_ENOMEM; to be
 * released in any case. */
bool edits_find(struct str before, const struct carrier_list *a,
                struct str after, const struct carrier_list *b,
                struct edits *out, struct tenor_error *err);
void edits_release(struct edits *e);

#endif

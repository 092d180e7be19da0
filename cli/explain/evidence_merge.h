/* Evidence for people: a feature once, not once for each sentence. */
#ifndef TENOR_CLI_EXPLAIN_EVIDENCE_MERGE_H
#define TENOR_CLI_EXPLAIN_EVIDENCE_MERGE_H

#include "model/base.h"

/* A feature in all of the text. */
struct merged {
    const struct tenor_evidence *first; /* of it, in reading order */
    double contribution;
    struct tenor_span *span; /* [spans] every occurrence, in no order */
    size_t spans;
};

/* Features of a text, largest |contribution| first; zero it to start. */
struct merged_list {
    struct merged *item; /* [n] */
    size_t n;
    struct tenor_span *span; /* of all items */
};

/* Those of an explanation, which is borrowed, into an empty list. TENOR_ENOMEM;
 * to be released in any case. */
bool evidence_merge(const struct tenor_explanation *e, struct merged_list *list,
                    struct tenor_error *err);

void merged_release(struct merged_list *list);

/* The feature as evidence, its occurrences put in order. */
struct tenor_evidence merged_evidence(const struct merged *m);

#endif

/* What is counted while a corpus is labelled: integers in a plain array, one
 * for each chunk of records, so that no thread waits for another. Arrays are
 * added up element by element, in any order.
 *
 *   COUNTING_RECORDS   all records
 *   COUNTING_ERRORS    those without a result
 *   COUNTING_SINGLE    results for texts with one sentence that counts ...
 *   COUNTING_SEVERAL   ... and with more; neither without an axis of sentences
 *   COUNTING_STATUS    one for each of TENOR_STATUSES, in their order, of texts
 *   COUNTING_AXES      for each axis shown, one for each of its labels, and one
 *                      for results without a label on it
 *
 * The layout follows from the model and the axes alone. */
#ifndef TENOR_CLI_LABEL_COUNTING_H
#define TENOR_CLI_LABEL_COUNTING_H

#include "model/base.h"

#define X(name, text, saying) +1
enum { COUNTING_STATUSES = 0 TENOR_STATUSES(X) };
#undef X

enum {
    COUNTING_RECORDS,
    COUNTING_ERRORS,
    COUNTING_SINGLE,
    COUNTING_SEVERAL,
    COUNTING_STATUS,
    COUNTING_AXES = COUNTING_STATUS + COUNTING_STATUSES
};

/* The layout; read-only once made, and shared by threads. */
struct counting {
    const struct tenor_model *model; /* borrowed */
    const size_t *axis;              /* [axes] those shown; borrowed */
    size_t axes;
    size_t *first; /* [axes] where its labels begin in an array */
    size_t size;   /* of an array */
};

/* For some axes of a model. False when memory ran out; to be released in any
 * case. */
bool counting_init(struct counting *c, const struct tenor_model *m,
                   const size_t *axis, size_t axes);
void counting_release(struct counting *c);

/* Count a record with this result, or, for NULL, without. */
void counting_note(const struct counting *c, uint64_t *count,
                   const struct tenor_scorer *result);

/* A name for each place of an array, as "records", "status.ok",
 * "sentiment.negative", or "sentiment." for no label; `to` is emptied first.
 * False when memory ran out. */
bool counting_name(const struct counting *c, size_t place, struct buffer *to);

/* Add the counts of one array to another. */
void counting_add(const struct counting *c, uint64_t *to, const uint64_t *from);

#endif

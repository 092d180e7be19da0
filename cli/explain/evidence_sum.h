/* Adding evidence up, as model/tenor.h says that it does. */
#ifndef TENOR_CLI_EXPLAIN_EVIDENCE_SUM_H
#define TENOR_CLI_EXPLAIN_EVIDENCE_SUM_H

#include "model/base.h"

/* The margin that an explanation adds up to: from the integer points, in the
 * order of operations of struct tenor_evidence.
 *
 *   by_sentence  the axis is about sentences
 *
 * TENOR_ENOMEM. */
bool evidence_sum(const struct tenor_explanation *x, bool by_sentence,
                  double *margin, struct tenor_error *err);

/* Whether two numbers are the same bits; a zero has no sign. */
bool evidence_same(double a, double b);

/* Whether the explanation of a label adds up to its margin, bit for bit.
 * TENOR_ENOMEM in *err. */
bool evidence_adds_up(const struct tenor_model *m, const struct tenor_scorer *s,
                      size_t axis, size_t label,
                      const struct tenor_explanation *x,
                      struct tenor_error *err);

#endif

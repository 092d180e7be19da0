/* What a margin is made of, for people: margin = bias + for + against, in
 * rounded steps that add up as they are printed. */
#ifndef TENOR_CLI_EXPLAIN_BALANCE_H
#define TENOR_CLI_EXPLAIN_BALANCE_H

#include "cli/explain/evidence_merge.h"

#define BALANCE_STEPS 10000 /* of 1, that sums are rounded to */
#define BALANCE_DECIMALS 4

long long balance_steps(double x);

enum balance_side { BALANCE_FOR, BALANCE_AGAINST };

struct balance {
    double all;                      /* sizes of all contributions, added up */
    bool has[2];                     /* something for it, and against */
    long long margin, bias, side[2]; /* in steps; of both sides */
};

struct balance balance_of(const struct tenor_explanation *e,
                          const struct merged_list *features, double margin);

#endif

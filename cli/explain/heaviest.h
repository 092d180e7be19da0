/* The sentences that carry most of a label. */
#ifndef TENOR_CLI_EXPLAIN_HEAVIEST_H
#define TENOR_CLI_EXPLAIN_HEAVIEST_H

#include "model/base.h"

#define HEAVIEST 3

/* The sentences of an explanation that add most, in reading order; returns how
 * many: those that are counted and add anything. */
size_t heaviest_find(const struct tenor_passage *sentence, size_t n,
                     size_t heaviest[HEAVIEST]);

#endif

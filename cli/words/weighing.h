/* From sums over a corpus to lists of what matters most. */
#ifndef TENOR_CLI_WORDS_WEIGHING_H
#define TENOR_CLI_WORDS_WEIGHING_H

#include "cli/words/gathering.h"
#include "cli/words/listing.h"

/* The column of the table that the evidence for a label is gathered in; for two
 * labels that for the second one. */
uint32_t weighing_column(const struct tenor_model *m, size_t axis,
                         size_t label);

/* Fill the lists of w, which are empty: largest sums first, equal ones by their
 * names. The texts of rows are those of g. TENOR_ENOMEM. */
bool weighing_fill(struct listing *w, const struct gathering *g,
                   struct tenor_error *err);

#endif

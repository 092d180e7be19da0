/* The words of a text: which of those of the sketch stand in its units, and
 * which the model does not know. */
#ifndef TENOR_CLI_DRIFT_DRIFT_MET_H
#define TENOR_CLI_DRIFT_DRIFT_MET_H

#include "cli/drift/drift_work.h"

/* As a sentence is read: keep its words. False when memory ran out. */
bool drift_met_look(struct drift_view *v, const struct tenor_scorer *s,
                    enum axis_scope scope, const struct terms *t);

/* Add the words that were met in a text to the lot; of units of the text, whose
 * first has this number in the lot, or of all of it if it is refused. False
 * when memory ran out. */
bool drift_met_add(struct drift_view *v, struct str text,
                   const struct tenor_scorer *s, size_t first,
                   struct drift_seen *seen);

#endif

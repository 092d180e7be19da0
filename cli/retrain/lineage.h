/* Where a model came from, as its card says: "lineage", a list with an object
 * for each time that it was trained from another one, the last one last. */
#ifndef TENOR_CLI_RETRAIN_LINEAGE_H
#define TENOR_CLI_RETRAIN_LINEAGE_H

#include <jansson.h>

#include "model/base.h"
#include "train/train.h"

/* The list for a model that is trained from one, as text to be freed; NULL when
 * memory ran out.
 *
 *   card    of the parent
 *   parent  its bytes
 *   how     "union" or "prior"
 *   new     [n] corpora that are added */
char *lineage_text(const json_t *card, struct str parent, const char *how,
                   const char *axis, const struct train_corpus *new, size_t n);

/* The same for a model without some texts.
 *
 *   axes  a list of the axes of the recipe that had them: objects with "axis"
 *         and "weights", which is "trained", or "kept" if none changes */
char *lineage_forget(const json_t *card, struct str parent, const json_t *axes,
                     size_t texts);

/* The last entry of a card: borrowed; NULL for a model that was not trained
 * from another. */
const json_t *lineage_last(const json_t *card);

#endif

/* How the names of files end. Pure functions. */
#ifndef TENOR_CLI_LABEL_EXTENSION_H
#define TENOR_CLI_LABEL_EXTENSION_H

#include "model/base.h"

/* Cut the extension off a name, with its dot: of "a/b.csv.gz" it is "gz", and
 * "a/b.csv" is left. Empty where there is none. */
struct str extension_cut(struct str *name);

/* Whether a list of words, "tsv tab", has the extension. */
bool extension_is_in(const char *list, struct str extension);

#endif

/* How the figures of a model on a corpus are printed. */
#ifndef TENOR_CLI_FIGURES_H
#define TENOR_CLI_FIGURES_H

#include <jansson.h>

#include "train/metrics.h"

/* What was measured; everything borrowed. */
struct figures {
    const char *axis;
    const char *const *label; /* [m->labels] their names */
    size_t documents, without; /* without evidence, of these */
    const struct metrics *m;
    double coverage;  /* stated for label sets; 0: there are none */
    double held;      /* share of the documents whose label is in their set */
    double set_size;  /* mean number of labels in a set */
};

void figures_print_text(const struct figures *f);

/* The same as an object, to which more can be added. */
json_t *figures_json(const struct figures *f);

/* Print a figure on a line. */
void figures_print(const char *name, const struct interval *i);

/* Set o[name] to the value, o[name_interval] to the bounds. */
void figures_set(json_t *o, const char *name, const struct interval *i);

#endif

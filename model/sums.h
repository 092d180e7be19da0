/* Sums of weights times values: the hot loop of scoring.
 *
 * One thread's memory for one model; integers, so that sums are exact in any
 * order. */
#ifndef TENOR_MODEL_SUMS_H
#define TENOR_MODEL_SUMS_H

#include "model/bag.h"
#include "model/modelfile.h"

struct sums {
    size_t columns; /* of the model's table */
    int64_t *sum;   /* [FEATURE_FAMILIES][columns] */
    int32_t *run;   /* the same, on the way there */
};

/* False when memory ran out; to be released in any case. */
bool sums_init(struct sums *s, size_t columns);
void sums_release(struct sums *s);

/* What a bag holds of the words of a model. */
struct sums_count {
    size_t features;     /* that the table has */
    size_t words, known; /* words looked up, and those the table has */
};

/* Set the sums to those of a bag, for the columns of one scope. Rows of entries
 * are looked up where they are open; that of a feature without one becomes the
 * number of rows. */
struct sums_count sums_add(struct sums *s, const struct tenor_model *m,
                           struct bag *bag, enum axis_scope scope);

/* Margins per machine of a linear axis, of the scope that was added, from these
 * sums. scale: as from bag_scale(). */
void sums_machines(const struct sums *s, const struct axis *a,
                   const double scale[FEATURE_FAMILIES], double *machine);

#endif

/* The label names of an axis, numbered. */
#ifndef TENOR_TRAIN_LABELS_H
#define TENOR_TRAIN_LABELS_H

#include "model/base.h"

struct labels {
    char **name; /* [n] in order of first appearance, until labels_sort */
    size_t n, capacity;
    uint32_t *slot; /* [slots] number + 1, 0 free; slots a power of 2 */
    size_t slots;
};

/* The number of a name, added when new; SIZE_MAX when memory ran out. */
size_t labels_number(struct labels *l, struct str name);

/* The number of a name, or SIZE_MAX. */
size_t labels_find(const struct labels *l, struct str name);

/* Order names by their bytes, so that numbers do not depend on the order of
 * documents; rank [n] receives the new number of each old one. False when
 * memory ran out. */
bool labels_sort(struct labels *l, uint32_t *rank);

void labels_release(struct labels *l);

#endif

/* Renaming and dropping labels while a corpus is read. */
#ifndef TENOR_DATASETS_LABELMAP_H
#define TENOR_DATASETS_LABELMAP_H

#include "model/base.h"

struct labelmap_entry {
    struct str from, to; /* to.len 0: documents with the label are dropped */
};

struct labelmap {
    struct labelmap_entry *entry; /* [n] */
    size_t n, capacity;
};

/* Add one mapping written OLD=NEW, or OLD=- to drop. text is borrowed.
 * TENOR_EINVAL, TENOR_ENOMEM. */
bool labelmap_add(struct labelmap *m, const char *text,
                  struct tenor_error *err);

/* The new name of a label: itself where no entry has it. False: drop. */
bool labelmap_apply(const struct labelmap *m, struct str *label);

void labelmap_release(struct labelmap *m);

#endif

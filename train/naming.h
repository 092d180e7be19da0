/* The glossary of a trained axis (model/glossary.h): which features are the
 * strongest, and how they read. */
#ifndef TENOR_TRAIN_NAMING_H
#define TENOR_TRAIN_NAMING_H

#include "model/glossary.h"

/* Entries of a list: so many features, and behind them so many words at least,
 * if the axis has them. */
#define NAMING_FEATURES 200
#define NAMING_WORDS 20

/* As struct glossary; zero it to start. */
struct naming {
    uint32_t *length;
    uint64_t *feature;
    uint32_t *documents, *form;
    size_t n;
    struct buffer names;
};

struct trained;

/* Fill the naming of each axis that is linear. Strong is what has a large
 * weight: about what an occurrence adds to the margin of a typical document.
 * Features of a single document, which say little, are left out. TENOR_ENOMEM.
 */
bool naming_fill(struct trained *t, struct tenor_error *err);
void naming_release(struct naming *n);

/* Borrowed from n. */
struct glossary naming_glossary(const struct naming *n);

#endif

/* Recipes: what a model with one or more axes is made from.
 *
 * Lines of words; what follows # is a comment. The first word says what the
 * line is:
 *
 *   option NAME [VALUE]   an option of `tenor train`, for all axes
 *   axis NAME UNIT [NEGATIVE POSITIVE]
 *       begins an axis; the poles are two of its labels
 *   corpus PATH LICENCE [label:FIELD] [text:FIELD] [OLD=NEW ...]
 *       a corpus of the axis at hand. PATH is relative to the folder of the
 *       corpora, or to that of the recipe when it begins with "./". OLD=NEW
 *       renames a label, OLD=- drops its documents.
 *
 * All axes share one feature table, hence the options; what these leave open,
 * the search of the first axis chooses for all. */
#ifndef TENOR_TRAIN_RECIPE_H
#define TENOR_TRAIN_RECIPE_H

#include "model/base.h"
#include "train/train.h"

struct recipe_axis {
    const char *name, *unit;
    const char *positive, *negative; /* or NULL */
    struct train_corpus *corpus;     /* [corpora] paths to be freed */
    struct labelmap *map;            /* [corpora] for the options of corpus */
    size_t corpora, corpus_capacity, map_capacity;
};

struct recipe {
    char *text; /* the file, cut into words that the others point to */
    const char **option; /* [options] "--name=value" or "--name", each to be freed */
    size_t options, option_capacity;
    struct recipe_axis *axis; /* [axes] */
    size_t axes, axis_capacity;
};

/* Read a recipe; corpora is the folder of the corpora. Errors name the line:
 * TENOR_EIO, TENOR_EDATA, TENOR_ENOMEM. On failure r is released. */
bool recipe_read(struct recipe *r, const char *path, const char *corpora,
                 struct tenor_error *err);
void recipe_release(struct recipe *r);

#endif

/* Recipes: what a model with one or more axes is made from.
 *
 * Lines of words in UTF-8; what follows # is a comment. The first word says
 * what the line is:
 *
 *   option NAME [VALUE]   an option of `tenor train`: for all axes, or for the
 *       axis at hand; FILE in "./FILE" is beside the recipe
 *   swap ./FILE           sentences and names for the fairness check
 *       (train/fairness.h)
 *   axis NAME UNIT [NEGATIVE POSITIVE]
 *       begins an axis; the poles are two of its labels
 *   scope whole|sentences|title
 *       what of a text the axis is about; whole
 *   note WORDS            what to keep in mind, for the card
 *   corpus PATH LICENCE [label:FIELD] [text:FIELD] [weight:X] [OLD=NEW ...]
 *       a corpus that the axis is trained on. PATH is relative to the folder
 *       of the corpora, or to that of the recipe when it begins with "./":
 *       such texts are ours, and the card quotes some that the model fails on.
 *       weight:X is how much each of its documents counts, above 0. OLD=NEW
 *       renames a label, OLD=- drops its documents.
 *   articles PATH LICENCE [...]
 *       articles that tell how an axis of sentences sums up its sentences
 *   test PATH LICENCE [...]
 *       a corpus that the axis is measured on and never trained on
 *
 * All axes share one feature table: the language, the features and the stop
 * words of the first axis are those of all, and what its options leave open,
 * its search chooses. */
#ifndef TENOR_TRAIN_RECIPE_H
#define TENOR_TRAIN_RECIPE_H

#include "model/base.h"
#include "train/train.h"

/* Corpora with their options, which point to the maps. */
struct corpus_list {
    struct train_corpus *corpus; /* [n] paths to be freed */
    struct labelmap *map;        /* [n] */
    size_t n, corpus_capacity, map_capacity;
};

enum corpus_use { USE_TRAIN, USE_ARTICLES, USE_TEST, USES };

/* Options as "--name=value" or "--name", each to be freed. */
struct option_list {
    const char **option; /* [n] */
    size_t n, capacity;
};

struct recipe_axis {
    const char *name, *unit;
    const char *positive, *negative; /* or NULL */
    enum axis_scope scope;
    struct option_list options;
    const char **note; /* [notes] */
    size_t notes, note_capacity;
    struct corpus_list list[USES];
};

struct recipe {
    char *text; /* the file, cut into words that the others point to */
    struct option_list options; /* for all axes */
    char *swap; /* path for the fairness check, to be freed, or NULL */
    struct recipe_axis *axis; /* [axes] */
    size_t axes, axis_capacity;
};

/* Read a recipe; corpora is the folder of the corpora. Errors name the line:
 * TENOR_EIO, TENOR_EDATA, TENOR_ENOMEM. On failure r is released. */
bool recipe_read(struct recipe *r, const char *path, const char *corpora,
                 struct tenor_error *err);
void recipe_release(struct recipe *r);

#endif

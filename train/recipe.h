/* Recipes: what a model with one or more axes is made from.
 *
 * Lines of words in UTF-8; what follows # is a comment. A backslash takes its
 * meaning from the sign behind it, such as a blank or #, and "\n", "\t" and
 * "\r" are a line end, a tab and a carriage return; but not in a note. The
 * first word says what the line is:
 *
 *   option NAME [VALUE]   an option of `tenor train`: for all axes, or for the
 *       axis at hand; FILE in "./FILE" is beside the recipe
 *   file ./FILE SHA-256   what a file that the options or swap name holds
 *   without SHA-256       a text that is passed over wherever it stands, by the
 *       SHA-256 of its bytes: it was forgotten
 *   swap ./FILE           sentences and names for the fairness check
 *       (train/fairness.h)
 *   axis NAME UNIT [NEGATIVE POSITIVE]
 *       begins an axis; the poles are two of its labels
 *   scope whole|sentences|title
 *       what of a text the axis is about; whole
 *   ordered FIRST ... LAST  the labels have an order, which is this one
 *   chosen NAME [VALUE]   what a search took, for who trains without one:
 *       `tenor train` passes over it
 *   note WORDS            what to keep in mind, for the card
 *   corpus PATH LICENCE [KEY:VALUE ...] [OLD=NEW ...]
 *       a corpus that the axis is trained on. PATH is relative to the folder
 *       of the corpora, or to that of the recipe when it begins with "./":
 *       such texts are ours, and the card quotes some that the model fails on.
 *       LICENCE is - where none is stated. Keys are in (the format), label,
 *       text, group and weight-column (the columns); weight, how much each of
 *       its documents counts, above 0; sha256, what the corpus must have; left,
 *       or what those of its documents must have that are not passed over
 *       (datasets/corpus.h). The word multi-label, and the key label-separator,
 *       are for documents with several labels. OLD=NEW, or map:OLD=NEW, renames
 *       a label, OLD=- drops its documents.
 *   articles PATH LICENCE [...]
 *       articles that tell how an axis of sentences sums up its sentences
 *   texts PATH LICENCE [...]
 *       texts that tell what words have in common (train/embedding.h); their
 *       labels are not looked at
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

enum corpus_use { USE_TRAIN, USE_ARTICLES, USE_TEXTS, USE_TEST, USES };

/* Options as "--name=value" or "--name", each to be freed. */
struct option_list {
    const char **option; /* [n] */
    size_t n, capacity;
};

struct recipe_axis {
    const char *name, *unit;
    const char *positive, *negative; /* or NULL */
    enum axis_scope scope;
    struct option_list options, chosen;
    const char **order; /* [ordered] labels, 0 for none */
    size_t ordered;
    const char **note; /* [notes] */
    size_t notes, note_capacity;
    struct corpus_list list[USES];
};

struct recipe_file {
    char *path; /* to be freed */
    const char *name, *sha256;
};

struct recipe {
    char *text; /* the file, cut into words that the others point to */
    struct option_list options; /* for all axes */
    char *swap; /* path for the fairness check, to be freed, or NULL */
    const char *swap_name;
    struct recipe_axis *axis; /* [axes] */
    size_t axes, axis_capacity;
    struct recipe_file *file; /* [files] */
    size_t files, file_capacity;
    struct textset without; /* that all corpora point to */
};

/* Read a recipe; corpora is the folder of the corpora. Errors name the line:
 * TENOR_EIO, TENOR_EDATA, TENOR_ENOMEM. On failure r is released. */
bool recipe_read(struct recipe *r, const char *path, const char *corpora,
                 struct tenor_error *err);

/* The same for a text; path is what errors call it. TENOR_EDATA,
 * TENOR_ENOMEM. */
bool recipe_parse(struct recipe *r, struct str text, const char *path,
                  const char *corpora, struct tenor_error *err);
void recipe_release(struct recipe *r);

/* Whether the files that the options name hold what `file` lines say.
 * TENOR_EIO, TENOR_EDATA. */
bool recipe_check_files(const struct recipe *r, struct tenor_error *err);

#endif

/* Where texts stand in the corpora of a recipe, by IDs that people give. */
#ifndef TENOR_CLI_RETRAIN_WHEREABOUTS_H
#define TENOR_CLI_RETRAIN_WHEREABOUTS_H

#include "cli/retrain/sought.h"
#include "train/recipe.h"

struct place {
    size_t axis; /* of the recipe */
    enum corpus_use use;
    const char *corpus; /* its name; of the recipe */
    size_t line;
    char *label, *begins; /* how the text begins, on one line */
    char sha256[DIGEST_HEX];
};

struct whereabouts {
    struct textset texts; /* that the IDs name, sorted */
    struct place *place;  /* [n] where these stand, copies and all, in order */
    size_t n, capacity;
    struct place *like; /* [likes] where texts stand that are nearly the same,
                           see train/alike.h */
    size_t likes, like_capacity;
};

/* Find them in the corpora of r, whose paths lead to the files. Texts that are
 * the same byte by byte are one text; those of `without` lines are none.
 *
 *   p      zeroed; to be released in any case
 *   wrong  a line is appended for each ID that no text has, and for each that
 *          several different texts have
 *
 * True where the search went well; wrong IDs are for the caller to see. Errors
 * of the corpora, TENOR_EIO, TENOR_ENOMEM. */
bool whereabouts_find(const struct recipe *r, const struct sought *s,
                      struct whereabouts *p, struct buffer *wrong,
                      struct tenor_error *err);
void whereabouts_release(struct whereabouts *p);

/* "corpus", "articles", "texts" or "test". */
const char *whereabouts_use(enum corpus_use use);

#endif

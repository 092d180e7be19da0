/* The documents on which two models differ, for people to read.
 *
 * In a file, as TSV: line, where the document begins in the corpus; label, the
 * true one; a and b, the guesses; text, all of it on one line. */
#ifndef TENOR_CLI_FLIPS_H
#define TENOR_CLI_FLIPS_H

#include "cli/predictions.h"

/* Zero it but for the first two. */
struct flips {
    const struct predictions *of; /* [2] borrowed */
    size_t limit;                 /* how many to keep */
    struct flip *item;            /* [n] in the order of the corpus */
    size_t n, capacity;
};

/* Take note of the last predictions where they differ; a predictions_visit with
 * a struct flips. TENOR_ENOMEM. */
bool flips_visit(void *flips, const struct doc *doc, struct tenor_error *err);

/* Print the first so many, each on a line. */
void flips_print(const struct flips *f, size_t most);

/* Write the file in one step. TENOR_EIO, TENOR_ENOMEM. */
bool flips_write(const struct flips *f, const char *path,
                 struct tenor_error *err);
void flips_release(struct flips *f);

#endif

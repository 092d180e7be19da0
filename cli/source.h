/* The bytes of several files, one after the other, in large pieces: for
 * readers that cut records themselves. "-" is standard input.
 *
 * For corpora that are read to learn from, with their SHA-256, see
 * datasets/input.h. */
#ifndef TENOR_CLI_SOURCE_H
#define TENOR_CLI_SOURCE_H

#include "model/base.h"

/* Zero it but for the first two. */
struct source {
    char *const *path; /* [n] borrowed */
    size_t n;
    size_t file; /* number of the open file, from 1; 0 before the first */
    int fd;
    bool open, regular;
};

/* Have a file open: the one that is, or the next. *end is set when there is
 * none left. TENOR_EIO. */
bool source_begin(struct source *s, bool *end, struct tenor_error *err);

/* Read up to `room` bytes, > 0, of the open file. *n is 0 at its end: it is
 * closed then. TENOR_EIO. */
bool source_read(struct source *s, char *to, size_t room, size_t *n,
                 struct tenor_error *err);

/* Whether reading would not wait, for a pipe or a terminal that has nothing to
 * give yet. */
bool source_is_ready(const struct source *s);

/* The name of the file at hand. */
const char *source_name(const struct source *s);
void source_close(struct source *s);

#endif

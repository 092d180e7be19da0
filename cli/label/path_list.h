/* Paths in a file or pipe: one on each line, or with a NUL behind each.
 *
 * What is empty is passed over, and a carriage return before a line end is no
 * part of a path. */
#ifndef TENOR_CLI_LABEL_PATH_LIST_H
#define TENOR_CLI_LABEL_PATH_LIST_H

#include "cli/label/stream.h"

/* A path may have as many bytes; far more than a system opens. */
#define PATH_LIST_LONGEST 65536

/* Zero it but for the first two; release it in the end. */
struct path_list {
    struct stream *from; /* borrowed */
    bool nul;            /* NUL, not a line end, is behind each path */
    struct buffer text;
    size_t at; /* bytes of it that have been given */
    bool last; /* nothing comes behind text */
};

void path_list_release(struct path_list *l);

/* The next path, never empty, NUL-terminated, borrowed until the next call;
 * *end is set behind the last, and when the stream is woken. What stream_read
 * gives; TENOR_EDATA for a path that is too long or has a NUL in it. */
bool path_list_next(struct path_list *l, char **path, bool *end,
                    struct tenor_error *err);

#endif

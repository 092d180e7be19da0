/* How many lines of a file are before a shard of it: messages name the line of
 * a bad record. Only then is what is before read, and once. Any number of
 * threads. */
#ifndef TENOR_CLI_LABEL_LINES_BEFORE_H
#define TENOR_CLI_LABEL_LINES_BEFORE_H

#include "model/base.h"

struct lines_before;

/* Those that end in the first `bytes` of the file; the path is borrowed. NULL
 * when memory ran out. */
struct lines_before *lines_before_new(const char *path, uint64_t bytes);
void lines_before_free(struct lines_before *b);

/* Their number; 0 for NULL. TENOR_EIO, TENOR_EDATA (the file is shorter now),
 * TENOR_ENOMEM. */
bool lines_before(struct lines_before *b, uint64_t *n, struct tenor_error *err);

#endif

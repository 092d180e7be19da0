/* The files in a directory and those below it, in byte order of their paths:
 * the order does not depend on the file system.
 *
 * A name that begins with a dot is passed over. A symbolic link to a file is
 * taken for a file, one to a directory passed over, as is what is neither file
 * nor directory. Memory holds the names of one directory of each depth. */
#ifndef TENOR_CLI_LABEL_WALK_H
#define TENOR_CLI_LABEL_WALK_H

#include "model/base.h"

struct walk;

/* Begin in the directory at path. TENOR_EIO; TENOR_ENOMEM. */
bool walk_open(struct walk **out, const char *path, struct tenor_error *err);

/* NULL is accepted. */
void walk_close(struct walk *w);

/* The next file; *path, which begins with that of walk_open, is borrowed until
 * the next call; *end is set behind the last. A file may be gone by now. A
 * directory that cannot be read comes in the place of its files, with *why
 * that is, borrowed as well; it is NULL for files. TENOR_ENOMEM. */
bool walk_next(struct walk *w, const char **path, const char **why, bool *end,
               struct tenor_error *err);

#endif

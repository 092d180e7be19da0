/* Whole files: mapping one to read, replacing one to write. No state. */
#ifndef TENOR_MODEL_FILE_H
#define TENOR_MODEL_FILE_H

#include "model/base.h"

/* Map a regular file read-only; the view is page-aligned and lives until
 * file_unmap. An empty file gives a NULL view. TENOR_EIO. */
bool file_map(const char *path, struct str *bytes, struct tenor_error *err);
void file_unmap(struct str bytes);

/* Whether there is a file at path, or nothing yet: else a device or a pipe, which
 * is written to and has no place for another. */
bool file_is_plain(const char *path);

/* Where a path leads to, through links; the path where nothing is yet. To be
 * freed; NULL when memory ran out. */
char *file_followed(const char *path);

/* Write bytes to path so that a reader sees the old file or the new one, never
 * a part: to a temporary file beside it, synced, then renamed. Who may use the
 * old file may use the new one; a symbolic link stays, and it is the file that it
 * leads to that is replaced. On failure the old file is untouched and the
 * temporary one removed. A device or pipe is written to. TENOR_EIO. */
bool file_replace(const char *path, struct str bytes, struct tenor_error *err);

/* The same, for who may use another file, which is there. */
bool file_replace_as(const char *path, const char *like, struct str bytes,
                     struct tenor_error *err);

/* Whether there is a file of so many bytes. */
bool file_has_size(const char *path, uint64_t bytes);

/* Whether two paths lead to one file that is there. */
bool file_is_same(const char *a, const char *b);

/* The path of a file beside another: PATH with a suffix, to be freed. NULL when
 * memory ran out. */
char *file_beside(const char *path, const char *suffix);

#endif

/* Where the files of a recipe are: by name below folders, else by SHA-256. */
#ifndef TENOR_CLI_RETRAIN_DATA_H
#define TENOR_CLI_RETRAIN_DATA_H

#include "cli/opt.h"
#include "model/base.h"
#include "train/recipe.h"

#define DATA_ALL SIZE_MAX

/* Let the paths of a recipe, which has a SHA-256 for each, lead to the files.
 *
 * A file is FOLDER/NAME, for each folder in turn, where that has the bytes;
 * else the first with these bytes below a folder, in byte order of the paths,
 * hidden ones apart. A corpus that is a directory is found by its name alone,
 * or is the folder itself. One that has other bytes by now is taken for what it
 * was if nothing but texts of `without` lines is gone.
 *
 *   axis     whose corpora are looked for; DATA_ALL: those of all
 *   folders  of which there is at least one
 *   missing  a line is appended for each file that is not found, and says where
 *            there is one of its name with other bytes
 *
 * True where the search went well; nothing missing is for the caller to see.
 * TENOR_EIO, TENOR_ENOMEM. */
bool data_find(struct recipe *r, size_t axis, const struct opt_list *folders,
               struct buffer *missing, struct tenor_error *err);

/* The same for one file: *path is to be freed, and NULL where it is not found.
 */
bool data_find_file(const char *name, const char *sha256,
                    const struct opt_list *folders, char **path,
                    struct tenor_error *err);

#endif

/* A folder of a test's own, outside the tree. Who includes this first defines
 * _POSIX_C_SOURCE as 200809L. */
#ifndef TENOR_TESTS_UNIT_FOLDER_H
#define TENOR_TESTS_UNIT_FOLDER_H

#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/unit.h"

struct folder {
    char path[1024];
    char file[2048]; /* what folder_file returned last */
};

static inline void folder_make(struct folder *f)
{
    const char *parent = getenv("TMPDIR");

    snprintf(f->path, sizeof f->path, "%s/tenor-test-XXXXXX",
             parent && *parent ? parent : "/tmp");
    assert_non_null(mkdtemp(f->path));
}

/* The path of a name in the folder, until the next call. */
static inline const char *folder_file(struct folder *f, const char *name)
{
    snprintf(f->file, sizeof f->file, "%s/%s", f->path, name);
    return f->file;
}

/* It must be empty again. */
static inline void folder_remove(const struct folder *f)
{
    assert_int_equal(rmdir(f->path), 0);
}

#endif

#define _POSIX_C_SOURCE 200809L
#include "cli/retrain/replace.h"

#include <stdlib.h>
#include <unistd.h>

#include "model/file.h"

/* A copy: the old file keeps its name until the new one has it. */
static bool keep(const char *path, struct str new, struct tenor_error *err)
{
    char *previous = file_beside(path, ".previous");
    struct str old;
    bool ok = previous || fail_memory(err, "a file name");

    if (ok && file_map(path, &old, err)) {
        ok = str_equal(old, new) || file_replace_as(previous, path, old, err);
        file_unmap(old);
    } else {
        ok = false;
    }
    free(previous);
    return ok;
}

bool replace_model(const char *path, struct str bytes, struct tenor_error *err)
{
    return (access(path, F_OK) != 0 || !file_is_plain(path) ||
            keep(path, bytes, err)) &&
           file_replace(path, bytes, err);
}

/* Whether an output is none of the texts that are read. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <stdlib.h>
#include <string.h>

#include "cli/label/corpora.h"

/* Whether a folder, or one below it, holds a file. */
static bool holds(const char *folder, const char *file)
{
    const char *slash = strrchr(file, '/');
    char *name = mem_string(
        slash ? (struct str){file, (size_t)(slash - file) + 1} : STR("."));
    char *outer = realpath(folder, NULL);
    char *inner = name ? realpath(name, NULL) : NULL;
    const size_t len = outer ? strlen(outer) : 0;
    const bool inside = outer && inner && strncmp(outer, inner, len) == 0 &&
                        (inner[len] == '/' || inner[len] == '\0' || len == 1);

    free(name);
    free(outer);
    free(inner);
    return inside;
}

bool corpora_apart(const struct verb *v, const struct corpus_input *input,
                   size_t n, const char *output, int *status)
{
    for (size_t i = 0; output && i < n; i++) {
        if (input[i].kind != MEMBERS_DIRECTORY || !holds(input[i].path, output))
            continue;
        *status = opt_misuse(v, "'%s' is in '%s', and would be read", output,
                             input[i].path);
        return false;
    }
    return true;
}

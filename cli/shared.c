/* What several verbs do alike. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/out.h"
#include "cli/verbs.h"
#include "model/file.h"
#include "model/language.h"
#include "model/modelfile.h"

bool fill_labelmap(const struct opt_list *list, struct labelmap *map,
                   struct tenor_error *err)
{
    for (size_t i = 0; i < list->n; i++)
        if (!labelmap_add(map, list->item[i], err))
            return false;
    return true;
}

bool known_language(const struct verb *v, const char *name)
{
    const size_t len = strlen(name);
    const struct language *l;

    if (language_find(name) ||
        ((len == 2 || len == 3) &&
         strspn(name, "abcdefghijklmnopqrstuvwxyz") == len))
        return true;
    opt_misuse(v, "unknown language '%s'", name);
    fprintf(stderr, "languages with a stemmer:");
    for (size_t i = 0; (l = language_at(i)); i++)
        fprintf(stderr, " %s", l->name);
    fprintf(stderr, "\nany other by its ISO 639 code, such as zh\n");
    return false;
}

bool open_model(const struct verb *v, const char *path,
                struct tenor_model **model, int *status)
{
    struct tenor_error err = {0};

    if (path ? tenor_model_open(path, model, &err)
             : tenor_model_embedded(model, &err))
        return true;
    *status = EXIT_MODEL;
    fprintf(stderr, "tenor %s: %s%s%s\n", v->name, path ? path : "",
            path ? ": " : "", err.message);
    return false;
}

bool is_model_file(const char *path)
{
    struct tenor_error ignored = {0};
    struct str bytes;

    if (!file_map(path, &bytes, &ignored))
        return false;
    const bool is = model_is(bytes);
    file_unmap(bytes);
    return is;
}

/* Whether path can be written to, or a file be put where it leads to; else with
 * errno. */
static bool is_writable(const char *path)
{
    struct stat st;

    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (!file_is_plain(path))
        return access(path, W_OK) == 0;
    char *at = file_followed(path);
    const char *slash = at ? strrchr(at, '/') : NULL;
    char *folder = mem_string(slash ? (struct str){at, (size_t)(slash - at) + 1}
                                    : STR("."));
    const bool ok = at && folder && access(folder, W_OK) == 0;

    free(folder);
    free(at);
    return ok;
}

bool has_place(const struct verb *v, const char *path)
{
    if (strcmp(path, "-") == 0) {
        opt_misuse(v, "'-' is no place for a file; ./- is");
        return false;
    }
    const bool ok = is_writable(path);

    if (!ok)
        fprintf(stderr, "tenor %s: cannot create '%s': %s\n", v->name, path,
                strerror(errno));
    return ok;
}

/* What several verbs do alike. */
#include "cli/out.h"
#include "cli/verbs.h"

bool fill_labelmap(const struct opt_list *list, struct labelmap *map,
                   struct tenor_error *err)
{
    for (size_t i = 0; i < list->n; i++)
        if (!labelmap_add(map, list->item[i], err))
            return false;
    return true;
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

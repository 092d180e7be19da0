/* --axes: some of the axes of a model. */
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/verbs.h"

/* The axis whose name begins the list; its rest is what follows the comma.
 * Names may hold commas, so the longest one is meant. */
static bool next_axis(const struct tenor_model *m, const char **list,
                      size_t *axis)
{
    size_t longest = 0;
    bool found = false;

    for (size_t a = 0; a < tenor_axis_count(m); a++) {
        const char *name = tenor_axis_name(m, a);
        const size_t len = strlen(name);
        if (len < longest || strncmp(*list, name, len) != 0 ||
            ((*list)[len] && (*list)[len] != ','))
            continue;
        longest = len;
        *axis = a;
        found = true;
    }
    if (found)
        *list += longest;
    return found;
}

static int unknown_axis(const struct verb *v, const struct tenor_model *m,
                        const char *name)
{
    struct buffer names = {0};
    bool ok = true;

    for (size_t a = 0; ok && a < tenor_axis_count(m); a++) {
        const struct str n = str_of(tenor_axis_name(m, a));
        ok = (a == 0 || buffer_add(&names, ", ", 2)) && out_clean(&names, n);
    }
    const int status =
        opt_misuse(v, "the model has no axis '%.*s'; it has: %.*s",
                   (int)strcspn(name, ","), name, (int)names.len, names.data);
    free(names.data);
    return status;
}

/* Set wanted[a] for the axes of the list. */
static bool read_list(const struct verb *v, const struct tenor_model *m,
                      const char *list, bool *wanted, int *status)
{
    size_t a;

    for (const char *at = list; at; at = *at ? at + 1 : NULL) {
        if (!next_axis(m, &at, &a)) {
            *status = unknown_axis(v, m, at);
            return false;
        }
        wanted[a] = true;
    }
    return true;
}

bool choose_axes(const struct verb *v, const struct tenor_model *m,
                 const char *list, size_t **axis, size_t *n, int *status)
{
    const size_t axes = tenor_axis_count(m);
    bool *wanted = mem_zero(axes, sizeof *wanted);
    struct tenor_error err = {0};
    bool ok = false;

    *n = 0;
    *axis = mem_zero(axes, sizeof **axis);
    if (wanted && *axis) {
        ok = read_list(v, m, list, wanted, status);
    } else {
        fail_memory(&err, "axes");
        *status = out_error(v->name, &err);
    }
    for (size_t a = 0; ok && a < axes; a++)
        if (!list || wanted[a])
            (*axis)[(*n)++] = a;
    free(wanted);
    return ok;
}

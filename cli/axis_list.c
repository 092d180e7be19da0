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

static bool add(struct buffer *b, const char *s)
{
    return buffer_add(b, s, strlen(s));
}

/* Say in *why that there is no such axis. */
static void unknown_axis(const struct tenor_model *m, const char *name,
                         struct buffer *why)
{
    const struct str unknown = {name, strcspn(name, ",")};
    bool ok = add(why, "the model has no axis '") && out_clean(why, unknown) &&
              add(why, "'; it has: ");

    for (size_t a = 0; ok && a < tenor_axis_count(m); a++)
        ok = (a == 0 || add(why, ", ")) &&
             out_clean(why, str_of(tenor_axis_name(m, a)));
    if (!ok)
        why->len = 0;
}

/* Set wanted[a] for the axes of the list. */
static bool read_list(const struct tenor_model *m, const char *list,
                      bool *wanted, struct buffer *why)
{
    size_t a;

    for (const char *at = list; at; at = *at ? at + 1 : NULL) {
        if (!next_axis(m, &at, &a)) {
            unknown_axis(m, at, why);
            return false;
        }
        wanted[a] = true;
    }
    return true;
}

bool axes_find(const struct tenor_model *m, const char *list, size_t **axis,
               size_t *n, struct buffer *why)
{
    const size_t axes = tenor_axis_count(m);
    bool *wanted = mem_zero(axes, sizeof *wanted);

    *n = 0;
    *axis = mem_zero(axes, sizeof **axis);
    const bool ok = wanted && *axis && read_list(m, list, wanted, why);
    for (size_t a = 0; ok && a < axes; a++)
        if (!list || wanted[a])
            (*axis)[(*n)++] = a;
    free(wanted);
    return ok;
}

bool choose_axes(const struct verb *v, const struct tenor_model *m,
                 const char *list, size_t **axis, size_t *n, int *status)
{
    struct buffer why = {0};
    struct tenor_error err = {0};
    const bool ok = axes_find(m, list, axis, n, &why);

    if (!ok && why.len) {
        *status = opt_misuse(v, "%.*s", (int)why.len, why.data);
    } else if (!ok) {
        fail_memory(&err, "axes");
        *status = out_error(v->name, &err);
    }
    free(why.data);
    return ok;
}

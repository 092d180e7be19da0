#include "cli/retrain/pack_card.h"

#include <stdlib.h>
#include <string.h>

#include "cli/retrain/without.h"

/* ---- recipes ------------------------------------------------------------- */

/* The next line that begins an axis, or the end. */
static const char *next_axis(const char *s)
{
    if (strncmp(s, "axis ", 5) == 0)
        return s;
    const char *found = strstr(s, "\naxis ");

    return found ? found + 1 : s + strlen(s);
}

/* Whether the block at s is that of an axis: its name is written as recipes
 * write it, so that words are compared without their backslashes. */
static bool is_block(const char *s, const char *name)
{
    for (s += 5; *name; name++, s++) {
        s += *s == '\\';
        if (*s != *name)
            return false;
    }
    return *s == ' ';
}

/* The lines of a recipe before its axes that another one has not. */
static bool add_files(struct buffer *out, const char *new, const char *old)
{
    const char *end = next_axis(new);

    for (size_t len; new < end; new += len) {
        len = strcspn(new, "\n") + 1;
        char *line = mem_string((struct str){new, len});
        const bool known = line && strstr(old, line);
        const bool ok = line && (known || buffer_add(out, new, len));
        free(line);
        if (!ok)
            return false;
    }
    return true;
}

/* The recipe of old without the block of an axis, that of new in its place, or
 * behind the others. */
static bool join_recipes(struct buffer *out, const char *old, const char *name,
                         const char *new)
{
    const char *at = next_axis(old);
    const char *block = new ? next_axis(new) : "";
    bool ok = buffer_add(out, old, (size_t)(at - old)) &&
              (!new || add_files(out, new, old));

    while (ok && *at) {
        const char *end = next_axis(at + 1);
        if (name && is_block(at, name)) {
            ok = buffer_add(out, block, strlen(block));
            block = "";
        } else {
            ok = buffer_add(out, at, (size_t)(end - at));
        }
        at = end;
    }
    return ok && buffer_add(out, block, strlen(block) + 1);
}

/* ---- cards --------------------------------------------------------------- */

static json_t *join_axes(const json_t *old, size_t first, size_t n,
                         const json_t *new)
{
    const json_t *axes = json_object_get(old, "axes");
    json_t *list = json_array();

    for (size_t i = 0; i < json_array_size(axes) + 1; i++) {
        const json_t *a;
        size_t k;
        if (i == first)
            json_array_foreach(json_object_get(new, "axes"), k, a)
                json_array_append(list, (json_t *)(uintptr_t)a);
        if (i < json_array_size(axes) && (i < first || i >= first + n))
            json_array_append(list, json_array_get(axes, i));
    }
    return list;
}

static void take(json_t *card, const char *key, const json_t *from)
{
    json_t *value = json_object_get(from, key);

    if (value)
        json_object_set(card, key, value);
}

char *pack_card(const json_t *old, size_t first, size_t n, const char *name,
                const json_t *new, const char *lineage)
{
    const char *recipe = json_string_value(json_object_get(old, "recipe"));
    const char *block = json_string_value(json_object_get(new, "recipe"));
    struct buffer text = {0};
    json_t *card = json_object();
    char *json = NULL;

    take(card, "tenor", new ? new : old);
    take(card, "libraries", new ? new : old);
    json_object_set_new(card, "axes", join_axes(old, first, n, new));
    const bool ok = !recipe || join_recipes(&text, recipe, name, block);
    json_t *without = without_list(old, new);
    if (ok && recipe && *next_axis(text.data)) /* it has axes */
        json_object_set_new(card, "recipe", json_string(text.data));
    else if (without) /* no recipe says it */
        json_object_set(card, "without", without);
    json_decref(without);
    if (lineage)
        json_object_set_new(card, "lineage", json_loads(lineage, 0, NULL));
    else
        take(card, "lineage", old);
    if (ok)
        json = json_dumps(card, JSON_COMPACT | JSON_REAL_PRECISION(6));
    free(text.data);
    json_decref(card);
    return json;
}

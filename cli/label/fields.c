#include "cli/label/fields.h"

#include <stdlib.h>
#include <string.h>

#include "cli/out.h"

#define PREFIX "tone."

static bool say(struct buffer *b, const char *s)
{
    return buffer_add(b, s, strlen(s));
}

static bool add(struct fields *f, enum item_kind kind, size_t n)
{
    if (!GROW(f->item, f->n + 1, f->item_capacity))
        return false;
    f->item[f->n++] = (struct item){kind, n};
    f->input = f->input || kind == ITEM_INPUT;
    return true;
}

bool fields_want(struct fields *f, struct str name)
{
    if (!GROW(f->name, f->names + 1, f->name_capacity))
        return false;
    f->name[f->names++] = name;
    return true;
}

bool fields_want_any(struct fields *f, const char *list)
{
    struct str word;

    while (str_next_word(&list, &word)) {
        if (!fields_want(f, word))
            return false;
        f->lacking++;
    }
    return true;
}

bool fields_want_title(struct fields *f, const char *name)
{
    f->title = f->names;
    if (!(name ? fields_want(f, str_of(name))
               : fields_want_any(f, FIELDS_TITLE)))
        return false;
    f->title_end = f->names;
    return true;
}

static bool add_named(struct fields *f, struct str name)
{
    return fields_want(f, name) && add(f, ITEM_NAMED, f->names - 1);
}

static bool add_results(struct fields *f, const size_t *axis, size_t axes)
{
    bool ok = add(f, ITEM_STATUS, 0);

    for (size_t i = 0; i < axes; i++)
        ok = ok && add(f, ITEM_LABEL, axis[i]) &&
             add(f, ITEM_PROBABILITY, axis[i]);
    return ok && add(f, ITEM_ERROR, 0);
}

/* The axis that a result is named after, "AXIS" or "AXIS.p". */
static bool find_axis(const struct tenor_model *m, struct str name,
                      struct item *item)
{
    for (size_t a = 0; a < tenor_axis_count(m); a++) {
        const struct str axis = str_of(tenor_axis_name(m, a));
        if (name.len < axis.len || memcmp(name.s, axis.s, axis.len) != 0)
            continue;
        const struct str rest = {name.s + axis.len, name.len - axis.len};
        if (rest.len == 0)
            *item = (struct item){ITEM_LABEL, a};
        else if (str_equal(rest, STR(".p")))
            *item = (struct item){ITEM_PROBABILITY, a};
        else
            continue;
        return true;
    }
    return false;
}

/* Say in *why that there is no such result. */
static void unknown_result(const struct tenor_model *m, struct str name,
                           struct buffer *why)
{
    bool ok = say(why, "there is no result '") && out_clean(why, name) &&
              say(why, "'; there are tone.status, tone.error");

    for (size_t a = 0; ok && a < tenor_axis_count(m); a++)
        ok = say(why, ", " PREFIX) &&
             out_clean(why, str_of(tenor_axis_name(m, a)));
    if (!ok || !say(why, ", and these with .p behind"))
        why->len = 0;
}

/* One name of the list; *known is false for a result that there is not. */
static bool add_name(struct fields *f, const struct tenor_model *m,
                     const size_t *axis, size_t axes, struct str name,
                     bool *known)
{
    const struct str prefix = STR(PREFIX);
    struct item item;

    *known = true;
    if (str_equal(name, STR("input")))
        return add(f, ITEM_INPUT, 0);
    if (str_equal(name, STR("tone")))
        return add_results(f, axis, axes);
    if (str_equal(name, STR("tone.status")))
        return add(f, ITEM_STATUS, 0);
    if (str_equal(name, STR("tone.error")))
        return add(f, ITEM_ERROR, 0);
    if (name.len < prefix.len || memcmp(name.s, prefix.s, prefix.len) != 0)
        return add_named(f, name);
    name.s += prefix.len;
    name.len -= prefix.len;
    *known = find_axis(m, name, &item);
    return !*known || add(f, item.kind, item.n);
}

bool fields_read(struct fields *f, const struct tenor_model *m,
                 const size_t *axis, size_t axes, const char *list,
                 struct buffer *why)
{
    *f = (struct fields){0};
    for (const char *at = list ? list : "input,tone"; at;) {
        const struct str name = {at, strcspn(at, ",")};
        bool known;
        if (name.len == 0) {
            if (!say(why, "the list of fields has an empty name"))
                why->len = 0;
            return false;
        }
        if (!add_name(f, m, axis, axes, name, &known))
            return false;
        if (!known) {
            unknown_result(m, name, why);
            return false;
        }
        at = at[name.len] ? at + name.len + 1 : NULL;
    }
    return true;
}

bool fields_parse(struct fields *f, const struct verb *v,
                  const struct tenor_model *m, const size_t *axis, size_t axes,
                  const char *list, int *status)
{
    struct buffer why = {0};
    struct tenor_error err = {0};
    const bool ok = fields_read(f, m, axis, axes, list, &why);

    if (!ok && why.len) {
        *status = opt_misuse(v, "%.*s", (int)why.len, why.data);
    } else if (!ok) {
        fail_memory(&err, "fields");
        *status = out_error(v->name, &err);
    }
    free(why.data);
    return ok;
}

void fields_release(struct fields *f)
{
    free(f->item);
    free(f->name);
    *f = (struct fields){0};
}

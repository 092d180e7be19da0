/* Each function leaves its result alone, which is NULL then, where an argument
 * is NULL or the text has no label. Texts of a model are given without a copy:
 * it lives as long as the function, which no running statement lets go. */
#include "bindings/sqlite/functions.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- arguments ----------------------------------------------------------- */

/* Names of a model that an argument is one of. */
struct names {
    const char *kind;
    size_t n;
    const char *(*at)(const struct tenor_model *model, size_t axis, size_t i);
};

static const char *axis_at(const struct tenor_model *m, size_t axis, size_t i)
{
    (void)axis;
    return tenor_axis_name(m, i);
}

static void put_names(sqlite3_str *s, const struct names *names,
                      const struct tenor_model *m, size_t axis)
{
    for (size_t i = 0; i < names->n; i++)
        sqlite3_str_appendf(s, "%s'%s'", i ? ", " : " ", names->at(m, axis, i));
}

static void refuse_name(sqlite3_context *context, const char *given,
                        const struct names *names, const struct tenor_model *m,
                        size_t axis)
{
    sqlite3_str *s = sqlite3_str_new(sqlite3_context_db_handle(context));

    sqlite3_str_appendf(s, "tenor: no %s '%s'; there are", names->kind, given);
    put_names(s, names, m, axis);
    char *message = sqlite3_str_finish(s);
    if (message)
        sqlite3_result_error(context, message, -1);
    else
        sqlite3_result_error_nomem(context);
    sqlite3_free(message);
}

/* Which of the names a value is. False with an error. */
static bool find_name(sqlite3_context *context, sqlite3_value *value,
                      const struct names *names, const struct tenor_model *m,
                      size_t axis, size_t *found)
{
    const char *given = (const char *)sqlite3_value_text(value);

    if (!given) {
        sqlite3_result_error_nomem(context);
        return false;
    }
    for (*found = 0; *found < names->n; ++*found)
        if (strcmp(given, names->at(m, axis, *found)) == 0)
            return true;
    refuse_name(context, given, names, m, axis);
    return false;
}

/* The judge, when no argument is NULL, with the result for the first one, a
 * text; *axis is the second, or the first axis; *label the third, or the label
 * of the text. */
static struct judge *ask(sqlite3_context *context, int argc,
                         sqlite3_value **argv, size_t *axis, size_t *label)
{
    struct judge *j = sqlite3_user_data(context);
    const struct tenor_model *m = j->model;
    const struct names axes = {"axis", tenor_axis_count(m), axis_at};

    for (int i = 0; i < argc; i++)
        if (sqlite3_value_type(argv[i]) == SQLITE_NULL)
            return NULL;
    *axis = 0;
    if (argc > 1 && !find_name(context, argv[1], &axes, m, 0, axis))
        return NULL;
    const struct names labels = {"label", tenor_axis_label_count(m, *axis),
                                 tenor_axis_label};
    if (argc > 2 && !find_name(context, argv[2], &labels, m, *axis, label))
        return NULL;
    if (!judge_score(j, context, argv[0]))
        return NULL;
    if (argc < 3)
        *label = tenor_label(j->scorer, *axis);
    return j;
}

/* The same, and NULL where the axis has no label for the text. */
static struct judge *ask_label(sqlite3_context *context, int argc,
                               sqlite3_value **argv, size_t *axis,
                               size_t *label)
{
    struct judge *j = ask(context, argc, argv, axis, label);

    return j && tenor_axis_status(j->scorer, *axis) == TENOR_STATUS_OK ? j
                                                                       : NULL;
}

/* ---- functions ----------------------------------------------------------- */

static void label_of(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    size_t axis, label;
    const struct judge *j = ask_label(context, argc, argv, &axis, &label);

    if (j)
        sqlite3_result_text(context, tenor_axis_label(j->model, axis, label),
                            -1, SQLITE_STATIC);
}

static void probability_of(sqlite3_context *context, int argc,
                           sqlite3_value **argv)
{
    size_t axis, label;
    const struct judge *j = ask_label(context, argc, argv, &axis, &label);

    if (j)
        sqlite3_result_double(context,
                              tenor_probability(j->scorer, axis, label));
}

static void score_of(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    size_t axis, label;
    double polarity;
    const struct judge *j = ask_label(context, argc, argv, &axis, &label);

    if (j && tenor_polarity(j->scorer, axis, &polarity))
        sqlite3_result_double(context, polarity);
}

static void status_of(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    size_t axis, label;
    const struct judge *j = ask(context, argc, argv, &axis, &label);

    if (j)
        sqlite3_result_text(
            context, tenor_status_name(tenor_axis_status(j->scorer, axis)), -1,
            SQLITE_STATIC);
}

static void json_of(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    size_t axis, label, len;
    const char *json;
    struct tenor_error err = {0};
    const struct judge *j = ask(context, argc, argv, &axis, &label);

    if (!j)
        return;
    if (!tenor_json(j->scorer, NULL, &json, &len, &err)) {
        judge_refuse(context, &err);
        return;
    }
    sqlite3_result_text64(context, json, len, SQLITE_TRANSIENT, SQLITE_UTF8);
    sqlite3_result_subtype(context, 'J');
}

/* ---- the model ----------------------------------------------------------- */

static void put_string(sqlite3_str *s, const char *text)
{
    sqlite3_str_appendchar(s, 1, '"');
    for (; *text; text++)
        if ((unsigned char)*text < 0x20)
            sqlite3_str_appendf(s, "\\u%04x", (unsigned)*text);
        else {
            sqlite3_str_appendall(s, *text == '"' || *text == '\\' ? "\\" : "");
            sqlite3_str_append(s, text, 1);
        }
    sqlite3_str_appendchar(s, 1, '"');
}

static void model_of(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    const struct judge *j = sqlite3_user_data(context);
    const struct tenor_model *m = j->model;
    sqlite3_str *s = sqlite3_str_new(sqlite3_context_db_handle(context));

    (void)argc;
    (void)argv;
    sqlite3_str_appendf(s, "{\"checksum\":\"%016llx\",\"axes\":{",
                        (unsigned long long)tenor_model_checksum(m));
    for (size_t a = 0; a < tenor_axis_count(m); a++) {
        sqlite3_str_appendall(s, a ? "," : "");
        put_string(s, tenor_axis_name(m, a));
        for (size_t k = 0; k < tenor_axis_label_count(m, a); k++) {
            sqlite3_str_appendall(s, k ? "," : ":[");
            put_string(s, tenor_axis_label(m, a, k));
        }
        sqlite3_str_appendchar(s, 1, ']');
    }
    sqlite3_str_appendall(s, "}}");
    char *json = sqlite3_str_finish(s);
    if (!json) {
        sqlite3_result_error_nomem(context);
        return;
    }
    sqlite3_result_text(context, json, -1, sqlite3_free);
    sqlite3_result_subtype(context, 'J');
}

/* ---- the table of them --------------------------------------------------- */

#define PURE (SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS)

/* clang-format off */
static const struct function {
    const char *suffix;
    int argc_min, argc_max;
    int flags;
    void (*run)(sqlite3_context *, int, sqlite3_value **);
} functions[] = {
    {"",        1, 2, PURE,                         label_of},
    {"_p",      1, 3, PURE,                         probability_of},
    {"_score",  1, 2, PURE,                         score_of},
    {"_status", 1, 2, PURE,                         status_of},
    {"_json",   1, 1, PURE | SQLITE_RESULT_SUBTYPE, json_of},
    {"_model",  0, 0, PURE | SQLITE_RESULT_SUBTYPE, model_of},
};
/* clang-format on */

int functions_define(sqlite3 *db, const char *prefix, struct judge *judge)
{
    int rc = SQLITE_OK;

    for (size_t i = 0; i < COUNT(functions); i++) {
        const struct function *f = &functions[i];
        char *name = sqlite3_mprintf("%s%s", prefix, f->suffix);
        if (!name)
            return SQLITE_NOMEM;
        for (int n = f->argc_min; rc == SQLITE_OK && n <= f->argc_max; n++)
            rc = sqlite3_create_function_v2(db, name, n, f->flags,
                                            judge_share(judge), f->run, NULL,
                                            NULL, judge_release);
        sqlite3_free(name);
    }
    return rc;
}

bool functions_have(const char *name)
{
    for (size_t i = 1; i < COUNT(functions); i++)
        if (strcmp(functions[i].suffix + 1, name) == 0)
            return true;
    return false;
}

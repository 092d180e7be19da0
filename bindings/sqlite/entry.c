/* The functions that need no model: the one SQLite calls to load the others,
 * and the one that opens a model of one's own. */
#include "bindings/sqlite/entry.h"

#include <string.h>

#include "bindings/sqlite/functions.h"

SQLITE_EXTENSION_INIT1

#define NAME_MAX_LEN 32

/* The first with tables of functions, flags and strings as they are used. */
#define SQLITE_WANTED 3031000

/* A name of lower case letters and digits: what is made of it begins with
 * tenor_, and has no second underscore, so it is none of SQLite's or ours but
 * for those of one word. */
static bool name_fits(const char *name)
{
    const size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");

    return len > 0 && len <= NAME_MAX_LEN && !name[len] &&
           (name[0] < '0' || name[0] > '9') && !functions_have(name) &&
           strcmp(name, "open") != 0 && strcmp(name, "version") != 0;
}

static void refuse(sqlite3_context *context, const char *format,
                   const char *name)
{
    char *message = sqlite3_mprintf(format, name);

    if (message)
        sqlite3_result_error(context, message, -1);
    else
        sqlite3_result_error_nomem(context);
    sqlite3_free(message);
}

/* A name that is taken cannot be given another model: SQLite changes no
 * function while a statement runs, and this is one. So what was computed with a
 * function, as in an index, stays what it would give. */
static void define(sqlite3_context *context, const char *name,
                   struct judge *judge)
{
    char *prefix = sqlite3_mprintf("tenor_%s", name);
    const int rc = prefix ? functions_define(sqlite3_context_db_handle(context),
                                             prefix, judge)
                          : SQLITE_NOMEM;

    if (rc == SQLITE_OK)
        sqlite3_result_text(context, prefix, -1, SQLITE_TRANSIENT);
    else if (rc == SQLITE_BUSY)
        refuse(context, "tenor_open: there is a %s() on this connection",
               prefix);
    else
        sqlite3_result_error_code(context, rc);
    sqlite3_free(prefix);
}

/* tenor_open(path, name): tenor_NAME(), ... with the model at path. */
static void open_model(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    struct tenor_error err = {0};
    const char *path = (const char *)sqlite3_value_text(argv[0]);
    const char *name = (const char *)sqlite3_value_text(argv[1]);

    (void)argc;
    if (sqlite3_value_type(argv[0]) == SQLITE_NULL ||
        sqlite3_value_type(argv[1]) == SQLITE_NULL) {
        sqlite3_result_error(context, "tenor_open: a path and a name", -1);
        return;
    }
    if (!path || !name) {
        sqlite3_result_error_nomem(context);
        return;
    }
    if (!name_fits(name)) {
        refuse(context,
               "tenor_open: '%s' is no name; it has lower case letters and "
               "digits, and is not that of another function",
               name);
        return;
    }
    struct judge *judge = judge_open(path, &err);
    if (judge)
        define(context, name, judge);
    else
        judge_refuse(context, &err);
    judge_release(judge);
}

static void version(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    (void)argc;
    (void)argv;
    sqlite3_result_text(context, tenor_version(), -1, SQLITE_STATIC);
}

static int define_all(sqlite3 *db, struct judge *embedded)
{
    int rc = functions_define(db, "tenor", embedded);

    if (rc == SQLITE_OK)
        rc = sqlite3_create_function_v2(db, "tenor_version", 0,
                                        SQLITE_UTF8 | SQLITE_DETERMINISTIC |
                                            SQLITE_INNOCUOUS,
                                        NULL, version, NULL, NULL, NULL);
    /* It reads files: not from views and triggers of a strange database. */
    if (rc == SQLITE_OK)
        rc = sqlite3_create_function_v2(db, "tenor_open", 2,
                                        SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL,
                                        open_model, NULL, NULL, NULL);
    return rc;
}

int sqlite3_tenor_init(sqlite3 *db, char **message,
                       const sqlite3_api_routines *api)
{
    struct tenor_error err = {0};

    SQLITE_EXTENSION_INIT2(api)
    if (sqlite3_libversion_number() < SQLITE_WANTED) {
        *message = sqlite3_mprintf("tenor: SQLite %s is too old",
                                   sqlite3_libversion());
        return SQLITE_ERROR;
    }
    struct judge *embedded = judge_open(NULL, &err);
    if (!embedded) {
        *message = sqlite3_mprintf("tenor: %s", err.message);
        return err.code == TENOR_ENOMEM ? SQLITE_NOMEM : SQLITE_ERROR;
    }
    const int rc = define_all(db, embedded);
    judge_release(embedded);
    if (rc == SQLITE_BUSY) /* loaded again, by a statement */
        *message = sqlite3_mprintf("tenor: there is a tenor() already");
    return rc;
}

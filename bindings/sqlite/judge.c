#include "bindings/sqlite/judge.h"

#include <string.h>

struct judge *judge_open(const char *path, struct tenor_error *err)
{
    struct judge *j = sqlite3_malloc(sizeof *j);

    if (!j) {
        *err = (struct tenor_error){TENOR_ENOMEM, 0, "memory ran out"};
        return NULL;
    }
    *j = (struct judge){.users = 1};
    if (!(path ? tenor_model_open(path, &j->model, err)
               : tenor_model_embedded(&j->model, err)) ||
        !tenor_scorer_new(j->model, &j->scorer, err)) {
        judge_release(j);
        return NULL;
    }
    return j;
}

struct judge *judge_share(struct judge *j)
{
    j->users++;
    return j;
}

void judge_release(void *judge)
{
    struct judge *j = judge;

    if (!j || --j->users > 0)
        return;
    tenor_scorer_free(j->scorer);
    tenor_model_close(j->model);
    sqlite3_free(j->text);
    sqlite3_free(j);
}

void judge_refuse(sqlite3_context *context, const struct tenor_error *err)
{
    if (err->code == TENOR_ENOMEM)
        sqlite3_result_error_nomem(context);
    else if (err->code == TENOR_ELIMIT)
        sqlite3_result_error_toobig(context);
    else
        sqlite3_result_error(context, err->message, -1);
}

/* The bytes of a value in UTF-8. False when memory ran out. */
static bool bytes_of(sqlite3_value *value, const void **bytes, size_t *len)
{
    const bool blob = sqlite3_value_type(value) == SQLITE_BLOB;

    *bytes = blob ? NULL : sqlite3_value_text(value);
    *len = (size_t)sqlite3_value_bytes(value);
    if (!blob)
        return *bytes != NULL;
    /* What is too large gets no memory: zeroblob() has none yet. */
    *bytes = *len > TENOR_TEXT_MAX ? "" : sqlite3_value_blob(value);
    return *bytes || *len == 0;
}

/* Keep a copy: what SQLite gives lives as long as the call, and the scorer
 * borrows its text until the next one. */
static bool keep(struct judge *j, const void *bytes, size_t len)
{
    if (len > j->room) {
        char *text = sqlite3_realloc64(j->text, len);
        if (!text)
            return false;
        j->text = text;
        j->room = len;
    }
    if (len)
        memcpy(j->text, bytes, len);
    j->len = len;
    return true;
}

bool judge_score(struct judge *j, sqlite3_context *context,
                 sqlite3_value *value)
{
    struct tenor_error err = {0};
    const void *bytes;
    size_t len;

    if (!bytes_of(value, &bytes, &len)) {
        sqlite3_result_error_nomem(context);
        return false;
    }
    if (len > TENOR_TEXT_MAX) {
        sqlite3_result_error_toobig(context);
        return false;
    }
    if (j->scored && len == j->len &&
        (len == 0 || memcmp(bytes, j->text, len) == 0))
        return true;
    j->scored = false;
    if (!keep(j, bytes, len)) {
        sqlite3_result_error_nomem(context);
        return false;
    }
    if (!tenor_score(j->scorer, j->text, len, &err)) {
        judge_refuse(context, &err);
        return false;
    }
    return j->scored = true;
}

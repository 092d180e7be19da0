/* A model in one connection, with its scorer and the last text that was scored:
 * a row that asks about several axes of a text scores it once.
 *
 * SQLite calls the functions of a connection one at a time, so there is nothing
 * to lock; connections share no judge. */
#ifndef TENOR_BINDINGS_SQLITE_JUDGE_H
#define TENOR_BINDINGS_SQLITE_JUDGE_H

#include "bindings/sqlite/api.h"
#include "model/tenor.h"

struct judge {
    struct tenor_model *model;
    struct tenor_scorer *scorer;
    char *text; /* [len] a copy of the text that the scorer has the result of */
    size_t len, room;
    bool scored;
    size_t users; /* functions, and whoever opened it */
};

/* Open the model file at path, or for NULL the embedded model. To be released
 * by the caller; NULL with *err, as of tenor_model_open(), on failure. */
struct judge *judge_open(const char *path, struct tenor_error *err);

/* One user more. */
struct judge *judge_share(struct judge *judge);

/* One user less, and with the last one all of it goes. A destructor of SQLite;
 * NULL is allowed. */
void judge_release(void *judge);

/* Have the scorer hold the result for a value that is not NULL: a text; a
 * number as the text that SQLite makes of it; a BLOB as a text in UTF-8. False
 * with an error as the result of the function: the text is too large, or memory
 * ran out. */
bool judge_score(struct judge *judge, sqlite3_context *context,
                 sqlite3_value *value);

/* Make *err the result of the function. */
void judge_refuse(sqlite3_context *context, const struct tenor_error *err);

#endif

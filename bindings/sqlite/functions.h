/* What SQL can ask a model: the functions of docs/SQL.md. */
#ifndef TENOR_BINDINGS_SQLITE_FUNCTIONS_H
#define TENOR_BINDINGS_SQLITE_FUNCTIONS_H

#include "bindings/sqlite/judge.h"

/* Define PREFIX(text), PREFIX_json(text), ... on a connection; each holds the
 * judge. A code of SQLite: SQLITE_BUSY when a function of that name is there
 * already and statements are running. */
int functions_define(sqlite3 *db, const char *prefix, struct judge *judge);

/* Whether one of the functions of the prefix "tenor" is tenor_NAME(). */
bool functions_have(const char *name);

#endif

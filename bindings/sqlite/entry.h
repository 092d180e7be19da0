/* Where SQLite enters tenor.so: `.load tenor` makes this name from that of the
 * file. Defines the functions of docs/SQL.md on a connection. */
#ifndef TENOR_BINDINGS_SQLITE_ENTRY_H
#define TENOR_BINDINGS_SQLITE_ENTRY_H

#include "bindings/sqlite/api.h"

/* A code of SQLite; unless it is SQLITE_OK, *message may be a message that is
 * freed with sqlite3_free(). */
__attribute__((visibility("default"))) int
sqlite3_tenor_init(sqlite3 *db, char **message,
                   const sqlite3_api_routines *api);

#endif

/* SQLite as an extension sees it: through a table of functions that it is given
 * when it is loaded, which extension.c holds. */
#ifndef TENOR_BINDINGS_SQLITE_API_H
#define TENOR_BINDINGS_SQLITE_API_H

#include <sqlite3ext.h>

SQLITE_EXTENSION_INIT3

/* Before 3.45 SQLite has no name for it, and takes no notice. */
#ifndef SQLITE_RESULT_SUBTYPE
#define SQLITE_RESULT_SUBTYPE 0x001000000
#endif

#endif

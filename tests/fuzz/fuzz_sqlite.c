/* Any bytes through the functions of SQL, in databases of each encoding: as a
 * text, as a BLOB, and as the names of an axis, a label and a model. The first
 * byte says where the bytes are cut in two. */
#define SQLITE_CORE
#include <sqlite3.h>
#include <string.h>

#include "bindings/sqlite/entry.h"
#include "model/tenor.h"
#include "tests/fuzz/fuzz.h"

#define ENCODINGS 2

static const char *const sql[] = {
    "SELECT tenor_json(?1), tenor_json(CAST(?1 AS BLOB)), tenor(?2)",
    "SELECT json_valid(tenor_json(?1)) AND json_valid(tenor_json(?2)), "
    "tenor_p(?2), tenor_score(?2)",
    "SELECT tenor(?1) IS tenor(?1, 'sentiment'), tenor_status(?1), "
    "tenor_p(?1) BETWEEN 0 AND 1",
    "SELECT tenor(?1, ?2)",
    "SELECT tenor_p(?2, 'emotion', ?1)",
    "SELECT tenor_open('', ?1)",
};

#define STATEMENTS (sizeof sql / sizeof *sql)

struct database {
    sqlite3 *db;
    sqlite3_stmt *statement[STATEMENTS];
};

static const sqlite3_api_routines *lent;

static int remember(sqlite3 *db, char **message,
                    const sqlite3_api_routines *api)
{
    (void)db;
    (void)message;
    lent = api;
    return SQLITE_OK;
}

static struct database open_database(const char *encoding)
{
    char *message = NULL;
    struct database d;

    CHECK(sqlite3_auto_extension((void (*)(void))remember) == SQLITE_OK);
    CHECK(sqlite3_open(":memory:", &d.db) == SQLITE_OK);
    CHECK(sqlite3_exec(d.db, encoding, NULL, NULL, NULL) == SQLITE_OK);
    CHECK(sqlite3_tenor_init(d.db, &message, lent) == SQLITE_OK);
    for (size_t i = 0; i < STATEMENTS; i++)
        CHECK(sqlite3_prepare_v2(d.db, sql[i], -1, &d.statement[i], NULL) ==
              SQLITE_OK);
    return d; /* stays open */
}

static struct database *database(size_t encoding)
{
    static struct database d[ENCODINGS];

    if (!d[0].db) {
        d[0] = open_database("PRAGMA encoding = 'UTF-8'");
        d[1] = open_database("PRAGMA encoding = 'UTF-16be'");
    }
    return &d[encoding];
}

static void check_row(size_t i, sqlite3_stmt *s)
{
    for (int column = 0; column < sqlite3_column_count(s); column++) {
        const int bytes = sqlite3_column_bytes(s, column);
        CHECK(sqlite3_column_type(s, column) == SQLITE_NULL || bytes > 0);
    }
    if (i == 1 || i == 2)
        CHECK(sqlite3_column_int(s, 0) == 1);
    if (i == 2)
        CHECK(sqlite3_column_type(s, 2) == SQLITE_NULL ||
              sqlite3_column_int(s, 2) == 1);
}

static void run(size_t encoding, const char *text, size_t len, size_t cut)
{
    struct database *d = database(encoding);

    for (size_t i = 0; i < STATEMENTS; i++) {
        sqlite3_stmt *s = d->statement[i];
        CHECK(sqlite3_bind_text64(s, 1, text, cut, SQLITE_STATIC,
                                  SQLITE_UTF8) == SQLITE_OK);
        if (sqlite3_bind_parameter_count(s) > 1)
            CHECK(sqlite3_bind_blob64(s, 2, text + cut, len - cut,
                                      SQLITE_STATIC) == SQLITE_OK);
        const int rc = sqlite3_step(s);
        CHECK(rc == SQLITE_ROW || (rc == SQLITE_ERROR && i > 2));
        if (rc == SQLITE_ROW)
            check_row(i, s);
        sqlite3_reset(s);
        sqlite3_clear_bindings(s);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const char *text = (const char *)data + 1;
    const size_t len = size - 1, cut = data[0] < len ? data[0] : len;

    for (size_t encoding = 0; encoding < ENCODINGS; encoding++)
        run(encoding, text, len, cut);
    return 0;
}

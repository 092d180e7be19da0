/* The extension of SQLite, called as SQLite calls it: that SQL says what the
 * library says, and that nothing is lost when something fails. */
#define _POSIX_C_SOURCE 200809L
#define SQLITE_CORE /* sqlite3_*() are those of the library that is linked */
#include <pthread.h>
#include <sqlite3.h>

#include "bindings/sqlite/entry.h"
#include "model/tenor.h"
#include "tests/unit/scarce.h"

#include "tests/unit/folder.h"
#include "tests/unit/random_text.h"
#include "tests/unit/sample.h"

#define ROUNDS 400

enum form { AS_TEXT, AS_BLOB };

static struct folder folder;
static char linear[2048], kernel[2048]; /* paths of models */

/* ---- connections --------------------------------------------------------- */

/* What SQLite lends to extensions, as it gives it to those of every
 * connection. */
static const sqlite3_api_routines *lent;

static int remember(sqlite3 *db, char **message,
                    const sqlite3_api_routines *api)
{
    (void)db;
    (void)message;
    lent = api;
    return SQLITE_OK;
}

static sqlite3 *open_memory(void)
{
    char *message = NULL;
    sqlite3 *db;

    assert_int_equal(
        sqlite3_open_v2(":memory:", &db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_tenor_init(db, &message, lent), SQLITE_OK);
    assert_null(message);
    return db;
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

/* The first column of the first row, of a statement that may have ?1. */
static sqlite3_stmt *start(sqlite3 *db, const char *sql, enum form form,
                           struct str text)
{
    sqlite3_stmt *s;
    const char *bytes = text.len ? text.s : "";

    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    if (sqlite3_bind_parameter_count(s) > 0)
        assert_int_equal(
            form == AS_BLOB
                ? sqlite3_bind_blob64(s, 1, bytes, text.len, SQLITE_STATIC)
                : sqlite3_bind_text64(s, 1, bytes, text.len, SQLITE_STATIC,
                                      SQLITE_UTF8),
            SQLITE_OK);
    return s;
}

static sqlite3_stmt *first(sqlite3 *db, const char *sql, enum form form,
                           struct str text)
{
    sqlite3_stmt *s = start(db, sql, form, text);

    if (sqlite3_step(s) != SQLITE_ROW)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    return s;
}

static void check_column(sqlite3_stmt *s, int column, struct str wanted)
{
    const char *text = (const char *)sqlite3_column_text(s, column);

    assert_non_null(text);
    assert_true(str_equal(
        (struct str){text, (size_t)sqlite3_column_bytes(s, column)}, wanted));
}

static void check_text(sqlite3 *db, const char *sql, const char *wanted)
{
    sqlite3_stmt *s = first(db, sql, AS_TEXT, STR(""));

    if (wanted)
        assert_string_equal(sqlite3_column_text(s, 0), wanted);
    else
        assert_int_equal(sqlite3_column_type(s, 0), SQLITE_NULL);
    sqlite3_finalize(s);
}

/* ---- the library, beside it ---------------------------------------------- */

struct library {
    struct tenor_model *model;
    struct tenor_scorer *scorer;
};

static struct library open_library(const char *path)
{
    struct tenor_error err = {0};
    struct library l;

    assert_true(path ? tenor_model_open(path, &l.model, &err)
                     : tenor_model_embedded(&l.model, &err));
    assert_true(tenor_scorer_new(l.model, &l.scorer, &err));
    return l;
}

static void close_library(struct library *l)
{
    tenor_scorer_free(l->scorer);
    tenor_model_close(l->model);
}

static void check_axis(sqlite3 *db, const char *prefix, const struct library *l,
                       size_t a, enum form form, struct str text)
{
    const size_t label = tenor_label(l->scorer, a);
    const enum tenor_status status = tenor_axis_status(l->scorer, a);
    const char *name = tenor_axis_name(l->model, a);
    double polarity;
    char *sql = sqlite3_mprintf(
        "SELECT %s(?1,%Q), %s_p(?1,%Q), %s_p(?1,%Q,%Q), %s_score(?1,%Q), "
        "%s_status(?1,%Q)",
        prefix, name, prefix, name, prefix, name,
        tenor_axis_label(l->model, a, 0), prefix, name, prefix, name);
    sqlite3_stmt *s = first(db, sql, form, text);

    check_column(s, 4, str_of(tenor_status_name(status)));
    if (status == TENOR_STATUS_OK) {
        check_column(s, 0, str_of(tenor_axis_label(l->model, a, label)));
        assert_true(sqlite3_column_double(s, 1) ==
                    tenor_probability(l->scorer, a, label));
        assert_true(sqlite3_column_double(s, 2) ==
                    tenor_probability(l->scorer, a, 0));
    } else {
        for (int i = 0; i < 4; i++)
            assert_int_equal(sqlite3_column_type(s, i), SQLITE_NULL);
    }
    if (status == TENOR_STATUS_OK && tenor_polarity(l->scorer, a, &polarity))
        assert_true(sqlite3_column_double(s, 3) == polarity);
    else
        assert_int_equal(sqlite3_column_type(s, 3), SQLITE_NULL);
    sqlite3_finalize(s);
    sqlite3_free(sql);
}

static void check_all(sqlite3 *db, const char *prefix, const struct library *l,
                      enum form form, struct str text)
{
    struct tenor_error err = {0};
    const char *json;
    size_t len;
    char *sql =
        sqlite3_mprintf("SELECT %s_json(?1), %s_status(?1)", prefix, prefix);
    sqlite3_stmt *s = first(db, sql, form, text);

    assert_true(tenor_score(l->scorer, text.s, text.len, &err));
    assert_true(tenor_json(l->scorer, NULL, &json, &len, &err));
    check_column(s, 0, (struct str){json, len});
    check_column(s, 1,
                 str_of(tenor_status_name(tenor_axis_status(l->scorer, 0))));
    sqlite3_finalize(s);
    sqlite3_free(sql);
    for (size_t a = 0; a < tenor_axis_count(l->model); a++)
        check_axis(db, prefix, l, a, form, text);
}

static void sql_says_what_the_library_says(void **state)
{
    sqlite3 *db = open_memory();
    struct library l = open_library(NULL);
    uint64_t random = unit_seed();
    struct buffer b = {0};

    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        b.len = 0;
        assert_true(text_make(&b, i % 4 ? 0 : i / 4 % TEXT_KINDS,
                              random_below(&random, 60), &random));
        assert_true(i % 7 || buffer_add(&b, "\0good", 5));
        check_all(db, "tenor", &l, i % 2 ? AS_TEXT : AS_BLOB,
                  (struct str){b.data, b.len});
    }
    check_all(db, "tenor", &l, AS_TEXT, STR(""));
    check_all(db, "tenor", &l, AS_BLOB, STR(""));
    free(b.data);
    close_library(&l);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* There, texts are converted, and so are results; BLOBs are not. */
static void databases_may_be_of_utf_16(void **state)
{
    static const char *const text[] = {
        "What a lovely day \U0001F600, d\u00E9j\u00E0!", "",
        "An awful, dreadful mess"};
    sqlite3 *db = open_memory();
    struct library l = open_library(NULL);

    (void)state;
    run(db, "PRAGMA encoding = 'UTF-16le'");
    for (size_t i = 0; i < COUNT(text); i++) {
        check_all(db, "tenor", &l, AS_TEXT, str_of(text[i]));
        check_all(db, "tenor", &l, AS_BLOB, str_of(text[i]));
    }
    close_library(&l);
    sqlite3_close(db);
}

/* ---- values -------------------------------------------------------------- */

static void null_gives_null(void **state)
{
    static const char *const call[] = {
        "tenor(NULL)",
        "tenor(NULL, 'sentiment')",
        "tenor(NULL, 'no such axis')",
        "tenor('A lovely day', NULL)",
        "tenor_p(NULL)",
        "tenor_p('A lovely day', 'sentiment', NULL)",
        "tenor_p('A lovely day', NULL, 'positive')",
        "tenor_score(NULL)",
        "tenor_score('A lovely day', 'emotion')", /* it has no poles */
        "tenor_status(NULL)",
        "tenor_json(NULL)",
        "tenor('')",
        "tenor(x'')",
        "tenor(zeroblob(0))",
        "tenor(zeroblob(1000))",
        "tenor_p('')",
        "tenor_score('')",
        "tenor(17)",
        "tenor('Bonjour tout le monde, je suis ici depuis hier.')",
    };
    sqlite3 *db = open_memory();

    (void)state;
    for (size_t i = 0; i < COUNT(call); i++) {
        char *sql = sqlite3_mprintf("SELECT %s", call[i]);
        check_text(db, sql, NULL);
        sqlite3_free(sql);
    }
    sqlite3_close(db);
}

static void numbers_are_texts(void **state)
{
    sqlite3 *db = open_memory();

    (void)state;
    check_text(db, "SELECT tenor_json(1.50) = tenor_json('1.5')", "1");
    check_text(db, "SELECT tenor_json(-17) = tenor_json('-17')", "1");
    check_text(db, "SELECT tenor_status(17) = tenor_status('17')", "1");
    check_text(db, "SELECT tenor(CAST('A lovely day' AS BLOB))", "positive");
    sqlite3_close(db);
}

static void json_is_json(void **state)
{
    sqlite3 *db = open_memory();

    (void)state;
    check_text(db, "SELECT json_type(json_object('x', tenor_json('')), '$.x')",
               "object");
    check_text(db, "SELECT json_type(json_array(tenor_model()), '$[0]')",
               "object");
    check_text(db, "SELECT json_extract(tenor_model(), '$.axes.sentiment[2]')",
               "positive");
    check_text(db, "SELECT tenor_version()", TENOR_VERSION);
    sqlite3_close(db);
}

static void what_is_wrong_is_said(void **state)
{
    static const struct {
        const char *call;
        int code;
        const char *message;
    } row[] = {
        {"tenor('x', 'mood')", SQLITE_ERROR,
         "tenor: no axis 'mood'; there are 'sentiment', 'subjectivity',"},
        {"tenor('x', '')", SQLITE_ERROR, "tenor: no axis ''; "},
        {"tenor('x', 'Sentiment')", SQLITE_ERROR, "tenor: no axis "},
        {"tenor_p('x', 'sentiment', 'good')", SQLITE_ERROR,
         "tenor: no label 'good'; there are 'negative', 'neutral', 'positive'"},
        {"tenor_status('x', 'mood')", SQLITE_ERROR, "tenor: no axis 'mood'"},
        {"tenor_score('x', 'mood')", SQLITE_ERROR, "tenor: no axis 'mood'"},
        {"tenor(zeroblob(67108865))", SQLITE_TOOBIG, "string or blob too big"},
        {"tenor(CAST(zeroblob(67108865) AS TEXT))", SQLITE_TOOBIG, "string or"},
        {"tenor_json(zeroblob(999999999))", SQLITE_TOOBIG, "string or blob"},
        {"tenor()", SQLITE_ERROR, "wrong number of arguments"},
        {"tenor('x', 'sentiment', 'positive')", SQLITE_ERROR, "wrong number"},
        {"tenor_json('x', 'sentiment')", SQLITE_ERROR, "wrong number"},
        {"tenor_open(NULL, 'mine')", SQLITE_ERROR, "tenor_open: a path and a"},
        {"tenor_open('m', NULL)", SQLITE_ERROR, "tenor_open: a path and a"},
        {"tenor_open('m', 'p')", SQLITE_ERROR, "tenor_open: 'p' is no name"},
        {"tenor_open('m', 'json')", SQLITE_ERROR, "tenor_open: 'json' is no"},
        {"tenor_open('m', 'open')", SQLITE_ERROR, "tenor_open: 'open' is no"},
        {"tenor_open('m', 'version')", SQLITE_ERROR, "tenor_open: 'version'"},
        {"tenor_open('m', 'a_p')", SQLITE_ERROR, "tenor_open: 'a_p' is no"},
        {"tenor_open('m', '1a')", SQLITE_ERROR, "tenor_open: '1a' is no"},
        {"tenor_open('m', 'Mine')", SQLITE_ERROR, "tenor_open: 'Mine' is"},
        {"tenor_open('m', '')", SQLITE_ERROR, "tenor_open: '' is no name"},
        {"tenor_open('m', 'a23456789012345678901234567890123')", SQLITE_ERROR,
         "tenor_open: 'a2"},
        {"tenor_open('/no/such', 'mine')", SQLITE_ERROR, "cannot open '/no/s"},
    };
    sqlite3 *db = open_memory();

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        char *sql = sqlite3_mprintf("SELECT %s", row[i].call);
        assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), row[i].code);
        if (strncmp(sqlite3_errmsg(db), row[i].message,
                    strlen(row[i].message)) != 0)
            fail_msg("%s: %s", sql, sqlite3_errmsg(db));
        check_text(db, "SELECT tenor('What a lovely day')", "positive");
        sqlite3_free(sql);
    }
    sqlite3_close(db);
}

/* The largest text there may be is scored. */
static void a_text_may_be_large(void **state)
{
    sqlite3 *db = open_memory();

    (void)state;
    check_text(db, "SELECT tenor_status(zeroblob(67108864))", "empty");
    sqlite3_close(db);
}

/* ---- the text before ----------------------------------------------------- */

/* Texts that begin alike, are as long, come back. */
static void no_text_is_taken_for_another(void **state)
{
    static const struct {
        const char *text, *label;
    } row[] = {
        {"What a lovely day", "positive"},
        {"What a vicious lie", "negative"},
        {"What a lovely day", "positive"},
        {"What a awful, bad day", "negative"},
        {"What a lovely day", "positive"},
        {"", NULL},
        {"What a lovely day", "positive"},
    };
    sqlite3 *db = open_memory();

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        char *sql = sqlite3_mprintf("SELECT tenor(%Q)", row[i].text);
        check_text(db, sql, row[i].label);
        sqlite3_free(sql);
        /* What failed is not the last text. */
        sqlite3_exec(db, "SELECT tenor(zeroblob(67108865))", NULL, NULL, NULL);
    }
    sqlite3_close(db);
}

/* ---- models of one's own --------------------------------------------------
 */

static void write_model(const char *path, bool is_kernel)
{
    struct buffer b = sample_bytes(is_kernel);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(b.data, 1, b.len, f), b.len);
    assert_int_equal(fclose(f), 0);
    free(b.data);
}

static void open_model(sqlite3 *db, const char *path, const char *name)
{
    char *sql = sqlite3_mprintf("SELECT tenor_open(%Q, %Q)", path, name);
    char *wanted = sqlite3_mprintf("tenor_%s", name);

    check_text(db, sql, wanted);
    sqlite3_free(wanted);
    sqlite3_free(sql);
}

static void models_have_functions(void **state)
{
    static const char *const text[] = {"good", "bad bad bad", "GREAT fun :)",
                                       "the report of Monday", ""};
    sqlite3 *db = open_memory();
    struct library l = open_library(linear), k = open_library(kernel);

    (void)state;
    open_model(db, linear, "mine");
    open_model(db, kernel, "k2");
    for (size_t i = 0; i < COUNT(text); i++) {
        check_all(db, "tenor_mine", &l, AS_TEXT, str_of(text[i]));
        check_all(db, "tenor_k2", &k, AS_TEXT, str_of(text[i]));
    }
    check_text(db, "SELECT tenor('What a lovely day')", "positive");
    check_text(db, "SELECT json_extract(tenor_mine_model(), '$.axes.emotion')",
               "[\"joy\",\"anger\",\"none\"]");
    close_library(&l);
    close_library(&k);
    sqlite3_close(db);
}

/* The first axis is that of the model: of the kernel one, emotion. */
static void the_first_axis_is_that_of_the_model(void **state)
{
    sqlite3 *db = open_memory();

    (void)state;
    open_model(db, kernel, "mine");
    check_text(db, "SELECT tenor_mine('GREAT fun :)')", "joy");
    check_text(db,
               "SELECT tenor_mine_p('GREAT fun :)') = "
               "tenor_mine_p('GREAT fun :)', 'emotion', 'joy')",
               "1");
    sqlite3_close(db);
}

static void a_name_keeps_its_model(void **state)
{
    sqlite3 *db = open_memory(), *other = open_memory();
    char *again = sqlite3_mprintf("SELECT tenor_open(%Q, 'mine')", kernel);

    (void)state;
    open_model(db, linear, "mine");
    open_model(other, kernel, "mine");
    assert_int_equal(sqlite3_exec(db, again, NULL, NULL, NULL), SQLITE_ERROR);
    assert_string_equal(
        sqlite3_errmsg(db),
        "tenor_open: there is a tenor_mine() on this connection");
    check_text(db, "SELECT tenor_mine('GREAT fun :)')", "positive");
    check_text(other, "SELECT tenor_mine('GREAT fun :)')", "joy");
    sqlite3_free(again);
    sqlite3_close(other);
    check_text(db, "SELECT tenor_mine('GREAT fun :)')", "positive");
    sqlite3_close(db);
}

/* It reads files, so that views and triggers must not. */
static void views_cannot_open_models(void **state)
{
    sqlite3 *db = open_memory();

    (void)state;
    run(db, "PRAGMA trusted_schema = OFF");
    run(db, "CREATE TABLE t(b); INSERT INTO t VALUES ('What a lovely day')");
    run(db, "CREATE VIEW fine AS SELECT tenor(b) AS label FROM t");
    run(db, "CREATE VIEW evil AS SELECT tenor_open(b, 'mine') FROM t");
    check_text(db, "SELECT label FROM fine", "positive");
    assert_int_equal(sqlite3_exec(db, "SELECT * FROM evil", NULL, NULL, NULL),
                     SQLITE_ERROR);
    assert_non_null(strstr(sqlite3_errmsg(db), "unsafe use of tenor_open()"));
    sqlite3_close(db);
}

static void it_can_be_loaded_twice(void **state)
{
    sqlite3 *db = open_memory();
    char *message = NULL;
    sqlite3_stmt *s =
        first(db, "SELECT tenor('What a lovely day')", AS_TEXT, STR(""));

    (void)state;
    assert_int_equal(sqlite3_tenor_init(db, &message, lent), SQLITE_BUSY);
    assert_string_equal(message, "tenor: there is a tenor() already");
    sqlite3_free(message);
    assert_string_equal(sqlite3_column_text(s, 0), "positive");
    sqlite3_reset(s); /* it runs no more */
    message = NULL;
    assert_int_equal(sqlite3_tenor_init(db, &message, lent), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(s, 0), "positive");
    sqlite3_finalize(s);
    sqlite3_close(db);
}

/* ---- threads ------------------------------------------------------------- */

struct worker {
    sqlite3 *db; /* NULL: one of its own */
    const char *text, *label;
    bool failed;
};

static void *work(void *context)
{
    struct worker *w = context;
    sqlite3 *db = w->db ? w->db : open_memory();
    char *sql = sqlite3_mprintf("SELECT tenor(%Q) = %Q AND "
                                "tenor_json(%Q) NOT NULL",
                                w->text, w->label, w->text);

    for (int i = 0; i < 500; i++) {
        sqlite3_stmt *s = NULL;
        if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK ||
            sqlite3_step(s) != SQLITE_ROW || sqlite3_column_int(s, 0) != 1)
            w->failed = true;
        sqlite3_finalize(s);
    }
    sqlite3_free(sql);
    if (!w->db)
        sqlite3_close(db);
    return NULL;
}

static void check_threads(sqlite3 *db)
{
    struct worker worker[] = {
        {db, "What a lovely day", "positive", false},
        {db, "An awful, dreadful mess", "negative", false},
        {db, "What a happy, splendid morning", "positive", false},
    };
    pthread_t thread[COUNT(worker)];

    for (size_t i = 0; i < COUNT(worker); i++)
        assert_int_equal(pthread_create(&thread[i], NULL, work, &worker[i]), 0);
    for (size_t i = 0; i < COUNT(worker); i++) {
        pthread_join(thread[i], NULL);
        assert_false(worker[i].failed);
    }
}

static void threads_have_connections(void **state)
{
    (void)state;
    check_threads(NULL);
}

static void threads_share_a_connection(void **state)
{
    sqlite3 *db = open_memory();

    (void)state;
    check_threads(db);
    sqlite3_close(db);
}

/* ---- memory -------------------------------------------------------------- */

/* SQLite's own memory runs out as ours does. */
static sqlite3_mem_methods lender;

static bool granted(void)
{
    if (scarce_left == 0)
        return false;
    if (scarce_left != SIZE_MAX)
        scarce_left--;
    return true;
}

static void *lend(int n)
{
    return granted() ? lender.xMalloc(n) : NULL;
}

static void *lend_more(void *p, int n)
{
    return granted() ? lender.xRealloc(p, n) : NULL;
}

static void scarce_sqlite(void)
{
    sqlite3_mem_methods m;

    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &lender),
                     SQLITE_OK);
    m = lender;
    m.xMalloc = lend;
    m.xRealloc = lend_more;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &m), SQLITE_OK);
    /* Nothing comes from elsewhere. */
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
}

/* Run statements until one fails; a code. */
static int attempt(const char *const *sql)
{
    char *message = NULL;
    sqlite3 *db = NULL;
    int rc = sqlite3_open(":memory:", &db);

    if (rc == SQLITE_OK)
        rc = sqlite3_tenor_init(db, &message, lent);
    for (; rc == SQLITE_OK && *sql; sql++)
        rc = sqlite3_exec(db, *sql, NULL, NULL, NULL);
    sqlite3_free(message);
    sqlite3_close(db);
    return rc;
}

static void any_allocation_may_fail(void **state)
{
    char *own = sqlite3_mprintf("SELECT tenor_open(%Q, 'mine')", linear);
    const char *const sql[] = {
        "SELECT tenor('What a lovely day'), tenor_json('A lovely day')",
        "SELECT tenor_p(x'474f4f44', 'sentiment', 'positive'), tenor(17)",
        "SELECT tenor_model(), tenor_version(), tenor_score('x')",
        own,
        "SELECT tenor_mine('good'), tenor_mine_status('good', 'emotion')",
        NULL};
    const char *const wrong[] = {"SELECT tenor('x', 'mood')", NULL};
    size_t left = 0;

    (void)state;
    /* SQLite does without some of what it asks for. */
    for (size_t n = 0; left == 0; n++) {
        assert_true(n < 10000);
        scarce_left = n;
        const int rc = attempt(sql);
        left = scarce_left;
        scarce_left = SIZE_MAX;
        if (rc != SQLITE_OK)
            assert_int_equal(rc, SQLITE_NOMEM);
        assert_true(rc == SQLITE_OK || left == 0);
    }
    for (size_t n = 0; left != 0 || n == 0; n++) {
        assert_true(n < 10000);
        scarce_left = n;
        const int rc = attempt(wrong);
        left = rc == SQLITE_ERROR ? 0 : 1;
        scarce_left = SIZE_MAX;
        assert_true(rc == SQLITE_NOMEM || rc == SQLITE_ERROR);
    }
    sqlite3_free(own);
}

/* ---- all of it ------------------------------------------------------------
 */

static int set_up(void **state)
{
    (void)state;
    scarce_sqlite();
    assert_int_equal(sqlite3_auto_extension((void (*)(void))remember),
                     SQLITE_OK);
    folder_make(&folder);
    strcpy(linear, folder_file(&folder, "linear.tenor"));
    strcpy(kernel, folder_file(&folder, "kernel.tenor"));
    write_model(linear, false);
    write_model(kernel, true);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(linear);
    unlink(kernel);
    folder_remove(&folder);
    return sqlite3_shutdown();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sql_says_what_the_library_says),
        cmocka_unit_test(databases_may_be_of_utf_16),
        cmocka_unit_test(null_gives_null),
        cmocka_unit_test(numbers_are_texts),
        cmocka_unit_test(json_is_json),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(a_text_may_be_large),
        cmocka_unit_test(no_text_is_taken_for_another),
        cmocka_unit_test(models_have_functions),
        cmocka_unit_test(the_first_axis_is_that_of_the_model),
        cmocka_unit_test(a_name_keeps_its_model),
        cmocka_unit_test(views_cannot_open_models),
        cmocka_unit_test(it_can_be_loaded_twice),
        cmocka_unit_test(threads_have_connections),
        cmocka_unit_test(threads_share_a_connection),
        cmocka_unit_test(any_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

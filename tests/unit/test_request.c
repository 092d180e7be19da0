/* What a server reads of a request: queries, types of content, tokens. */
#include "cli/serve/bearer.h"
#include "cli/serve/media.h"
#include "cli/serve/query.h"
#include "tests/unit/scarce.h"

/* ---- queries ------------------------------------------------------------- */

static void values_are_decoded(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *query, *a, *b;
    } good[] = {
        {"",                  NULL,      NULL},
        {"&&",                NULL,      NULL},
        {"a=",                "",        NULL},
        {"a=1&b=2",           "1",       "2"},
        {"b=x+y%20z",         NULL,      "x y z"},
        {"%61=%41%2b%2B%26=", "A++&=",   NULL},
        {"a=b=c&",            "b=c",     NULL},
        {"a=%C3%a9",          "\u00e9",  NULL},
    };
    /* clang-format on */

    for (size_t i = 0; i < COUNT(good); i++) {
        struct query_value v[] = {{"a", "old"}, {"b", "old"}};
        struct buffer text = {0}, why = {0};
        assert_true(query_read(str_of(good[i].query), v, 2, &text, &why));
        assert_true(!v[0].value == !good[i].a && !v[1].value == !good[i].b);
        if (good[i].a)
            assert_string_equal(v[0].value, good[i].a);
        if (good[i].b)
            assert_string_equal(v[1].value, good[i].b);
        assert_int_equal(why.len, 0);
        free(text.data);
    }
}

static void wrong_queries_say_why(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *query, *why;
    } bad[] = {
        {"a",        "the query has no value for the parameter 'a'"},
        {"c=1",      "the query has an unknown parameter 'c'"},
        {"A=1",      "the query has an unknown parameter 'A'"},
        {"=",        "the query has an unknown parameter ''"},
        {"a=1&a=1",  "the query repeats the parameter 'a'"},
        {"a=%",      "the query is not encoded as it should be at 'a=%'"},
        {"b=&a=%4",  "the query is not encoded as it should be at 'a=%4'"},
        {"a=%4g",    "the query is not encoded as it should be at 'a=%4g'"},
        {"a=%g4",    "the query is not encoded as it should be at 'a=%g4'"},
        {"a=x%00",   "the query is not encoded as it should be at 'a=x%00'"},
        {"%00=",     "the query is not encoded as it should be at '%00='"},
    };
    /* clang-format on */

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct query_value v[] = {{"a", NULL}, {"b", NULL}};
        struct buffer text = {0}, why = {0};
        assert_false(query_read(str_of(bad[i].query), v, 2, &text, &why));
        assert_true(
            str_equal((struct str){why.data, why.len}, str_of(bad[i].why)));
        free(text.data);
        free(why.data);
    }
}

static bool read_scarcely(void *context, struct tenor_error *err)
{
    struct query_value v[] = {{"a", NULL}};
    struct buffer text = {0}, why = {0};

    (void)context;
    const bool ok = query_read(STR("a=1"), v, 1, &text, &why);
    assert_int_equal(why.len, 0);
    free(text.data);
    free(why.data);
    return ok || fail_memory(err, "a query");
}

/* ---- types --------------------------------------------------------------- */

static void types_are_read(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *header, *type, *charset;
    } rows[] = {
        {"text/plain",                       "text/plain", NULL},
        {" text/plain\t; charset=utf-8",     "text/plain", "utf-8"},
        {"text/plain;CHARSET=\"UTF-8\" ; x=y", "text/plain", "UTF-8"},
        {"a/b;;charset=x;charset=y;",        "a/b",        "x"},
        {"a/b; charset=\"\"",                "a/b",        ""},
        {"",                                 NULL,         NULL},
        {"text",                             NULL,         NULL},
        {"text/",                            NULL,         NULL},
        {"/plain",                           NULL,         NULL},
        {"text/plain, text/html",            NULL,         NULL},
        {"text/plain; charset",              NULL,         NULL},
        {"text/plain; charset=\"x",          NULL,         NULL},
        {"text/plain; charset=\"\\x\"",      NULL,         NULL},
        {"text /plain",                      NULL,         NULL},
    };
    /* clang-format on */

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct media m;
        assert_int_equal(media_read(str_of(rows[i].header), &m),
                         rows[i].type != NULL);
        if (!rows[i].type)
            continue;
        assert_true(str_equal(m.type, str_of(rows[i].type)));
        assert_int_equal(m.charset.s != NULL, rows[i].charset != NULL);
        if (rows[i].charset)
            assert_true(str_equal(m.charset, str_of(rows[i].charset)));
    }
}

/* ---- tokens -------------------------------------------------------------- */

static void tokens_are_compared(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *header;
        bool good;
    } rows[] = {
        {"Bearer abc",    true},
        {"BEARER  xyz= ", true},
        {"Bearer ab",     false},
        {"Bearer abcd",   false},
        {"Bearer abcabc", false},
        {"Bearer ABC",    false},
        {"Bearer ",       false},
        {"Bearer",        false},
        {"Bearer\tabc",   false},
        {"Basic abc",     false},
        {"abc",           false},
        {"",              false},
        {NULL,            false},
    };
    /* clang-format on */
    struct bearer b = {0};
    struct tenor_error err = {0};

    assert_true(bearer_parse(&b, STR("abc \r\n\n  \nxyz="), "f", &err));
    assert_int_equal(b.n, 2);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(bearer_accepts(&b, rows[i].header), rows[i].good);
    bearer_release(&b);
}

static void files_without_tokens_are_wrong(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "\n\n", "a b", "a\nb\"", "\xC3\xA9"};

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct bearer b = {0};
        struct tenor_error err = {0};
        assert_false(bearer_parse(&b, str_of(bad[i]), "f", &err));
        assert_int_equal(err.code, TENOR_EDATA);
        bearer_release(&b);
    }
}

static bool parse_scarcely(void *context, struct tenor_error *err)
{
    struct bearer b = {0};

    (void)context;
    const bool ok = bearer_parse(&b, STR("a\nb\nc\nd\ne"), "f", err);
    bearer_release(&b);
    return ok;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    scarce_run(read_scarcely, NULL);
    scarce_run(parse_scarcely, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_decoded),
        cmocka_unit_test(wrong_queries_say_why),
        cmocka_unit_test(types_are_read),
        cmocka_unit_test(tokens_are_compared),
        cmocka_unit_test(files_without_tokens_are_wrong),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Values of JSON as they are found in one pass, beside what jansson reads. */
#include <jansson.h>

#include "cli/label/json_scan.h"
#include "tests/unit/scarce.h"
#include "train/random.h"

#define WANTED 4 /* at most, of a row of a table */
#define ROUNDS 3000
#define LEVELS 100000

#define IN(literal)                    \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

/* ---- what is expected ---------------------------------------------------- */

/* A value as a word: "-" for none, "null", "'text" or "=json". */
static void word_of(const struct value *v, struct buffer *b)
{
    static const char *const begin[] = {"-", "null", "'", "="};

    b->len = 0;
    assert_true(buffer_add(b, begin[v->kind], strlen(begin[v->kind])));
    if (v->kind == VALUE_TEXT || v->kind == VALUE_JSON)
        assert_true(buffer_add(b, v->bytes.s, v->bytes.len));
}

struct scanner {
    struct json_scan *json;
    struct buffer plain, word;
};

static void scanner_make(struct scanner *s)
{
    *s = (struct scanner){.json = json_scan_new()};
    assert_non_null(s->json);
}

static void scanner_release(struct scanner *s)
{
    json_scan_free(s->json);
    free(s->plain.data);
    free(s->word.data);
}

static bool scan(struct scanner *s, struct str line, struct json_wanted *wanted,
                 size_t n)
{
    /* Of its own, so that reading on is noticed. */
    s->plain.len = 0;
    assert_true(GROW(s->plain.data, line.len + 1, s->plain.capacity));
    return json_scan(s->json, line, wanted, n, &s->plain);
}

static void expect(struct scanner *s, const struct value *v, struct str word)
{
    word_of(v, &s->word);
    assert_int_equal(s->word.len, word.len);
    assert_memory_equal(s->word.data, word.s, word.len);
}

/* ---- values -------------------------------------------------------------- */

/* clang-format off */
static const struct {
    struct str line;
    const char *path[WANTED]; /* up to NULL */
    struct str value[WANTED];
} good[] = {
    {IN("{}"), {"a"}, {IN("-")}},
    {IN(" \t{ } \r"), {"a"}, {IN("-")}},
    {IN("{\"a\":\"b\"}"), {"a", "b"}, {IN("'b"), IN("-")}},
    {IN("{\"a\":\"\"}"), {"a"}, {IN("'")}},
    {IN("{\"a\":null}"), {"a"}, {IN("null")}},
    {IN("{\"a\":true,\"b\":false}"), {"a", "b"}, {IN("=true"), IN("=false")}},
    {IN("{\"a\":0,\"b\":-0.0,\"c\":1E+2}"), {"a", "b", "c"}, {IN("=0"), IN("=-0.0"), IN("=1E+2")}},
    {IN("{\"a\":1e400,\"b\":123456789012345678901234567890}"), {"a", "b"}, {IN("=1e400"), IN("=123456789012345678901234567890")}},
    {IN("{\"a\":[1, 2,\t{}]}"), {"a"}, {IN("=[1, 2,\t{}]")}},
    {IN("{\"a\":[]}"), {"a"}, {IN("=[]")}},
    {IN("{\"a\": { \"b\" : 1 } }"), {"a", "a.b"}, {IN("={ \"b\" : 1 }"), IN("=1")}},
    /* Nested ones. */
    {IN("{\"a\":{\"b\":{\"c\":1}}}"), {"a", "a.b", "a.b.c", "b"}, {IN("={\"b\":{\"c\":1}}"), IN("={\"c\":1}"), IN("=1"), IN("-")}},
    {IN("{\"a\":{\"b\":[1]},\"c\":[2]}"), {"a", "a.b", "c"}, {IN("={\"b\":[1]}"), IN("=[1]"), IN("=[2]")}},
    {IN("{\"a\":{\"x\":0},\"b\":1}"), {"b", "a.b", "x"}, {IN("=1"), IN("-"), IN("-")}},
    {IN("{\"a\":{\"b\":{}},\"c\":{\"b\":1}}"), {"c.b", "a.b.b"}, {IN("=1"), IN("-")}},
    {IN("{\"a.b\":1}"), {"a.b"}, {IN("=1")}},
    {IN("{\"a.b\":{\"c.d\":1}}"), {"a.b.c.d", "a.b"}, {IN("=1"), IN("={\"c.d\":1}")}},
    {IN("{\"a.b\":1,\"a\":{\"b\":2}}"), {"a.b"}, {IN("=1")}},
    {IN("{\"a\":{\"b\":2},\"a.b\":1}"), {"a.b"}, {IN("=1")}},
    {IN("{\"a\":{\"b\":{\"c\":3}},\"a\":{\"b.c\":2}}"), {"a.b.c"}, {IN("=2")}},
    {IN("{\"a\":{\"b\":2},\"a.b\":{\"x\":[]}}"), {"a.b"}, {IN("={\"x\":[]}")}},
    {IN("{\"a.b\":null,\"a\":{\"b\":2}}"), {"a.b"}, {IN("null")}},
    /* The last of equal names. */
    {IN("{\"a\":1,\"a\":2}"), {"a"}, {IN("=2")}},
    {IN("{\"a\":\"\\n\",\"a\":\"\\t\"}"), {"a"}, {IN("'\t")}},
    {IN("{\"a\":{\"b\":1},\"a\":{\"b\":2}}"), {"a.b"}, {IN("=2")}},
    {IN("{\"a\":{\"b\":1},\"a\":3}"), {"a", "a.b"}, {IN("=3"), IN("=1")}},
    {IN("{\"a\":3,\"a\":[{}]}"), {"a"}, {IN("=[{}]")}},
    {IN("{\"a\":1,\"a\":null}"), {"a"}, {IN("null")}},
    /* Wanted more than once. */
    {IN("{\"a\":\"\\u0041\"}"), {"a", "b", "a"}, {IN("'A"), IN("-"), IN("'A")}},
    {IN("{\"a\":[1]}"), {"a", "a"}, {IN("=[1]"), IN("=[1]")}},
    /* Not within lists. */
    {IN("{\"a\":[{\"b\":1}],\"c\":[[{\"a\":2}]]}"), {"a.b", "b", "c.a"}, {IN("-"), IN("-"), IN("-")}},
    {IN("{\"x\":[{\"a\":[{}]}],\"a\":1}"), {"a"}, {IN("=1")}},
    {IN("{\"x\":{\"y\":[1,{\"z\":2}],\"z\":3}}"), {"x.z", "x.y"}, {IN("=3"), IN("=[1,{\"z\":2}]")}},
    /* Names. */
    {IN("{\"\":1}"), {""}, {IN("=1")}},
    {IN("{\"\":{\"\":1}}"), {"", "."}, {IN("={\"\":1}"), IN("=1")}},
    {IN("{\"a\":{\"\":1}}"), {"a.", "a"}, {IN("=1"), IN("={\"\":1}")}},
    {IN("{\".\":1}"), {"."}, {IN("=1")}},
    {IN("{\"\\u0061\\\"\":1}"), {"a\""}, {IN("=1")}},
    {IN("{\"\u00E9\":1}"), {"\u00E9"}, {IN("=1")}},
    {IN("{\"aa\":1,\"A\":2}"), {"a"}, {IN("-")}},
    {IN("{\"a\\u0000b\":1}"), {"a"}, {IN("-")}},
    /* Strings. */
    {IN("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}"), {"a"}, {IN("'\"\\/\b\f\n\r\t")}},
    {IN("{\"a\":\"\\u0000x\"}"), {"a"}, {IN("'\0x")}},
    {IN("{\"a\":\"\\u00e9\\u20AC\"}"), {"a"}, {IN("'\u00E9\u20AC")}},
    {IN("{\"a\":\"\\ud83d\\ude00\\uD83D\\uDE00x\"}"), {"a"}, {IN("'\U0001F600\U0001F600x")}},
    {IN("{\"a\":\"\\\\ud800\"}"), {"a"}, {IN("'\\ud800")}},
    {IN("{\"a\":\"\\\\\\ud83d\\ude00\"}"), {"a"}, {IN("'\\\U0001F600")}},
    {IN("{\"a\":\"\\ud7ff\\ue000\"}"), {"a"}, {IN("'\xED\x9F\xBF\xEE\x80\x80")}},
    {IN("{\"a\":\"\u00E9\x7F \"}"), {"a"}, {IN("'\u00E9\x7F ")}},
    {IN("{\"a\":\"tone.status\"}"), {"a"}, {IN("'tone.status")}},
};

static const struct {
    struct str line;
    const char *reason; /* how it begins */
    size_t byte;
} bad[] = {
    {IN(" "), "not one JSON object", 0},
    {IN("1"), "not one JSON object", 0},
    {IN("null"), "not one JSON object", 0},
    {IN("\"a\""), "not one JSON object", 0},
    {IN("[{}]"), "not one JSON object", 0},
    {IN("{} {}"), "not one JSON object", 0},
    {IN("{}{}"), "not one JSON object", 0},
    {IN("{} 1"), "not one JSON object", 0},
    {IN("{}1"), "not one JSON object", 0},
    {IN("1 {}"), "not one JSON object", 0},
    {IN("{} []"), "not one JSON object", 0},
    {IN("{} \"a\""), "not one JSON object", 0},
    {IN("{} \"a"), "lexical error", 5},
    {IN("{} \"a}"), "lexical error", 6},
    {IN("{} \"\\"), "lexical error", 5},
    {IN("\"a"), "lexical error", 2},
    {IN("{\"a\":\"b"), "lexical error", 7},
    {IN("{\"a\":\"b\\u00"), "lexical error", 11},
    {IN("{\"a\":1"), "the object does not end", 6},
    {IN("{\"a\":"), "the object does not end", 5},
    {IN("{\"a\":[1,2"), "the object does not end", 9},
    {IN("{"), "the object does not end", 1},
    {IN("{\"a\":tru"), "lexical error", 8},
    {IN("{\"a\":-"), "lexical error", 6},
    {IN("{\"a\":1.}"), "lexical error", 0},
    {IN("{\"a\":01}"), "parse error", 0},
    {IN("{\"a\":1,}"), "parse error", 0},
    {IN("{,}"), "parse error", 0},
    {IN("{\"a\"}"), "parse error", 0},
    {IN("{a:1}"), "lexical error", 0},
    {IN("{'a':1}"), "lexical error", 0},
    {IN("{\"a\":NaN}"), "lexical error", 0},
    {IN("{\"a\":[1}"), "parse error", 0},
    {IN("{}}"), "parse error", 0},
    {IN("{} x"), "lexical error", 0},
    {IN("{} // a"), "lexical error", 0},
    {IN("/**/{}"), "lexical error", 0},
    {IN("{\"a\":\"\\x\"}"), "lexical error", 0},
    {IN("{\"a\":\"\\u12g4\"}"), "lexical error", 0},
    {IN("{\"a\":\"\t\"}"), "lexical error", 0},
    {IN("{\"a\":\"\0\"}"), "lexical error", 0},
    {IN("\0{}"), "lexical error", 0},
    {IN("{}\0"), "lexical error", 0},
    {IN("\v{}"), "a control character", 1},
    {IN("{\f}"), "a control character", 2},
    {IN("{\"a\"\f:1,\v\"b\":2}"), "a control character", 5},
    {IN("\xEF\xBB\xBF{}"), "lexical error", 0},
    {IN("{\"a\":\"\xFF\"}"), "this is not UTF-8", 7},
    {IN("{\"a\":\"\xC0\x80\"}"), "this is not UTF-8", 7},
    {IN("{\"a\":\"x\xED\xA0\x80\"}"), "this is not UTF-8", 8},
    {IN("{\"a\":\"\xF5\x80\x80\x80\"}"), "this is not UTF-8", 7},
    {IN("{\"a\":\"\xC3\"}"), "this is not UTF-8", 7},
    {IN("{\"\xC3\":1}"), "this is not UTF-8", 3},
    {IN("{} \xC3"), "this is not UTF-8", 4},
    {IN("{\"a\":\"\\ud800\"}"), "half of a surrogate pair", 7},
    {IN("{\"a\":\"\\uDBFFx\"}"), "half of a surrogate pair", 7},
    {IN("{\"a\":\"\\udc00\"}"), "half of a surrogate pair", 7},
    {IN("{\"a\":\"\\ud800\\ud800\\udc00\"}"), "half of a surrogate pair", 7},
    {IN("{\"a\":\"\\ud83d\\ude00\\ude00\"}"), "half of a surrogate pair", 19},
    {IN("{\"a\":\"\\ud800\\\\u1\"}"), "half of a surrogate pair", 7},
    {IN("{\"a\":\"\\ud800\\u0041\"}"), "half of a surrogate pair", 7},
    {IN("{\"\\ud800\":1}"), "half of a surrogate pair", 3},
};
/* clang-format on */

static size_t prepare(const char *const *path, struct json_wanted *wanted)
{
    size_t n = 0;

    for (; n < WANTED && path[n]; n++)
        wanted[n] = (struct json_wanted){.path = str_of(path[n])};
    return n;
}

static void check_good(struct scanner *s, size_t i)
{
    struct json_wanted wanted[WANTED];
    const size_t n = prepare(good[i].path, wanted);

    if (!scan(s, good[i].line, wanted, n))
        fail_msg("%s: %s", good[i].line.s, json_reason(s->json));
    for (size_t k = 0; k < n; k++)
        expect(s, &wanted[k].value, good[i].value[k]);
}

static void check_bad(struct scanner *s, size_t i)
{
    struct json_wanted wanted = {.path = STR("a")};
    const char *reason = bad[i].reason;

    if (scan(s, bad[i].line, &wanted, 1))
        fail_msg("'%s' is taken for JSON", bad[i].line.s);
    if (strncmp(json_reason(s->json), reason, strlen(reason)) != 0 ||
        (bad[i].byte && json_byte(s->json) != bad[i].byte))
        fail_msg("'%s': byte %zu: %s", bad[i].line.s, json_byte(s->json),
                 json_reason(s->json));
    assert_true(json_byte(s->json) <= bad[i].line.len);
    assert_null(strchr(json_reason(s->json), '\n'));
}

static void values_are_found(void **state)
{
    (void)state;
    struct scanner s;

    scanner_make(&s);
    for (size_t i = 0; i < COUNT(good); i++)
        check_good(&s, i);
    scanner_release(&s);
}

static void what_is_no_object_is_bad(void **state)
{
    (void)state;
    struct scanner s;

    scanner_make(&s);
    for (size_t i = 0; i < COUNT(bad); i++)
        check_bad(&s, i);
    scanner_release(&s);
}

/* Whatever came before, each line is read as if it were the first. */
static void lines_know_nothing_of_each_other(void **state)
{
    (void)state;
    struct scanner s;

    scanner_make(&s);
    for (size_t i = 0; i < COUNT(bad); i++)
        for (size_t k = 0; k < COUNT(good); k++) {
            check_bad(&s, i);
            check_good(&s, k);
        }
    scanner_release(&s);
}

static void results_are_noticed(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool results;
    } row[] = {
        {"{\"tone.x\":1}", true},
        {"{\"a\":1,\"tone.status\":{}}", true},
        {"{\"tone\\u002estatus\":1}", true},
        {"{\"tone\":{\"status\":1}}", false},
        {"{\"tone.\":1}", false},
        {"{\"a\":{\"tone.x\":1}}", false},
        {"{\"a\":[{\"tone.x\":1}]}", false},
        {"{\"a\":\"tone.x\"}", false},
        {"{\"Tone.x\":1}", false},
    };
    struct scanner s;

    scanner_make(&s);
    for (size_t i = 0; i < COUNT(row); i++) {
        assert_true(scan(&s, str_of(row[i].line), NULL, 0));
        assert_int_equal(json_has_results(s.json), row[i].results);
    }
    scanner_release(&s);
}

/* ---- depth --------------------------------------------------------------- */

static void nest(struct buffer *b, const char *open, const char *inner,
                 const char *close)
{
    b->len = 0;
    assert_true(buffer_add(b, "{\"a\":", 5));
    for (size_t i = 0; i < LEVELS; i++)
        assert_true(buffer_add(b, open, strlen(open)));
    assert_true(buffer_add(b, inner, strlen(inner)));
    for (size_t i = 0; i < LEVELS; i++)
        assert_true(buffer_add(b, close, strlen(close)));
    assert_true(buffer_add(b, ",\"b\":2}", 7));
}

static void depth_has_no_limit(void **state)
{
    (void)state;
    struct json_wanted wanted[] = {{.path = STR("b")}, {.path = STR("a")}};
    struct buffer b = {0};
    struct scanner s;

    scanner_make(&s);
    nest(&b, "[", "1", "]");
    assert_true(scan(&s, (struct str){b.data, b.len}, wanted, 2));
    expect(&s, &wanted[0].value, STR("=2"));
    assert_int_equal(wanted[1].value.bytes.len, 2 * LEVELS + 1);
    nest(&b, "{\"x\":", "{}", "}");
    assert_true(scan(&s, (struct str){b.data, b.len}, wanted, 2));
    expect(&s, &wanted[0].value, STR("=2"));
    nest(&b, "[", "1", "");
    assert_false(scan(&s, (struct str){b.data, b.len}, wanted, 2));
    check_good(&s, 2);
    scanner_release(&s);
    free(b.data);
}

/* ---- random objects ------------------------------------------------------ */

static void add(struct buffer *b, const char *s)
{
    assert_true(buffer_add(b, s, strlen(s)));
}

static void add_blanks(struct buffer *b, uint64_t *seed)
{
    static const char *const blank[] = {"", "", "", " ", "\t", "\r", "  "};

    add(b, blank[random_below(seed, COUNT(blank))]);
}

static void add_string(struct buffer *b, uint64_t *seed)
{
    static const char *const piece[] = {
        "a",
        "b",
        " ",
        ".",
        "\\n",
        "\\\"",
        "\\\\",
        "\\u0041",
        "\u00E9",
        "{",
        "]",
        "\\/",
        "\\ud83d\\ude00",
        ",",
        "\\ue000",
        ":",
        "\\t",
        "\u20AC",
        "\U0001F600",
    };

    add(b, "\"");
    for (size_t n = random_below(seed, 4); n > 0; n--)
        add(b, piece[random_below(seed, COUNT(piece))]);
    add(b, "\"");
}

/* Names are few, so that they meet. */
static void add_name(struct buffer *b, uint64_t *seed)
{
    static const char *const name[] = {"\"a\"",   "\"b\"",  "\"c\"",
                                       "\"a.b\"", "\"\"",   "\"\\u0061\"",
                                       "\"x\"",   "\"b.c\""};

    add(b, name[random_below(seed, COUNT(name))]);
}

static void add_value(struct buffer *b, uint64_t *seed, size_t depth);

/* What stands between two brackets. */
static void add_members(struct buffer *b, uint64_t *seed, size_t depth,
                        bool names)
{
    const size_t n = random_below(seed, 5);

    add_blanks(b, seed);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            add(b, ",");
        add_blanks(b, seed);
        if (names) {
            add_name(b, seed);
            add_blanks(b, seed);
            add(b, ":");
        }
        add_blanks(b, seed);
        add_value(b, seed, depth);
        add_blanks(b, seed);
    }
}

static void add_object(struct buffer *b, uint64_t *seed, size_t depth)
{
    add(b, "{");
    add_members(b, seed, depth + 1, true);
    add(b, "}");
}

static void add_value(struct buffer *b, uint64_t *seed, size_t depth)
{
    static const char *const scalar[] = {"null", "true", "false", "0",
                                         "-1",   "17",   "2.5",   "-3e2"};
    const size_t kind = random_below(seed, depth > 4 ? 4 : 8);

    if (kind < 2) {
        add_string(b, seed);
    } else if (kind < 4) {
        add(b, scalar[random_below(seed, COUNT(scalar))]);
    } else if (kind < 7) {
        add_object(b, seed, depth);
    } else {
        add(b, "[");
        add_members(b, seed, depth + 1, false);
        add(b, "]");
    }
}

/* What a path finds in a tree, by its definition: *depth of the best so far.
 * Of equal names the tree has the last one alone, so a name that the path needs
 * stands twice in none of them: see below. */
static json_t *find(json_t *object, const char *path, size_t depth,
                    size_t *best)
{
    json_t *found = NULL, *value;
    const char *name;

    json_object_foreach(object, name, value)
    {
        const size_t len = strlen(name);
        if (strcmp(name, path) == 0 && depth <= *best) {
            *best = depth;
            found = value;
        } else if (strncmp(name, path, len) == 0 && path[len] == '.' &&
                   json_is_object(value)) {
            json_t *below = find(value, path + len + 1, depth + 1, best);
            found = below ? below : found;
        }
    }
    return found;
}

static void expect_tree(const struct value *v, const json_t *tree)
{
    if (!tree) {
        assert_int_equal(v->kind, VALUE_NONE);
    } else if (json_is_null(tree)) {
        assert_int_equal(v->kind, VALUE_NULL);
    } else if (json_is_string(tree)) {
        assert_int_equal(v->kind, VALUE_TEXT);
        assert_int_equal(v->bytes.len, json_string_length(tree));
        assert_memory_equal(v->bytes.s, json_string_value(tree), v->bytes.len);
    } else {
        json_t *value =
            json_loadb(v->bytes.s, v->bytes.len, JSON_DECODE_ANY, NULL);
        assert_int_equal(v->kind, VALUE_JSON);
        assert_true(json_equal(value, tree));
        json_decref(value);
    }
}

static void random_objects_are_those_of_jansson(void **state)
{
    (void)state;
    static const char *const path[] = {"a", "a.b", "b.c", "", "a.b.c", "x."};
    struct json_wanted wanted[COUNT(path)];
    uint64_t seed = unit_seed();
    struct buffer b = {0};
    struct scanner s;
    size_t compared = 0;

    scanner_make(&s);
    for (size_t i = 0; i < COUNT(path); i++)
        wanted[i] = (struct json_wanted){.path = str_of(path[i])};
    for (int round = 0; round < ROUNDS; round++) {
        b.len = 0;
        add_object(&b, &seed, 0);
        if (!scan(&s, (struct str){b.data, b.len}, wanted, COUNT(path)))
            fail_msg("%.*s: %s", (int)b.len, b.data, json_reason(s.json));
        json_t *tree = json_loadb(b.data, b.len, JSON_REJECT_DUPLICATES, NULL);
        for (size_t i = 0; tree && i < COUNT(path); i++) {
            size_t best = SIZE_MAX;
            expect_tree(&wanted[i].value, find(tree, path[i], 1, &best));
        }
        compared += tree != NULL;
        json_decref(tree);
    }
    assert_true(compared > ROUNDS / 10);
    scanner_release(&s);
    free(b.data);
}

/* Change one byte of an object: both readers say the same of it. */
static void damage_is_seen_as_jansson_sees_it(void **state)
{
    (void)state;
    static const char byte[] = "{}[]\",:\\ \t\v\f\x01\x80\xC3\xFF"
                               "0-1eatu.dx/'";
    uint64_t seed = unit_seed();
    struct buffer b = {0};
    struct scanner s;

    scanner_make(&s);
    for (int round = 0; round < ROUNDS; round++) {
        b.len = 0;
        add_object(&b, &seed, 2);
        b.data[random_below(&seed, b.len)] =
            byte[random_below(&seed, sizeof byte - 1)];
        b.len -= random_below(&seed, 4) ? 0 : random_below(&seed, b.len);
        json_t *tree = json_loadb(b.data, b.len, JSON_ALLOW_NUL, NULL);
        const bool object = json_is_object(tree);
        if (scan(&s, (struct str){b.data, b.len}, NULL, 0) != object)
            fail_msg("%.*s: %s", (int)b.len, b.data,
                     object ? json_reason(s.json) : "taken for JSON");
        json_decref(tree);
    }
    scanner_release(&s);
    free(b.data);
}

/* ---- memory -------------------------------------------------------------- */

/* Names and depth need memory of ours. */
static bool scan_scarcely(void *context, struct tenor_error *err)
{
    static const char line[] =
        "{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaa\":{\"b\":{\"c\":{\"d\":[[[[[[[[[[1]]]]]]]]]]}}}}";
    struct json_scan *json = json_scan_new();
    struct buffer plain = {0};

    (void)context;
    const bool ok =
        json && GROW(plain.data, sizeof line, plain.capacity) &&
        json_scan(json, (struct str){line, sizeof line - 1}, NULL, 0, &plain);
    json_scan_free(json);
    free(plain.data);
    return ok || fail_memory(err, "an object");
}

static void memory_may_run_out(void **state)
{
    (void)state;
    scarce_run(scan_scarcely, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found),
        cmocka_unit_test(what_is_no_object_is_bad),
        cmocka_unit_test(lines_know_nothing_of_each_other),
        cmocka_unit_test(results_are_noticed),
        cmocka_unit_test(depth_has_no_limit),
        cmocka_unit_test(random_objects_are_those_of_jansson),
        cmocka_unit_test(damage_is_seen_as_jansson_sees_it),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

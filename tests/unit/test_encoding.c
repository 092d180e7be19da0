/* Texts in many encodings, whole and in pieces. */
#include "cli/label/encoding.h"

#include "model/utf8.h"
#include "tests/unit/scarce.h"
#include "train/random.h"

#define BAD_MAX 8
#define BYTES(literal)                 \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

struct expected {
    const char *encoding;
    struct str text, utf8;
    uint64_t bad[BAD_MAX]; /* offsets, as many as utf8 has bytes 0xFF */
};

/* clang-format off */
static const struct expected expected[] = {
    {"UTF-8", BYTES(""), BYTES(""), {0}},
    {"UTF-8", BYTES("na\xC3\xAFve \xF0\x9F\x98\x80"),
              BYTES("na\xC3\xAFve \xF0\x9F\x98\x80"), {0}},
    {"utf8", BYTES("a\xFF" "b\xC3"), BYTES("a\xFF" "b\xFF"), {1, 3}},
    {"UTF-8", BYTES("\xE2\x82x"), BYTES("\xFF\xFFx"), {0, 1}},
    {"UTF-8", BYTES("\xEF\xBB\xBFx\xEF\xBB\xBF"), BYTES("x\xEF\xBB\xBF"), {0}},
    /* A surrogate, an overlong form, and what lies beyond U+10FFFF. */
    {"UTF-8", BYTES("\xED\xA0\x80"), BYTES("\xFF\xFF\xFF"), {0, 1, 2}},
    {"UTF-8", BYTES("\xC0\xAF"), BYTES("\xFF\xFF"), {0, 1}},
    {"UTF-8", BYTES("abcdefgh\xF4\x8F\xBF\xBF\xF4\x90\x80\x80z"),
              BYTES("abcdefgh\xF4\x8F\xBF\xBF\xFF\xFF\xFF\xFFz"),
              {12, 13, 14, 15}},
    {"UTF-8", BYTES("\xF8\x88\x80\x80\x80"), BYTES("\xFF\xFF\xFF\xFF\xFF"),
              {0, 1, 2, 3, 4}},
    {"ISO-8859-1", BYTES("caf\xE9\xA0\xFF"),
                   BYTES("caf\xC3\xA9\xC2\xA0\xC3\xBF"), {0}},
    {"WINDOWS-1252", BYTES("\x93quote\x94 \x80"),
        BYTES("\xE2\x80\x9Cquote\xE2\x80\x9D \xE2\x82\xAC"), {0}},
    {"WINDOWS-1252", BYTES("a\x81\x8D" "b"), BYTES("a\xFF\xFF" "b"), {1, 2}},
    {"ASCII", BYTES("a\xE9" "b"), BYTES("a\xFF" "b"), {1}},
    {"KOI8-R", BYTES("\xF0\xD2\xC9"), BYTES("\xD0\x9F\xD1\x80\xD0\xB8"), {0}},
    {"SHIFT_JIS", BYTES("\x93\xFA\x96\x7B" "a\xB1"),
        BYTES("\xE6\x97\xA5\xE6\x9C\xAC" "a\xEF\xBD\xB1"), {0}},
    /* The second byte of a bad pair may be a letter. */
    {"SHIFT_JIS", BYTES("\x93\x0A" "a\xFF" "b\x93"),
                  BYTES("\xFF\x0A" "a\xFF" "b\xFF"), {0, 3, 5}},
    {"GB18030", BYTES("\xC4\xE3\x81\x30\x81\x30\x95\x32\x82\x36"),
        BYTES("\xE4\xBD\xA0\xC2\x80\xF0\xA0\x80\x80"), {0}},
    {"GB18030", BYTES("x\x81\x30"), BYTES("x\xFF" "0"), {1}},
    {"EUC-KR", BYTES("\xC7\xD1"), BYTES("\xED\x95\x9C"), {0}},
    {"ISO-2022-JP", BYTES("\x1B$B\x46\x7C\x1B(Ba"), BYTES("\xE6\x97\xA5" "a"),
        {0}},
    /* Of letters and their accents one character is made. */
    {"WINDOWS-1258", BYTES("a\xEC" "b"), BYTES("\xC3\xA1" "b"), {0}},
    {"WINDOWS-1258", BYTES("xa"), BYTES("xa"), {0}},
    {"UTF-16LE", BYTES("a\0\x3D\xD8\x00\xDE"), BYTES("a\xF0\x9F\x98\x80"), {0}},
    {"UTF-16BE", BYTES("\xFE\xFF\0a"), BYTES("a"), {0}},
    {"UTF-16", BYTES("\xFE\xFF\0a\x20\xAC"), BYTES("a\xE2\x82\xAC"), {0}},
    {"UTF-16", BYTES("\xFF\xFE" "a\0\xAC\x20"), BYTES("a\xE2\x82\xAC"), {0}},
    {"UTF-16", BYTES("\xFE\xFF"), BYTES(""), {0}},
    /* Halves of a pair, and half a unit. */
    {"UTF-16LE", BYTES("a\0\x3D\xD8" "b\0\x00\xDE" "c\0d"),
        BYTES("a\xFF" "b\xFF" "c\xFF"), {2, 6, 10}},
    {"UTF-32BE", BYTES("\0\0\0a\0\x11\0\0\0\0\0b\0\0"), BYTES("a\xFF" "b\xFF"),
        {4, 12}},
    {"UCS-4BE", BYTES("\0\0\0a\0\x11\0\0\0\0\0b\0\0\xD8\0"),
        BYTES("a\xFF" "b\xFF"), {4, 12}},
};
/* clang-format on */

struct result {
    struct buffer utf8;
    struct bad_bytes bad;
};

static void result_reset(struct result *r)
{
    r->utf8.len = r->bad.n = 0;
}

static void result_release(struct result *r)
{
    free(r->utf8.data);
    free(r->bad.at);
}

/* ---- pieces -------------------------------------------------------------- */

static void convert_pieces(struct encoding *e, struct str text, size_t most,
                           uint64_t *seed, struct result *r)
{
    struct tenor_error err = {0};

    result_reset(r);
    assert_true(encoding_restart(e, &err));
    for (size_t at = 0; at < text.len;) {
        size_t n = most == 1 ? 1 : random_below(seed, most + 1);
        n = n < text.len - at ? n : text.len - at;
        assert_true(encoding_add(e, (struct str){text.s + at, n}, &r->utf8,
                                 &r->bad, &err));
        at += n;
    }
    assert_true(encoding_end(e, &r->utf8, &r->bad, &err));
}

static void assert_same(const struct result *a, const struct result *b)
{
    assert_int_equal(a->utf8.len, b->utf8.len);
    assert_true(a->utf8.len == 0 ||
                memcmp(a->utf8.data, b->utf8.data, a->utf8.len) == 0);
    assert_int_equal(a->bad.n, b->bad.n);
    for (size_t i = 0; i < a->bad.n; i++)
        assert_int_equal(a->bad.at[i], b->bad.at[i]);
}

/* ---- tests --------------------------------------------------------------- */

static void assert_expected(const struct expected *x, const struct result *r)
{
    size_t n = 0;

    assert_int_equal(r->utf8.len, x->utf8.len);
    assert_true(x->utf8.len == 0 ||
                memcmp(r->utf8.data, x->utf8.s, x->utf8.len) == 0);
    for (size_t i = 0; i < x->utf8.len; i++)
        n += x->utf8.s[i] == ENCODING_BAD;
    assert_int_equal(r->bad.n, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(r->bad.at[i], x->bad[i]);
}

static void texts_become_utf8(void **state)
{
    (void)state;
    uint64_t seed = unit_seed();
    struct result r = {0};

    for (size_t i = 0; i < COUNT(expected); i++) {
        const struct expected *x = &expected[i];
        struct tenor_error err = {0};
        struct encoding *e;
        assert_true(encoding_open(&e, x->encoding, &err));
        result_reset(&r);
        assert_true(encoding_whole(e, x->text, &r.utf8, &r.bad, &err));
        assert_expected(x, &r);
        convert_pieces(e, x->text, 1, &seed, &r);
        assert_expected(x, &r);
        convert_pieces(e, x->text, 3, &seed, &r);
        assert_expected(x, &r);
        encoding_close(e);
    }
    result_release(&r);
}

/* Except for its bad bytes, the result is UTF-8. */
static void assert_utf8(const struct result *r)
{
    size_t bad = 0;
    uint32_t c;

    for (size_t i = 0; i < r->utf8.len;)
        i += utf8_decode(r->utf8.data + i, r->utf8.len - i, &c, &bad);
    assert_int_equal(bad, r->bad.n);
}

static void pieces_change_nothing(void **state)
{
    (void)state;
    static const char *const name[] = {
        "UTF-8",   "UTF-16",       "UTF-32",      "UCS-4",      "UCS-2",
        "GB18030", "SHIFT_JIS",    "EUC-JP",      "BIG5-HKSCS", "ISO-2022-JP",
        "TSCII",   "WINDOWS-1255", "ISO-2022-KR", "UTF-7",      "EUC-JISX0213",
    };
    uint64_t seed = unit_seed();
    struct result whole = {0}, pieces = {0};
    char bytes[2000];

    for (int round = 0; round < 300; round++) {
        const char *encoding = name[random_below(&seed, COUNT(name))];
        const size_t n = random_below(&seed, sizeof bytes + 1);
        struct tenor_error err = {0};
        struct encoding *e;
        for (size_t i = 0; i < n; i++)
            bytes[i] = (char)random_below(&seed, 256);
        result_reset(&whole);
        assert_true(encoding_open(&e, encoding, &err));
        assert_true(encoding_whole(e, (struct str){bytes, n}, &whole.utf8,
                                   &whole.bad, &err));
        assert_utf8(&whole);
        convert_pieces(e, (struct str){bytes, n},
                       1 + random_below(&seed, n + 1), &seed, &pieces);
        assert_same(&whole, &pieces);
        encoding_close(e);
    }
    result_release(&whole);
    result_release(&pieces);
}

/* The byte order of one text is not that of the next. */
static void each_text_has_its_own_byte_order(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct result r = {0};
    struct encoding *e;

    assert_true(encoding_open(&e, "UTF-16", &err));
    assert_true(encoding_whole(e, STR("\xFE\xFF\0a"), &r.utf8, &r.bad, &err));
    assert_true(encoding_whole(e,
                               STR("\xFF\xFE"
                                   "b\0"),
                               &r.utf8, &r.bad, &err));
    assert_true(encoding_whole(e, STR("\xFE\xFF\0c"), &r.utf8, &r.bad, &err));
    const uint16_t own = 'd'; /* in the order of this machine */
    assert_true(encoding_whole(e, (struct str){(const char *)&own, 2}, &r.utf8,
                               &r.bad, &err));
    assert_int_equal(r.utf8.len, 4);
    assert_memory_equal(r.utf8.data, "abcd", 4);
    assert_int_equal(r.bad.n, 0);
    encoding_close(e);
    result_release(&r);
}

static void unknown_names_are_refused(void **state)
{
    (void)state;
    static const char *const name[] = {
        "",
        "no-such",
        "UTF-8//IGNORE",
        "LATIN1//",
        "/etc/passwd",
        "a name that is much longer than any encoding has ever been given, "
        "so that its message must be cut somewhere, which is no reason for "
        "anything else to go wrong, be it in the message or in memory, and "
        "it goes on for quite a while to make sure of that"};

    for (size_t i = 0; i < COUNT(name); i++) {
        struct tenor_error err = {0};
        struct encoding *e = NULL;
        assert_false(encoding_open(&e, name[i], &err));
        assert_null(e);
        assert_int_equal(err.code, TENOR_EINVAL);
        assert_non_null(strstr(err.message, "unknown encoding"));
    }
}

static bool convert_scarce(void *context, struct tenor_error *err)
{
    struct result r = {0};
    struct encoding *e = NULL;
    bool ok = encoding_open(&e, "SHIFT_JIS", err) &&
              encoding_whole(e, *(struct str *)context, &r.utf8, &r.bad, err);

    encoding_close(e);
    result_release(&r);
    return ok;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    struct str text = STR("\x93\xFA\xFF\x96\x7B\x93");

    scarce_run(convert_scarce, &text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_become_utf8),
        cmocka_unit_test(pieces_change_nothing),
        cmocka_unit_test(each_text_has_its_own_byte_order),
        cmocka_unit_test(unknown_names_are_refused),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "model/utf8.h"

#include "model/base.h"
#include "train/random.h"

#include "tests/unit/unit.h"

/* Room for whatever decode_all makes of a short text. */
#define POINTS 64

static size_t decode_all(struct str text, uint32_t *point, size_t *bad)
{
    size_t n = 0;

    *bad = 0;
    for (size_t i = 0; i < text.len;) {
        size_t size = utf8_decode(text.s + i, text.len - i, &point[n], bad);
        assert_true(size >= 1 && size <= 4 && size <= text.len - i);
        i += size;
        n++;
    }
    return n;
}

#define BAD UTF8_REPLACEMENT

/* The first rows are tables 3-8 to 3-11 of the Unicode standard, 15.0. */
static void maximal_subparts_are_replaced(void **state)
{
    static const struct {
        const char *text;
        size_t n, bad;
        uint32_t point[8];
    } row[] = {
        {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82", 8, 8, {BAD, BAD, BAD, BAD}},
        {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF", 8, 8, {BAD, BAD, BAD, BAD}},
        {"\xF4\x91\x92\x93\xFF\x41", 6, 5, {BAD, BAD, BAD, BAD, BAD, 'A'}},
        {"\x80\xBF\x42", 3, 2, {BAD, BAD, 'B'}},
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF", 4, 4, {BAD, BAD, BAD, BAD}},
        {"a\xF1\x80\x80\xE1\x80\xC2"
         "b\x80"
         "c\x80\xBF"
         "d",
         10,
         6,
         {'a', BAD, BAD, BAD, 'b', BAD, 'c', BAD}},
        {"\xC3", 1, 1, {BAD}},
        {"\xC3\xA9", 1, 0, {0xE9}},
        {"\xED\x9F\xBF\xEE\x80\x80", 2, 0, {0xD7FF, 0xE000}},
        {"\xF4\x8F\xBF\xBF", 1, 0, {0x10FFFF}},
        {"\xEF\xBF\xBD", 1, 0, {BAD}}, /* as such it is no error */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        uint32_t point[POINTS];
        size_t bad;
        assert_int_equal(decode_all(str_of(row[i].text), point, &bad),
                         row[i].n);
        assert_int_equal(bad, row[i].bad);
        for (size_t k = 0; k < row[i].n && k < 8 && row[i].point[k]; k++)
            assert_int_equal(point[k], row[i].point[k]);
    }
}

static void every_character_survives(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        uint32_t back;
        size_t bad = 0;
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        size_t size = utf8_put(c, bytes);
        assert_int_equal(utf8_decode(bytes, size, &back, &bad), size);
        assert_int_equal(back, c);
        assert_int_equal(bad, 0);
        for (size_t cut = 1; cut < size; cut++) {
            assert_int_equal(utf8_decode(bytes, cut, &back, &bad), cut);
            assert_int_equal(back, UTF8_REPLACEMENT);
        }
        assert_int_equal(bad, size - 1);
    }
}

static void any_bytes_are_decoded(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 100000; round++) {
        char bytes[POINTS];
        uint32_t point[POINTS];
        size_t len = random_below(&random, POINTS + 1), bad;
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(random_next(&random) >> 56);
        size_t n = decode_all((struct str){bytes, len}, point, &bad);
        assert_true(bad <= n);
        for (size_t i = 0; i < n; i++)
            assert_true(point[i] <= 0x10FFFF &&
                        (point[i] < 0xD800 || point[i] > 0xDFFF));
    }
}

static void characters_have_classes(void **state)
{
    static const struct {
        enum utf8_class class;
        uint32_t point[12]; /* until 0 */
    } row[] = {
        {UTF8_OTHER, {1, 0x7F, 0x9F, 0xE000, 0xFFFD, 0xFFFF, 0x10FFFF}},
        {UTF8_SPACE, {' ', '\t', '\r', '\v', '\f', 0xA0, 0x2009, 0x3000}},
        {UTF8_NEWLINE, {'\n', 0x85, 0x2028, 0x2029}},
        {UTF8_LETTER, {'a', 'Z', 0xDF, 0x131, 0x3B1, 0x416, 0x5D0, 0x645}},
        {UTF8_LETTER, {0x905, 0xB85, 0xAC00, 0x10D0}}, /* Hangul has spaces */
        {UTF8_IDEOGRAPH, {0x4E2D, 0x3042, 0x30AB, 0xE01, 0x1780, 0x20000}},
        {UTF8_MARK, {0x301, 0x93E, 0x200D, 0xFE0F, 0xAD, 0x20E3}},
        {UTF8_DIGIT, {'0', '9', 0x661, 0xBD, 0x2167}},
        {UTF8_PUNCT, {'!', '<', '+', 0xBF, 0x2019, 0x2026, 0x3002, 0x20AC}},
        {UTF8_PICTURE, {0x2764, 0x1F600, 0x1F1E6, 0x1F3FB, 0x1F3FF}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++)
        for (const uint32_t *c = row[i].point; *c; c++)
            if (utf8_class(*c) != row[i].class)
                fail_msg("U+%04X has class %u", (unsigned)*c,
                         (unsigned)utf8_class(*c));
}

static void capitals_and_stops_are_known(void **state)
{
    (void)state;
    assert_true(utf8_is_upper('A') && utf8_is_upper(0x130) &&
                utf8_is_upper(0x416) && utf8_is_upper(0x391));
    assert_false(utf8_is_upper('a') || utf8_is_upper(0x131) ||
                 utf8_is_upper(0x4E2D) || utf8_is_upper('1'));
    assert_true(utf8_is_full_stop(0x3002) && utf8_is_full_stop(0x964) &&
                utf8_is_full_stop(0x61F) && utf8_is_full_stop(0xFF01));
    assert_false(utf8_is_full_stop('.') || utf8_is_full_stop(0x3001));
}

static void words_are_folded(void **state)
{
    static const struct {
        const char *word, *folded;
        bool dotless;
    } row[] = {
        {"Hello", "hello", false},
        {"ÄRGER", "ärger", false},
        {"Straße", "strasse", false},
        {"ΟΔΟΣ", "οδοσ", false},
        {"οδος", "οδοσ", false},
        {"ИВАН", "иван", false},
        {"ÉTÉ", "été", false},
        {"E\u0301TE\u0301", "été", false},  /* decomposed */
        {"a\u0323\u0302", "\u1EAD", false}, /* below, above */
        {"a\u0302\u0323", "\u1EAD", false}, /* above, below */
        {"don\u2019t", "don't", false},
        {"don\u02BCt", "don't", false},
        {"well\u2010known", "well-known", false},
        {"well\u2011known", "well-known", false},
        {"co\u00ADop", "coop", false}, /* soft hyphen */
        {"KIRIK", "kirik", false},
        {"KIRIK", "kırık", true},
        {"İyi", "iyi", true},
        {"한국", "한국", false},
        {"\u1112\u1161\u11AB", "한", false},
        {"a\xFFz", "a\uFFFDz", false},
        {"", "", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        char out[64] = "";
        size_t n = utf8_fold(row[i].word, strlen(row[i].word), row[i].dotless,
                             out, sizeof out - 1);
        out[n] = '\0';
        assert_string_equal(out, row[i].folded);
        /* What is folded stays so. */
        char again[64] = "";
        n = utf8_fold(out, n, row[i].dotless, again, sizeof again - 1);
        again[n] = '\0';
        assert_string_equal(again, out);
    }
}

static void folding_keeps_to_its_room(void **state)
{
    char long_word[4096], out[4096];

    (void)state;
    memset(long_word, 'A', sizeof long_word);
    for (size_t room = 0; room < 32; room++) {
        memset(out, '#', sizeof out);
        size_t n = utf8_fold("ÄÖÜäöü", 12, false, out, room);
        assert_true(n == 0 || (n == 12 && n <= room));
        for (size_t i = room; i < sizeof out; i++)
            assert_int_equal(out[i], '#');
    }
    assert_int_equal(utf8_fold(long_word, 4096, false, out, sizeof out), 0);
    assert_int_equal(utf8_fold(long_word, 300, false, out, sizeof out), 300);
}

static void any_bytes_are_folded(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char bytes[256], out[1024];
        size_t len = 0;
        while (len < sizeof bytes - 4 && random_below(&random, 100))
            if (random_below(&random, 4))
                len += utf8_put((uint32_t)random_below(&random, 0x3000),
                                bytes + len);
            else
                bytes[len++] = (char)random_next(&random);
        size_t n = utf8_fold(bytes, len, round & 1, out, sizeof out);
        uint32_t c;
        size_t bad = 0;
        for (size_t i = 0; i < n;)
            i += utf8_decode(out + i, n - i, &c, &bad);
        assert_int_equal(bad, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maximal_subparts_are_replaced),
        cmocka_unit_test(every_character_survives),
        cmocka_unit_test(any_bytes_are_decoded),
        cmocka_unit_test(characters_have_classes),
        cmocka_unit_test(capitals_and_stops_are_known),
        cmocka_unit_test(words_are_folded),
        cmocka_unit_test(folding_keeps_to_its_room),
        cmocka_unit_test(any_bytes_are_folded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "model/language.h"

#include <libstemmer.h>

#include "tests/unit/unit.h"

static bool list_has(const char *list, const char *word)
{
    size_t len = strlen(word);

    for (const char *s = list; *s; s += *s == ' ') {
        size_t n = strcspn(s, " ");
        if (n == len && memcmp(s, word, n) == 0)
            return true;
        s += n;
    }
    return false;
}

static bool is_negator(const char *language, const char *word)
{
    const struct language *row = language_find(language);

    assert_non_null(row);
    return list_has(row->negators, word);
}

static bool has_ending(const char *language, const char *word)
{
    const struct language *row = language_find(language);
    size_t len = strlen(word);

    assert_non_null(row);
    for (size_t i = 1; i < len; i++)
        if (list_has(row->endings, word + i))
            return true;
    return false;
}

/* Bytes of the UTF-8 sequence at s, which is terminated; 0 when invalid. */
static size_t sequence(const char *s)
{
    const unsigned char *b = (const unsigned char *)s;

    if (b[0] < 0x80)
        return 1;
    size_t size = b[0] >= 0xC2 && b[0] <= 0xDF   ? 2
                  : b[0] >= 0xE0 && b[0] <= 0xEF ? 3
                  : b[0] >= 0xF0 && b[0] <= 0xF4 ? 4
                                                 : 0;
    if ((b[0] == 0xE0 && b[1] < 0xA0) || (b[0] == 0xED && b[1] > 0x9F) ||
        (b[0] == 0xF0 && b[1] < 0x90) || (b[0] == 0xF4 && b[1] > 0x8F))
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((b[i] & 0xC0) != 0x80)
            return 0;
    return size;
}

static void check_list(const char *list)
{
    assert_non_null(list);
    size_t len = strlen(list);
    if (len == 0)
        return;
    assert_true(list[0] != ' ' && list[len - 1] != ' ');
    assert_null(strstr(list, "  "));
    for (size_t i = 0, size; i < len; i += size) {
        unsigned char c = (unsigned char)list[i];
        size = sequence(list + i);
        assert_true(size > 0);
        assert_false(c < ' ' || c == '.' || (c >= 'A' && c <= 'Z'));
    }
}

static void check_repeats(const char *list)
{
    for (const char *s = list; *s;) {
        char word[128];
        size_t len = strcspn(s, " ");
        assert_true(len < sizeof word);
        memcpy(word, s, len);
        word[len] = '\0';
        s += len + (s[len] == ' ');
        if (list_has(s, word))
            fail_msg("'%s' is listed twice", word);
    }
}

static void table_is_sorted(void **state)
{
    const struct language *last = NULL, *row;

    (void)state;
    for (size_t i = 0; (row = language_at(i)) != NULL; i++) {
        if (last)
            assert_true(strcmp(last->name, row->name) < 0);
        last = row;
    }
    assert_non_null(last);
    assert_null(language_at(SIZE_MAX));
}

static void rows_are_found(void **state)
{
    const struct language *row;

    (void)state;
    for (size_t i = 0; (row = language_at(i)) != NULL; i++) {
        assert_ptr_equal(language_find(row->name), row);
        if (strcmp(row->name, "porter") == 0) {
            assert_string_equal(row->code, "");
            continue;
        }
        assert_int_equal(strlen(row->code), 2);
        assert_ptr_equal(language_find(row->code), row);
    }
}

static void unknown_is_null(void **state)
{
    static const char *const unknown[] = {"",    "klingon",  "tlh", "e",
                                          "eng", "english ", "EN"};

    (void)state;
    for (size_t i = 0; i < COUNT(unknown); i++)
        assert_null(language_find(unknown[i]));
}

static void lists_are_well_formed(void **state)
{
    const struct language *row;

    (void)state;
    for (size_t i = 0; (row = language_at(i)) != NULL; i++) {
        const char *const list[] = {row->negators, row->endings,
                                    row->abbreviations, row->function};
        for (size_t k = 0; k < COUNT(list); k++) {
            check_list(list[k]);
            check_repeats(list[k]);
        }
        assert_true(row->negators[0] != '\0');
        assert_true(row->function[0] != '\0');
    }
}

static void negators_are_known(void **state)
{
    (void)state;
    assert_true(is_negator("en", "not"));
    assert_true(is_negator("porter", "cannot"));
    assert_true(is_negator("fr", "n'"));
    assert_true(is_negator("it", "nessun'"));
    assert_true(is_negator("de", "keinem"));
    assert_true(is_negator("fi", "eivät"));
    assert_true(is_negator("hu", "nincs"));
    assert_true(is_negator("el", "κανείσ"));
    assert_true(is_negator("no", "ikke") && is_negator("no", "ikkje"));
    assert_true(is_negator("sr", "nije") && is_negator("sr", "није"));
    assert_true(is_negator("ro", "n-am"));
    assert_true(is_negator("tr", "değil"));
    assert_true(is_negator("ar", "ليس"));
    assert_true(is_negator("hi", "नहीं"));

    assert_false(is_negator("en", "nothin"));
    assert_false(is_negator("fr", "plus"));
    assert_false(is_negator("fr", "personne"));
    assert_false(is_negator("ga", "ná"));
}

static void endings_are_safe(void **state)
{
    (void)state;
    assert_true(has_ending("en", "ain't"));
    assert_true(has_ending("tr", "beğenmiyorum"));
    assert_true(has_ending("tr", "olmayan"));
    assert_true(has_ending("ta", "செய்யவில்லை"));
    assert_true(has_ending("ne", "गर्दैन"));

    assert_false(has_ending("en", "event"));
    assert_false(has_ending("tr", "umuyorum")); /* I hope */
    assert_false(has_ending("tr", "komedi"));
    assert_false(has_ending("tr", "sinemadan"));
    assert_false(has_ending("fi", "kattotta"));
}

static void abbreviations_are_known(void **state)
{
    (void)state;
    assert_true(list_has(language_find("en")->abbreviations, "mr"));
    assert_true(list_has(language_find("de")->abbreviations, "bzw"));
    assert_true(list_has(language_find("ru")->abbreviations, "ул"));
    assert_false(list_has(language_find("en")->abbreviations, "jr"));
    assert_false(list_has(language_find("en")->abbreviations, "may"));
}

static void scripts_have_their_rules(void **state)
{
    const struct language *row;

    (void)state;
    for (size_t i = 0; (row = language_at(i)) != NULL; i++)
        assert_int_equal(row->dotless, strcmp(row->name, "turkish") == 0);
    assert_true(language_find("french")->elision);
    assert_true(language_find("italian")->elision);
    assert_true(language_find("catalan")->elision);
    assert_false(language_find("english")->elision);
}

static void stemmers_match(void **state)
{
    const struct language *row;

    (void)state;
    for (size_t i = 0; (row = language_at(i)) != NULL; i++) {
        struct sb_stemmer *s = sb_stemmer_new(row->name, "UTF_8");
        if (!s)
            fail_msg("libstemmer has no '%s'", row->name);
        sb_stemmer_delete(s);
    }
    for (const char **name = sb_stemmer_list(); *name; name++)
        if (!language_find(*name))
            fail_msg("no row for '%s'", *name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_sorted),
        cmocka_unit_test(rows_are_found),
        cmocka_unit_test(unknown_is_null),
        cmocka_unit_test(lists_are_well_formed),
        cmocka_unit_test(negators_are_known),
        cmocka_unit_test(endings_are_safe),
        cmocka_unit_test(abbreviations_are_known),
        cmocka_unit_test(scripts_have_their_rules),
        cmocka_unit_test(stemmers_match),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "model/word.h"

#include "tests/unit/unit.h"

/* Analyse a word; its stem lives in w. */
static struct word analyse(struct words *w, const char *surface,
                           struct str *stem)
{
    struct str folded;

    return words_analyse(w, str_of(surface), &folded, stem);
}

static void stems_are_those_of_snowball(void **state)
{
    static const struct {
        const char *language, *surface, *stem;
    } row[] = {
        {"english", "running", "run"},
        {"en", "Generously", "generous"},
        {"en", "don\u2019t", "don't"},
        {"porter", "generously", "gener"},
        {"german", "Häuser", "haus"},
        {"de", "STRASSEN", "strass"},
        {"de", "Straßen", "strass"},
        {"french", "Mangeons", "mangeon"},
        {"russian", "КНИГАМИ", "книг"},
        {"spanish", "canciones", "cancion"},
        {"finnish", "taloissa", "talo"},
        {"arabic", "الكتاب", "كتاب"},
        {"greek", "ΑΝΘΡΩΠΟΣ", "ανθρωπ"},
        {"turkish", "KIRIK", "kırık"},
        {"turkish", "kırık", "kırık"},
        {"turkish", "KİTAPLAR", "kitap"},
        {"tr", "kitaplar", "kitap"},
        {"hu", "házakban", "ház"},
        {"klingon", "Running", "running"}, /* unknown: folded only */
        {"zh", "好", "好"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct words w;
        struct str stem;
        assert_true(words_init(&w, row[i].language, true, NULL));
        analyse(&w, row[i].surface, &stem);
        if (!str_equal(stem, str_of(row[i].stem)))
            fail_msg("%s '%s' gives '%.*s'", row[i].language, row[i].surface,
                     (int)stem.len, stem.s);
        words_release(&w);
    }
}

static void stemming_can_be_left_out(void **state)
{
    struct words w;
    struct str stem;

    (void)state;
    assert_true(words_init(&w, "english", false, NULL));
    assert_false(analyse(&w, "Running", &stem).flags);
    assert_true(str_equal(stem, STR("running")));
    assert_true(analyse(&w, "Never", &stem).flags & WORD_NEGATOR);
    words_release(&w);
}

static void equal_words_have_one_stem(void **state)
{
    static const struct {
        const char *language, *one, *other;
    } row[] = {
        {"fr", "\u00C9tonn\u00E9e", "e\u0301tonne\u0301e"},
        {"de", "M\u00FCller", "mu\u0308ller"},
        {"ru", "\u0451лки", "\u0435\u0308лки"},
        {"xx", "한국", "\u1112\u1161\u11AB\u1100\u116E\u11A8"},
        {"xx", "a\u0323\u0302", "a\u0302\u0323"},
        {"en", "don't", "don\u2019t"},
        {"en", "well-known", "well\u2010known"},
        {"en", "sooo", "SOOOOOO"},
        {"en", "co\u00ADoperate", "cooperate"},
        {"el", "ΟΔΟΣ", "οδος"},
        {"de", "Fuß", "FUSS"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct words w;
        assert_true(words_init(&w, row[i].language, true, NULL));
        struct str stem;
        assert_true(analyse(&w, row[i].one, &stem).stem ==
                    analyse(&w, row[i].other, &stem).stem);
        words_release(&w);
    }
}

static void forms_have_flags(void **state)
{
    static const struct {
        const char *language, *surface;
        unsigned flags;
    } row[] = {
        {"en", "word", 0},
        {"en", "GREAT", WORD_CAPITALS},
        {"en", "US", WORD_CAPITALS},
        {"en", "I", 0},
        {"en", "A1", 0},
        {"en", "AB-1C", WORD_CAPITALS},
        {"en", "iPHONE", 0},
        {"ru", "УРА", WORD_CAPITALS},
        {"tr", "\u0130YI", WORD_CAPITALS},
        {"en", "soo", 0},
        {"en", "sooo", WORD_STRETCHED},
        {"en", "SoOo", WORD_STRETCHED},
        {"en", "SOOO", WORD_STRETCHED | WORD_CAPITALS},
        {"ru", "дааа", WORD_STRETCHED},
        {"ru", "да", 0},
        {"en", "x1000", 0},
        {"en", "not", WORD_NEGATOR},
        {"en", "NOT", WORD_NEGATOR | WORD_CAPITALS},
        {"en", "nooooot", WORD_STRETCHED},
        {"en", "shan't", WORD_NEGATOR},
        {"en", "shan\u2019t", WORD_NEGATOR},
        {"en", "n't", 0}, /* an ending needs a word before it */
        {"en", "knot", 0},
        {"fr", "n'", WORD_NEGATOR},
        {"fr", "n\u2019", WORD_NEGATOR},
        {"tr", "be\u011Fenmiyorum", WORD_NEGATOR},
        {"tr", "DE\u011E\u0130L", WORD_NEGATOR | WORD_CAPITALS},
        {"el", "κανείς", WORD_NEGATOR},
        {"zh", "不", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct words w;
        struct str stem;
        assert_true(words_init(&w, row[i].language, true, NULL));
        unsigned flags = analyse(&w, row[i].surface, &stem).flags;
        if (flags != row[i].flags)
            fail_msg("'%s' has the flags %u", row[i].surface, flags);
        words_release(&w);
    }
}

static void folding_shortens_stretches(void **state)
{
    static const struct {
        const char *surface, *folded;
        bool stretched;
    } row[] = {
        {"soooo", "soo", true},    {"SOooO", "soo", true},
        {"good", "good", false},   {"1000", "1000", false},
        {"aaabbb", "aabb", true},  {"ééé", "éé", true},
        {"a-a-a", "a-a-a", false}, {"e\u0301\u00E9E\u0301", "éé", true},
    };
    struct words w;

    (void)state;
    assert_true(words_init(&w, "xx", true, NULL));
    for (size_t i = 0; i < COUNT(row); i++) {
        bool stretched;
        struct str folded = words_fold(&w, str_of(row[i].surface), &stretched);
        assert_true(str_equal(folded, str_of(row[i].folded)));
        assert_int_equal(stretched, row[i].stretched);
    }
    words_release(&w);
}

static void stop_list_keeps_negators(void **state)
{
    static const struct {
        const char *surface;
        unsigned flags;
    } row[] = {
        {"The", WORD_STOPPED},          {"running", WORD_STOPPED},
        {"not", WORD_NEGATOR},          {"don\u2019t", WORD_NEGATOR},
        {"tone", 0},
    };
    struct wordset stops;
    struct words w;
    struct str stem;

    (void)state;
    assert_true(wordset_init(&stops, "the not don't run"));
    assert_true(words_init(&w, "english", true, &stops));
    for (size_t i = 0; i < COUNT(row); i++)
        assert_int_equal(analyse(&w, row[i].surface, &stem).flags,
                         row[i].flags);
    words_release(&w);
    wordset_release(&stops);
}

static void long_words_stay_as_they_are(void **state)
{
    char word[WORD_MAX + 1];
    struct words w;
    struct str folded, stem;

    (void)state;
    memset(word, 'A', sizeof word);
    assert_true(words_init(&w, "english", true, NULL));
    struct word longest =
        words_analyse(&w, (struct str){word, WORD_MAX}, &folded, &stem);
    assert_int_equal(longest.flags, WORD_CAPITALS | WORD_STRETCHED);
    assert_true(str_equal(folded, STR("aa")));
    struct word longer =
        words_analyse(&w, (struct str){word, WORD_MAX + 1}, &folded, &stem);
    assert_int_equal(longer.flags, 0);
    assert_ptr_equal(folded.s, word);
    assert_ptr_equal(stem.s, word);
    assert_true(longer.stem == word_hash(word, WORD_MAX + 1));
    words_release(&w);
}

/* Words that grow most: decomposition and case folding take up to four
 * characters for one. */
static void words_that_grow_have_room(void **state)
{
    static const char *const character[] = {"\u1F87", "\u0390", "\u1E9E",
                                            "\uFB03", "\u0130", "한"};
    struct words w;

    (void)state;
    assert_true(words_init(&w, "greek", true, NULL));
    for (size_t i = 0; i < COUNT(character); i++) {
        char word[WORD_MAX + 1] = "";
        while (strlen(word) + strlen(character[i]) <= WORD_MAX)
            strcat(word, character[i]);
        struct str folded, stem;
        words_analyse(&w, str_of(word), &folded, &stem);
        assert_true(folded.len > 0 && folded.s == w.folded);
    }
    words_release(&w);
}

static void sets_find_their_words(void **state)
{
    static const char list[] = "b a  c a b";
    struct wordset set;

    (void)state;
    assert_true(wordset_init(&set, list));
    assert_int_equal(set.n, 3);
    for (const char *s = "abc"; *s; s++)
        assert_true(wordset_has(&set, word_hash(s, 1)));
    assert_false(wordset_has(&set, word_hash("d", 1)));
    assert_false(wordset_has(&set, word_hash("", 0)));
    wordset_release(&set);
    assert_false(wordset_has(&set, word_hash("a", 1)));
    assert_true(wordset_init(&set, ""));
    assert_int_equal(set.n, 0);
    wordset_release(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stems_are_those_of_snowball),
        cmocka_unit_test(stemming_can_be_left_out),
        cmocka_unit_test(equal_words_have_one_stem),
        cmocka_unit_test(forms_have_flags),
        cmocka_unit_test(folding_shortens_stretches),
        cmocka_unit_test(stop_list_keeps_negators),
        cmocka_unit_test(long_words_stay_as_they_are),
        cmocka_unit_test(words_that_grow_have_room),
        cmocka_unit_test(sets_find_their_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

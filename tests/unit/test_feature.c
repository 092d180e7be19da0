#include "model/feature.h"

#include <math.h>

#include "model/bag.h"
#include "model/utf8.h"
#include "train/random.h"

#include "tests/unit/unit.h"

static const struct feature_settings words_only = {
    .language = "english", .stemming = 1, .ngrams = 1};

static void start(struct extractor *x, const struct feature_settings *f,
                  const struct wordset *stops)
{
    struct tenor_error err = {0};

    assert_null(feature_settings_check(f));
    assert_true(extractor_init(x, f, stops, 0, &err));
}

/* ---- features and their places ------------------------------------------ */

/* Letters for WORD, SIGN, NGRAM, NEGATED, STYLE and CHARS. */
static const char kind_letter[] = "wsngyc";

static void add_text(struct buffer *out, const char *bytes, size_t len)
{
    assert_true(buffer_add(out, bytes, len));
}

/* Features as one string, each as its kind and the text in its place:
 * "w[good] n[good day] w[day] / s[!]". */
static char *render(struct extractor *x, struct str text)
{
    struct tenor_error err = {0};
    struct buffer out = {0};
    bool last;

    assert_true(extractor_begin(x, text, &err));
    for (size_t sentence = 0;; sentence++) {
        assert_true(extractor_next(x, &last, &err));
        if (last)
            break;
        if (sentence)
            add_text(&out, "/ ", 2);
        for (size_t i = 0; i < x->nfound; i++) {
            const struct occurrence *o = &x->found[i];
            add_text(&out, &kind_letter[feature_kind(o->feature)], 1);
            add_text(&out, "[", 1);
            add_text(&out, text.s + o->begin, o->end - o->begin);
            add_text(&out, "] ", 2);
        }
    }
    if (out.len)
        out.len--;
    add_text(&out, "", 1);
    return out.data;
}

struct row {
    const char *text, *features;
};

static void check_rows(const struct feature_settings *f, const char *stops,
                       const struct row *row, size_t n)
{
    struct wordset stop_list;
    struct extractor x;

    assert_true(wordset_init(&stop_list, stops));
    start(&x, f, &stop_list);
    for (size_t i = 0; i < n; i++) {
        char *features = render(&x, str_of(row[i].text));
        assert_string_equal(features, row[i].features);
        free(features);
    }
    extractor_release(&x);
    wordset_release(&stop_list);
}

static void ngrams_stay_in_their_sentence(void **state)
{
    static const struct feature_settings f = {
        .language = "english", .stemming = 1, .ngrams = 3};
    static const struct row row[] = {
        {"", ""},
        {"a b c", "w[a] n[a b] n[a b c] w[b] n[b c] w[c]"},
        {"A boy. C d", "w[A] n[A boy] w[boy] / w[C] n[C d] w[d]"},
        {"a b\n\nc", "w[a] n[a b] w[b] / w[c]"},
        {"a b<p>c", "w[a] n[a b] w[b] / w[c]"},
        /* Punctuation without tone is passed over. */
        {"a, (b) - c", "w[a] n[a, (b] n[a, (b) - c] w[b] n[b) - c] w[c]"},
        {"a!!! B", "w[a] n[a!!!] s[!!!] / w[B]"},
        {"a... b :)", "w[a] n[a...] n[a... b] s[...] n[... b] n[... b :)] "
                      "w[b] n[b :)] s[:)]"},
        {"#a @b 3 \u2764", "w[#a] n[#a @b] n[#a @b 3] s[@b] n[@b 3] "
                           "n[@b 3 \u2764] s[3] n[3 \u2764] s[\u2764]"},
        {"see www.a.org", "w[see] n[see www.a.org] s[www.a.org]"},
        {"one. \"", "w[one]"},
    };

    (void)state;
    check_rows(&f, "", row, COUNT(row));
}

static void negation_has_a_scope(void **state)
{
    static const struct feature_settings f = {
        .language = "english", .stemming = 1, .ngrams = 1, .negation = 1};
    static const struct row row[] = {
        {"not good", "w[not] w[good] g[good]"},
        {"good not", "w[good] w[not]"},
        {"don\u2019t go", "w[don\u2019t] w[go] g[go]"},
        {"not a b c d e", "w[not] w[a] g[a] w[b] g[b] w[c] g[c] w[d] g[d] "
                          "w[e]"},
        {"not a, b", "w[not] w[a] g[a] w[b]"},
        {"not a! b", "w[not] w[a] g[a] s[!] w[b]"},
        {"not so. B", "w[not] w[so] g[so] / w[B]"},
        {"not a\n\nb", "w[not] w[a] g[a] / w[b]"},
        {"not a no b c d e f", "w[not] w[a] g[a] w[no] w[b] g[b] w[c] g[c] "
                               "w[d] g[d] w[e] g[e] w[f]"},
        {"not 3 a", "w[not] s[3] w[a] g[a]"},
        {"not the a", "w[not] w[a] g[a]"}, /* a stop word */
    };
    static const struct feature_settings off = {
        .language = "english", .stemming = 1, .ngrams = 1};
    static const struct row row_off[] = {{"not good", "w[not] w[good]"}};

    (void)state;
    check_rows(&f, "the", row, COUNT(row));
    check_rows(&off, "", row_off, COUNT(row_off));
}

static void stop_words_are_left_out(void **state)
{
    static const struct feature_settings f = {
        .language = "english", .stemming = 1, .ngrams = 2};
    static const struct row row[] = {
        {"the", ""},
        {"The a of the b", "w[a] n[a of the b] w[b]"},
        {"not the", "w[not]"},
    };

    (void)state;
    check_rows(&f, "the of not", row, COUNT(row));
}

static void style_leaves_marks(void **state)
{
    static const struct feature_settings f = {
        .language = "english", .stemming = 1, .ngrams = 1, .style = 1};
    static const struct row row[] = {
        {"so GOOD", "y[GOOD] w[so] w[GOOD]"},
        {"soooo", "y[soooo] w[soooo]"},
        {"SOOO I", "y[SOOO] y[SOOO] w[SOOO] w[I]"},
        {"#WOW", "y[#WOW] w[#WOW]"},
    };

    (void)state;
    check_rows(&f, "", row, COUNT(row));
}

static void characters_have_places(void **state)
{
    static const struct feature_settings f = {.language = "german",
                                              .stemming = 1,
                                              .ngrams = 1,
                                              .chars_min = 2,
                                              .chars_max = 3};
    static const struct row row[] = {
        {"ab", "c[a] c[ab] c[ab] c[ab] c[b] w[ab]"},
        {"x AB", "c[x] c[x] c[x] c[A] c[AB] c[AB] c[AB] c[B] w[x] w[AB]"},
        /* Where bytes and folded bytes differ, the word is the place; also
         * where they are as many. */
        {"Öl", "c[Öl] c[Öl] c[Öl] c[Öl] c[Öl] w[Öl]"},
        {"ß", "c[ß] c[ß] c[ß] c[ß] c[ß] w[ß]"},
        {"#a", "c[#a] c[#a] c[#a] w[#a]"},
        {"7 !", "s[7] s[!]"},
    };

    (void)state;
    check_rows(&f, "", row, COUNT(row));
}

/* ---- which features are one --------------------------------------------- */

/* The features of a text as a sorted set. */
static struct wordset features_of(struct extractor *x, const char *text)
{
    struct tenor_error err = {0};
    struct wordset set = {0};
    struct bag b = {0};

    assert_true(bag_fill(&b, x, str_of(text), &err));
    set.hash = malloc((b.n + 1) * sizeof *set.hash);
    assert_non_null(set.hash);
    for (size_t i = 0; i < b.n; i++)
        set.hash[set.n++] = b.entry[i].feature;
    set.n = wordset_sort(set.hash, set.n);
    bag_release(&b);
    return set;
}

static bool same_features(struct extractor *x, const char *a, const char *b)
{
    struct wordset one = features_of(x, a), other = features_of(x, b);
    bool same = one.n == other.n &&
                memcmp(one.hash, other.hash, one.n * sizeof *one.hash) == 0;

    wordset_release(&one);
    wordset_release(&other);
    return same;
}

static void equal_things_are_one_feature(void **state)
{
    static const char *const same[][2] = {
        {"good", "GOOD"},          {"running", "runs"},
        {"soooo", "sooo"},         {"http://a.org/", "www.b.org"},
        {"a@b.org", "www.b.org"},  {"@one", "@two"},
        {"#good", "good"},         {"!!!", "!!!!!!"},
        {"...", "......"},         {"x)))", "x)))))"},
        {"good, day", "good day"}, {"caf\u00E9", "cafe\u0301"},
        {"a b", "a\nb"},
    };
    static const char *const different[][2] = {
        {"good", "bad"},
        {"a b", "b a"},
        {"!", "?"},
        {"!", "!!"},
        {"3", "4"},
        {"@one", "www.a.org"},
        {":)", ":("},
        {"one b", "one. B"},
        {"not good", "not. Good"},
        {"not good", "good not"},
    };
    struct feature_settings f = words_only;
    struct extractor x;

    (void)state;
    f.ngrams = 2;
    f.negation = 1;
    start(&x, &f, NULL);
    for (size_t i = 0; i < COUNT(same); i++)
        assert_true(same_features(&x, same[i][0], same[i][1]));
    for (size_t i = 0; i < COUNT(different); i++)
        assert_false(same_features(&x, different[i][0], different[i][1]));
    extractor_release(&x);
}

/* Families share no feature even where their strings are equal. */
static void kinds_are_kept_apart(void **state)
{
    static const struct feature_settings f = {.language = "english",
                                              .ngrams = 2,
                                              .chars_min = 1,
                                              .chars_max = 4,
                                              .negation = 1,
                                              .style = 1};
    size_t seen[COUNT(kind_letter)] = {0};
    struct extractor x;

    (void)state;
    start(&x, &f, NULL);
    struct wordset set = features_of(&x, "not a A capitals STRETCHEDDD !!");
    for (size_t i = 0; i < set.n; i++) {
        enum tenor_feature_kind kind = feature_kind(set.hash[i]);
        assert_true((unsigned)kind <= TENOR_FEATURE_CHARS);
        assert_int_equal(feature_family(set.hash[i]),
                         kind == TENOR_FEATURE_CHARS);
        seen[kind]++;
    }
    assert_int_equal(seen[TENOR_FEATURE_WORD], 4);
    assert_int_equal(seen[TENOR_FEATURE_SIGN], 1);
    assert_int_equal(seen[TENOR_FEATURE_STYLE], 2);
    assert_int_equal(seen[TENOR_FEATURE_NEGATED], 3);
    assert_int_equal(seen[TENOR_FEATURE_NGRAM], 5);
    assert_true(seen[TENOR_FEATURE_CHARS] > 0);
    wordset_release(&set);
    extractor_release(&x);
}

/* ---- limits ------------------------------------------------------------- */

static void long_sentences_are_cut(void **state)
{
    struct tenor_error err = {0};
    struct buffer text = {0};
    struct extractor x;
    size_t n = 0;
    bool last;

    (void)state;
    for (size_t i = 0; i < 2 * SENTENCE_MAX + 10; i++)
        add_text(&text, "word ", 5);
    start(&x, &words_only, NULL);
    assert_true(extractor_begin(&x, (struct str){text.data, text.len}, &err));
    for (;; n++) {
        assert_true(extractor_next(&x, &last, &err));
        if (last)
            break;
        assert_int_equal(x.nfound, n < 2 ? SENTENCE_MAX : 10);
    }
    assert_int_equal(n, 3);
    assert_int_equal(x.nfound, 0);
    assert_int_equal(x.terms.tokens, 2 * SENTENCE_MAX + 10);
    assert_int_equal(x.terms.word_count, x.terms.tokens);
    extractor_release(&x);
    free(text.data);
}

static void huge_texts_are_refused(void **state)
{
    struct tenor_error err = {0};
    struct extractor x;

    (void)state;
    start(&x, &words_only, NULL);
    assert_false(
        extractor_begin(&x, (struct str){"", TENOR_TEXT_MAX + 1}, &err));
    assert_int_equal(err.code, TENOR_ELIMIT);
    extractor_release(&x);
}

static void unknown_languages_are_read(void **state)
{
    struct feature_settings f = words_only;
    const struct row row[] = {{"Dr. No", "w[Dr] / w[No]"}};

    (void)state;
    strcpy(f.language, "klingon");
    check_rows(&f, "", row, COUNT(row));
}

/* Whatever the text: places ascend in size, lie within it, and begin and end
 * between characters. */
static void any_text_gives_places_in_it(void **state)
{
    static const char *const piece[] = {
        "word ",   "not ",   "WOOORD", "ß",   "\uFB03",     "\u0130", "I",
        "e\u0301", "\u212A", "\u2019", "'",   "#",          "@",      " ",
        "\n\n",    ". ",     "!!",     ":) ", "\u1E9E",     "中",     "www.a ",
        "\u0390",  "\u00AD", "é",      "-",   "\U0001F600", "1",      "\uFB00",
    };
    static const char *const language[] = {"english", "turkish", "french",
                                           "xx"};
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct feature_settings f = {
            .stemming = 1,
            .ngrams = (uint8_t)(1 + random_below(&random, 3)),
            .chars_min = 1,
            .chars_max = (uint8_t)(1 + random_below(&random, 5)),
            .negation = 1,
            .style = 1};
        strcpy(f.language, language[random_below(&random, 4)]);
        struct extractor x;
        start(&x, &f, NULL);
        struct tenor_error err = {0};
        struct buffer text = {0};
        for (size_t n = 1 + random_below(&random, 30); n > 0; n--) {
            const char *p = piece[random_below(&random, COUNT(piece))];
            add_text(&text, p, strlen(p));
        }
        add_text(&text, "", 1);
        assert_true(extractor_begin(&x, str_of(text.data), &err));
        for (bool last = false; !last;) {
            assert_true(extractor_next(&x, &last, &err));
            for (size_t i = 0; i < x.nfound; i++) {
                const struct occurrence *o = &x.found[i];
                if (o->begin >= o->end || o->end > text.len - 1 ||
                    (text.data[o->begin] & 0xC0) == 0x80 ||
                    (text.data[o->end] & 0xC0) == 0x80)
                    fail_msg("%c at [%u, %u) of '%s'",
                             kind_letter[feature_kind(o->feature)], o->begin,
                             o->end, text.data);
            }
        }
        free(text.data);
        extractor_release(&x);
    }
}

/* ---- settings and values ------------------------------------------------ */

static void settings_are_checked(void **state)
{
    static const struct feature_settings good[] = {
        {.language = "english", .ngrams = 1},
        {.language = "zh", .ngrams = 3, .chars_min = 1, .chars_max = 8},
        {.language = "x", .ngrams = 1, .chars_min = 9}, /* no characters */
        {"english", 1, 2, 2, 5, 1, 1, 1, 0},
    };
    static const struct feature_settings bad[] = {
        {.language = "", .ngrams = 1},
        {.language = "12345678901234567890123X", .ngrams = 1},
        {.language = "english", .ngrams = 0},
        {.language = "english", .ngrams = 4},
        {.language = "english", .ngrams = 1, .chars_min = 1, .chars_max = 9},
        {.language = "english", .ngrams = 1, .chars_min = 0, .chars_max = 3},
        {.language = "english", .ngrams = 1, .chars_min = 4, .chars_max = 3},
        {.language = "english", .ngrams = 1, .stemming = 2},
        {.language = "english", .ngrams = 1, .negation = 2},
        {.language = "english", .ngrams = 1, .style = 2},
        {.language = "english", .ngrams = 1, .log_counts = 2},
        {.language = "english", .ngrams = 1, .target = 2},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++)
        assert_null(feature_settings_check(&good[i]));
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_non_null(feature_settings_check(&bad[i]));
    /* As they stand in a file. */
    assert_int_equal(sizeof(struct feature_settings), 32);
}

static void values_are_fixed_point(void **state)
{
    static const struct {
        enum feature_family family;
        uint32_t tf;
        bool logs;
        uint32_t value;
    } row[] = {
        {FEATURE_WORDS, 1, false, FEATURE_ONE},
        {FEATURE_WORDS, 1000, false, FEATURE_ONE},
        {FEATURE_WORDS, 1, true, FEATURE_ONE},
        {FEATURE_WORDS, 2, true, 108},
        {FEATURE_WORDS, 10, true, 211},
        /* Characters are counted as they are, in either case. */
        {FEATURE_CHARS, 1, false, FEATURE_ONE},
        {FEATURE_CHARS, 1, true, FEATURE_ONE},
        {FEATURE_CHARS, 10, false, 10 * FEATURE_ONE},
        {FEATURE_CHARS, 10, true, 10 * FEATURE_ONE},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++)
        assert_int_equal(feature_value(row[i].family, row[i].tf, row[i].logs),
                         row[i].value);
    for (uint32_t tf = 1; tf < 1u << 31; tf += 1 + tf / 2)
        assert_true(fabs(feature_value(FEATURE_WORDS, tf, true) -
                         FEATURE_ONE * (1.0 + log(tf))) <= 0.5);
}

static void norms_are_roots_of_occurrences(void **state)
{
    (void)state;
    assert_true(feature_scale(0) == 0.0);
    assert_true(feature_scale(1) == 1.0 / FEATURE_ONE);
    assert_true(feature_scale(4) == 0.5 / FEATURE_ONE);
    assert_true(feature_scale(UINT64_C(1) << 40) ==
                1.0 / FEATURE_ONE / (1 << 20));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ngrams_stay_in_their_sentence),
        cmocka_unit_test(negation_has_a_scope),
        cmocka_unit_test(stop_words_are_left_out),
        cmocka_unit_test(style_leaves_marks),
        cmocka_unit_test(characters_have_places),
        cmocka_unit_test(equal_things_are_one_feature),
        cmocka_unit_test(kinds_are_kept_apart),
        cmocka_unit_test(long_sentences_are_cut),
        cmocka_unit_test(huge_texts_are_refused),
        cmocka_unit_test(unknown_languages_are_read),
        cmocka_unit_test(any_text_gives_places_in_it),
        cmocka_unit_test(settings_are_checked),
        cmocka_unit_test(values_are_fixed_point),
        cmocka_unit_test(norms_are_roots_of_occurrences),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

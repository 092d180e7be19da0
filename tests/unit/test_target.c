/* Where a text names a target, and what is placed beside it. */
#include "model/feature.h"

#include <string.h>

#include "model/tenor.h"

#include "tests/unit/unit.h"

static struct tenor_model *model;

static int open_all(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    return tenor_model_embedded_target(&model, &err) ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    tenor_model_close(model);
    return 0;
}

/* ---- mentions ------------------------------------------------------------ */

/* The mentions of a text in brackets. */
static void mark(const char *name, const char *text, char *out)
{
    struct tenor_error err = {0};
    struct tenor_target *t;
    size_t at = 0, n = 0;

    assert_true(tenor_target_find(model, text, strlen(text), name, strlen(name),
                                  &t, &err));
    for (size_t i = 0; i <= strlen(text); i++) {
        const bool any = at < tenor_target_mentions(t);
        const struct tenor_span m = any ? tenor_target_mention(t, at)
                                        : (struct tenor_span){SIZE_MAX, 0};
        if (i == m.begin)
            out[n++] = '[';
        if (any && i == m.end) {
            out[n++] = ']';
            at++;
            if (at < tenor_target_mentions(t) &&
                tenor_target_mention(t, at).begin == i)
                out[n++] = '[';
        }
        out[n++] = text[i];
    }
    tenor_target_free(t);
}

static void test_mentions(void **state)
{
    static const struct {
        const char *name, *marked;
    } row[] = {
        {"Ann Mole", "[Ann Mole] met Ann. Mole left, and [ANN  mole]'s dog."},
        {"Mole", "A [mole]; moles; [Mole]\xE2\x80\x99s; Mole-led; #[Mole]."},
        {"Ann Mole|Mole", "[Ann Mole] and [Mole], Ann."},
        {"Mole|Ann Mole", "[Ann Mole] and [Mole], Ann."},
        {"Ann J. Mole", "[Ann J. Mole] or [Ann J Mole], not Ann, J. Mole."},
        {"Lloyd's", "[Lloyd's] of London, not Lloyd."},
        {"\xC3\x89"
         "cole",
         "[E\xCC\x81"
         "cole], [\xC3\xA9"
         "cole]."},
        {"tgtentity", "[TGTENTITY] and [TGTENTITY]'s."},
        {"|Mole|", "[Mole]"},
        {"Mole", "Nobody."},
        {"Mole", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char text[128], marked[160];
        size_t n = 0;
        for (const char *s = row[i].marked; *s; s++)
            if (*s != '[' && *s != ']')
                text[n++] = *s;
        text[n] = '\0';
        mark(row[i].name, text, marked);
        assert_string_equal(marked, row[i].marked);
    }
}

static void test_refuses(void **state)
{
    static char long_name[TENOR_TARGET_MAX + 1];
    static const char *const empty[] = {"", "|", " ", "...", "?!|,"};
    struct tenor_target *t;

    (void)state;
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        struct tenor_error err = {0};
        assert_false(tenor_target_find(model, "a", 1, empty[i],
                                       strlen(empty[i]), &t, &err));
        assert_int_equal(err.code, TENOR_EINVAL);
    }
    memset(long_name, 'a', sizeof long_name);
    struct tenor_error err = {0};
    assert_false(tenor_target_find(model, "a", 1, long_name, sizeof long_name,
                                   &t, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
    struct tenor_model *other;
    err = (struct tenor_error){0};
    assert_true(tenor_model_embedded(&other, &err));
    assert_false(tenor_target_find(other, "a", 1, "a", 1, &t, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
    tenor_model_close(other);
}

/* ---- places -------------------------------------------------------------- */

static void test_spans_map_back(void **state)
{
    static const char text[] = "Ann lied. Bo praised Ann.";
    struct tenor_error err = {0};
    struct tenor_target *t;

    (void)state;
    assert_true(
        tenor_target_find(model, text, sizeof text - 1, "Ann", 3, &t, &err));
    static const struct {
        struct tenor_span written, there;
    } row[] = {
        {{0, 9}, {0, 3}},  {{2, 5}, {0, 3}},     {{10, 14}, {4, 8}},
        {{0, 14}, {0, 8}}, {{16, 36}, {10, 24}}, {{36, 37}, {24, 25}},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct tenor_span at = tenor_target_place(t, row[i].written);
        assert_int_equal(at.begin, row[i].there.begin);
        assert_int_equal(at.end, row[i].there.end);
    }
    tenor_target_free(t);
}

/* Whether a sentence has a word at a place. */
static bool has(const char *text, const char *word, enum place_kind place)
{
    const struct feature_settings f = {
        .language = "english", .ngrams = 1, .target = 1};
    const uint64_t wanted =
        feature_of(placed_content(place, word_hash(word, strlen(word))),
                   TENOR_FEATURE_PLACED);
    struct extractor x;
    struct tenor_error err = {0};
    bool last, found = false;

    assert_true(extractor_init(&x, &f, NULL, 0, &err));
    assert_true(extractor_begin(&x, (struct str){text, strlen(text)}, &err));
    do {
        assert_true(extractor_next(&x, &last, &err));
        for (size_t i = 0; i < x.nfound; i++)
            found |= x.found[i].feature == wanted;
    } while (!last);
    extractor_release(&x);
    return found;
}

static void test_places(void **state)
{
    static const struct {
        const char *text, *word;
        enum place_kind place;
        bool has;
    } row[] = {
        {"the bad TGTENTITY left", "bad", PLACE_BEFORE, true},
        {"the bad TGTENTITY left", "bad", PLACE_BEHIND, false},
        {"the bad TGTENTITY left", "left", PLACE_BEHIND, true},
        {"the bad TGTENTITY left", "bad", PLACE_NEXT_BEFORE, true},
        {"the bad TGTENTITY left", "the", PLACE_NEXT_BEFORE, false},
        {"TGTENTITY said Bo lied", "lied", PLACE_BEHIND_NAME, true},
        {"TGTENTITY said Bo lied", "lied", PLACE_BEHIND, false},
        {"TGTENTITY said Bo lied", "bo", PLACE_BEHIND, false},
        {"We saw Bo lie to TGTENTITY", "saw", PLACE_BEFORE_NAME, true},
        {"We saw Bo lie to TGTENTITY", "lie", PLACE_BEFORE, true},
        {"\"No,\" TGTENTITY's aide said", ",\"", PLACE_NEXT_BEFORE, false},
        {"\"No,\" TGTENTITY's aide said", "\"", PLACE_NEXT_BEFORE, true},
        {"\"No,\" TGTENTITY's aide said", "'", PLACE_NEXT_BEHIND, true},
        {"TGTENTITY a b c d TGTENTITY", "b", PLACE_BEHIND, true},
        {"TGTENTITY a b c d TGTENTITY", "d", PLACE_BEFORE, true},
        {"TGTENTITY a b c d TGTENTITY", "d", PLACE_BEHIND, false},
        {"TGTENTITY left. Bo stayed.", "stayed", PLACE_BEHIND, false},
        {"nobody left", "left", PLACE_BEHIND, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_int_equal(has(row[i].text, row[i].word, row[i].place),
                         row[i].has);
}

/* ---- scores -------------------------------------------------------------- */

static void score(const char *text, const char *name, const char *label)
{
    struct tenor_error err = {0};
    struct tenor_scorer *s;
    struct tenor_target *t;

    assert_true(tenor_scorer_new(model, &s, &err));
    assert_true(tenor_target_find(model, text, strlen(text), name, strlen(name),
                                  &t, &err));
    assert_true(tenor_score_target(s, t, &err));
    if (label)
        assert_string_equal(tenor_axis_label(model, 0, tenor_label(s, 0)),
                            label);
    else
        assert_int_not_equal(tenor_axis_status(s, 0), TENOR_STATUS_OK);
    tenor_scorer_free(s);
    tenor_target_free(t);
}

static void test_scores(void **state)
{
    static const char text[] =
        "Mayor Ann Mole is a corrupt liar who betrayed the town. The rain "
        "stopped. Everyone praised the brave Bo Reed for his heroic work.";

    (void)state;
    score(text, "Ann Mole", "negative");
    score(text, "Bo Reed", "positive");
    score(text, "Nobody", NULL);
    score("TGTENTITY is a liar.", "Ann", NULL);
    score("", "Ann", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mentions),       cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_spans_map_back), cmocka_unit_test(test_places),
        cmocka_unit_test(test_scores),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}

/* Words that a model does not know: counted, forgotten, ranked. */
#include "cli/drift/new_words.h"

#include "tests/unit/unit.h"

/* A word stands in a text, whose only unit has a label. */
static void meet(struct new_words *w, uint64_t feature, const char *form,
                 size_t label, bool unsure)
{
    struct new_word *word =
        new_words_find(w, feature, str_of(form), STR("an example"));

    assert_non_null(word);
    word->texts++;
    assert_true(new_words_count(w, word, label, unsure));
}

static size_t top_of(const struct new_words *w, size_t least,
                     struct new_word_matter *top, size_t n)
{
    return new_words_top(w, &(struct new_words_asked){.least = least}, top, n);
}

static void what_matters_comes_first(void **state)
{
    struct new_words w = {.labels = 2};
    struct new_word_matter top[5];

    (void)state;
    assert_int_equal(top_of(&w, 1, top, 5), 0);
    for (size_t i = 0; i < 400; i++) {
        assert_true(new_words_count(&w, NULL, i % 2, i % 10 == 0));
        meet(&w, 1, "often", i % 2, i % 10 == 0);
        if (i < 40 && i % 2)
            meet(&w, 2, "one", 1, false);
        if (i % 20 == 0)
            meet(&w, 3, "doubt", 0, true);
        if (i < 2)
            meet(&w, 4, "rare", i % 2, false);
    }
    assert_int_equal(top_of(&w, 3, top, 5), 3);
    assert_memory_equal(top[0].place->form, "doubt", 5);
    assert_true(top[0].with == NEW_WORDS_UNSURE && top[0].log_odds > 1.0);
    assert_memory_equal(top[1].place->form, "one", 3);
    assert_int_equal(top[1].with, 1);
    assert_memory_equal(top[2].place->form, "often", 5);
    assert_true(top[2].with == NEW_WORDS_NOTHING && top[2].z == 0.0);
    assert_int_equal(top[2].place->example_len, 10);
    assert_int_equal(top_of(&w, 1, top, 2), 2);
    assert_int_equal(top_of(&w, 1, top, 5), 4);
    new_words_release(&w);
}

static void the_rarest_are_forgotten(void **state)
{
    struct new_words w = {.labels = 1, .most = 100};

    (void)state;
    for (uint64_t i = 0; i < 1000; i++) {
        meet(&w, 8 + i, "rare", 0, false);
        meet(&w, 1 + i % 3, "often", 0, false);
        assert_true(new_words_trim(&w));
        assert_true(w.n <= 100);
    }
    assert_true(w.forgotten > 800);
    struct new_word_matter top[3];
    assert_int_equal(top_of(&w, 300, top, 3), 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(top[i].word->texts >= 333);
    new_words_release(&w);
}

/* Of words of 100 texts, beside as many of a baseline: those that were much
 * rarer. */
static void a_baseline_knows_words(void **state)
{
    static const struct {
        size_t before, now;
        bool asked;
    } row[] = {
        {0, 3, false}, /* may be chance */
        {0, 4, true},   {12, 23, false}, {12, 24, true}, {40, 79, false},
        {40, 81, true}, {9, 9, false},   {2, 5, false},  {90, 1, false},
    };
    struct new_words then = {.plain = true}, now = {0};
    struct new_word_matter top[COUNT(row)];
    const struct new_words_asked asked = {
        .least = 3, .baseline = &then, .texts = 100.0, .baseline_texts = 100.0};
    size_t wanted = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(row); i++) {
        for (size_t n = 0; n < row[i].before; n++)
            meet(&then, 8 + i, "word", 0, false);
        for (size_t n = 0; n < row[i].now; n++)
            meet(&now, 8 + i, "word", 0, false);
        wanted += row[i].asked;
    }
    const size_t found = new_words_top(&now, &asked, top, COUNT(row));
    assert_int_equal(found, wanted);
    for (size_t i = 0; i < found; i++) {
        const size_t at = (size_t)(top[i].word->feature - 8);
        assert_true(row[at].asked);
        assert_int_equal(top[i].before, row[at].before);
        assert_int_equal(top[i].word->texts, row[at].now);
    }
    new_words_release(&then);
    new_words_release(&now);
}

static void long_forms_are_cut_between_letters(void **state)
{
    struct new_words w = {0};
    char form[101];

    (void)state;
    for (size_t i = 0; i < 100; i += 2)
        memcpy(form + i, "\xC3\xA9", 2);
    form[0] = 'x'; /* one byte on */
    form[1] = 'y';
    form[100] = '\0';
    assert_non_null(
        new_words_find(&w, 1, (struct str){form + 1, 99}, str_of(form)));
    assert_int_equal(w.place->form_len, NEW_WORD_FORM - 1);
    assert_int_equal(w.place->example_len, 100);
    new_words_release(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_matters_comes_first),
        cmocka_unit_test(the_rarest_are_forgotten),
        cmocka_unit_test(a_baseline_knows_words),
        cmocka_unit_test(long_forms_are_cut_between_letters),
    };

    return cmocka_run_group_tests_name("new_words", tests, NULL, NULL);
}

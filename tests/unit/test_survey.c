/* A pool as the embedded model sees it. */
#include "train/survey.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/unit.h"

static const char *const text[] = {
    "The council praised the engineers for a splendid new bridge.",
    "The council praised the engineers for a splendid old bridge.",
    "Residents were furious about another dreadful delay on the line.",
    "The report was published on Tuesday.",
    "Ministers will meet in the capital next week to discuss the budget.",
    "Nobody expected the harbour project to fail so badly.",
    "The festival was a joy, and the rain did not matter at all.",
    "Prices rose again, which surprised few and pleased nobody.",
    "The team won, but the fans left early.",
};
#define N (sizeof text / sizeof *text)

static void choose(const struct tenor_model *m, const char *labelled,
                   bool backward, size_t n, char out[N][16], size_t *chosen)
{
    struct survey s;
    struct survey_reader r;
    struct survey_answer a[N];
    struct suggestion found[N];
    struct tenor_error err = {0};
    bool ok;

    assert_true(survey_init(&s, m, 0, n, &err));
    assert_true(survey_reader_init(&r, &s, &err));
    if (labelled)
        assert_true(survey_labelled(&s, &r, str_of(labelled), &err));
    for (size_t i = 0; i < N; i++) {
        const size_t t = backward ? N - 1 - i : i;
        assert_true(survey_ask(&s, &r, str_of(text[t]), &a[t], &ok, &err));
        assert_true(ok);
    }
    for (size_t i = 0; i < N; i++) {
        char id[16];
        const int len = snprintf(id, sizeof id, "%zu", i);
        assert_true(survey_keep(&s, &a[i], str_of(text[i]),
                                (struct str){id, (size_t)len}, &err));
    }
    assert_true(survey_choose(&s, &r, n, found, chosen, &err));
    for (size_t i = 0; i < *chosen; i++)
        snprintf(out[i], 16, "%.*s", (int)found[i].text->id.len,
                 found[i].text->id.s);
    survey_reader_release(&r);
    survey_release(&s);
}

static void each_differs_from_the_others(void **state)
{
    struct tenor_model *m;
    struct tenor_error err = {0};
    char id[N][16], again[N][16];
    size_t n, n_again, with_bridge = 0;

    (void)state;
    if (!tenor_model_embedded(&m, &err))
        skip();
    choose(m, NULL, false, N, id, &n);
    assert_int_equal(n, N - 1); /* two are alike */
    for (size_t i = 0; i < n; i++) {
        with_bridge += strcmp(id[i], "0") == 0 || strcmp(id[i], "1") == 0;
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(id[i], id[j]);
    }
    assert_int_equal(with_bridge, 1);
    /* in whatever order the model is asked */
    choose(m, NULL, true, N, again, &n_again);
    assert_int_equal(n, n_again);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(id[i], again[i]);
    tenor_model_close(m);
}

static void what_is_labelled_is_left_out(void **state)
{
    struct tenor_model *m;
    struct tenor_error err = {0};
    char id[N][16];
    size_t n;

    (void)state;
    if (!tenor_model_embedded(&m, &err))
        skip();
    choose(m, text[0], false, N, id, &n);
    assert_int_equal(n, N - 2);
    for (size_t i = 0; i < n; i++) {
        assert_string_not_equal(id[i], "0");
        assert_string_not_equal(id[i], "1");
    }
    tenor_model_close(m);
}

static void what_cannot_be_judged_is_not_counted(void **state)
{
    static const char *const odd[] = {"", "   \n",
                                      "{ int i = 0; i += 1; } ;;;"};
    struct tenor_model *m;
    struct tenor_error err = {0};
    struct survey s;
    struct survey_reader r;
    struct survey_answer a;
    struct suggestion found[1];
    size_t n = 1;
    bool ok;

    (void)state;
    if (!tenor_model_embedded(&m, &err))
        skip();
    assert_true(survey_init(&s, m, 0, 1, &err));
    assert_true(survey_reader_init(&r, &s, &err));
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_true(survey_ask(&s, &r, str_of(odd[i]), &a, &ok, &err));
        assert_true(i == 2 || !ok);
    }
    assert_true(survey_choose(&s, &r, 1, found, &n, &err));
    assert_int_equal(n, 0);
    survey_reader_release(&r);
    survey_release(&s);
    tenor_model_close(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_differs_from_the_others),
        cmocka_unit_test(what_is_labelled_is_left_out),
        cmocka_unit_test(what_cannot_be_judged_is_not_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

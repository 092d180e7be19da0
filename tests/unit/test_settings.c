#include "train/settings.h"

#include "tests/unit/unit.h"

static void defaults_are_sound(void **state)
{
    (void)state;
    const struct train_settings s = train_defaults();

    assert_null(train_settings_check(&s));
    for (size_t c = 0; c < CHOICES; c++)
        assert_false(s.fixed[c]);
}

/* A choice that is made is read back, and no other one changes. */
static void choices_are_apart(void **state)
{
    (void)state;
    static const struct {
        enum choice choice;
        double value[3];
        const char *text; /* of the last value */
    } row[] = {
        {CHOICE_NGRAMS, {3, 2, 1}, "ngrams 1"},
        {CHOICE_CHARACTERS, {35, 26, 0}, "characters 0"},
        {CHOICE_CHARACTERS, {0, 88, 15}, "characters 1-5"},
        {CHOICE_STEMMING, {1, 0, 1}, "stemming on"},
        {CHOICE_NEGATION, {0, 1, 0}, "negation off"},
        {CHOICE_STYLE, {0, 1, 0}, "style off"},
        {CHOICE_COUNTS, {1, 0, 1}, "counts log"},
        {CHOICE_COUNTS, {1, 1, 0}, "counts binary"},
        {CHOICE_WEIGHTING, {0, 2, 1}, "weighting idf"},
        {CHOICE_MIN_DOCUMENTS, {2, 1e9, 300}, "min-documents 300"},
        {CHOICE_BALANCE, {0, 1, 0.5}, "balance 0.5"},
        {CHOICE_COST, {256, 1e-3, 0.125}, "C 0.125"},
    };
    struct train_settings s = train_defaults();

    for (size_t i = 0; i < COUNT(row); i++) {
        char text[CHOICE_TEXT];
        for (size_t v = 0; v < COUNT(row[i].value); v++) {
            const struct train_settings before = s;
            train_choose(&s, row[i].choice, row[i].value[v]);
            for (int c = 0; c < (int)CHOICES; c++)
                assert_true(train_choice(&s, (enum choice)c) ==
                            (c == (int)row[i].choice
                                 ? row[i].value[v]
                                 : train_choice(&before, (enum choice)c)));
        }
        train_choice_text(row[i].choice, row[i].value[2], text);
        assert_string_equal(text, row[i].text);
    }
}

/* A change to the defaults and what is wrong with it. */
static void settings_are_checked(void **state)
{
    (void)state;
    const struct {
        struct train_settings set; /* what is not 0 is set */
        const char *error;         /* NULL: none */
    } row[] = {
        {{.C = 1e9, .balance = 1.0, .folds = 20, .budget = 1.0}, NULL},
        {{.C = -1.0}, "C is not above 0"},
        {{.C = 1e10}, "C is not above 0"},
        {{.balance = -0.1}, "the balance is not"},
        {{.balance = 1.1}, "the balance is not"},
        {{.budget = -1.0}, "the budget is below 0"},
        {{.folds = 1}, "the number of folds"},
        {{.folds = 21}, "the number of folds"},
        {{.solver = SOLVER_LIBLINEAR}, NULL},
        {{.solver = SOLVER_LIBSVM}, "libsvm has no squared hinge loss"},
        {{.kernel = {KERNEL_RBF, 3, 1.0, 0.0}}, "needs a linear kernel"},
        {{.kernel = {KERNEL_RBF, 3, 1.0, 0.0}, .weighting = WEIGHTING_IDF},
         "libsvm has no squared hinge loss"},
        {{.kernel = {KERNEL_RBF, 3, 1.0, 0.0}, .solver = SOLVER_DUAL},
         "only libsvm has kernels"},
        {{.kernel = {KERNEL_RBF, 3, 1.0, 0.0},
          .weighting = WEIGHTING_IDF,
          .ordered = true},
         "ordered labels need a linear kernel"},
        {{.kernel = {KERNEL_LINEAR, 3, -1.0, 0.0}}, "gamma is not"},
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        const struct train_settings *x = &row[i].set;
        struct train_settings s = train_defaults();
        s.C = x->C != 0.0 ? x->C : s.C;
        s.balance = x->balance != 0.0 ? x->balance : s.balance;
        s.budget = x->budget != 0.0 ? x->budget : s.budget;
        s.folds = x->folds ? x->folds : s.folds;
        s.weighting = x->weighting ? x->weighting : s.weighting;
        s.solver = x->solver;
        s.kernel = x->kernel.degree ? x->kernel : s.kernel;
        s.ordered = x->ordered;
        const char *wrong = train_settings_check(&s);
        assert_int_equal(wrong == NULL, row[i].error == NULL);
        if (wrong && !strstr(wrong, row[i].error))
            fail_msg("'%s' without '%s'", wrong, row[i].error);
    }
}

/* Features are taken over and fixed; what belongs to one axis stays open. */
static void features_are_shared(void **state)
{
    (void)state;
    struct train_settings from = train_defaults(), to = train_defaults();

    from.features.ngrams = 1;
    from.features.stemming = 0;
    from.C = 8.0;
    train_share_features(&to, &from);
    assert_memory_equal(&to.features, &from.features, sizeof to.features);
    assert_true(to.C == train_defaults().C);
    for (int c = 0; c < (int)CHOICES; c++) {
        struct train_settings changed = to;
        train_choose(&changed, (enum choice)c, 1.0);
        const bool feature = memcmp(&changed.features, &to.features,
                                    sizeof to.features) != 0;
        if (feature)
            assert_true(to.fixed[c]);
    }
    assert_false(to.fixed[CHOICE_COST]);
    assert_false(to.fixed[CHOICE_WEIGHTING]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_sound),
        cmocka_unit_test(choices_are_apart),
        cmocka_unit_test(features_are_shared),
        cmocka_unit_test(settings_are_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "train/criterion.h"

#include "tests/unit/unit.h"

static void names_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool known;
        enum criterion_kind kind;
        const char *label, *back; /* the name of its kind */
    } row[] = {
        {"mean", true, CRITERION_MEAN, NULL, "mean"},
        {"accuracy", true, CRITERION_ACCURACY, NULL, "accuracy"},
        {"macro-f1", true, CRITERION_MACRO_F1, NULL, "macro-f1"},
        {"mcc", true, CRITERION_MCC, NULL, "mcc"},
        {"f1:x", true, CRITERION_F1, "x", "f1"},
        {"f1:f1:a b", true, CRITERION_F1, "f1:a b", "f1"},
        {.name = "f1"},
        {.name = "f1:"},
        {.name = ""},
        {.name = "Mean"},
        {.name = "mean "},
        {.name = "macro"},
        {.name = "mcc:x"},
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct criterion c;
        assert_int_equal(criterion_by_name(row[i].name, &c), row[i].known);
        if (!row[i].known)
            continue;
        assert_int_equal(c.kind, row[i].kind);
        assert_string_equal(criterion_name(&c), row[i].back);
        if (row[i].label)
            assert_string_equal(c.label, row[i].label);
        else
            assert_null(c.label);
    }
}

/* Each criterion is the figure of its name; nothing else has a part in it. */
static void worth_is_its_figure(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t label;
        double worth;
    } row[] = {
        {"accuracy", 0, 0.9},    {"macro-f1", 0, 0.5}, {"mcc", 0, -0.25},
        {"f1:a", 0, 0.75},       {"f1:b", 1, 0.125},   {"mean", 0, 0.7},
        {"mean", SIZE_MAX, 0.7},
    };
    struct class_metrics per_class[2] = {{.f1 = 0.75}, {.f1 = 0.125}};
    const struct metrics m = {.labels = 2,
                              .accuracy = {.value = 0.9},
                              .macro_f1 = {.value = 0.5},
                              .mcc = {.value = -0.25},
                              .per_class = per_class};

    for (size_t i = 0; i < COUNT(row); i++) {
        struct criterion c;
        assert_true(criterion_by_name(row[i].name, &c));
        const double worth = criterion_worth(&c, row[i].label, &m);
        assert_true(worth > row[i].worth - 1e-12 &&
                    worth < row[i].worth + 1e-12);
    }
}

/* Where all are right, every criterion is 1. */
static void all_right_is_best(void **state)
{
    (void)state;
    static const char *const name[] = {"mean", "accuracy", "macro-f1", "mcc",
                                       "f1:x"};
    struct prediction all[30];
    struct metrics m;
    struct tenor_error err = {0};

    for (uint32_t i = 0; i < COUNT(all); i++)
        all[i] = (struct prediction){i % 3, i % 3, 0.5};
    assert_true(metrics_measure(all, COUNT(all), 3, 0, 0, &m, &err));
    for (size_t i = 0; i < COUNT(name); i++) {
        struct criterion c;
        assert_true(criterion_by_name(name[i], &c));
        const double worth = criterion_worth(&c, 2, &m);
        assert_true(worth > 1.0 - 1e-12 && worth < 1.0 + 1e-12);
    }
    metrics_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read),
        cmocka_unit_test(worth_is_its_figure),
        cmocka_unit_test(all_right_is_best),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* How often labels are taken for others, by hand. */
#include "train/confusion.h"

#include "tests/unit/scarce.h"

static const struct prediction seven[] = {
    {0, 0, 0.9}, {0, 0, 0.8}, {0, 1, 0.6}, {1, 1, 0.7},
    {2, 0, 0.5}, {2, 2, 0.9}, {2, 2, 0.6},
};

static void check(const double *weight, const size_t *wanted)
{
    struct tenor_error err = {0};
    size_t *count;

    assert_true(confusion_count(seven, weight, COUNT(seven), 3, &count, &err));
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(count[i], wanted[i]);
    free(count);
}

static void equal_weights_are_plain_counts(void **state)
{
    static const size_t wanted[] = {2, 1, 0, 0, 1, 0, 1, 0, 2};
    static const double weights[] = {1.0, 0.1, 1e-6, 1e6, 0.7};

    (void)state;
    for (size_t i = 0; i < COUNT(weights); i++) {
        double weight[COUNT(seven)];
        for (size_t d = 0; d < COUNT(seven); d++)
            weight[d] = weights[i];
        check(weight, wanted);
    }
}

/* 100 documents of the weight 1 that are right, and 1000 of 0.1 that are not:
 * half and half, as much as (100 + 100)^2 / (100 + 10) = 363.6 say. */
static void weights_are_the_shares(void **state)
{
    static struct prediction all[1100];
    static double weight[1100];
    struct tenor_error err = {0};
    size_t *count;

    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        all[i] = (struct prediction){1, i < 100, 0.5};
        weight[i] = i < 100 ? 1.0 : 0.1;
    }
    assert_true(confusion_count(all, weight, COUNT(all), 2, &count, &err));
    assert_int_equal(count[0], 0);
    assert_int_equal(count[1], 0);
    assert_int_equal(count[2], 182);
    assert_int_equal(count[3], 182);
    free(count);
}

static void none_for_very_many_labels(void **state)
{
    static const double weight[COUNT(seven)] = {1, 1, 1, 1, 1, 1, 1};
    struct tenor_error err = {0};
    size_t *count;

    (void)state;
    assert_true(confusion_count(seven, weight, COUNT(seven), CONFUSION_LABELS,
                                &count, &err));
    assert_non_null(count);
    free(count);
    assert_true(confusion_count(seven, weight, COUNT(seven),
                                CONFUSION_LABELS + 1, &count, &err));
    assert_null(count);
}

static bool attempt(void *context, struct tenor_error *err)
{
    static const double weight[COUNT(seven)] = {1, 1, 1, 1, 1, 1, 1};
    size_t *count;

    (void)context;
    const bool ok =
        confusion_count(seven, weight, COUNT(seven), 3, &count, err);
    free(count);
    return ok;
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_weights_are_plain_counts),
        cmocka_unit_test(weights_are_the_shares),
        cmocka_unit_test(none_for_very_many_labels),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

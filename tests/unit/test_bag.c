#include "model/bag.h"

#include <math.h>

#include "train/random.h"

#include "tests/unit/unit.h"

/* What must hold of a bag after every step. */
static void check_bag(const struct bag *b, uint64_t total)
{
    size_t used = 0;
    uint64_t counted = 0;
    bool *seen = calloc(b->n + 1, sizeof *seen);

    assert_non_null(seen);
    assert_true(b->n <= b->capacity);
    assert_int_equal(b->slots & (b->slots - (b->slots > 0)), 0);
    assert_true(2 * b->n <= b->slots);
    for (size_t i = 0; i < b->slots; i++) {
        const uint32_t at = b->slot[i];
        assert_true(at <= b->n);
        if (!at)
            continue;
        assert_false(seen[at - 1]);
        seen[at - 1] = true;
        used++;
    }
    assert_int_equal(used, b->n);
    for (size_t i = 0; i < b->n; i++) {
        assert_true(b->entry[i].count > 0);
        counted += b->entry[i].count;
    }
    assert_true(counted == total);
    free(seen);
}

static void check_distinct(const struct bag *b)
{
    uint64_t *feature = malloc((b->n + 1) * sizeof *feature);

    assert_non_null(feature);
    for (size_t i = 0; i < b->n; i++)
        feature[i] = b->entry[i].feature;
    assert_int_equal(wordset_sort(feature, b->n), b->n);
    free(feature);
}

static void occurrences_are_counted(void **state)
{
    static const struct occurrence found[] = {
        {8, 0, 1}, {16, 2, 3}, {8, 4, 5}, {0, 6, 7}, {8, 8, 9}};
    static const struct entry expected[] = {
        {8, 6, 0}, {16, 2, 0}, {0, 2, 0}};
    struct bag b = {0};

    (void)state;
    assert_true(bag_add(&b, found, 0));
    check_bag(&b, 0);
    assert_true(bag_add(&b, found, COUNT(found)));
    check_bag(&b, 5);
    assert_true(bag_add(&b, found, COUNT(found)));
    check_bag(&b, 10);
    assert_int_equal(b.n, COUNT(expected));
    for (size_t i = 0; i < b.n; i++) {
        assert_true(b.entry[i].feature == expected[i].feature);
        assert_int_equal(b.entry[i].count, expected[i].count);
    }
    bag_release(&b);
    assert_null(b.entry);
    bag_release(&b);
}

static void bags_grow_and_are_reset(void **state)
{
    uint64_t random = unit_seed();
    struct bag b = {0};

    (void)state;
    for (int text = 0; text < 10; text++) {
        /* Few kinds of features, so that many fall together in one slot. */
        const size_t kinds = 1 + random_below(&random, 20000);
        uint64_t total = 0;
        bag_reset(&b);
        check_bag(&b, 0);
        for (int sentence = 0; sentence < 20; sentence++) {
            struct occurrence found[1000] = {{0}};
            size_t n = random_below(&random, COUNT(found) + 1);
            for (size_t i = 0; i < n; i++)
                found[i].feature = random_below(&random, kinds)
                                   << (text % 2 ? 40 : 0);
            assert_true(bag_add(&b, found, n));
            total += n;
            check_bag(&b, total);
        }
        check_distinct(&b);
    }
    bag_release(&b);
}

/* The norm of a family is the root of all its occurrences, however they share
 * out among features. */
static void norms_count_occurrences(void **state)
{
    uint64_t random = unit_seed();
    struct bag b = {0};

    (void)state;
    for (int text = 0; text < 1000; text++) {
        struct occurrence found[300] = {{0}};
        for (size_t i = 0; i < COUNT(found); i++)
            found[i].feature = random_below(&random, 100);
        double scale[FEATURE_FAMILIES], n[FEATURE_FAMILIES] = {0};
        const size_t many = random_below(&random, COUNT(found) + 1);
        for (size_t i = 0; i < many; i++)
            n[feature_family(found[i].feature)]++;
        bag_reset(&b);
        assert_true(bag_add(&b, found, many));
        bag_scale(&b, scale);
        for (unsigned f = 0; f < FEATURE_FAMILIES; f++)
            assert_true(n[f] > 0
                            ? fabs(pow(scale[f] * FEATURE_ONE, -2) - n[f]) <
                                  1e-9
                            : scale[f] == 0.0);
    }
    bag_release(&b);
}

/* The bag of a text holds what the sentences hold, in their order. */
static void texts_fill_bags(void **state)
{
    static const struct feature_settings settings = {
        .language = "english", .stemming = 1, .ngrams = 2};
    struct tenor_error err = {0};
    struct extractor x;
    struct bag b = {0};

    (void)state;
    assert_true(extractor_init(&x, &settings, NULL, 0, &err));
    for (int again = 0; again < 2; again++) {
        assert_true(bag_fill(&b, &x, STR("Good. Good day! A day"), &err));
        check_bag(&b, 9); /* three words and "!", "good" and "day" twice, */
        assert_int_equal(b.n, 7); /* and "good day", "day !", "a day" */
        assert_int_equal(b.entry[0].count, 2);
    }
    assert_true(bag_fill(&b, &x, STR(""), &err));
    check_bag(&b, 0);
    bag_release(&b);
    extractor_release(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(occurrences_are_counted),
        cmocka_unit_test(bags_grow_and_are_reset),
        cmocka_unit_test(norms_count_occurrences),
        cmocka_unit_test(texts_fill_bags),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

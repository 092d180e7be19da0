#include "datasets/labelmap.h"

#include "tests/unit/scarce.h"

/* What a label becomes; NULL: dropped. */
static void check(const struct labelmap *m, const char *label,
                  const char *expected)
{
    struct str s = str_of(label);

    assert_int_equal(labelmap_apply(m, &s), expected != NULL);
    if (expected)
        assert_true(str_equal(s, str_of(expected)));
}

static void add(struct labelmap *m, const char *text)
{
    struct tenor_error err = {0};

    assert_true(labelmap_add(m, text, &err));
    assert_int_equal(err.code, TENOR_OK);
}

static void empty_map_keeps_everything(void **state)
{
    (void)state;
    struct labelmap m = {0};

    check(&m, "pos", "pos");
    check(&m, "", "");
    labelmap_release(&m);
}

static void labels_are_renamed_and_dropped(void **state)
{
    (void)state;
    struct labelmap m = {0};

    add(&m, "0=negative");
    add(&m, "4=positive");
    add(&m, "2=-");
    add(&m, "very good=positive");
    check(&m, "0", "negative");
    check(&m, "4", "positive");
    check(&m, "2", NULL);
    check(&m, "very good", "positive");
    check(&m, "3", "3");
    check(&m, "00", "00");
    check(&m, "", "");
    labelmap_release(&m);
    labelmap_release(&m);
}

/* The first = divides; the new name may hold more, and dashes. */
static void names_may_hold_signs(void **state)
{
    (void)state;
    struct labelmap m = {0};

    add(&m, "a=b=c");
    add(&m, "d=--");
    add(&m, "-=dash");
    check(&m, "a", "b=c");
    check(&m, "d", "--");
    check(&m, "-", "dash");
    labelmap_release(&m);
}

/* Names are not mapped twice, and the first mapping of a name counts. */
static void first_mapping_counts_once(void **state)
{
    (void)state;
    struct labelmap m = {0};

    add(&m, "a=b");
    add(&m, "b=c");
    add(&m, "a=d");
    check(&m, "a", "b");
    check(&m, "b", "c");
    labelmap_release(&m);
}

static void many_mappings(void **state)
{
    (void)state;
    static char text[300][32];
    struct labelmap m = {0};

    for (int i = 0; i < 300; i++) {
        snprintf(text[i], sizeof text[i], "%d=n%d", i, i);
        add(&m, text[i]);
    }
    assert_int_equal(m.n, 300);
    check(&m, "299", "n299");
    labelmap_release(&m);
}

static void malformed_mappings_are_refused(void **state)
{
    (void)state;
    static const char *const text[] = {"", "=", "a", "a=", "=a", "pos:neg"};

    for (size_t i = 0; i < COUNT(text); i++) {
        struct labelmap m = {0};
        struct tenor_error err = {0};
        assert_false(labelmap_add(&m, text[i], &err));
        assert_int_equal(err.code, TENOR_EINVAL);
        assert_non_null(strstr(err.message, "is no label mapping"));
        assert_int_equal(m.n, 0);
        labelmap_release(&m);
    }
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct labelmap m = {0};
    bool ok = true;

    (void)context;
    for (int i = 0; ok && i < 100; i++)
        ok = labelmap_add(&m, "a=b", err);
    labelmap_release(&m);
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
        cmocka_unit_test(empty_map_keeps_everything),
        cmocka_unit_test(labels_are_renamed_and_dropped),
        cmocka_unit_test(names_may_hold_signs),
        cmocka_unit_test(first_mapping_counts_once),
        cmocka_unit_test(many_mappings),
        cmocka_unit_test(malformed_mappings_are_refused),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

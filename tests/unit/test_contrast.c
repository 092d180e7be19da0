/* Words that separate groups, beside the equations of the paper; and the
 * vocabulary that they are counted in. */
#include "cli/report/contrast.h"

#include <math.h>

#include "tests/unit/scarce.h"

/* Computed from the equations in Python. */
static const struct {
    double ya, na, yb, nb, z;
} known[] = {
    {30, 1000, 10, 1000, 2.25612518840406},
    {10, 1000, 30, 1000, -2.25612518840406},
    {5, 500, 5, 500, 0.0},
    {3, 10000, 0, 20000, 1.27016722536115},
    {100, 100000, 400, 200000, -6.18559627806962},
    {7, 10, 0, 10, 0.405008700957011},
    {0, 10, 0, 10, 0.0}, /* the word is not there */
    {10, 10, 0, 0, 0.0}, /* the only word there is */
    {10, 10, 10, 10, 0.0},
    {0, 0, 0, 0, 0.0},
};

static void z_of_the_paper(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(known); i++) {
        const double z =
            contrast_z(known[i].ya, known[i].na, known[i].yb, known[i].nb);
        if (!(fabs(z - known[i].z) < 1e-12))
            fail_msg("row %zu: %.15g", i, z);
    }
}

/* ---- a vocabulary -------------------------------------------------------- */

static void add(struct vocabulary *v, const char *form, const char *stem,
                uint32_t times, size_t column)
{
    size_t i;

    assert_true(vocabulary_find(v, str_of(form), str_of(stem), &i));
    vocabulary_add(v, i, times, &column, 1);
}

static void forms_are_put_together(void **state)
{
    static const size_t a = 0, b = 1;
    struct vocabulary v = {.columns = 3};
    struct contrast c;

    (void)state;
    for (int text = 0; text < 3; text++) { /* each form in three texts */
        add(&v, "winning", "win", 10, 0);
        add(&v, "wins", "win", 30, 0);
        add(&v, "lost", "lost", 40, 1);
        add(&v, "the", "the", 100, 0);
        add(&v, "the", "the", 100, 1);
        add(&v, "the", "the", 900, 2); /* in neither */
    }
    add(&v, "once", "once", 5, 0); /* in one text alone */
    assert_true(vocabulary_order(&v));
    contrast_find(&v, &a, 1, &b, 1, &c);
    assert_int_equal(c.words_a, 3 * 140 + 5);
    assert_int_equal(c.words_b, 3 * 140);
    assert_int_equal(c.stems, 3);
    assert_int_equal(c.in_a, 1);
    assert_true(str_equal(c.a[0].form, STR("wins")));
    assert_int_equal(c.a[0].a, 120);
    assert_int_equal(c.a[0].b, 0);
    assert_true(c.a[0].z == contrast_z(120, 425, 0, 420));
    assert_true(str_equal(c.b[0].form, STR("lost")));
    assert_true(c.b[0].z == -contrast_z(0, 425, 120, 420));
    vocabulary_release(&v);
}

/* More words than are shown: the strongest are, equal ones by their stems. */
static void the_strongest_are_shown(void **state)
{
    static const size_t a = 0, b = 1;
    struct vocabulary v = {.columns = 2};
    struct contrast c;

    (void)state;
    for (uint32_t i = 0; i < 40; i++) {
        char word[16];
        snprintf(word, sizeof word, "w%02u", i);
        for (int text = 0; text < 3; text++)
            add(&v, word, word, 10 + i / 2, 0);
        add(&v, "other", "other", 100, 1);
    }
    assert_true(vocabulary_order(&v));
    contrast_find(&v, &a, 1, &b, 1, &c);
    assert_int_equal(c.in_a, CONTRAST_WORDS);
    assert_true(str_equal(c.a[0].form, STR("w38")));
    assert_true(str_equal(c.a[1].form, STR("w39")));
    assert_true(str_equal(c.a[2].form, STR("w36")));
    for (size_t i = 1; i < c.in_a; i++)
        assert_true(c.a[i].z <= c.a[i - 1].z);
    vocabulary_release(&v);
}

static void rare_forms_are_forgotten(void **state)
{
    struct vocabulary v = {.columns = 1, .most = 100};
    size_t i;

    (void)state;
    for (uint32_t n = 0; n < 101; n++) {
        char word[16];
        snprintf(word, sizeof word, "w%u", n);
        add(&v, word, "stem", n < 50 ? 1 : n < 60 ? 2 : 9, 0);
    }
    assert_true(vocabulary_trim(&v));
    assert_int_equal(v.n, 51); /* once was not enough to have a quarter free */
    assert_int_equal(v.dropped, 50);
    assert_int_equal(v.forgotten, 1);
    assert_true(vocabulary_find(&v, STR("w100"), STR("stem"), &i));
    assert_int_equal(v.count[i], 9);
    assert_int_equal(v.form[i].all, 9);
    assert_true(vocabulary_find(&v, STR("w0"), STR("stem"), &i));
    assert_int_equal(v.count[i], 0); /* as if it had not been seen */
    vocabulary_release(&v);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct vocabulary v = {.columns = 2, .most = 20};
    const size_t column = 1;
    bool ok = true;

    (void)context;
    for (uint32_t n = 0; ok && n < 300; n++) {
        char word[16];
        size_t i;
        snprintf(word, sizeof word, "w%u", n);
        ok = vocabulary_find(&v, str_of(word), STR("w"), &i);
        if (ok)
            vocabulary_add(&v, i, 1 + n % 3, &column, 1);
        ok = ok && (n % 50 || vocabulary_trim(&v));
    }
    ok = ok && vocabulary_order(&v);
    vocabulary_release(&v);
    return ok || fail_memory(err, "words");
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(z_of_the_paper),
        cmocka_unit_test(forms_are_put_together),
        cmocka_unit_test(the_strongest_are_shown),
        cmocka_unit_test(rare_forms_are_forgotten),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

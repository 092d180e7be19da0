#include "train/paired.h"

#include <math.h>

#include "train/random.h"
#include "tests/unit/scarce.h"

#define ALPHA 0.05

static void assert_near(double got, double expected)
{
    if (!(fabs(got - expected) <= 1e-9 * (1.0 + fabs(expected))))
        fail_msg("%.17g where %.17g was expected", got, expected);
}

static void compare(const struct prediction *a, const struct prediction *b,
                    size_t n, size_t labels, struct paired *p)
{
    struct tenor_error err = {0};

    assert_true(paired_compare(a, b, n, labels, ALPHA, 500, 1, p, &err));
    assert_int_equal(p->documents, n);
}

/* Sums of binomial coefficients, in whole numbers by Python. */
static void mcnemar_known(void **state)
{
    static const struct {
        size_t b, c;
        double p;
    } known[] = {
        {0, 0, 1.0},
        {1, 0, 1.0},
        {5, 0, 0.0625},
        {3, 3, 1.0},
        {10, 2, 158.0 / 4096.0},
        {4, 1, 0.375},
        {59, 6, 4.964650327128617e-12},
        {121, 59, 4.434449263755176e-06},
        {1000, 900, 0.02310884510890107},
        {100000, 101000, 0.02586239243973448},
        {2000, 0, 0.0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(known); i++) {
        assert_near(paired_mcnemar(known[i].b, known[i].c), known[i].p);
        assert_near(paired_mcnemar(known[i].c, known[i].b), known[i].p);
    }
}

/* More uneven is less probable. */
static void mcnemar_falls(void **state)
{
    (void)state;
    for (size_t n = 1; n < 200; n++) {
        double last = 2.0;
        for (size_t b = n / 2 + 1; b-- > 0;) {
            const double p = paired_mcnemar(b, n - b);
            assert_true(p > 0.0 && p <= 1.0);
            assert_true(p < last || p == 1.0);
            last = p;
        }
    }
}

static void figures_by_hand(void **state)
{
    static const struct prediction a[] = {{0, 0, 1}, {0, 0, 1}, {1, 0, 1},
                                          {1, 1, 1}, {2, 0, 1}, {2, 0, 1}};
    static const struct prediction b[] = {{0, 0, 1}, {0, 1, 1}, {1, 1, 1},
                                          {1, 1, 1}, {2, 1, 1}, {2, 2, 1}};
    struct paired p;

    (void)state;
    compare(a, b, COUNT(a), 3, &p);
    assert_near(p.accuracy.a, 3.0 / 6.0);
    assert_near(p.accuracy.b, 4.0 / 6.0);
    assert_near(p.accuracy.difference.value, 1.0 / 6.0);
    assert_near(p.macro_f1.a, (4.0 / 7.0 + 2.0 / 3.0 + 0.0) / 3.0);
    assert_near(p.macro_f1.b, (2.0 / 3.0 + 4.0 / 6.0 + 2.0 / 3.0) / 3.0);
    assert_int_equal(p.right_to_wrong, 1);
    assert_int_equal(p.wrong_to_right, 2);
    assert_int_equal(p.wrong_to_wrong, 1);
    assert_near(p.p, 1.0);
    assert_false(p.worse);
}

/* Predictions of so many labels, right with a probability of hits / 10. */
static void draw(struct prediction *all, size_t n, size_t labels, size_t hits,
                 uint64_t *random)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t label = (uint32_t)(i % labels);
        const bool hit = random_below(random, 10) < hits;
        all[i] = (struct prediction){
            label, hit ? label : (uint32_t)random_below(random, labels), 1.0};
    }
}

static void check_zero(const struct interval *i)
{
    assert_true(i->value == 0.0 && i->low == 0.0 && i->high == 0.0);
}

static void with_itself(void **state)
{
    static struct prediction a[500];
    uint64_t random = unit_seed();
    struct paired p;

    (void)state;
    for (size_t hits = 0; hits <= 10; hits++) {
        draw(a, COUNT(a), 3, hits, &random);
        compare(a, a, COUNT(a), 3, &p);
        check_zero(&p.accuracy.difference);
        check_zero(&p.macro_f1.difference);
        assert_int_equal(p.right_to_wrong + p.wrong_to_right + p.wrong_to_wrong,
                         0);
        assert_true(p.p == 1.0);
        assert_false(p.worse);
    }
}

static void check_mirrored(const struct pair *x, const struct pair *y)
{
    const struct interval *i = &x->difference, *j = &y->difference;

    assert_true(x->a == y->b && x->b == y->a);
    assert_true(i->low <= i->value && i->value <= i->high);
    assert_true(i->value == -j->value);
    assert_true(i->low == -j->high && i->high == -j->low);
}

static void the_other_way_round(void **state)
{
    static struct prediction a[300], b[300];
    uint64_t random = unit_seed();

    (void)state;
    for (size_t hits = 0; hits <= 10; hits++) {
        struct paired x, y;
        draw(a, COUNT(a), 4, 5, &random);
        draw(b, COUNT(b), 4, hits, &random);
        compare(a, b, COUNT(a), 4, &x);
        compare(b, a, COUNT(a), 4, &y);
        check_mirrored(&x.accuracy, &y.accuracy);
        check_mirrored(&x.macro_f1, &y.macro_f1);
        assert_int_equal(x.right_to_wrong, y.wrong_to_right);
        assert_int_equal(x.wrong_to_right, y.right_to_wrong);
        assert_int_equal(x.wrong_to_wrong, y.wrong_to_wrong);
        assert_true(x.p == y.p);
        assert_false(x.worse && y.worse);
        assert_near(x.accuracy.difference.value,
                    ((double)x.wrong_to_right - (double)x.right_to_wrong) /
                        (double)COUNT(a));
    }
}

/* The same hits in the same documents: the difference does not vary with the
 * documents drawn as two separate samples would. */
static void pairs_stay_together(void **state)
{
    static struct prediction a[1000], b[1000];
    uint64_t random = unit_seed();
    struct paired p;

    (void)state;
    draw(a, COUNT(a), 2, 6, &random);
    memcpy(b, a, sizeof b);
    /* Ten documents are lost, and so 0.01: a standard error of 0.0032. */
    for (size_t i = 0, lost = 0; lost < 10; i++)
        if (a[i].guess == a[i].label) {
            b[i].guess = 1 - b[i].guess;
            lost++;
        }
    compare(a, b, COUNT(a), 2, &p);
    assert_near(p.accuracy.difference.value, -0.01);
    assert_true(fabs(p.accuracy.difference.low + 0.0162) < 0.003);
    assert_true(fabs(p.accuracy.difference.high + 0.0038) < 0.003);
    assert_near(p.p, 2.0 / 1024.0);
    assert_true(p.worse);
}

/* With as many right, but all of the rare label lost, the macro-F1 tells. */
static void worse_by_macro_f1(void **state)
{
    static struct prediction a[1000], b[1000];
    struct paired p;

    (void)state;
    for (uint32_t i = 0; i < COUNT(a); i++) {
        const uint32_t rare = i % 20 == 0, early = i % 20 == 1;
        a[i] = (struct prediction){rare, rare || early, 1.0};
        b[i] = (struct prediction){rare, 0, 1.0};
    }
    compare(a, b, COUNT(a), 2, &p);
    assert_near(p.accuracy.difference.value, 0.0);
    assert_true(p.macro_f1.difference.high < 0.0);
    assert_true(p.p == 1.0);
    assert_true(p.worse);
    compare(b, a, COUNT(a), 2, &p);
    assert_false(p.worse);
}

static void alpha_widens(void **state)
{
    static struct prediction a[400], b[400];
    uint64_t random = 1;
    struct paired x, y;
    struct tenor_error err = {0};

    (void)state;
    draw(a, COUNT(a), 3, 5, &random);
    draw(b, COUNT(b), 3, 5, &random);
    assert_true(paired_compare(a, b, COUNT(a), 3, 0.01, 2000, 1, &x, &err));
    assert_true(paired_compare(a, b, COUNT(a), 3, 0.2, 2000, 1, &y, &err));
    assert_true(x.macro_f1.difference.low < y.macro_f1.difference.low);
    assert_true(x.macro_f1.difference.high > y.macro_f1.difference.high);
}

static bool attempt(void *context, struct tenor_error *err)
{
    static const struct prediction a[] = {{0, 0, 1.0}, {1, 0, 1.0}};
    struct paired p;

    (void)context;
    return paired_compare(a, a, COUNT(a), 2, ALPHA, 10, 1, &p, err);
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mcnemar_known),
        cmocka_unit_test(mcnemar_falls),
        cmocka_unit_test(figures_by_hand),
        cmocka_unit_test(with_itself),
        cmocka_unit_test(the_other_way_round),
        cmocka_unit_test(pairs_stay_together),
        cmocka_unit_test(worse_by_macro_f1),
        cmocka_unit_test(alpha_widens),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

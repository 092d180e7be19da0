/* The gate: what is not worse passes, what is worse by the margin does so 5
 * times in 100, and labels that mean something else are seen. */
#include "train/gate.h"

#include "train/random.h"
#include "tests/unit/unit.h"

#define N 4000

static struct prediction a[N], b[N];
static uint32_t slice[N];
static const struct gate_rule rule = {
    .margin = 0.01, .alpha = 0.05, .samples = 300, .seed = 1};

/* n documents of two labels; the old model is right with a probability of 0.85,
 * and of 100 documents the new one loses `worse` and gains `better`. */
static void draw(size_t n, double worse, double better, uint64_t *seed)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t label = (uint32_t)(random_next(seed) % 2);
        const double x = (double)random_below(seed, 10000) / 100.0;
        const bool was = x < 85.0;
        const bool is = was ? x >= worse : x < 85.0 + better;
        a[i] = (struct prediction){label, was ? label : 1 - label, 0.9};
        b[i] = (struct prediction){label, is ? label : 1 - label, 0.9};
        slice[i] = (uint32_t)(i % 3);
    }
}

static bool judge(size_t n, bool slices)
{
    const struct gate_documents d = {a, b, slices ? slice : NULL, n, 2, 3};
    struct tenor_error err = {0};
    struct gate_verdict v;

    assert_true(gate_judge(&d, &rule, &v, &err));
    const bool passed = v.passed;
    assert_true(!slices == !v.slice);
    gate_release(&v);
    return passed;
}

static size_t passed_of_100(size_t n, double worse, double better)
{
    uint64_t seed = 7;
    size_t passed = 0;

    for (int i = 0; i < 100; i++) {
        draw(n, worse, better, &seed);
        passed += judge(n, false);
    }
    return passed;
}

static void what_is_worse_seldom_passes(void **state)
{
    (void)state;
    assert_in_range(passed_of_100(N, 2.0, 1.0), 0, 9); /* at the margin: 5 */
    assert_in_range(passed_of_100(N, 3.0, 1.0), 0, 0);
    assert_in_range(passed_of_100(400, 3.0, 1.0), 0, 5);
}

static void what_is_not_passes_where_there_are_documents(void **state)
{
    (void)state;
    assert_in_range(passed_of_100(N, 1.0, 1.0), 95, 100);
    assert_in_range(passed_of_100(N, 1.0, 2.0), 100, 100);
    assert_in_range(passed_of_100(100, 1.0, 1.0), 0, 60); /* too few to tell */
}

static void a_label_and_a_slice_must_not_pay_for_the_others(void **state)
{
    uint64_t seed = 3;

    (void)state;
    draw(N, 0.0, 0.0, &seed);
    for (size_t i = 0; i < N; i++) {
        const bool right = a[i].guess == a[i].label;
        if (a[i].label == 0 && !right)
            b[i].guess = a[i].label; /* all of this label are right now */
        else if (a[i].label == 1 && right && i % 12 == 0)
            b[i].guess = 1 - a[i].label;
    }
    assert_false(judge(N, false));
    draw(N, 0.0, 0.0, &seed);
    for (size_t i = 0; i < N; i++) {
        const bool right = a[i].guess == a[i].label;
        if (slice[i] == 2 && right && i % 8 == 0)
            b[i].guess = 1 - a[i].label;
        else if (slice[i] != 2 && !right)
            b[i].guess = a[i].label;
    }
    assert_true(judge(N, false));
    assert_false(judge(N, true));
}

static void agreement(void **state)
{
    static const struct {
        double new, own; /* per cent of guesses that are right */
        size_t n;
        bool passed;
    } rows[] = {
        {80, 80, 200, true},  {70, 80, 200, true}, {20, 80, 200, false},
        {50, 80, 200, false}, {20, 80, 19, true},  {95, 80, 200, true},
        {0, 80, 0, true},
    };
    struct tenor_error err = {0};

    (void)state;
    for (size_t r = 0; r < COUNT(rows); r++) {
        struct gate_agreement out;
        for (size_t i = 0; i < N; i++) {
            const uint32_t label = (uint32_t)(i % 2);
            const double x = (double)(i / 2 % 100);
            a[i] = (struct prediction){
                label, x < rows[r].own ? label : 1 - label, 1.0};
            b[i] = (struct prediction){
                label, x < rows[r].new ? label : 1 - label, 1.0};
        }
        assert_true(gate_agree(b, rows[r].n, a, N, 2, &out, &err));
        assert_int_equal(out.passed, rows[r].passed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_worse_seldom_passes),
        cmocka_unit_test(what_is_not_passes_where_there_are_documents),
        cmocka_unit_test(a_label_and_a_slice_must_not_pay_for_the_others),
        cmocka_unit_test(agreement),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

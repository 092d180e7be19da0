#include "train/decision.h"

#include "tests/unit/scarce.h"
#include "tests/unit/simulate.h"

#define N_MAX 6000
#define K_MAX 5

static double margin[N_MAX * K_MAX], raw[N_MAX * K_MAX];
static uint32_t label[N_MAX];
static struct prediction guess[N_MAX];

/* A decision with memory of its own, and how it does. */
struct decided {
    struct decision d;
    double scale[K_MAX], offset[K_MAX];
    struct metrics m;
};

static const struct criterion every_criterion[] = {
    {CRITERION_MEAN, NULL},     {CRITERION_ACCURACY, NULL},
    {CRITERION_MACRO_F1, NULL}, {CRITERION_F1, "x"},
    {CRITERION_MCC, NULL},
};
static const struct criterion mean = {CRITERION_MEAN, NULL};
static const struct criterion accuracy = {CRITERION_ACCURACY, NULL};
static const struct criterion macro_f1 = {CRITERION_MACRO_F1, NULL};

static bool decide(size_t N, size_t K, bool choose,
                   const struct criterion *criterion, struct decided *x,
                   struct tenor_error *err)
{
    const struct sample s = {N, K, margin, label};

    memcpy(margin, raw, N * K * sizeof *margin);
    x->d = (struct decision){.calibration = {.kind = CALIBRATION_VECTOR,
                                             .scale = x->scale,
                                             .offset = x->offset}};
    return decision_fit(&s, choose, criterion, K - 1, &x->d, &x->m, err);
}

/* Decide, and check what always holds; the margins stay scaled. */
static void check(size_t N, size_t K, bool choose,
                  const struct criterion *criterion, struct decided *x)
{
    const struct sample s = {N, K, margin, label};
    struct tenor_error err = {0};
    struct metrics again;

    assert_true(decide(N, K, choose, criterion, x, &err));
    assert_true(isfinite(x->d.calibration.slope) &&
                x->d.calibration.slope >= 0.0);
    assert_true(x->d.shift >= 0.0 && x->d.shift <= 1.0);
    for (size_t i = 0; i < N * K; i++)
        assert_true(margin[i] == x->scale[i % K] * raw[i]);
    /* The label is the most probable one, and the figures are its. */
    assert_true(decision_apply(&s, &x->d.calibration, guess, &err));
    for (size_t i = 0; i < N; i++) {
        double p[K_MAX];
        calibrated(K, x->d.calibration.slope, x->offset, margin + i * K, p);
        assert_int_equal(guess[i].label, label[i]);
        assert_int_equal(guess[i].guess, arg_max(p, K));
        assert_true(guess[i].p == p[guess[i].guess]);
    }
    assert_true(metrics_measure(guess, N, K, 0, 0, &again, &err));
    assert_true(again.accuracy.value == x->m.accuracy.value);
    assert_true(again.macro_f1.value == x->m.macro_f1.value);
    assert_true(again.ece.value == x->m.ece.value);
    metrics_release(&again);
}

/* Margins that know something, and labels of uneven shares. */
static void simulate_uneven(size_t N, size_t K, uint64_t *random)
{
    static const double slope[K_MAX] = {1.0, 1.0, 1.0, 1.0, 1.0};
    static const double offset[][K_MAX] = {
        [2] = {1.0, -1.0}, [3] = {2.0, 0.0, -1.0}, [5] = {3.0, 1.0, 0, 0, -1}};

    simulate(N, K, slope, offset[K], raw, label, random);
}

static void simulate_even(size_t N, size_t K, uint64_t *random)
{
    static const double slope[K_MAX] = {2.0, 2.0, 2.0, 2.0, 2.0};
    static const double none[K_MAX];

    simulate(N, K, slope, none, raw, label, random);
}

static const size_t some_K[] = {2, 3, 5};

static void accuracy_does_not_shift(void **state)
{
    (void)state;
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(some_K); i++)
        for (int choose = 0; choose < 2; choose++) {
            const size_t K = some_K[i], N = 1500;
            struct calibration c;
            struct decided x, y = {0};
            struct tenor_error err = {0};
            simulate_uneven(N, K, &random);
            check(N, K, choose, &accuracy, &x);
            assert_true(x.d.shift == 0.0);
            /* The calibration alone. */
            c = (struct calibration){.kind = CALIBRATION_VECTOR,
                                     .scale = y.scale,
                                     .offset = y.offset};
            assert_true((choose ? calibrate_choose
                                : calibrate_fit)(raw, label, N, K, &c, &err));
            assert_true(c.slope == x.d.calibration.slope);
            assert_int_equal(c.kind, x.d.calibration.kind);
            assert_memory_equal(x.offset, y.offset, K * sizeof *x.offset);
            assert_memory_equal(x.scale, y.scale, K * sizeof *x.scale);
            metrics_release(&x.m);
        }
}

/* Whatever the criterion, the shift that is best for it is no worse than
 * none. */
static void criterion_never_falls(void **state)
{
    (void)state;
    uint64_t random = unit_seed();

    for (int round = 0; round < 5; round++)
        for (size_t i = 0; i < COUNT(some_K); i++) {
            const size_t K = some_K[i], N = 200 * (1 + (size_t)round);
            struct decided x, y;
            simulate_uneven(N, K, &random);
            check(N, K, round % 2, &accuracy, &y);
            for (size_t c = 0; c < COUNT(every_criterion); c++) {
                check(N, K, round % 2, &every_criterion[c], &x);
                assert_true(criterion_worth(&every_criterion[c], K - 1, &x.m) >=
                            criterion_worth(&every_criterion[c], K - 1, &y.m));
                metrics_release(&x.m);
            }
            metrics_release(&y.m);
        }
}

/* Macro-F1 of these documents, with a decision that was fitted on others. */
static double macro_f1_of(size_t N, size_t K, const struct decided *x)
{
    const struct sample s = {N, K, margin, label};
    struct tenor_error err = {0};
    struct metrics m;

    memcpy(margin, raw, N * K * sizeof *margin);
    for (size_t j = 0; j < N * K; j++)
        margin[j] *= x->scale[j % K];
    assert_true(decision_apply(&s, &x->d.calibration, guess, &err));
    assert_true(metrics_measure(guess, N, K, 0, 0, &m, &err));
    const double value = m.macro_f1.value;
    metrics_release(&m);
    return value;
}

/* Rare labels, that are seldom the most probable ones, are guessed more often
 * for macro-F1, also on documents that the decision was not fitted on. In one
 * sample of thirty there is nothing to gain by chance, so several add up. */
static void rare_labels_are_found(void **state)
{
    (void)state;
    enum { ROUNDS = 4 };
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(some_K); i++) {
        const size_t K = some_K[i], N = N_MAX;
        double gain = 0, later = 0;
        size_t shifted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            struct decided x, y;
            simulate_uneven(N, K, &random);
            check(N, K, false, &accuracy, &y);
            check(N, K, false, &macro_f1, &x);
            shifted += x.d.shift > 0.0;
            gain += x.m.macro_f1.value - y.m.macro_f1.value;
            assert_true(x.m.per_class[K - 1].predicted >=
                        y.m.per_class[K - 1].predicted);
            metrics_release(&x.m);
            metrics_release(&y.m);
            simulate_uneven(N, K, &random);
            later += macro_f1_of(N, K, &x) - macro_f1_of(N, K, &y);
        }
        assert_true(shifted >= ROUNDS / 2);
        assert_true(gain > ROUNDS / 2 * 0.005);
        assert_true(later > 0.0);
    }
}

/* Documents drawn from the model: probabilities are what they say, as they are
 * calibrated; where a shift moved labels, as far as it can be. */
static void probabilities_are_honest(void **state)
{
    (void)state;
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(some_K); i++) {
        const size_t K = some_K[i];
        struct decided x;
        simulate_even(N_MAX, K, &random);
        check(N_MAX, K, true, &mean, &x);
        assert_true(x.m.ece.value < 0.03);
        metrics_release(&x.m);
        simulate_uneven(N_MAX, K, &random);
        check(N_MAX, K, true, &accuracy, &x);
        assert_true(x.m.ece.value < 0.03);
        metrics_release(&x.m);
        check(N_MAX, K, true, &mean, &x);
        print_message("%zu labels: shift %g, ece %.4f\n", K, x.d.shift,
                      x.m.ece.value);
        assert_true(x.m.ece.value < (x.d.shift > 0.0 ? 0.12 : 0.03));
        metrics_release(&x.m);
    }
}

/* Equal shares leave nothing to shift to. */
static void even_labels_stay(void **state)
{
    (void)state;
    uint64_t random = unit_seed();
    struct decided x;

    simulate_even(N_MAX, 3, &random);
    for (size_t i = 0; i < N_MAX; i++)
        for (size_t k = 0; k < 3; k++)
            raw[i * 3 + k] += 3.0 * (k == label[i]);
    check(N_MAX, 3, false, &mean, &x);
    assert_true(x.d.shift == 0.0);
    metrics_release(&x.m);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct decided x;

    (void)context;
    if (!decide(40, 3, true, &macro_f1, &x, err))
        return false;
    metrics_release(&x.m);
    return true;
}

static void memory_runs_out(void **state)
{
    (void)state;
    uint64_t random = 1;

    simulate_uneven(40, 3, &random);
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accuracy_does_not_shift),
        cmocka_unit_test(criterion_never_falls),
        cmocka_unit_test(rare_labels_are_found),
        cmocka_unit_test(probabilities_are_honest),
        cmocka_unit_test(even_labels_stay),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

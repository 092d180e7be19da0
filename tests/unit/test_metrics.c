#include "train/metrics.h"

#include <math.h>

#include "train/random.h"
#include "tests/unit/scarce.h"

static void measure(const struct prediction *all, size_t n, size_t labels,
                    size_t samples, struct metrics *m)
{
    struct tenor_error err = {0};

    assert_true(metrics_measure(all, n, labels, samples, 1, m, &err));
    assert_int_equal(m->documents, n);
    assert_int_equal(m->labels, labels);
}

static void assert_near(double got, double expected)
{
    if (!(fabs(got - expected) <= 1e-12))
        fail_msg("%.17g where %.17g was expected", got, expected);
}

static void check_value(const struct interval *i, double expected)
{
    assert_near(i->value, expected);
    assert_true(i->low <= i->value && i->value <= i->high);
}

static void check_class(const struct class_metrics *c, size_t support,
                        size_t predicted, size_t correct, double precision,
                        double recall, double f1)
{
    assert_int_equal(c->support, support);
    assert_int_equal(c->predicted, predicted);
    assert_int_equal(c->correct, correct);
    assert_near(c->precision, precision);
    assert_near(c->recall, recall);
    assert_near(c->f1, f1);
}

static const struct prediction ten[] = {
    {0, 0, 0.9}, {0, 0, 0.8}, {0, 1, 0.6}, {1, 1, 0.7}, {1, 2, 0.5},
    {2, 2, 0.9}, {2, 2, 0.6}, {2, 0, 0.4}, {0, 0, 1.0}, {1, 1, 0.8},
};

static void figures_by_hand(void **state)
{
    (void)state;
    static const size_t confusion[] = {3, 1, 0, 0, 2, 1, 1, 0, 2};
    struct metrics m;

    measure(ten, COUNT(ten), 3, METRICS_SAMPLES, &m);
    check_value(&m.accuracy, 0.7);
    check_value(&m.macro_f1, (3.0 / 4.0 + 2.0 / 3.0 + 2.0 / 3.0) / 3.0);
    check_value(&m.mcc, (7.0 * 10.0 - 34.0) / (100.0 - 34.0));
    /* Ten documents are ten bins: the mean of |hit - p|. */
    check_value(&m.ece,
                (0.1 + 0.2 + 0.6 + 0.3 + 0.5 + 0.1 + 0.4 + 0.4 + 0.0 + 0.2) /
                    10.0);
    check_class(&m.per_class[0], 4, 4, 3, 0.75, 0.75, 0.75);
    check_class(&m.per_class[1], 3, 3, 2, 2.0 / 3, 2.0 / 3, 2.0 / 3);
    check_class(&m.per_class[2], 3, 3, 2, 2.0 / 3, 2.0 / 3, 2.0 / 3);
    assert_memory_equal(m.confusion, confusion, sizeof confusion);
    metrics_release(&m);
    metrics_release(&m);
}

/* A label that neither occurs nor is guessed has no part in the mean; one that
 * is guessed and never occurs has F1 0, and so has one that is never guessed.
 */
static void absent_labels(void **state)
{
    (void)state;
    static const struct prediction all[] = {
        {0, 0, 1.0}, {0, 0, 1.0}, {0, 2, 1.0}, {3, 0, 1.0}};
    struct metrics m;

    measure(all, COUNT(all), 5, METRICS_SAMPLES, &m);
    check_value(&m.accuracy, 0.5);
    check_value(&m.macro_f1, (2.0 / 3.0 + 0.0 + 0.0) / 3.0);
    check_value(&m.mcc, (2.0 * 4.0 - 9.0) / (16.0 - 10.0));
    check_class(&m.per_class[0], 3, 3, 2, 2.0 / 3, 2.0 / 3, 2.0 / 3);
    check_class(&m.per_class[1], 0, 0, 0, 0.0, 0.0, 0.0);
    check_class(&m.per_class[2], 0, 1, 0, 0.0, 0.0, 0.0);
    check_class(&m.per_class[3], 1, 0, 0, 0.0, 0.0, 0.0);
    check_class(&m.per_class[4], 0, 0, 0, 0.0, 0.0, 0.0);
    metrics_release(&m);
}

static void check_exact(const struct interval *i, double value)
{
    assert_near(i->value, value);
    assert_near(i->low, value);
    assert_near(i->high, value);
}

static void perfect_and_worst(void **state)
{
    (void)state;
    struct prediction all[200];
    struct metrics m;

    for (uint32_t i = 0; i < COUNT(all); i++)
        all[i] = (struct prediction){i % 4, i % 4, 1.0};
    measure(all, COUNT(all), 4, METRICS_SAMPLES, &m);
    check_exact(&m.accuracy, 1.0);
    check_exact(&m.macro_f1, 1.0);
    check_exact(&m.mcc, 1.0);
    check_exact(&m.ece, 0.0);
    metrics_release(&m);
    for (uint32_t i = 0; i < COUNT(all); i++)
        all[i].guess = (i + 1) % 4;
    measure(all, COUNT(all), 4, METRICS_SAMPLES, &m);
    check_exact(&m.accuracy, 0.0);
    check_exact(&m.macro_f1, 0.0);
    check_value(&m.mcc, -1.0 / 3.0);
    check_exact(&m.ece, 1.0);
    metrics_release(&m);
}

static void one_document(void **state)
{
    (void)state;
    static const struct prediction one = {1, 1, 0.25};
    struct metrics m;

    measure(&one, 1, 2, METRICS_SAMPLES, &m);
    check_exact(&m.accuracy, 1.0);
    check_exact(&m.macro_f1, 1.0);
    check_exact(&m.mcc, 0.0); /* undefined */
    check_exact(&m.ece, 0.75);
    metrics_release(&m);
}

/* Bins hold documents with neighbouring probabilities, in whatever order they
 * come: here 15 groups of four, each with a share of hits that is its p. */
static void calibration_in_bins(void **state)
{
    (void)state;
    struct prediction all[15 * 4];
    struct metrics m;

    for (uint32_t i = 0; i < COUNT(all); i++) {
        const uint32_t group = i % 15, hits = group / 3;
        /* p differs a little within a group, or ties would cross bins */
        const double p = hits / 4.0 + group * 1e-6;
        all[i] = (struct prediction){i / 15 < hits, 1, p};
    }
    measure(all, COUNT(all), 2, 0, &m);
    assert_true(m.ece.value < 1e-4);
    metrics_release(&m);
    for (uint32_t i = 0; i < COUNT(all); i++)
        all[i].p = all[i].p / 2.0;
    measure(all, COUNT(all), 2, 0, &m);
    assert_true(fabs(m.ece.value - (0.0 + 0.25 + 0.5 + 0.75 + 1.0) / 10.0) <
                1e-4);
    metrics_release(&m);
}

static void no_samples_no_interval(void **state)
{
    (void)state;
    struct metrics m;

    measure(ten, COUNT(ten), 3, 0, &m);
    check_exact(&m.accuracy, m.accuracy.value);
    check_exact(&m.macro_f1, m.macro_f1.value);
    check_exact(&m.mcc, m.mcc.value);
    check_exact(&m.ece, m.ece.value);
    metrics_release(&m);
}

static void seed_decides(void **state)
{
    (void)state;
    struct prediction all[300];
    struct metrics a, b, c;
    struct tenor_error err = {0};
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(all); i++)
        all[i] = (struct prediction){(uint32_t)random_below(&random, 3),
                                     (uint32_t)random_below(&random, 3), 0.5};
    assert_true(metrics_measure(all, COUNT(all), 3, 200, 1, &a, &err));
    assert_true(metrics_measure(all, COUNT(all), 3, 200, 1, &b, &err));
    assert_true(metrics_measure(all, COUNT(all), 3, 200, 2, &c, &err));
    assert_memory_equal(&a.accuracy, &b.accuracy, sizeof a.accuracy);
    assert_memory_equal(&a.macro_f1, &b.macro_f1, sizeof a.macro_f1);
    assert_memory_equal(&a.mcc, &b.mcc, sizeof a.mcc);
    assert_memory_equal(&a.ece, &b.ece, sizeof a.ece);
    assert_true(a.macro_f1.low != c.macro_f1.low ||
                a.macro_f1.high != c.macro_f1.high);
    metrics_release(&a);
    metrics_release(&b);
    metrics_release(&c);
}

/* The table holds all documents once, by ascending p, and the ece follows from
 * it. */
static void check_calibration(const struct metrics *m)
{
    double hits = 0.0, error = 0.0, last = 0.0;
    size_t n = 0;

    for (size_t i = 0; i < METRICS_BINS; i++) {
        const struct calibration_bin *b = &m->calibration[i];
        const double share = (double)b->documents / (double)m->documents;
        if (b->documents == 0)
            continue;
        assert_true(b->documents - m->documents / METRICS_BINS <= 1);
        assert_true(b->p >= last - 1e-12);
        last = b->p;
        n += b->documents;
        hits += share * b->accuracy;
        error += share * fabs(b->accuracy - b->p);
    }
    assert_int_equal(n, m->documents);
    assert_near(hits, m->accuracy.value);
    assert_near(error, m->ece.value);
}

/* Matthews 1975, in the notation of hits and misses. */
static void mcc_of_two_labels(void **state)
{
    (void)state;
    struct prediction all[100];
    struct metrics m;

    for (uint32_t i = 0; i < COUNT(all); i++)
        all[i] = (struct prediction){i < 40, i % 4 < 3 ? i < 40 : i >= 40, 1.0};
    measure(all, COUNT(all), 2, 0, &m);
    /* 30 of 40 and 45 of 60 are right. */
    assert_near(m.mcc.value,
                (30.0 * 45.0 - 15.0 * 10.0) / sqrt(40.0 * 60.0 * 45.0 * 55.0));
    for (uint32_t i = 0; i < COUNT(all); i++)
        all[i].guess = 1 - all[i].label;
    metrics_release(&m);
    measure(all, COUNT(all), 2, METRICS_SAMPLES, &m);
    check_exact(&m.mcc, -1.0);
    for (uint32_t i = 0; i < COUNT(all); i++)
        all[i].guess = 1;
    metrics_release(&m);
    measure(all, COUNT(all), 2, METRICS_SAMPLES, &m);
    check_exact(&m.mcc, 0.0);
    metrics_release(&m);
}

/* Random predictions with hits at a rate, of calibrated probability or not. */
static void intervals_hold_the_value(void **state)
{
    (void)state;
    static struct prediction all[1000];
    uint64_t random = unit_seed();

    for (int round = 0; round < 30; round++) {
        const size_t n = 1 + random_below(&random, COUNT(all));
        const size_t labels = 2 + random_below(&random, 6);
        struct metrics m;

        for (size_t i = 0; i < n; i++) {
            const double p = (double)random_below(&random, 1001) / 1000.0;
            const bool hit = (double)random_below(&random, 1000) / 1000.0 < p;
            const uint32_t label = (uint32_t)random_below(&random, labels);
            all[i] = (struct prediction){
                label, hit ? label : (label + 1) % (uint32_t)labels,
                round % 2 ? p : p / 2.0};
        }
        measure(all, n, labels, 200, &m);
        check_value(&m.accuracy, m.accuracy.value);
        check_value(&m.macro_f1, m.macro_f1.value);
        check_value(&m.mcc, m.mcc.value);
        check_value(&m.ece, m.ece.value);
        check_calibration(&m);
        assert_true(m.mcc.low >= -1.0 && m.mcc.high <= 1.0);
        assert_true(m.accuracy.low >= 0.0 && m.accuracy.high <= 1.0);
        assert_true(m.macro_f1.low >= 0.0 && m.macro_f1.high <= 1.0);
        assert_true(m.ece.low >= 0.0 && m.ece.high <= 1.0);
        metrics_release(&m);
    }
}

/* 800 hits in 1,000: the normal approximation gives 0.8 -+ 1.96 * 0.01265. */
static void interval_has_the_right_width(void **state)
{
    (void)state;
    static struct prediction all[1000];
    struct metrics m;

    for (size_t i = 0; i < COUNT(all); i++)
        all[i] = (struct prediction){0, i % 5 == 0, 0.8};
    measure(all, COUNT(all), 2, METRICS_SAMPLES, &m);
    assert_near(m.accuracy.value, 0.8);
    assert_true(fabs(m.accuracy.low - (0.8 - 0.0248)) < 0.004);
    assert_true(fabs(m.accuracy.high - (0.8 + 0.0248)) < 0.004);
    metrics_release(&m);
}

static bool attempt(void *context, struct tenor_error *err)
{
    struct metrics m;

    (void)context;
    if (!metrics_measure(ten, COUNT(ten), 3, 10, 1, &m, err))
        return false;
    metrics_release(&m);
    return true;
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

/* ---- what is left to chance ----------------------------------------------
 */

/* With n documents in each bin and every guess of probability p, a bin is off
 * by sqrt(2 p (1 - p) / (pi n)) in the mean: the deviation of a normal law. */
static void chance_is_what_a_normal_law_says(void **state)
{
    (void)state;
    static const struct {
        size_t n;
        double p;
    } row[] = {{1500, 0.5}, {15000, 0.7}, {30000, 0.9}};
    static struct prediction all[30000];

    for (size_t r = 0; r < sizeof row / sizeof *row; r++) {
        struct tenor_error err = {0};
        struct metrics m;
        const double bin = (double)row[r].n / METRICS_BINS;
        const double expected =
            sqrt(2.0 * row[r].p * (1.0 - row[r].p) / (3.14159265 * bin));
        for (size_t i = 0; i < row[r].n; i++)
            all[i] = (struct prediction){0, 0, row[r].p};
        assert_true(metrics_measure(all, row[r].n, 2, 10, 1, &m, &err));
        assert_true(fabs(m.ece_by_chance - expected) < 0.1 * expected);
        metrics_release(&m);
        assert_true(metrics_measure(all, row[r].n, 2, 0, 1, &m, &err));
        assert_true(m.ece_by_chance == 0.0);
        metrics_release(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chance_is_what_a_normal_law_says),
        cmocka_unit_test(figures_by_hand),
        cmocka_unit_test(absent_labels),
        cmocka_unit_test(perfect_and_worst),
        cmocka_unit_test(one_document),
        cmocka_unit_test(calibration_in_bins),
        cmocka_unit_test(mcc_of_two_labels),
        cmocka_unit_test(no_samples_no_interval),
        cmocka_unit_test(seed_decides),
        cmocka_unit_test(intervals_hold_the_value),
        cmocka_unit_test(interval_has_the_right_width),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Shares of labels: those of simulated corpora, and what can be worked out by
 * hand. */
#include "train/prevalence.h"

#include <math.h>

#include "tests/unit/scarce.h"
#include "train/mixture.h"
#include "train/random.h"

#define LABELS 8

static double adjust(const uint64_t *count, const uint64_t *confusion, size_t K,
                     struct interval *share)
{
    struct tenor_error err = {0};
    double sum = 0.0, fit;

    assert_true(prevalence_adjust(count, confusion, K, share, &fit, &err));
    assert_true(0.0 < fit && fit <= 1.0);
    for (size_t k = 0; k < K; k++) {
        assert_true(0.0 <= share[k].low && share[k].low <= share[k].value);
        assert_true(share[k].value <= share[k].high && share[k].high <= 1.0);
        sum += share[k].value;
    }
    assert_true(fabs(sum - 1.0) < 1e-9);
    return fit;
}

static void assert_near(double got, double expected, double most)
{
    if (!(fabs(got - expected) <= most))
        fail_msg("%.17g where %.17g was expected", got, expected);
}

/* ---- shares of labels given ---------------------------------------------- */

static void wilson_by_hand(void **state)
{
    static const uint64_t count[] = {20, 80, 0};
    struct interval share[3];

    (void)state;
    prevalence_given(count, 3, share);
    assert_near(share[0].value, 0.2, 0);
    /* Newcombe 1998 for 20 of 100. */
    assert_near(share[0].low, 0.1334, 5e-5);
    assert_near(share[0].high, 0.2888, 5e-5);
    assert_near(share[1].low, 1.0 - share[0].high, 1e-12);
    assert_near(share[1].high, 1.0 - share[0].low, 1e-12);
    assert_true(share[2].value == 0.0 && share[2].low == 0.0);
    assert_near(share[2].high, 0.0370, 5e-5);
}

static void nothing_counted(void **state)
{
    static const uint64_t none[3] = {0, 0, 0};
    static const uint64_t confusion[] = {90, 5, 5, 5, 90, 5, 5, 5, 90};
    struct interval share[3];

    (void)state;
    prevalence_given(none, 3, share);
    for (size_t k = 0; k < 3; k++)
        assert_true(share[k].value == 0.0 && share[k].low == 0.0 &&
                    share[k].high == 1.0);
    adjust(none, confusion, 3, share);
    for (size_t k = 0; k < 3; k++) {
        assert_near(share[k].value, 1.0 / 3.0, 1e-4);
        assert_true(share[k].low < 0.01 && share[k].high > 0.99);
    }
}

/* ---- by hand ------------------------------------------------------------- */

static void without_errors_nothing_changes(void **state)
{
    static const uint64_t confusion[] = {500, 0, 0, 0, 300, 0, 0, 0, 800};
    static const uint64_t count[] = {123, 0, 877};
    struct interval plain[3], share[3];

    (void)state;
    prevalence_given(count, 3, plain);
    assert_true(adjust(count, confusion, 3, share) == 1.0);
    for (size_t k = 0; k < 3; k++) {
        assert_near(share[k].value, plain[k].value, 1e-6);
        assert_near(share[k].low, plain[k].low, 0.01);
        assert_near(share[k].high, plain[k].high, 0.01);
    }
}

/* (share given - false positive rate) / (true - false), clipped. */
static void two_labels_are_the_closed_form(void **state)
{
    uint64_t random = unit_seed();

    (void)state;
    for (int round = 0; round < 50; round++) {
        const uint64_t right = 51 + random_below(&random, 49);
        const uint64_t wrong = random_below(&random, 50);
        const uint64_t confusion[] = {100 - wrong, wrong, 100 - right, right};
        const uint64_t given = random_below(&random, 1001);
        const uint64_t count[] = {1000 - given, given};
        const double tpr = (double)right / 100.0, fpr = (double)wrong / 100.0;
        const double closed = ((double)given / 1000.0 - fpr) / (tpr - fpr);
        struct interval share[2];
        adjust(count, confusion, 2, share);
        assert_near(share[1].value, fmin(fmax(closed, 0.0), 1.0), 1e-4);
    }
}

static void what_a_matrix_makes_is_found_again(void **state)
{
    /* 1000, 3000 and 6000 texts through the confusion. */
    static const uint64_t confusion[] = {80, 15, 5, 10, 70, 20, 5, 5, 90};
    static const uint64_t count[] = {1400, 2550, 6050};
    static const double truth[] = {0.1, 0.3, 0.6};
    struct interval share[3];

    (void)state;
    adjust(count, confusion, 3, share);
    for (size_t k = 0; k < 3; k++)
        assert_near(share[k].value, truth[k], 1e-6);
}

static void a_useless_classifier_says_nothing(void **state)
{
    static const uint64_t confusion[] = {300, 200, 300, 200};
    static const uint64_t three[] = {50, 30, 20, 50, 30, 20, 50, 30, 20};
    static const uint64_t count[] = {600, 400, 0};
    struct interval share[3];

    (void)state;
    adjust(count, confusion, 2, share);
    for (size_t k = 0; k < 2; k++)
        assert_true(share[k].low < 0.01 && share[k].high > 0.99);
    adjust(count, three, 3, share);
    for (size_t k = 0; k < 3; k++)
        assert_true(share[k].low < 0.05 && share[k].high > 0.9);
}

/* A label that is in the confusion and not in the corpus, and the other way
 * round: its errors are unknown, so little is known of its share. */
static void a_label_is_absent(void **state)
{
    static const uint64_t known[] = {900, 50, 50, 50, 900, 50, 50, 50, 900};
    static const uint64_t unknown[] = {900, 100, 0, 100, 900, 0, 0, 0, 0};
    static const uint64_t without[] = {4750, 4750, 500}, with[] = {40, 40, 20};
    struct interval share[3];

    (void)state;
    adjust(without, known, 3, share);
    assert_true(share[2].low < 1e-3 && share[2].value < 0.01);
    assert_true(share[2].high < 0.05);
    adjust(with, unknown, 3, share);
    assert_true(share[2].high - share[2].low > 0.5);
}

/* Fewer of a label than even none of them would make: it errs otherwise. */
static void what_no_shares_explain_is_told(void **state)
{
    static const uint64_t confusion[] = {800, 200, 150, 850};
    static const uint64_t fewer[] = {950, 50}, none[] = {790, 210};
    static const uint64_t few_known[] = {8, 2, 2, 8};
    struct interval share[2];

    (void)state;
    assert_true(adjust(fewer, confusion, 2, share) < PREVALENCE_FIT);
    assert_true(adjust(none, confusion, 2, share) == 1.0);
    assert_true(adjust(fewer, few_known, 2, share) > PREVALENCE_FIT);
}

static void equal_input_gives_equal_bytes(void **state)
{
    static const uint64_t confusion[] = {80, 15, 5, 10, 70, 20, 5, 5, 90};
    static const uint64_t count[] = {14, 25, 60};
    struct interval share[2][3];

    (void)state;
    for (int i = 0; i < 2; i++)
        adjust(count, confusion, 3, share[i]);
    assert_memory_equal(share[0], share[1], sizeof share[0]);
}

/* ---- simulated ----------------------------------------------------------- */

/* Documents [n] with a label, as a row of the matrix has them labelled. */
static void label(const double *row, size_t K, size_t n, uint64_t *random,
                  uint64_t *count)
{
    for (size_t i = 0; i < n; i++) {
        double u = random_unit(random);
        size_t j = 0;
        while (j + 1 < K && (u -= row[j]) >= 0.0)
            j++;
        count[j]++;
    }
}

/* A classifier that is right with the probability `right`, and else says
 * anything, rather a label nearby. */
static void make_matrix(size_t K, double right, double *M)
{
    for (size_t i = 0; i < K; i++) {
        double sum = 0.0;
        for (size_t j = 0; j < K; j++)
            sum += M[i * K + j] =
                i == j ? 0.0 : 1.0 / (double)(i > j ? i - j : j - i);
        for (size_t j = 0; j < K; j++)
            M[i * K + j] = i == j ? right : (1.0 - right) * M[i * K + j] / sum;
    }
}

struct simulation {
    size_t K, documents, texts; /* of each label in the confusion; of corpora */
    double right;
    double none; /* about the share of labels that do not occur */
};

/* What came of simulations. */
struct outcome {
    size_t held, unfit; /* labels in their intervals; corpora */
    double far;
};

/* A corpus with shares of its own, some of them 0. */
static void simulate(const struct simulation *s, const double *M,
                     uint64_t *random, struct outcome *out)
{
    uint64_t confusion[LABELS * LABELS] = {0}, count[LABELS] = {0};
    double truth[LABELS], sum = 0.0;
    struct interval share[LABELS];

    for (size_t k = 0; k < s->K; k++)
        sum += truth[k] = fmax(0.0, random_unit(random) - s->none);
    if (sum == 0.0)
        sum = truth[0] = 1.0;
    for (size_t k = 0; k < s->K; k++) {
        truth[k] /= sum;
        label(M + k * s->K, s->K, s->documents, random, confusion + k * s->K);
    }
    for (size_t i = 0; i < s->texts; i++) {
        uint64_t true_one[LABELS] = {0};
        size_t k = 0;
        label(truth, s->K, 1, random, true_one);
        while (!true_one[k])
            k++;
        label(M + k * s->K, s->K, 1, random, count);
    }
    out->unfit += adjust(count, confusion, s->K, share) < PREVALENCE_FIT;
    for (size_t k = 0; k < s->K; k++) {
        out->held +=
            share[k].low <= truth[k] + 1e-6 && truth[k] - 1e-6 <= share[k].high;
        out->far += fabs(share[k].value - truth[k]);
    }
}

static void intervals_hold_the_truth(void **state)
{
    static const struct simulation row[] = {
        {2, 1000, 2000, 0.85, 0.0}, {2, 50, 10000, 0.75, 0.0},
        {3, 300, 1000, 0.7, 0.0},   {3, 2000, 200, 0.8, 0.3},
        {5, 200, 5000, 0.65, 0.0},  {5, 100, 5000, 0.65, 0.7},
        {8, 500, 3000, 0.6, 0.0},
    };
    enum { ROUNDS = 100 };
    uint64_t random = unit_seed();
    double mean = 0.0;

    (void)state;
    for (size_t r = 0; r < COUNT(row); r++) {
        double M[LABELS * LABELS];
        struct outcome o = {0};
        make_matrix(row[r].K, row[r].right, M);
        for (int round = 0; round < ROUNDS; round++)
            simulate(&row[r], M, &random, &o);
        const double n = ROUNDS * (double)row[r].K;
        const double coverage = (double)o.held / n;
        print_message("%zu labels: coverage %.3f, off by %.3f, unfit %zu\n",
                      row[r].K, coverage, o.far / n, o.unfit);
        assert_true(coverage > 0.85);
        assert_true(o.far / n < 0.12);
        assert_true(o.unfit <= ROUNDS / 3);
        mean += coverage / (double)COUNT(row);
    }
    assert_true(mean > 0.92 && mean < 0.99);
}

/* No small change of the shares is more likely. */
static void nothing_near_is_more_likely(void **state)
{
    uint64_t random = unit_seed();
    double M[9], q[3], p[3];
    struct mixture m;

    (void)state;
    assert_true(mixture_init(&m, 3));
    for (int round = 0; round < 1000; round++) {
        for (size_t i = 0; i < 9; i++)
            M[i] = 0.01 + random_unit(&random);
        for (size_t i = 0; i < 3; i++) {
            const double sum = M[3 * i] + M[3 * i + 1] + M[3 * i + 2];
            for (size_t j = 0; j < 3; j++)
                M[3 * i + j] /= sum;
            q[i] = random_unit(&random);
        }
        const double sum = q[0] + q[1] + q[2];
        for (size_t j = 0; j < 3; j++)
            q[j] /= sum;
        assert_true(mixture_solve(&m, M, q, p) <= MIXTURE_GAP);
        for (size_t from = 0; from < 3; from++)
            for (size_t to = 0; to < 3; to++) {
                const double moved = fmin(p[from], 0.01);
                double gain = 0.0;
                for (size_t j = 0; j < 3; j++) {
                    const double s =
                        p[0] * M[j] + p[1] * M[3 + j] + p[2] * M[6 + j];
                    gain += q[j] * log1p(moved *
                                         (M[3 * to + j] - M[3 * from + j]) / s);
                }
                assert_true(gain <= 2.0 * MIXTURE_GAP);
            }
    }
    mixture_release(&m);
}

static bool attempt(void *context, struct tenor_error *err)
{
    static const uint64_t confusion[] = {80, 15, 5, 10, 70, 20, 5, 5, 90};
    static const uint64_t count[] = {14, 25, 60};
    struct interval share[3];
    double fit;

    (void)context;
    return prevalence_adjust(count, confusion, 3, share, &fit, err);
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson_by_hand),
        cmocka_unit_test(nothing_counted),
        cmocka_unit_test(without_errors_nothing_changes),
        cmocka_unit_test(two_labels_are_the_closed_form),
        cmocka_unit_test(what_a_matrix_makes_is_found_again),
        cmocka_unit_test(a_useless_classifier_says_nothing),
        cmocka_unit_test(a_label_is_absent),
        cmocka_unit_test(what_no_shares_explain_is_told),
        cmocka_unit_test(equal_input_gives_equal_bytes),
        cmocka_unit_test(intervals_hold_the_truth),
        cmocka_unit_test(nothing_near_is_more_likely),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "train/calibrate.h"

#include "tests/unit/scarce.h"
#include "tests/unit/simulate.h"

#define N_MAX 20000
#define K_MAX SIMULATE_LABELS_MAX

static double margin[N_MAX * K_MAX];
static uint32_t label[N_MAX];

/* A calibration with memory of its own. */
struct fitted {
    double slope, scale[K_MAX], offset[K_MAX];
    enum calibration_kind kind;
};

typedef bool fitting(const double *m, const uint32_t *l, size_t N, size_t K,
                     struct calibration *c, struct tenor_error *err);

static void run(fitting *how, size_t N, size_t K, enum calibration_kind kind,
                struct fitted *f)
{
    struct calibration c = {
        .kind = kind, .scale = f->scale, .offset = f->offset};
    struct tenor_error err = {0};
    double mean = 0.0;

    assert_true(how(margin, label, N, K, &c, &err));
    f->slope = c.slope;
    f->kind = c.kind;
    assert_true(isfinite(c.slope) && c.slope >= 0.0);
    for (size_t k = 0; k < K; k++) {
        assert_true(isfinite(c.offset[k]));
        assert_true(isfinite(c.scale[k]) && c.scale[k] >= 0.0);
        assert_true(c.kind == CALIBRATION_VECTOR || c.scale[k] == 1.0);
        assert_true(c.kind != CALIBRATION_TEMPERATURE || c.offset[k] == 0.0);
        mean += c.scale[k] / (double)K;
    }
    assert_true(fabs(mean - 1.0) < 1e-9);
}

static void fit(size_t N, size_t K, enum calibration_kind kind,
                struct fitted *f)
{
    run(calibrate_fit, N, K, kind, f);
}

/* Probabilities of document i. */
static void apply(const struct fitted *f, size_t K, size_t i, double *p)
{
    for (size_t k = 0; k < K; k++)
        p[k] = f->scale[k] * margin[i * K + k];
    calibrated(K, f->slope, f->offset, p, p);
}

static void simulate_all(size_t N, size_t K, double slope, const double *offset,
                         uint64_t *random)
{
    double slopes[K_MAX];

    for (size_t k = 0; k < K; k++)
        slopes[k] = slope;
    simulate(N, K, slopes, offset, margin, label, random);
}

/* Offsets count up to what is common to all of them. */
static void check_offsets(const double *got, const double *expected, size_t K,
                          double tolerance)
{
    for (size_t k = 1; k < K; k++) {
        const double difference =
            (got[k] - got[0]) - (expected[k] - expected[0]);
        if (fabs(difference) > tolerance)
            fail_msg("offset %zu is off by %g", k, difference);
    }
}

static void parameters_are_found(void **state)
{
    (void)state;
    static const struct {
        size_t K;
        double slope[5], offset[5];
        enum calibration_kind least, most; /* that can express it */
    } row[] = {
        {2,
         {1.0, 1.0},
         {0.0, 0.0},
         CALIBRATION_TEMPERATURE,
         CALIBRATION_VECTOR},
        {2, {0.3, 0.3}, {0.2, -0.2}, CALIBRATION_OFFSETS, CALIBRATION_VECTOR},
        {2, {2.0, 2.0}, {-0.5, 0.5}, CALIBRATION_OFFSETS, CALIBRATION_OFFSETS},
        {3, {1.2, 1.2, 1.2}, {0}, CALIBRATION_TEMPERATURE, CALIBRATION_VECTOR},
        {3,
         {1.5, 1.5, 1.5},
         {0.0, 0.5, -0.5},
         CALIBRATION_OFFSETS,
         CALIBRATION_VECTOR},
        {5,
         {0.8, 0.8, 0.8, 0.8, 0.8},
         {0.3, -0.3, 0.6, 0.0, -0.6},
         CALIBRATION_OFFSETS,
         CALIBRATION_OFFSETS},
        {3,
         {0.5, 1.0, 1.5},
         {0.0, 0.5, -0.5},
         CALIBRATION_VECTOR,
         CALIBRATION_VECTOR},
        {4, {2.0, 1.0, 1.0, 0.2}, {0}, CALIBRATION_VECTOR, CALIBRATION_VECTOR},
    };
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(row); i++) {
        const size_t K = row[i].K;
        simulate(N_MAX, K, row[i].slope, row[i].offset, margin, label, &random);
        for (int kind = (int)row[i].least; kind <= (int)row[i].most; kind++) {
            struct fitted f;
            fit(N_MAX, K, (enum calibration_kind)kind, &f);
            for (size_t k = 0; k < K; k++) {
                /* Five to six standard errors. */
                const double got = f.slope * f.scale[k], was = row[i].slope[k];
                if (fabs(got - was) > 0.1 + 0.06 * was)
                    fail_msg("row %zu, %s: slope %g where %g was used", i,
                             calibration_name(f.kind), got, was);
            }
            check_offsets(f.offset, row[i].offset, K, 0.25);
        }
    }
}

static double log_loss(const struct fitted *f, size_t N, size_t K)
{
    double sum = 0.0, p[K_MAX];

    for (size_t i = 0; i < N; i++) {
        apply(f, K, i, p);
        sum -= log(p[label[i]]);
    }
    return sum / (double)N;
}

/* The fit is a minimum: more to fit never fits worse, and no small change of
 * slope, scales or offsets fits better by more than the ridge and the targets
 * explain. */
static void fits_are_minimal(void **state)
{
    (void)state;
    static const double slope[3] = {0.5, 1.0, 2.0}, offset[3] = {0.5, 0.0, -1};
    const size_t N = 5000, K = 3;
    uint64_t random = unit_seed();
    double before = INFINITY;

    simulate(N, K, slope, offset, margin, label, &random);
    for (int kind = 0; kind <= (int)CALIBRATION_VECTOR; kind++) {
        struct fitted f;
        fit(N, K, (enum calibration_kind)kind, &f);
        const double least = log_loss(&f, N, K);
        assert_true(least <= before + 1e-4);
        before = least;
        for (int side = -1; side <= 1; side += 2) {
            struct fitted g = f;
            g.slope += side * 0.05;
            assert_true(log_loss(&g, N, K) > least - 1e-4);
            for (size_t k = 0; k < K; k++) {
                g = f;
                g.scale[k] += side * 0.05;
                assert_true(kind < (int)CALIBRATION_VECTOR ||
                            log_loss(&g, N, K) > least - 1e-4);
                g = f;
                g.offset[k] += side * 0.05;
                assert_true(kind < (int)CALIBRATION_OFFSETS ||
                            log_loss(&g, N, K) > least - 1e-4);
            }
        }
    }
}

/* Labels that the margins say nothing about: the slope is about 0, and the
 * probabilities are the shares. */
static void margins_without_meaning(void **state)
{
    (void)state;
    const double none[3] = {0.0, log(2.0), log(3.0)};
    const size_t N = N_MAX;
    uint64_t random = unit_seed();

    simulate_all(N, 3, 0.0, none, &random);
    for (int kind = (int)CALIBRATION_OFFSETS; kind <= (int)CALIBRATION_VECTOR;
         kind++) {
        struct fitted f;
        double p[3];
        fit(N, 3, (enum calibration_kind)kind, &f);
        assert_true(f.slope < 0.1);
        calibrated(3, f.slope, f.offset, (double[]){0.0, 0.0, 0.0}, p);
        for (size_t k = 0; k < 3; k++)
            assert_true(fabs(p[k] - (double)(k + 1) / 6.0) < 0.05);
    }
}

/* Margins that say the opposite: the slopes stop at 0, the offsets go on until
 * the probabilities are the shares, or all the same where there are none. */
static void slope_is_never_negative(void **state)
{
    (void)state;
    static const double share[3] = {0.6, 0.3, 0.1};
    const size_t N = 5000;
    uint64_t random = unit_seed();

    for (size_t K = 2; K <= 3; K++) {
        double count[3] = {0};

        for (size_t i = 0; i < N; i++) {
            label[i] = draw_label(share, 3, &random) % (uint32_t)K;
            count[label[i]]++;
            for (size_t k = 0; k < K; k++)
                margin[i * K + k] = normal(&random) - (k == label[i]);
        }
        for (int kind = 0; kind <= (int)CALIBRATION_VECTOR; kind++) {
            struct fitted f;
            double p[3];
            fit(N, K, (enum calibration_kind)kind, &f);
            assert_true(f.slope == 0.0);
            apply(&f, K, 0, p);
            for (size_t k = 0; k < K; k++)
                assert_true(fabs(p[k] - (kind ? count[k] / (double)N
                                              : 1.0 / (double)K)) < 0.001);
        }
    }
}

/* One label's margins say the opposite: its slope stops at 0, the others are
 * what they would be. */
static void one_slope_stops_alone(void **state)
{
    (void)state;
    static const double slope[3] = {-1.0, 1.0, 1.5}, none[3];
    uint64_t random = unit_seed();
    struct fitted f;

    simulate(N_MAX, 3, slope, none, margin, label, &random);
    fit(N_MAX, 3, CALIBRATION_VECTOR, &f);
    assert_true(f.scale[0] == 0.0);
    assert_true(f.slope * f.scale[1] > 0.5 && f.slope * f.scale[2] > 1.0);
}

/* All margins right, however large or small: probabilities stay short of 1 by
 * what the number of documents allows. */
static void separable_labels_stay_finite(void **state)
{
    (void)state;
    static const double scale[] = {1e-6, 1.0, 10.0, 50.0, 100.0, 1e6};
    static const size_t K[] = {2, 4};

    for (size_t s = 0; s < COUNT(scale); s++)
        for (size_t j = 0; j < COUNT(K); j++) {
            for (size_t i = 0; i < 400; i++) {
                label[i] = (uint32_t)(i % K[j]);
                for (size_t k = 0; k < K[j]; k++)
                    margin[i * K[j] + k] =
                        (k == label[i] ? scale[s] : -scale[s]);
            }
            for (int kind = 0; kind <= (int)CALIBRATION_VECTOR; kind++) {
                struct fitted f;
                double p[4];
                fit(400, K[j], (enum calibration_kind)kind, &f);
                apply(&f, K[j], 0, p);
                /* The target of Platt 1999. */
                const double n = 400.0 / (double)K[j];
                assert_true(fabs(p[0] - (n + 1.0) / (n + 2.0)) < 1e-4);
            }
        }
}

static void few_documents(void **state)
{
    (void)state;
    for (int kind = 0; kind <= (int)CALIBRATION_VECTOR; kind++) {
        struct fitted f;

        label[0] = 0;
        label[1] = 1;
        margin[0] = margin[3] = 1.0;
        margin[1] = margin[2] = -1.0;
        fit(2, 2, (enum calibration_kind)kind, &f);
        run(calibrate_choose, 2, 2, CALIBRATION_OFFSETS, &f);
        /* One label of three does not occur. */
        for (size_t i = 0; i < 30; i++) {
            label[i] = i % 2;
            for (size_t k = 0; k < 3; k++)
                margin[i * 3 + k] = k == label[i] ? 0.5 : -0.5;
        }
        fit(30, 3, (enum calibration_kind)kind, &f);
        run(calibrate_choose, 30, 3, CALIBRATION_OFFSETS, &f);
        /* Margins that are all the same. */
        for (size_t i = 0; i < 90; i++)
            margin[i] = 0.0;
        fit(30, 3, (enum calibration_kind)kind, &f);
        run(calibrate_choose, 30, 3, CALIBRATION_OFFSETS, &f);
    }
}

/* Where labels are equally frequent, calibration hardly moves a decision. */
static void decisions_stay(void **state)
{
    (void)state;
    const double none[3] = {0.0, 0.0, 0.0};
    uint64_t random = unit_seed();

    simulate_all(9000, 3, 2.0, none, &random);
    for (int kind = 0; kind <= (int)CALIBRATION_VECTOR; kind++) {
        struct fitted f;
        size_t moved = 0;
        fit(9000, 3, (enum calibration_kind)kind, &f);
        for (size_t i = 0; i < 9000; i++) {
            double p[3];
            apply(&f, 3, i, p);
            moved += arg_max(p, 3) != arg_max(margin + 3 * i, 3);
        }
        assert_true(moved < 9000 / 20 && (kind || moved == 0));
    }
}

/* Above the limit the slope is all: decisions cannot change. */
static void many_labels_have_a_slope_alone(void **state)
{
    (void)state;
    static const double none[K_MAX];
    const size_t K = CALIBRATE_OFFSETS_MAX + 1;
    uint64_t random = unit_seed();
    struct fitted f;

    simulate_all(2000, K, 1.5, none, &random);
    for (int kind = 0; kind <= (int)CALIBRATION_VECTOR; kind++) {
        fit(2000, K, (enum calibration_kind)kind, &f);
        assert_true(fabs(f.slope - 1.5) < 0.2);
        for (size_t k = 0; k < K; k++)
            assert_true(f.offset[k] == 0.0 && f.scale[k] == 1.0);
    }
    simulate_all(2000, K - 1, 1.5, none, &random);
    fit(2000, K - 1, CALIBRATION_OFFSETS, &f);
    assert_true(f.offset[0] != 0.0);
}

/* ---- which kind -----------------------------------------------------------
 */

static const struct {
    size_t K;
    double slope[5], offset[5];
    enum calibration_kind kind; /* the least that can express it */
} kinds[] = {
    {2, {1.0, 1.0}, {0}, CALIBRATION_TEMPERATURE},
    {2, {1.0, 1.0}, {1.0, -1.0}, CALIBRATION_OFFSETS},
    {3, {1.0, 1.0, 1.0}, {0}, CALIBRATION_TEMPERATURE},
    {3, {1.0, 1.0, 1.0}, {1.0, 0.0, -1.0}, CALIBRATION_OFFSETS},
    {3, {0.3, 1.0, 2.0}, {0}, CALIBRATION_VECTOR},
    {5, {1.0, 1.0, 1.0, 1.0, 1.0}, {0}, CALIBRATION_TEMPERATURE},
    {5,
     {1.0, 1.0, 1.0, 1.0, 1.0},
     {1.0, 0.0, -1.0, 1.0, 0.0},
     CALIBRATION_OFFSETS},
    {5, {0.3, 1.0, 2.0, 2.0, 0.3}, {1.0}, CALIBRATION_VECTOR},
};

/* Many documents tell what they were made with. Where less is enough, chance
 * makes one sample in four choose more. */
static void choice_is_what_is_needed(void **state)
{
    (void)state;
    const size_t N = 400, rounds = 30;
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(kinds); i++) {
        const size_t K = kinds[i].K;
        size_t right = 0;
        for (size_t round = 0; round < rounds; round++) {
            struct fitted f, again;
            simulate(N, K, kinds[i].slope, kinds[i].offset, margin, label,
                     &random);
            run(calibrate_choose, N, K, CALIBRATION_TEMPERATURE, &f);
            assert_true(f.kind >= kinds[i].kind);
            right += f.kind == kinds[i].kind;
            if (round)
                continue;
            /* And it is the fit of that kind. */
            fit(N, K, f.kind, &again);
            assert_true(again.slope == f.slope);
            assert_memory_equal(again.scale, f.scale, K * sizeof *f.scale);
            assert_memory_equal(again.offset, f.offset, K * sizeof *f.offset);
        }
        if (right <= rounds / 3)
            fail_msg("row %zu: %zu times the kind that is needed", i, right);
    }
}

/* Take documents so that labels take turns; returns how many there are. */
static size_t take_turns(size_t N, size_t K)
{
    size_t n = 0;

    for (;; n++) {
        size_t i = n;
        while (i < N && label[i] != n % K)
            i++;
        if (i == N)
            return n;
        for (size_t k = 0; k < K; k++) {
            const double m = margin[i * K + k];
            margin[i * K + k] = margin[n * K + k];
            margin[n * K + k] = m;
        }
        label[i] = label[n];
        label[n] = (uint32_t)(n % K);
    }
}

/* Documents in which labels take turns are no different from others: parts of
 * the cross-validation have all of them. */
static void turns_do_not_matter(void **state)
{
    (void)state;
    uint64_t random = unit_seed();

    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct fitted f;
        const size_t K = kinds[i].K;
        if (kinds[i].kind != CALIBRATION_VECTOR)
            continue;
        simulate(10000, K, kinds[i].slope, kinds[i].offset, margin, label,
                 &random);
        const size_t n = take_turns(10000, K);
        assert_true(n > 1000);
        run(calibrate_choose, n, K, CALIBRATION_TEMPERATURE, &f);
        assert_int_equal(f.kind, CALIBRATION_VECTOR);
    }
}

static void kinds_have_names(void **state)
{
    (void)state;
    assert_string_equal(calibration_name(CALIBRATION_TEMPERATURE),
                        "temperature");
    assert_string_equal(calibration_name(CALIBRATION_OFFSETS), "offsets");
    assert_string_equal(calibration_name(CALIBRATION_VECTOR), "vector");
}

static bool attempt(void *context, struct tenor_error *err)
{
    double scale[2], offset[2];
    struct calibration c = {.scale = scale, .offset = offset};
    fitting *const *how = context;

    return (*how)(margin, label, 2, 2, &c, err);
}

static void memory_runs_out(void **state)
{
    (void)state;
    fitting *how[] = {calibrate_fit, calibrate_choose};

    label[0] = label[1] = 0;
    for (size_t i = 0; i < COUNT(how); i++)
        scarce_run(attempt, &how[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_are_found),
        cmocka_unit_test(margins_without_meaning),
        cmocka_unit_test(fits_are_minimal),
        cmocka_unit_test(slope_is_never_negative),
        cmocka_unit_test(one_slope_stops_alone),
        cmocka_unit_test(separable_labels_stay_finite),
        cmocka_unit_test(few_documents),
        cmocka_unit_test(decisions_stay),
        cmocka_unit_test(many_labels_have_a_slope_alone),
        cmocka_unit_test(choice_is_what_is_needed),
        cmocka_unit_test(turns_do_not_matter),
        cmocka_unit_test(kinds_have_names),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

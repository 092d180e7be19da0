#include "train/suspects.h"

#include "tests/unit/scarce.h"
#include "train/random.h"

static void find(const double *p, const uint32_t *label, size_t N, size_t K,
                 struct suspects *s)
{
    struct tenor_error err = {0};

    *s = (struct suspects){0};
    assert_true(suspects_find(p, label, N, K, s, &err));
}

/* Thresholds are 0.7 and 0.6: of the last documents of a label one is below. */
static void thresholds_decide(void **state)
{
    static const double p[] = {0.9, 0.1, 0.9, 0.1, 0.3, 0.7, /* label 0 */
                               0.1, 0.9, 0.1, 0.9, 0.6, 0.4, 0.8, 0.2};
    static const uint32_t label[] = {0, 0, 0, 1, 1, 1, 1};
    struct suspects s;

    (void)state;
    find(p, label, 7, 2, &s);
    assert_int_equal(s.n, 2);
    assert_int_equal(s.item[0].document, 6);
    assert_int_equal(s.item[0].suggested, 0);
    assert_true(s.item[0].confidence == 0.8);
    assert_int_equal(s.item[1].document, 2);
    assert_int_equal(s.item[1].suggested, 1);
    suspects_release(&s);
}

/* What holds whatever the probabilities. */
static void ranked_and_distinct(void **state)
{
    uint64_t seed = unit_seed();

    (void)state;
    for (int run = 0; run < 50; run++) {
        const size_t N = 1 + random_below(&seed, 60);
        const size_t K = 2 + random_below(&seed, 4);
        double *p = mem_zero(N * K, sizeof *p);
        uint32_t *label = mem_zero(N, sizeof *label);
        struct suspects s;
        for (size_t i = 0; i < N; i++) {
            double sum = 0.0;
            label[i] = (uint32_t)random_below(&seed, K);
            for (size_t k = 0; k < K; k++)
                sum += p[i * K + k] = random_unit(&seed) + 1e-9;
            for (size_t k = 0; k < K; k++)
                p[i * K + k] /= sum;
        }
        find(p, label, N, K, &s);
        for (size_t i = 0; i < s.n; i++) {
            const struct suspect *x = &s.item[i];
            const double *of = p + x->document * K;
            assert_true(x->suggested != label[x->document]);
            assert_true(of[x->suggested] > of[label[x->document]]);
            assert_true(x->confidence == 1.0 - of[label[x->document]]);
            assert_true(i == 0 || s.item[i - 1].confidence > x->confidence ||
                        (s.item[i - 1].confidence == x->confidence &&
                         s.item[i - 1].document < x->document));
        }
        suspects_release(&s);
        free(p);
        free(label);
    }
}

static bool attempt(void *context, struct tenor_error *err)
{
    static const double p[] = {0.2, 0.8, 0.9, 0.1};
    static const uint32_t label[] = {0, 1};
    struct suspects s = {0};

    (void)context;
    const bool ok = suspects_find(p, label, 2, 2, &s, err);
    suspects_release(&s);
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
        cmocka_unit_test(thresholds_decide),
        cmocka_unit_test(ranked_and_distinct),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Figures of predictions that hang together. */
#include "train/metrics.h"

#include <math.h>

#include "train/random.h"
#include "tests/unit/scarce.h"

#define N 600

static struct prediction all[3 * N];
static size_t begin[N + 1];

static void draw(size_t n, uint64_t *random)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t label = (uint32_t)random_below(random, 3);
        const bool hit = random_below(random, 10) < 7;
        all[i] = (struct prediction){
            label, hit ? label : (uint32_t)random_below(random, 3),
            (double)(1 + random_below(random, 1000)) / 1000.0};
    }
}

static void measure(size_t clusters, size_t size, struct metrics *m)
{
    struct tenor_error err = {0};

    for (size_t c = 0; c <= clusters; c++)
        begin[c] = c * size;
    assert_true(
        metrics_measure_clusters(all, begin, clusters, 3, 1000, 1, m, &err));
    assert_int_equal(m->documents, clusters * size);
}

static double width(const struct interval *i)
{
    return i->high - i->low;
}

static void clusters_of_one_change_nothing(void **state)
{
    uint64_t random = unit_seed();
    struct metrics a, b;
    struct tenor_error err = {0};

    (void)state;
    draw(N, &random);
    measure(N, 1, &a);
    assert_true(metrics_measure(all, N, 3, 1000, 1, &b, &err));
    assert_memory_equal(&a.accuracy, &b.accuracy, sizeof a.accuracy);
    assert_memory_equal(&a.macro_f1, &b.macro_f1, sizeof a.macro_f1);
    assert_memory_equal(&a.mcc, &b.mcc, sizeof a.mcc);
    assert_memory_equal(&a.ece, &b.ece, sizeof a.ece);
    metrics_release(&a);
    metrics_release(&b);
}

/* Three times the same prediction is no more evidence than one. */
static void copies_narrow_nothing(void **state)
{
    uint64_t random = unit_seed();
    struct metrics once, thrice, apart;
    struct tenor_error err = {0};

    (void)state;
    draw(N, &random);
    measure(N, 1, &once);
    for (size_t i = N; i-- > 0;)
        all[3 * i] = all[3 * i + 1] = all[3 * i + 2] = all[i];
    measure(N, 3, &thrice);
    assert_true(metrics_measure(all, 3 * N, 3, 1000, 1, &apart, &err));
    assert_true(once.accuracy.value == thrice.accuracy.value);
    assert_true(fabs(once.macro_f1.value - thrice.macro_f1.value) < 1e-12);
    assert_true(width(&once.accuracy) == width(&thrice.accuracy));
    const double ratio = width(&apart.accuracy) / width(&once.accuracy);
    assert_true(ratio > 0.45 && ratio < 0.72); /* about 1 / sqrt(3) */
    metrics_release(&once);
    metrics_release(&thrice);
    metrics_release(&apart);
}

/* Clusters that are right or wrong as a whole vary more. */
static void like_outcomes_widen(void **state)
{
    uint64_t random = unit_seed();
    struct metrics alike, apart;
    struct tenor_error err = {0};

    (void)state;
    draw(N, &random);
    for (size_t i = 0; i < N; i++)
        all[i] = (struct prediction){0, i / 20 % 3 == 0, 0.5};
    measure(N / 20, 20, &alike);
    assert_true(metrics_measure(all, N, 3, 1000, 1, &apart, &err));
    assert_true(width(&alike.accuracy) > 3.0 * width(&apart.accuracy));
    metrics_release(&alike);
    metrics_release(&apart);
}

/* Samples of uneven clusters have not all the same number of predictions. */
static void uneven_clusters(void **state)
{
    static const size_t uneven[] = {0, 1, 2, 100, 101};
    uint64_t random = unit_seed();
    struct metrics m;
    struct tenor_error err = {0};

    (void)state;
    draw(101, &random);
    assert_true(metrics_measure_clusters(all, uneven, COUNT(uneven) - 1, 3,
                                         1000, 1, &m, &err));
    assert_int_equal(m.documents, 101);
    const struct interval *figure[] = {&m.accuracy, &m.macro_f1, &m.ece};
    for (size_t i = 0; i < COUNT(figure); i++)
        assert_true(figure[i]->low >= 0.0 && figure[i]->high <= 1.0 &&
                    figure[i]->low <= figure[i]->high);
    metrics_release(&m);
}

static bool attempt(void *context, struct tenor_error *err)
{
    static const size_t two[] = {0, 2, 3};
    struct metrics m;

    (void)context;
    if (!metrics_measure_clusters(all, two, 2, 3, 10, 1, &m, err))
        return false;
    metrics_release(&m);
    return true;
}

static void memory_runs_out(void **state)
{
    (void)state;
    scarce_run(attempt, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clusters_of_one_change_nothing),
        cmocka_unit_test(copies_narrow_nothing),
        cmocka_unit_test(like_outcomes_widen),
        cmocka_unit_test(uneven_clusters),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

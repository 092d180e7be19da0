#include "train/weighting.h"

#include <math.h>

#include "train/random.h"
#include "tests/unit/scarce.h"
#include "tests/unit/starter.h"

static struct vectors vectors;
static int8_t *sign;       /* [N] */
static double *importance; /* [N] */

static int setup(void **state)
{
    static const struct view view = {
        .features = {.language = "english", .ngrams = 2}};
    struct documents d = starter_documents("hostility", NULL);
    struct tenor_error err = {0};
    uint64_t random = unit_seed();

    (void)state;
    assert_true(vectors_build(&vectors, &d, NULL, 0, &view, 1, &err));
    sign = mem_zero(vectors.N, sizeof *sign);
    importance = mem_zero(vectors.N, sizeof *importance);
    for (size_t i = 0; i < vectors.N; i++) {
        sign[i] = d.label[i] ? 1 : -1;
        importance[i] = 0.5 + (double)random_below(&random, 5);
    }
    documents_release(&d);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    vectors_release(&vectors);
    free(sign);
    free(importance);
    return 0;
}

/* A problem over two in three documents. */
struct part {
    struct binary_problem p;
    uint32_t document[1000];
    int8_t y[1000];
};

static void take_part(struct part *x, bool weighted)
{
    x->p = (struct binary_problem){.vectors = &vectors,
                                   .document = x->document,
                                   .y = x->y,
                                   .importance = weighted ? importance : NULL};
    for (uint32_t d = 0; d < vectors.N; d++)
        if (d % 3) {
            x->document[x->p.n] = d;
            x->y[x->p.n++] = sign[d];
        }
}

/* The formula in train/weighting.h, without the scale. */
static double formula(enum weighting w, uint32_t f, const double count[2],
                      const double sum[2])
{
    const double F = (double)vectors.F;

    if (w == WEIGHTING_IDF)
        return log((1.0 + (double)vectors.N) / (1.0 + vectors.df[f])) + 1.0;
    if (w == WEIGHTING_NB)
        return fabs(log((count[1] + 1.0) / (sum[1] + F) /
                        ((count[0] + 1.0) / (sum[0] + F))));
    return 1.0;
}

/* Proportional to the formula; 0 for what no document of the problem has; and
 * the mean squared norm is 1. */
static void check(enum weighting w, bool weighted)
{
    static struct part x;
    double(*count)[2] = mem_zero(vectors.F, sizeof *count);
    float *multiplier = mem_zero(vectors.F, sizeof *multiplier);
    struct tenor_error err = {0};
    double sum[2] = {0}, norm = 0.0, total = 0.0, scale = 0.0;

    take_part(&x, weighted);
    assert_true(weighting_fill(w, 1.0, &x.p, multiplier, &err));
    for (size_t i = 0; i < x.p.n; i++) {
        const uint32_t d = x.document[i];
        const double c = weighted ? importance[d] : 1.0;
        total += c;
        for (uint64_t j = vectors.start[d]; j < vectors.start[d + 1]; j++) {
            const double value =
                (double)vectors.value[j] * (double)multiplier[vectors.id[j]];
            norm += c * value * value;
            count[vectors.id[j]][x.y[i] > 0] += c;
            sum[x.y[i] > 0] += c;
        }
    }
    assert_true(fabs(norm / total - 1.0) < 1e-4);
    for (uint32_t f = 0; f < vectors.F; f++) {
        const double plain = formula(w, f, count[f], sum);
        if (count[f][0] + count[f][1] == 0.0) {
            assert_true(multiplier[f] == 0.0f);
            continue;
        }
        scale =
            scale > 0.0 || plain < 0.01 ? scale : (double)multiplier[f] / plain;
        assert_true(fabs((double)multiplier[f] - scale * plain) <=
                    1e-4 * (0.01 + plain) * (1.0 + scale));
    }
    assert_true(scale > 0.0);
    free(count);
    free(multiplier);
}

static void formulas_hold(void **state)
{
    (void)state;
    for (int w = WEIGHTING_NONE; w <= WEIGHTING_NB; w++)
        for (int weighted = 0; weighted < 2; weighted++)
            check((enum weighting)w, weighted);
}

static void names_go_both_ways(void **state)
{
    (void)state;
    static const char *const other[] = {"", "NB", "tfidf", "none "};

    for (int w = WEIGHTING_NONE; w <= WEIGHTING_NB; w++)
        assert_int_equal(weighting_by_name(weighting_name((enum weighting)w)),
                         w);
    for (size_t i = 0; i < COUNT(other); i++)
        assert_int_equal(weighting_by_name(other[i]), -1);
}

static bool attempt(void *context, struct tenor_error *err)
{
    static struct part x;

    take_part(&x, true);
    return weighting_fill(WEIGHTING_NB, 1.0, &x.p, context, err);
}

static void memory_runs_out(void **state)
{
    float *multiplier = mem_zero(vectors.F, sizeof *multiplier);

    (void)state;
    scarce_run(attempt, multiplier);
    free(multiplier);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formulas_hold),
        cmocka_unit_test(names_go_both_ways),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

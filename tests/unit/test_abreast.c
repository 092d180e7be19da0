/* Machines side by side say what they say one by one. */
#include "train/abreast.h"

#include <math.h>

#include "tests/unit/scarce.h"
#include "tests/unit/starter.h"
#include "train/crossing.h"
#include "train/fit.h"

/* Margins differ by no more than this, and in the mean than a fifth. */
#define TOLERANCE 0.1

static struct documents documents;
static struct vectors vectors;
static uint8_t fold[1000], old_fold[1000];
static uint32_t binary[1000];
static double importance[1000];

static const struct view view = {.features = {.language = "english",
                                              .ngrams = 2,
                                              .chars_min = 3,
                                              .chars_max = 4},
                                 .min_df = 1};

static int setup(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    documents = starter_documents("sentiment", NULL);
    assert_true(documents.N <= COUNT(fold));
    assert_true(vectors_build(&vectors, &documents, NULL, 0, &view, 1, &err));
    for (size_t i = 0; i < documents.N; i++) {
        binary[i] = documents.label[i] == 1;
        importance[i] = i % 3 ? 1.0 : 2.5;
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    vectors_release(&vectors);
    documents_release(&documents);
    return 0;
}

static const struct row {
    size_t K;
    bool ordered, weighted;
    enum solver_loss loss;
    enum weighting weighting;
    double balance, character_weight;
    unsigned folds, again;
} rows[] = {
    {2, false, false, LOSS_SQUARED, WEIGHTING_NB, 0.0, 1.0, 5, 2},
    {2, false, true, LOSS_SQUARED, WEIGHTING_NB, 1.0, 0.5, 8, 0},
    {3, false, false, LOSS_SQUARED, WEIGHTING_IDF, 0.5, 2.0, 3, 3},
    {3, true, false, LOSS_SQUARED, WEIGHTING_NONE, 0.0, 1.0, 10, 10},
    {2, false, true, LOSS_HINGE, WEIGHTING_NB, 0.0, 1.0, 4, 4},
};

struct given {
    struct train_settings s;
    struct labelling y;
    struct machine_end end[3];
    float alpha[3 * 1000];
    double margin[2][3 * 1000]; /* with new documents and without */
};

static void fill(struct given *x, const struct row *row)
{
    x->s = train_defaults();
    x->s.loss = row->loss;
    x->s.weighting = row->weighting;
    x->s.ordered = row->ordered;
    x->s.balance = row->balance;
    x->s.character_weight = row->character_weight;
    x->s.C = 1.0;
    x->y = (struct labelling){row->K, row->K == 2 ? binary : documents.label,
                              row->weighted ? importance : NULL};
    for (size_t i = 0; i < documents.N; i++) {
        fold[i] = (uint8_t)(i % row->folds);
        old_fold[i] = i < documents.N * 3 / 4 ? fold[i] : MACHINE_NO_FOLD;
    }
}

/* Where machines that see all documents end. */
static void fit(struct given *x)
{
    struct tenor_error err = {0};
    struct fitted fitted;
    struct fit_jobs f;

    assert_true(fit_begin(&f, &vectors, &x->y, &x->s, &fitted, &err));
    f.alpha = x->alpha;
    for (size_t m = 0; m < f.machines; m++) {
        assert_true(fit_job(&f, m, &err));
        x->end[m] = (struct machine_end){.alpha = x->alpha + m * vectors.N,
                                         .bias = fitted.bias[m]};
    }
    assert_true(fit_end(&f, true, &err));
    fitted_release(&fitted);
}

static struct abreast abreast_of(struct given *x, const struct row *row)
{
    return (struct abreast){.v = &vectors,
                            .y = &x->y,
                            .s = &x->s,
                            .begin = x->end,
                            .fold = fold,
                            .folds = row->folds,
                            .again = row->again,
                            .old = documents.N * 3 / 4,
                            .margin = x->margin[0],
                            .margin_again = x->margin[1]};
}

static struct crossing crossing_of(struct given *x, const uint8_t *folds,
                                   unsigned n, double *margin)
{
    return (struct crossing){.v = &vectors,
                             .y = &x->y,
                             .s = &x->s,
                             .fold = folds,
                             .folds = n,
                             .tolerance = 0.001,
                             .margin = margin};
}

static void compare(struct given *x, const uint8_t *folds, unsigned n,
                    double *margin)
{
    static double wanted[3 * 1000];
    struct tenor_error err = {0};
    struct crossing c = crossing_of(x, folds, n, margin);
    double sum = 0.0;
    size_t compared = 0;

    crossing_finish(&c);
    c.margin = wanted;
    assert_true(crossing_run(&c, 1, 1, &err));
    for (size_t d = 0; d < vectors.N; d++)
        for (size_t k = 0; folds[d] < n && k < x->y.K; k++) {
            const size_t at = d * x->y.K + k;
            const double difference = fabs(margin[at] - wanted[at]);
            assert_true(difference <= TOLERANCE);
            sum += difference;
            compared++;
        }
    assert_true(sum <= TOLERANCE / 5.0 * (double)compared);
}

static void margins_are_those_of_crossing(void **state)
{
    static struct given x;
    struct tenor_error err = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        fill(&x, &rows[i]);
        fit(&x);
        const struct abreast a = abreast_of(&x, &rows[i]);
        assert_true(abreast_fits(&a));
        for (size_t job = 0; job < abreast_jobs(&a); job++)
            assert_true(abreast_job(&a, job, &err));
        compare(&x, fold, rows[i].folds, x.margin[0]);
        compare(&x, old_fold, rows[i].again, x.margin[1]);
    }
}

/* What a machine says does not depend on those that it shares a pass with. */
static void machines_are_independent(void **state)
{
    static struct given x;
    static double wanted[3 * 1000];
    struct tenor_error err = {0};

    (void)state;
    fill(&x, &rows[0]);
    fit(&x);
    struct abreast a = abreast_of(&x, &rows[0]);
    assert_true(abreast_job(&a, 0, &err));
    memcpy(wanted, x.margin[0], sizeof wanted);
    a.again = 0;
    assert_true(abreast_job(&a, 0, &err));
    assert_memory_equal(x.margin[0], wanted, sizeof wanted);
}

/* A label that all documents outside a fold have is the answer. */
static void one_side_is_the_answer(void **state)
{
    static struct given x;
    struct tenor_error err = {0};

    (void)state;
    fill(&x, &rows[0]);
    static uint32_t label[1000];
    for (size_t d = 0; d < vectors.N; d++)
        label[d] = fold[d] != 0;
    x.y.label = label;
    fit(&x);
    const struct abreast a = abreast_of(&x, &rows[0]);
    assert_true(abreast_job(&a, 0, &err));
    for (size_t d = 0; d < vectors.N; d++)
        assert_true(fold[d] != 0 || x.margin[0][d * 2 + 1] == 1.0);
}

static void only_what_it_is_for_fits(void **state)
{
    static struct given x;

    (void)state;
    fill(&x, &rows[0]);
    struct abreast a = abreast_of(&x, &rows[0]);
    x.s.memory.limit = 3 * abreast_bytes(&a);
    assert_true(abreast_fits(&a));
    x.s.memory.limit--;
    assert_false(abreast_fits(&a));
    x.s.memory.limit = 0;
    x.s.solver = SOLVER_LIBLINEAR;
    assert_false(abreast_fits(&a));
    x.s.solver = SOLVER_AUTO;
    struct vectors v = vectors;
    a.v = &v;
    v.block = 100;
    assert_false(abreast_fits(&a));
    v.block = 0;
    v.own--;
    assert_false(abreast_fits(&a));
}

static bool attempt(void *context, struct tenor_error *err)
{
    return abreast_job(context, 0, err);
}

static void memory_may_run_out(void **state)
{
    static struct given x;

    (void)state;
    fill(&x, &rows[0]);
    fit(&x);
    struct abreast a = abreast_of(&x, &rows[0]);
    scarce_run(attempt, &a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins_are_those_of_crossing),
        cmocka_unit_test(machines_are_independent),
        cmocka_unit_test(one_side_is_the_answer),
        cmocka_unit_test(only_what_it_is_for_fits),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

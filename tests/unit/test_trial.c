#include "train/trial.h"

#include <math.h>

#include "train/split.h"
#include "tests/unit/scarce.h"
#include "tests/unit/starter.h"

#define FOLDS 5

static struct documents documents;
static uint8_t fold[1000];

static int setup(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    documents = starter_documents("sentiment", NULL);
    assert_true(documents.N <= COUNT(fold));
    return split_folds(documents.N, documents.label, documents.labels.n,
                       documents.hash, NULL, FOLDS, 1, fold, &err)
               ? 0
               : -1;
}

static int teardown(void **state)
{
    (void)state;
    documents_release(&documents);
    return 0;
}

static struct train_settings light(void)
{
    struct train_settings s = train_defaults();

    s.features.chars_min = s.features.chars_max = 0;
    s.features.ngrams = 2;
    s.folds = FOLDS;
    return s;
}

static struct labelling labels(void)
{
    return (struct labelling){documents.labels.n, documents.label, NULL};
}

static struct ground ground_of(const struct labelling *y, size_t axes)
{
    return (struct ground){.documents = &documents,
                           .N = documents.N,
                           .y = y,
                           .axes = axes,
                           .fold = fold,
                           .folds = FOLDS};
}

static void run(const struct ground *g, struct candidate *c, size_t n,
                const struct candidate *from, size_t threads)
{
    struct tenor_error err = {0};

    if (!trial_run(g, c, n, from, threads, &err))
        fail_msg("%s", err.message);
    for (size_t i = 0; i < n; i++) {
        assert_true(c[i].accuracy > 0.3 && c[i].accuracy <= 1.0);
        assert_true(c[i].macro_f1 > 0.3 && c[i].macro_f1 <= 1.0);
        assert_true(c[i].worth > 0.3 && c[i].worth <= 1.0);
        assert_int_equal(c[i].shared->vectors.N, g->N);
    }
}

static void check_same(const struct ground *g, const struct candidate *a,
                       const struct candidate *b)
{
    assert_true(a->accuracy == b->accuracy && a->macro_f1 == b->macro_f1 &&
                a->worth == b->worth);
    for (size_t x = 0; x < g->axes; x++)
        assert_memory_equal(a->margin[x], b->margin[x],
                            g->N * g->y[x].K * sizeof **a->margin);
}

/* Some settings that differ in what they look at, and some that do not. */
static void several(struct candidate c[5])
{
    for (size_t i = 0; i < 5; i++)
        c[i] = (struct candidate){.settings = light()};
    c[1].settings.C = 2.0;
    c[2].settings.features.ngrams = 1;
    c[3].settings.weighting = WEIGHTING_IDF;
    c[4].settings.features.ngrams = 1;
    c[4].settings.balance = 1.0;
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    const struct labelling y = labels();
    const struct ground g = ground_of(&y, 1);
    struct candidate first = {.settings = light()};

    run(&g, &first, 1, NULL, 1);
    for (int warm = 0; warm < 2; warm++) {
        struct candidate one[5], more[5];
        several(one);
        run(&g, one, COUNT(one), warm ? &first : NULL, 1);
        for (size_t threads = 2; threads <= 8; threads *= 4) {
            several(more);
            run(&g, more, COUNT(more), warm ? &first : NULL, threads);
            for (size_t i = 0; i < COUNT(one); i++) {
                check_same(&g, &one[i], &more[i]);
                candidate_release(&more[i]);
            }
        }
        for (size_t i = 0; i < COUNT(one); i++)
            candidate_release(&one[i]);
    }
    candidate_release(&first);
}

/* Who is beside a candidate does not matter to it either. */
static void company_does_not_matter(void **state)
{
    (void)state;
    const struct labelling y = labels();
    const struct ground g = ground_of(&y, 1);
    struct candidate together[5], alone[5];

    several(together);
    several(alone);
    run(&g, together, COUNT(together), NULL, 2);
    for (size_t i = 0; i < COUNT(alone); i++) {
        run(&g, &alone[i], 1, NULL, 2);
        check_same(&g, &alone[i], &together[i]);
        candidate_release(&alone[i]);
        candidate_release(&together[i]);
    }
}

/* One set of vectors for all who look at documents alike, as long as one of
 * them is there. */
static void vectors_are_shared(void **state)
{
    (void)state;
    const struct labelling y = labels();
    const struct ground g = ground_of(&y, 1);
    struct candidate first = {.settings = light()}, c[5];

    several(c);
    run(&g, &first, 1, NULL, 2);
    assert_int_equal(first.shared->users, 1);
    run(&g, c, COUNT(c), &first, 2);
    assert_ptr_equal(c[0].shared, first.shared);
    assert_ptr_equal(c[1].shared, first.shared);
    assert_ptr_equal(c[3].shared, first.shared);
    assert_ptr_not_equal(c[2].shared, first.shared);
    assert_ptr_equal(c[4].shared, c[2].shared);
    assert_int_equal(first.shared->users, 4);
    assert_int_equal(c[2].shared->users, 2);
    candidate_release(&first);
    candidate_release(&c[2]);
    assert_int_equal(c[0].shared->users, 3);
    assert_int_equal(c[4].shared->users, 1);
    assert_true(c[0].shared->vectors.F > 0 && c[4].shared->vectors.F > 0);
    for (size_t i = 0; i < COUNT(c); i++)
        candidate_release(&c[i]); /* also the released one */
}

/* Where a solution begins changes it within the tolerance of the solver. */
static void warm_starts_are_as_good(void **state)
{
    (void)state;
    const struct labelling y = labels();
    const struct ground g = ground_of(&y, 1);
    struct candidate first = {.settings = light()}, warm[5], cold[5];

    several(warm);
    several(cold);
    run(&g, &first, 1, NULL, 2);
    run(&g, warm, COUNT(warm), &first, 2);
    run(&g, cold, COUNT(cold), NULL, 2);
    for (size_t i = 0; i < COUNT(warm); i++) {
        double difference = 0.0;
        for (size_t m = 0; m < g.N * y.K; m++)
            difference += fabs(warm[i].margin[0][m] - cold[i].margin[0][m]);
        assert_true(difference / (double)(g.N * y.K) < 0.05);
        assert_true(fabs(warm[i].worth - cold[i].worth) < 0.03);
        candidate_release(&warm[i]);
        candidate_release(&cold[i]);
    }
    candidate_release(&first);
}

/* ---- margins are out of fold ----------------------------------------------
 */

/* No document has a part in its own margins: with other labels for a fold,
 * machines of the other folds change, but its own margins do not. */
static void margins_are_out_of_fold(void **state)
{
    (void)state;
    static uint32_t other[COUNT(fold)];
    const struct labelling y = labels();
    const struct labelling z = {y.K, other, NULL};
    const struct ground g = ground_of(&y, 1), h = ground_of(&z, 1);

    for (size_t i = 0; i < documents.N; i++)
        other[i] =
            fold[i] == 2 ? (uint32_t)((y.label[i] + 1) % y.K) : y.label[i];
    struct candidate a = {.settings = light()}, b = {.settings = light()};
    struct tenor_error err = {0};
    run(&g, &a, 1, NULL, 2);
    assert_true(trial_run(&h, &b, 1, NULL, 2, &err));
    for (size_t i = 0; i < documents.N; i++)
        for (size_t k = 0; k < y.K; k++) {
            const double p = a.margin[0][i * y.K + k];
            const double q = b.margin[0][i * y.K + k];
            assert_int_equal(p == q, fold[i] == 2);
        }
    candidate_release(&a);
    candidate_release(&b);
}

/* Of the first folds alone; their margins are the same, and the sample holds
 * them and their labels. */
static void folds_can_be_left_out(void **state)
{
    (void)state;
    const struct labelling y = labels();
    struct ground all = ground_of(&y, 1), some = all;
    struct candidate a = {.settings = light()}, b = {.settings = light()};
    struct tenor_error err = {0};
    struct sample s;
    uint32_t *label;
    size_t n = 0;

    some.folds = 2;
    run(&all, &a, 1, NULL, 2);
    run(&some, &b, 1, NULL, 2);
    assert_true(trial_sample(&some, &b, 0, &s, &label, &err));
    assert_int_equal(s.K, y.K);
    assert_ptr_equal(s.label, label);
    for (size_t i = 0; i < documents.N; i++) {
        if (fold[i] >= 2)
            continue;
        const size_t bytes = y.K * sizeof *s.margin;
        assert_memory_equal(a.margin[0] + i * y.K, b.margin[0] + i * y.K,
                            bytes);
        assert_memory_equal(s.margin + n * y.K, b.margin[0] + i * y.K, bytes);
        assert_int_equal(label[n], y.label[i]);
        n++;
    }
    assert_int_equal(s.N, n);
    free(s.margin);
    free(label);
    candidate_release(&a);
    candidate_release(&b);
}

/* A part of the documents is tried as a corpus of their own would be. */
static void parts_are_corpora(void **state)
{
    (void)state;
    uint32_t which[COUNT(fold)], label[COUNT(fold)];
    uint8_t part[COUNT(fold)];
    struct labelling y = {documents.labels.n, label, NULL};
    struct ground g = ground_of(&y, 1);
    struct candidate a = {.settings = light()}, b = {.settings = light()};
    struct documents pick;
    struct tenor_error err = {0};

    g.N = 0;
    for (size_t i = 0; i < documents.N; i += 2) {
        label[g.N] = documents.label[i];
        part[g.N] = fold[i];
        which[g.N++] = (uint32_t)i;
    }
    g.which = which;
    g.fold = part;
    run(&g, &a, 1, NULL, 2);
    assert_true(documents_pick(&documents, which, g.N, &pick, &err));
    g.which = NULL;
    g.documents = &pick;
    run(&g, &b, 1, NULL, 2);
    check_same(&g, &a, &b);
    candidate_release(&a);
    candidate_release(&b);
    documents_release(&pick);
}

/* ---- several axes ---------------------------------------------------------
 */

/* Figures are the means over axes, each of which is what it is alone. */
static void figures_are_means(void **state)
{
    (void)state;
    static uint32_t binary[2][COUNT(fold)];
    struct labelling y[2];
    double accuracy = 0.0, macro_f1 = 0.0, worth = 0.0;

    for (size_t a = 0; a < 2; a++) {
        for (size_t i = 0; i < documents.N; i++)
            binary[a][i] = documents.label[i] == a;
        y[a] = (struct labelling){2, binary[a], NULL};
    }
    const struct ground both = ground_of(y, 2);
    struct candidate c = {.settings = light()};
    run(&both, &c, 1, NULL, 2);
    for (size_t a = 0; a < 2; a++) {
        const struct ground g = ground_of(&y[a], 1);
        struct candidate one = {.settings = light()};
        run(&g, &one, 1, NULL, 2);
        assert_memory_equal(one.margin[0], c.margin[a],
                            g.N * 2 * sizeof **c.margin);
        for (size_t i = 0; i < g.N; i++)
            assert_true(c.margin[a][2 * i] == -c.margin[a][2 * i + 1]);
        accuracy += one.accuracy / 2.0;
        macro_f1 += one.macro_f1 / 2.0;
        worth += one.worth / 2.0;
        candidate_release(&one);
    }
    assert_true(fabs(c.accuracy - accuracy) < 1e-12);
    assert_true(fabs(c.macro_f1 - macro_f1) < 1e-12);
    assert_true(fabs(c.worth - worth) < 1e-12);
    candidate_release(&c);
}

/* ---- the solvers ----------------------------------------------------------
 */

/* Every way to solve gives about the same. */
static void solvers_are_as_good(void **state)
{
    (void)state;
    static const struct {
        enum solver_choice solver;
        enum solver_loss loss;
        enum kernel_type kernel;
        bool ordered;
    } row[] = {
        {SOLVER_DUAL, LOSS_SQUARED, KERNEL_LINEAR, false},
        {SOLVER_AUTO, LOSS_SQUARED, KERNEL_LINEAR, false},
        {SOLVER_LIBLINEAR, LOSS_SQUARED, KERNEL_LINEAR, false},
        {SOLVER_DUAL, LOSS_HINGE, KERNEL_LINEAR, false},
        {SOLVER_LIBSVM, LOSS_HINGE, KERNEL_LINEAR, false},
        {SOLVER_AUTO, LOSS_HINGE, KERNEL_RBF, false},
        {SOLVER_DUAL, LOSS_SQUARED, KERNEL_LINEAR, true},
    };
    const struct labelling y = labels();
    const struct ground g = ground_of(&y, 1);
    struct candidate c[COUNT(row)] = {0};

    for (size_t i = 0; i < COUNT(row); i++) {
        c[i].settings = light();
        c[i].settings.weighting = WEIGHTING_IDF;
        c[i].settings.solver = row[i].solver;
        c[i].settings.loss = row[i].loss;
        c[i].settings.kernel.type = row[i].kernel;
        c[i].settings.ordered = row[i].ordered;
        assert_null(train_settings_check(&c[i].settings));
    }
    run(&g, c, COUNT(row), NULL, 2);
    check_same(&g, &c[0], &c[1]);
    for (size_t i = 0; i < COUNT(row); i++)
        assert_true(row[i].ordered ||
                    fabs(c[i].accuracy - c[0].accuracy) < 0.05);
    /* Margins of ordered labels are centred. */
    for (size_t i = 0; i < g.N; i++) {
        const double *m = c[COUNT(row) - 1].margin[0] + i * y.K;
        assert_true(fabs(m[0] + m[1] + m[2]) < 1e-9);
    }
    for (size_t i = 0; i < COUNT(row); i++)
        candidate_release(&c[i]);
}

/* ---- extremes -------------------------------------------------------------
 */

/* Settings that leave no feature are worth little; they are no failure, else
 * one of them would end a search. */
static void no_features_are_worth_little(void **state)
{
    (void)state;
    const struct labelling y = labels();
    const struct ground g = ground_of(&y, 1);

    for (int w = WEIGHTING_NONE; w <= WEIGHTING_NB; w++) {
        struct candidate c[2] = {{.settings = light()}, {.settings = light()}};
        struct tenor_error err = {0};
        c[0].settings.weighting = c[1].settings.weighting = (enum weighting)w;
        c[1].settings.min_df = 100000;
        assert_true(trial_run(&g, c, 2, NULL, 2, &err));
        assert_int_equal(c[1].shared->vectors.F, 0);
        assert_true(c[1].worth < 0.4 && c[1].worth < c[0].worth);
        candidate_release(&c[0]);
        candidate_release(&c[1]);
    }
}

/* ---- memory ---------------------------------------------------------------
 */

static bool attempt(void *context, struct tenor_error *err)
{
    const struct ground *g = context;
    struct candidate first = {.settings = light()};
    struct candidate c[3] = {
        {.settings = light()}, {.settings = light()}, {.settings = light()}};
    struct sample s;
    uint32_t *label;

    c[1].settings.features.ngrams = 1;
    c[2].settings.kernel.type = KERNEL_RBF;
    c[2].settings.loss = LOSS_HINGE;
    c[2].settings.weighting = WEIGHTING_IDF;
    bool ok = trial_run(g, &first, 1, NULL, 1, err) &&
              trial_run(g, c, COUNT(c), &first, 1, err) &&
              trial_sample(g, c, 1, &s, &label, err);
    if (ok) {
        free(s.margin);
        free(label);
    }
    candidate_release(&first);
    for (size_t i = 0; i < COUNT(c); i++)
        candidate_release(&c[i]);
    return ok;
}

static void memory_runs_out(void **state)
{
    (void)state;
    static const uint32_t which[] = {0, 1, 2, 3, 4, 5, 6, 7};
    static const uint32_t three[] = {0, 1, 2, 0, 1, 2, 0, 1};
    static const uint32_t two[] = {0, 1, 0, 1, 1, 0, 1, 0};
    static const uint8_t parts[] = {0, 0, 0, 0, 1, 1, 1, 1};
    const struct labelling y[] = {{3, three, NULL}, {2, two, NULL}};
    struct ground g = ground_of(y, COUNT(y));

    g.which = which;
    g.N = COUNT(which);
    g.fold = parts;
    g.folds = 2;
    scarce_run(attempt, &g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(company_does_not_matter),
        cmocka_unit_test(vectors_are_shared),
        cmocka_unit_test(warm_starts_are_as_good),
        cmocka_unit_test(margins_are_out_of_fold),
        cmocka_unit_test(folds_can_be_left_out),
        cmocka_unit_test(parts_are_corpora),
        cmocka_unit_test(figures_are_means),
        cmocka_unit_test(solvers_are_as_good),
        cmocka_unit_test(no_features_are_worth_little),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

#include "train/fit.h"
#include "train/crossing.h"

#include <math.h>

#include "model/classifier.h"
#include "tests/unit/scarce.h"
#include "tests/unit/starter.h"

#define FOLDS 3

/* The passages of datasets/starter, their labels, and folds in turn. */
static struct documents documents;
static struct vectors vectors;
static uint8_t fold[1000];
static uint32_t binary[1000];

static const struct view view = {
    .features = {.language = "english", .ngrams = 2}, .min_df = 1};

static int setup(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    documents = starter_documents("sentiment", NULL);
    assert_true(documents.N <= COUNT(fold));
    assert_true(vectors_build(&vectors, &documents, NULL, 0, &view, 1, &err));
    for (size_t i = 0; i < documents.N; i++) {
        fold[i] = (uint8_t)(i % FOLDS);
        binary[i] = documents.label[i] == 1;
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
    bool ordered;
    enum solver_choice solver;
    enum solver_loss loss;
    enum kernel_type kernel;
    enum weighting weighting;
    double balance;
} rows[] = {
    {2, false, SOLVER_AUTO, LOSS_SQUARED, KERNEL_LINEAR, WEIGHTING_NB, 0.0},
    {3, false, SOLVER_DUAL, LOSS_HINGE, KERNEL_LINEAR, WEIGHTING_NONE, 1.0},
    {3, false, SOLVER_LIBLINEAR, LOSS_SQUARED, KERNEL_LINEAR, WEIGHTING_NB,
     0.5},
    {2, false, SOLVER_LIBSVM, LOSS_HINGE, KERNEL_LINEAR, WEIGHTING_NONE, 0.0},
    {3, false, SOLVER_DUAL, LOSS_SQUARED, KERNEL_LINEAR, WEIGHTING_NONE, 0.0},
    {3, true, SOLVER_DUAL, LOSS_SQUARED, KERNEL_LINEAR, WEIGHTING_NONE, 0.0},
    {2, true, SOLVER_DUAL, LOSS_SQUARED, KERNEL_LINEAR, WEIGHTING_NB, 0.0},
    {3, false, SOLVER_AUTO, LOSS_HINGE, KERNEL_RBF, WEIGHTING_NONE, 0.0},
    {2, false, SOLVER_AUTO, LOSS_HINGE, KERNEL_POLY, WEIGHTING_NONE, 1.0},
};

static struct train_settings settings_of(const struct row *x)
{
    struct train_settings s = train_defaults();

    s.solver = x->solver;
    s.loss = x->loss;
    s.kernel.type = x->kernel;
    s.weighting = x->weighting;
    s.balance = x->balance;
    s.ordered = x->ordered;
    s.threads = 2;
    assert_null(train_settings_check(&s));
    return s;
}

static struct labelling labels_of(const struct row *x)
{
    return (struct labelling){x->K, x->K == 2 ? binary : documents.label, NULL};
}

/* Margins [N][K] out of fold; to be freed. */
static double *cross(const struct labelling *y, const struct train_settings *s,
                     size_t threads)
{
    struct tenor_error err = {0};
    double *margin = mem_zero(vectors.N * y->K, sizeof *margin);
    const struct crossing c = {.v = &vectors,
                               .y = y,
                               .s = s,
                               .fold = fold,
                               .folds = FOLDS,
                               .tolerance = MACHINE_TOLERANCE,
                               .margin = margin};

    if (!crossing_run(&c, 1, threads, &err))
        fail_msg("%s", err.message);
    return margin;
}

/* ---- out of fold ----------------------------------------------------------
 */

/* The margins of a document of `vectors` by what was fitted on v. */
static void margins_of(const struct fitted *f, const struct vectors *v,
                       const uint32_t *number, size_t d, size_t K,
                       double *margin)
{
    double machine[3] = {0};

    for (size_t m = 0; m < f->machines; m++)
        machine[m] = f->bias[m];
    for (uint64_t i = vectors.start[d]; i < vectors.start[d + 1]; i++) {
        const uint32_t n = number[vectors.id[i]];
        for (size_t m = 0; n != UINT32_MAX && m < f->machines; m++)
            machine[m] += f->w[m * v->F + n] * (double)vectors.value[i];
    }
    axis_spread(K, machine, margin);
}

struct numbered {
    uint64_t feature;
    uint32_t number;
};

static int by_feature(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;

    return (x->feature > y->feature) - (x->feature < y->feature);
}

/* The number in v of each feature of `vectors`, or UINT32_MAX. */
static void renumber(const struct vectors *v, uint32_t *number)
{
    struct numbered *all = mem_resize(NULL, v->F, sizeof *all);

    for (size_t f = 0; f < v->F; f++)
        all[f] = (struct numbered){v->feature[f], (uint32_t)f};
    qsort(all, v->F, sizeof *all, by_feature);
    for (size_t f = 0; f < vectors.F; f++) {
        const struct numbered key = {.feature = vectors.feature[f]};
        const struct numbered *found =
            bsearch(&key, all, v->F, sizeof key, by_feature);
        number[f] = found ? found->number : UINT32_MAX;
    }
    free(all);
}

/* Margins of a fold are those of machines that were fitted on a corpus without
 * it; but for weightings that look at all documents, labels apart. */
static void folds_are_left_out(void **state)
{
    (void)state;
    static uint32_t which[1000], label[1000];
    struct tenor_error err = {0};
    uint32_t *number = mem_resize(NULL, vectors.F, sizeof *number);

    for (size_t r = 0; r < COUNT(rows); r++) {
        if (rows[r].kernel != KERNEL_LINEAR ||
            rows[r].weighting != WEIGHTING_NONE)
            continue;
        const struct train_settings s = settings_of(&rows[r]);
        const struct labelling y = labels_of(&rows[r]);
        struct labelling z = {y.K, label, NULL};
        double *margin = cross(&y, &s, 2);
        struct vectors v;
        struct fitted f;
        size_t n = 0;
        for (uint32_t d = 0; d < vectors.N; d++)
            if (fold[d] != 1) {
                label[n] = y.label[d];
                which[n++] = d;
            }
        assert_true(vectors_build(&v, &documents, which, n, &view, 1, &err));
        assert_true(fit_all(&v, &z, &s, &f, &err));
        assert_int_equal(f.machines, axis_machines(y.K));
        renumber(&v, number);
        for (size_t d = 0; d < vectors.N; d++) {
            double expected[3];
            if (fold[d] != 1)
                continue;
            margins_of(&f, &v, number, d, y.K, expected);
            for (size_t k = 0; k < y.K; k++)
                if (fabs(margin[d * y.K + k] - expected[k]) > 1e-3)
                    fail_msg("row %zu: %g where %g is expected", r,
                             margin[d * y.K + k], expected[k]);
        }
        fitted_release(&f);
        vectors_release(&v);
        free(margin);
    }
    free(number);
}

/* As many threads as there are, and several crossings side by side. */
static void threads_do_not_matter(void **state)
{
    (void)state;
    struct tenor_error err = {0};
    struct train_settings s[COUNT(rows)];
    struct labelling y[COUNT(rows)];
    struct crossing c[COUNT(rows)];

    for (size_t r = 0; r < COUNT(rows); r++) {
        s[r] = settings_of(&rows[r]);
        y[r] = labels_of(&rows[r]);
        c[r] = (struct crossing){
            .v = &vectors,
            .y = &y[r],
            .s = &s[r],
            .fold = fold,
            .folds = FOLDS,
            .tolerance = MACHINE_TOLERANCE,
            .margin = mem_zero(vectors.N * y[r].K, sizeof(double))};
    }
    assert_true(crossing_run(c, COUNT(rows), 8, &err));
    for (size_t r = 0; r < COUNT(rows); r++) {
        double *alone = cross(&y[r], &s[r], 1);
        assert_memory_equal(alone, c[r].margin,
                            vectors.N * y[r].K * sizeof *alone);
        free(alone);
        free(c[r].margin);
    }
}

/* ---- ordered labels -------------------------------------------------------
 */

/* From label to label the margin rises by that of the step between them, whose
 * machine is that of two labels. */
static void steps_are_added(void **state)
{
    (void)state;
    static uint32_t above[2][1000];
    const struct row row = {
        3, true, SOLVER_DUAL, LOSS_SQUARED, KERNEL_LINEAR, WEIGHTING_NB, 0.5};
    struct train_settings s = settings_of(&row);
    const struct labelling y = labels_of(&row);
    double *ordered = cross(&y, &s, 2), *margin[2];

    s.ordered = false;
    for (size_t t = 0; t < 2; t++) {
        const struct labelling z = {2, above[t], NULL};
        for (size_t d = 0; d < vectors.N; d++)
            above[t][d] = y.label[d] > t;
        margin[t] = cross(&z, &s, 2);
    }
    for (size_t d = 0; d < vectors.N; d++) {
        const double *m = ordered + 3 * d;
        for (size_t k = 0; k < 2; k++)
            assert_true(fabs(m[k + 1] - m[k] - margin[k][2 * d + 1]) < 1e-9);
        assert_true(fabs(m[0] + m[1] + m[2]) < 1e-9);
    }
    free(ordered);
    free(margin[0]);
    free(margin[1]);
}

/* ---- labels that are not there --------------------------------------------
 */

/* A label that is in one fold alone: machines without it answer no; those of
 * the others see it. With kernels too. */
static void absent_labels_have_an_answer(void **state)
{
    (void)state;
    static uint32_t label[1000];
    const struct labelling y = {3, label, NULL};

    for (size_t d = 0; d < vectors.N; d++)
        label[d] = d == 1 || d == 1 + FOLDS ? 2 : binary[d];
    for (size_t r = 0; r < COUNT(rows); r++) {
        if (rows[r].K < 3)
            continue;
        const struct train_settings s = settings_of(&rows[r]);
        double *margin = cross(&y, &s, 2);
        for (size_t i = 0; i < vectors.N * 3; i++)
            assert_true(isfinite(margin[i]));
        for (size_t d = 1; !s.ordered && d < vectors.N; d += FOLDS)
            assert_true(margin[d * 3 + 2] == -1.0);
        free(margin);
    }
}

/* ---- memory ---------------------------------------------------------------
 */

struct fitting {
    struct vectors v;
    struct train_settings s;
    struct labelling y;
};

static bool attempt(void *context, struct tenor_error *err)
{
    static const uint8_t parts[] = {0, 0, 0, 1, 1, 1};
    static double margin[18];
    const struct fitting *x = context;
    const struct crossing c = {.v = &x->v,
                               .y = &x->y,
                               .s = &x->s,
                               .fold = parts,
                               .folds = 2,
                               .tolerance = MACHINE_TOLERANCE,
                               .margin = margin};
    struct fitted f;

    if (!crossing_run(&c, 1, 1, err) ||
        !fit_all(&x->v, &x->y, &x->s, &f, err))
        return false;
    fitted_release(&f);
    return true;
}

static void memory_runs_out(void **state)
{
    (void)state;
    static const uint32_t which[] = {0, 1, 2, 3, 4, 5};
    static const uint32_t label[] = {0, 1, 2, 0, 1, 2};
    struct tenor_error err = {0};

    for (size_t r = 0; r < COUNT(rows); r++) {
        struct fitting x = {.s = settings_of(&rows[r]), .y = {3, label, NULL}};
        x.s.threads = 1;
        assert_true(vectors_build(&x.v, &documents, which, COUNT(which), &view,
                                  1, &err));
        scarce_run(attempt, &x);
        vectors_release(&x.v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_are_left_out),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(steps_are_added),
        cmocka_unit_test(absent_labels_have_an_answer),
        cmocka_unit_test(memory_runs_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

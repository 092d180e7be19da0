/* Training that begins from an earlier model ends where training from nothing
 * does, within a stated tolerance. */
#include "train/earlier.h"

#include <math.h>

#include "tests/unit/retrained.h"

/* A union trained from an earlier model and one trained from nothing: margins
 * of documents differ by no more than this, and in the mean than a tenth. */
#define TOLERANCE 0.1

static const struct row rows[] = {
    {"hostility", NULL, false, LOSS_SQUARED, 0.0, WEIGHTING_NB},
    {"sentiment", NULL, false, LOSS_SQUARED, 0.0, WEIGHTING_NB},
    {"sentiment", NULL, true, LOSS_SQUARED, 0.0, WEIGHTING_NB},
    {"sentiment", "neutral", true, LOSS_SQUARED, 1.0, WEIGHTING_NB},
    {"emotion", NULL, false, LOSS_SQUARED, 0.5, WEIGHTING_NB},
    {"sentiment", NULL, false, LOSS_HINGE, 0.0, WEIGHTING_NB},
};

/* Of machine `number` as it is solved: a step between ordered labels. */
static double step(const struct trained *t, const struct row *x, size_t number,
                   size_t d)
{
    return x->ordered && t->axis->labels.n > 2
               ? margin(t, number + 1, d) - margin(t, number, d)
               : margin(t, number, d);
}

static void margins_are_those_of_the_model(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct train_request r = request(&rows[i], 2);
        struct tenor_error err = {0};
        struct buffer bytes = {0};
        struct trained t;
        struct earlier e;
        train(&r, &t);
        struct tenor_model *model = pack(&t, &r, &bytes);
        r.earlier = model;
        r.earlier_corpora = 1;
        assert_true(earlier_margins(&r, &t, 0, &e, &err));
        const struct labelling y = trained_labelling(&t, 0);
        const size_t N = t.documents.N;
        for (size_t m = 0; m < machine_count(&y, &t.settings); m++)
            for (size_t d = 0; d < N; d++)
                if (d < t.source[0].documents)
                    assert_float_equal(e.margin[m * N + d],
                                       step(&t, &rows[i], m, d), 0.01);
                else
                    assert_true(isnan(e.margin[m * N + d]));
        earlier_release(&e);
        tenor_model_close(model);
        free(bytes.data);
        trained_release(&t);
    }
}

static void compare(const struct trained *warm, const struct trained *cold)
{
    const size_t N = cold->documents.N, M = cold->axis->fitted.machines;
    double sum = 0.0;

    assert_int_equal(warm->documents.N, N);
    assert_int_equal(warm->vectors.F, cold->vectors.F);
    for (size_t m = 0; m < M; m++)
        for (size_t d = 0; d < N; d++) {
            const double x = fabs(margin(warm, m, d) - margin(cold, m, d));
            assert_true(x <= TOLERANCE);
            sum += x;
        }
    assert_true(sum / (double)(N * M) <= TOLERANCE / 10.0);
    assert_true(fabs(warm->axis->metrics.accuracy.value -
                     cold->axis->metrics.accuracy.value) <= 0.02);
}

static void a_union_is_the_one_trained_from_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct train_request r = request(&rows[i], 2);
        struct buffer bytes = {0};
        struct trained old, warm, cold;
        train(&r, &old);
        struct tenor_model *model = pack(&old, &r, &bytes);
        r.corpora = 3;
        train(&r, &cold);
        r.earlier = model;
        r.earlier_corpora = 2;
        train(&r, &warm);
        compare(&warm, &cold);
        /* Of an axis with another name nothing is known. */
        struct tenor_error err = {0};
        struct earlier e;
        warm.axis->name[0] = 'b';
        assert_true(earlier_margins(&r, &warm, 0, &e, &err));
        assert_null(e.end);
        tenor_model_close(model);
        free(bytes.data);
        trained_release(&old);
        trained_release(&warm);
        trained_release(&cold);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins_are_those_of_the_model),
        cmocka_unit_test(a_union_is_the_one_trained_from_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

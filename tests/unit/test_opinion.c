/* What other models say, as features behind those of the texts. */
#include "train/opinion.h"

#include <math.h>

#include "tests/unit/scarce.h"
#include "tests/unit/starter.h"

static struct documents documents;
static struct tenor_model *model;

static int setup(void **state)
{
    struct tenor_error err = {0};

    (void)state;
    documents = starter_documents("hostility", NULL);
    return tenor_model_embedded(&model, &err) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    tenor_model_close(model);
    documents_release(&documents);
    return 0;
}

static struct opinion ask(size_t models, size_t threads)
{
    struct tenor_model *const both[] = {model, model};
    struct opinion o = {0};
    struct tenor_error err = {0};

    assert_true(opinion_ask(&o, both, models, &documents, threads, &err));
    return o;
}

/* A mean of 0 and a variance of 1, from any number of threads; two models stand
 * side by side. */
static void test_ask(void **state)
{
    struct opinion one = ask(1, 1), two = ask(2, 3);
    const size_t N = documents.N;

    (void)state;
    assert_true(one.n > 3);
    assert_int_equal(two.n, 2 * one.n);
    for (size_t f = 0; f < one.n; f++) {
        double sum = 0.0, squares = 0.0;
        for (size_t d = 0; d < N; d++) {
            const float x = one.value[d * one.n + f];
            sum += (double)x;
            squares += (double)x * (double)x;
            assert_true(two.value[d * two.n + f] == x);
            assert_true(two.value[d * two.n + one.n + f] == x);
        }
        assert_true(fabs(sum / (double)N) < 1e-4);
        assert_true(fabs(squares / (double)N - 1.0) < 1e-4);
    }
    opinion_release(&one);
    opinion_release(&two);
}

/* What a text has of its own stays, and its opinion follows. */
static void test_extend(void **state)
{
    static const uint32_t which[] = {5, 0, 7, 6};
    struct view view = {.features = {.language = "english", .ngrams = 2}};
    struct opinion o = ask(1, 1);
    struct vectors plain, v;
    struct tenor_error err = {0};

    (void)state;
    assert_true(vectors_build(&plain, &documents, which, 4, &view, 1, &err));
    view.opinion = &o;
    assert_true(vectors_build(&v, &documents, which, 4, &view, 1, &err));
    assert_int_equal(v.own, plain.F);
    assert_int_equal(v.F, plain.F + o.n);
    assert_int_equal(v.opinions, o.n);
    for (size_t d = 0; d < 4; d++) {
        const size_t n = (size_t)(plain.start[d + 1] - plain.start[d]);
        const uint32_t *id = v.id + v.start[d];
        const float *value = v.value + v.start[d];
        assert_int_equal(v.start[d + 1] - v.start[d], n + o.n);
        assert_memory_equal(id, plain.id + plain.start[d], n * sizeof *id);
        assert_memory_equal(value, plain.value + plain.start[d],
                            n * sizeof *value);
        for (size_t i = 0; i < o.n; i++) {
            assert_int_equal(id[n + i], plain.F + i);
            assert_true(value[n + i] == o.value[which[d] * o.n + i]);
        }
    }
    vectors_release(&plain);
    vectors_release(&v);
    opinion_release(&o);
}

static bool extend(void *opinion, struct tenor_error *err)
{
    static const uint32_t which[] = {5, 0, 7, 6};
    const struct view view = {.features = {.language = "english", .ngrams = 1},
                              .opinion = opinion};
    struct vectors v;

    if (!vectors_build(&v, &documents, which, 4, &view, 1, err))
        return false;
    vectors_release(&v);
    return true;
}

static void memory_runs_out(void **state)
{
    struct opinion o = ask(1, 1);

    (void)state;
    scarce_run(extend, &o);
    opinion_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ask),
        cmocka_unit_test(test_extend),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

#include "train/solver.h"

#include <math.h>
#include <pthread.h>

#include "datasets/corpus.h"
#include "datasets/labelmap.h"
#include "train/support.h"
#include "train/weighting.h"
#include "tests/unit/unit.h"

/* The passages of datasets/starter, positive against negative. */
static struct vectors vectors;
static uint32_t *document;
static int8_t *y;
static float *multiplier;

static void add_part(const char *path, const struct labelmap *map)
{
    const struct corpus_options options = {.label_column = "sentiment",
                                           .map = map};
    struct tenor_error err = {0};
    struct corpus *c;
    struct doc doc;
    bool end;

    if (!corpus_open(&c, path, &options, &err))
        fail_msg("%s", err.message);
    while (corpus_next(c, &doc, &end, &err) && !end)
        assert_true(vectors_add(&vectors, doc.label, doc.text, &err));
    assert_int_equal(err.code, TENOR_OK);
    corpus_close(c);
}

static int setup(void **state)
{
    static const struct feature_settings settings = {.language = "english",
                                                     .stemming = 1,
                                                     .ngrams = 2,
                                                     .negation = 1,
                                                     .style = 1};
    struct labelmap map = {0};
    struct tenor_error err = {0};

    (void)state;
    assert_true(labelmap_add(&map, "neutral=-", &err));
    assert_true(vectors_init(&vectors, &settings, NULL, &err));
    add_part("datasets/starter/part-a.jsonl", &map);
    add_part("datasets/starter/part-b.jsonl", &map);
    add_part("datasets/starter/part-c.jsonl", &map);
    labelmap_release(&map);
    assert_true(vectors_finish(&vectors, 1, &err));
    assert_int_equal(vectors.labels.n, 2);
    assert_string_equal(vectors.labels.name[1], "positive");
    assert_true(vectors.N > 100);

    document = mem_zero(vectors.N, sizeof *document);
    y = mem_zero(vectors.N, sizeof *y);
    multiplier = mem_zero(vectors.F, sizeof *multiplier);
    for (size_t d = 0; d < vectors.N; d++) {
        document[d] = (uint32_t)d;
        y[d] = vectors.label[d] == 1 ? 1 : -1;
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    vectors_release(&vectors);
    free(document);
    free(y);
    free(multiplier);
    return 0;
}

/* A problem over all documents; its multipliers are filled. A large constant
 * for the bias makes liblinear's penalty on it negligible, as libsvm has none;
 * with a much larger one it gives up at 1,000 iterations, before the minimum.
 */
static struct binary_problem problem_with(enum weighting weighting, double C)
{
    struct binary_problem p = {.vectors = &vectors,
                               .document = document,
                               .n = vectors.N,
                               .y = y,
                               .multiplier = multiplier,
                               .C = C,
                               .weight = {1.0, 1.0},
                               .loss = LOSS_HINGE,
                               .tolerance = 1e-6,
                               .bias_feature = 3.0,
                               .seed = 1};
    struct tenor_error err = {0};

    assert_true(weighting_fill(weighting, &p, multiplier, &err));
    return p;
}

static struct hyperplane new_plane(void)
{
    struct hyperplane h = {.w = mem_zero(vectors.F, sizeof *h.w)};

    assert_non_null(h.w);
    return h;
}

static double margin_of(const struct binary_problem *p,
                        const struct hyperplane *h, uint32_t d)
{
    double margin = h->bias;

    for (uint64_t j = vectors.start[d]; j < vectors.start[d + 1]; j++)
        margin += h->w[vectors.id[j]] *
                  (double)(vectors.value[j] * p->multiplier[vectors.id[j]]);
    return margin;
}

static void liblinear(const struct binary_problem *p, struct hyperplane *h)
{
    struct tenor_error err = {0};

    if (!solver_liblinear(p, h, &err))
        fail_msg("%s", err.message);
}

static void libsvm(const struct binary_problem *p, struct hyperplane *h)
{
    struct tenor_error err = {0};

    if (!solver_libsvm_linear(p, h, &err))
        fail_msg("%s", err.message);
}

/* ---- the libraries agree --------------------------------------------------
 */

static void check_agreement(const struct binary_problem *p)
{
    struct hyperplane a = new_plane(), b = new_plane();
    size_t same = 0;

    liblinear(p, &a);
    libsvm(p, &b);
    const double x = solver_objective(p, &a), z = solver_objective(p, &b);
    print_message("C %g: objective %.8g (liblinear), %.8g (libsvm), bias "
                  "%.4f, %.4f\n",
                  p->C, x, z, a.bias, b.bias);
    assert_true(fabs(x - z) <= 0.001 * fmin(x, z));
    for (size_t i = 0; i < p->n; i++)
        same += (margin_of(p, &a, p->document[i]) > 0.0) ==
                (margin_of(p, &b, p->document[i]) > 0.0);
    assert_true(same >= p->n - p->n / 50);
    free(a.w);
    free(b.w);
}

static const double some_C[] = {0.1, 1.0, 10.0};

static void solvers_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(some_C); i++) {
        struct binary_problem p = problem_with(WEIGHTING_IDF, some_C[i]);
        check_agreement(&p);
        p = problem_with(WEIGHTING_NB, some_C[i]);
        check_agreement(&p);
    }
}

static void solvers_agree_on_weighted_classes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(some_C); i++) {
        struct binary_problem p = problem_with(WEIGHTING_NONE, some_C[i]);
        p.weight[0] = 0.5;
        p.weight[1] = 3.0;
        check_agreement(&p);
    }
}

/* Some of the documents, the first of which belongs to the negative class, and
 * then to the positive one: libraries call the class they meet first the first.
 */
static void solvers_agree_on_parts(void **state)
{
    (void)state;
    uint32_t part[100];
    int8_t sign[100];
    size_t n = 0;
    struct binary_problem p = problem_with(WEIGHTING_IDF, 1.0);

    for (uint32_t d = (uint32_t)vectors.N; d-- > 0 && n < COUNT(part);)
        if (d % 2) {
            part[n] = d;
            sign[n++] = y[d];
        }
    p.document = part;
    p.y = sign;
    p.n = n;
    struct hyperplane a = new_plane(), b = new_plane();
    check_agreement(&p);
    liblinear(&p, &a);
    for (size_t i = 0; i < n; i++)
        sign[i] = (int8_t)-sign[i];
    check_agreement(&p);
    liblinear(&p, &b);
    assert_true(fabs(a.bias + b.bias) < 1e-3 * (1.0 + fabs(a.bias)));
    free(a.w);
    free(b.w);
}

/* The dual solution of the squared hinge loss is the minimum: no step along
 * any of some directions leads lower. */
static void squared_loss_is_minimal(void **state)
{
    (void)state;
    struct binary_problem p = problem_with(WEIGHTING_IDF, 1.0);
    struct hyperplane h = new_plane();

    p.loss = LOSS_SQUARED;
    p.tolerance = 1e-6;
    liblinear(&p, &h);
    const double least = solver_objective(&p, &h);
    for (size_t f = 0; f < vectors.F; f += 97)
        for (int side = -1; side <= 1; side += 2) {
            const double w = h.w[f];
            h.w[f] = w + side * 0.01;
            assert_true(solver_objective(&p, &h) > least);
            h.w[f] = w;
        }
    free(h.w);
}

/* ---- the objective --------------------------------------------------------
 */

static void objective_by_hand(void **state)
{
    (void)state;
    /* x_0 = (1, 2), x_1 = (0, 1); w = (1, -1); multipliers 1 and 3 */
    struct vectors v = {.N = 2,
                        .F = 2,
                        .start = (uint64_t[]){0, 2, 3},
                        .id = (uint32_t[]){0, 1, 1},
                        .value = (float[]){1.0f, 2.0f, 1.0f}};
    struct binary_problem p = {.vectors = &v,
                               .document = (uint32_t[]){0, 1},
                               .n = 2,
                               .y = (int8_t[]){1, -1},
                               .multiplier = (float[]){1.0f, 3.0f},
                               .C = 10.0,
                               .weight = {2.0, 0.5}};
    struct hyperplane h = {(double[]){1.0, -1.0}, 2.5};

    /* margins 1 - 6 + 2.5 = -2.5 and -3 + 2.5 = -0.5; losses 3.5 and 0.5 */
    assert_true(solver_objective(&p, &h) ==
                1.0 + 10.0 * (0.5 * 3.5 + 2.0 * 0.5));
    p.loss = LOSS_SQUARED;
    assert_true(solver_objective(&p, &h) ==
                1.0 + 10.0 * (0.5 * 12.25 + 2.0 * 0.25));
    h.bias = -1.0;
    p.document = (uint32_t[]){1, 1};
    p.n = 1;
    p.y = (int8_t[]){-1};
    assert_true(solver_objective(&p, &h) == 1.0);
    assert_int_equal(problem_elements(&p), 1);
}

/* ---- support vectors ------------------------------------------------------
 */

static size_t fill_nodes(const struct binary_problem *p, uint32_t d,
                         struct kernel_node *node)
{
    size_t n = 0;

    for (uint64_t j = vectors.start[d]; j < vectors.start[d + 1]; j++)
        node[n++] = (struct kernel_node){
            vectors.id[j],
            (double)(vectors.value[j] * p->multiplier[vectors.id[j]])};
    return n;
}

static struct kernel *train_kernel(const struct binary_problem *p,
                                   struct support *s, struct support_pool *pool)
{
    struct tenor_error err = {0};
    struct kernel *k;

    assert_true(solver_libsvm(p, s, &err));
    assert_true(s->n > 0);
    for (size_t i = 0; i < s->n; i++)
        assert_true(s->position[i] < p->n &&
                    s->coef[i] * p->y[s->position[i]] > 0);
    assert_true(support_gather(p, s, 1, pool, &err));
    assert_true(kernel_new(&pool->parts, &k, &err));
    return k;
}

static void folded_weights_are_the_kernel(void **state)
{
    (void)state;
    struct kernel_node *node = mem_zero(vectors.F, sizeof *node);

    for (size_t i = 0; i < COUNT(some_C); i++) {
        struct binary_problem p = problem_with(WEIGHTING_IDF, some_C[i]);
        struct hyperplane h = new_plane();
        struct support s;
        struct support_pool pool;

        p.kernel.type = KERNEL_LINEAR;
        libsvm(&p, &h);
        struct kernel *k = train_kernel(&p, &s, &pool);
        for (uint32_t d = 0; d < vectors.N; d++) {
            double margin;
            assert_true(
                kernel_margins(k, node, fill_nodes(&p, d, node), &margin));
            assert_true(fabs(margin + s.bias - margin_of(&p, &h, d)) <= 1e-9);
        }
        kernel_free(k);
        support_pool_release(&pool);
        support_release(&s);
        free(h.w);
    }
    free(node);
}

static double dot(const struct binary_problem *p, uint32_t a, uint32_t b)
{
    const uint32_t *id = vectors.id;
    uint64_t i = vectors.start[a], j = vectors.start[b];
    double sum = 0.0;

    while (i < vectors.start[a + 1] && j < vectors.start[b + 1]) {
        const float m = p->multiplier[id[i]];
        if (id[i] == id[j])
            sum +=
                (double)(vectors.value[i] * m) * (double)(vectors.value[j] * m);
        const bool left = id[i] <= id[j], right = id[j] <= id[i];
        i += left;
        j += right;
    }
    return sum;
}

/* The formulas in model/kernel.h. */
static double kernel_of(const struct binary_problem *p, uint32_t a, uint32_t b)
{
    const struct solver_kernel *k = &p->kernel;
    const double ab = dot(p, a, b);

    switch (k->type) {
    case KERNEL_POLY:
        return pow(k->gamma * ab + k->coef0, k->degree);
    case KERNEL_RBF:
        return exp(-k->gamma * (dot(p, a, a) - 2.0 * ab + dot(p, b, b)));
    case KERNEL_SIGMOID:
        return tanh(k->gamma * ab + k->coef0);
    default:
        return ab;
    }
}

static void kernels_follow_their_formulas(void **state)
{
    (void)state;
    static const struct solver_kernel kernel[] = {
        {KERNEL_LINEAR, 0, 0.0, 0.0},   {KERNEL_POLY, 2, 0.5, 1.0},
        {KERNEL_POLY, 3, 1.0, 0.0},     {KERNEL_RBF, 0, 0.7, 0.0},
        {KERNEL_SIGMOID, 0, 0.2, -0.1},
    };
    struct kernel_node *node = mem_zero(vectors.F, sizeof *node);

    for (size_t i = 0; i < COUNT(kernel); i++) {
        struct binary_problem p = problem_with(WEIGHTING_NONE, 2.0);
        struct support s;
        struct support_pool pool;

        p.kernel = kernel[i];
        struct kernel *k = train_kernel(&p, &s, &pool);
        for (uint32_t d = 0; d < vectors.N; d += 9) {
            double margin, sum = 0.0;
            assert_true(
                kernel_margins(k, node, fill_nodes(&p, d, node), &margin));
            for (size_t v = 0; v < s.n; v++)
                sum += s.coef[v] * kernel_of(&p, document[s.position[v]], d);
            assert_true(fabs(margin - sum) <= 1e-9 * (1.0 + fabs(sum)));
        }
        kernel_free(k);
        support_pool_release(&pool);
        support_release(&s);
    }
    free(node);
}

/* ---- what cannot be solved ------------------------------------------------
 */

static void settings_are_checked(void **state)
{
    (void)state;
    struct binary_problem p = problem_with(WEIGHTING_NONE, 1.0);
    struct hyperplane h = new_plane();
    struct tenor_error err = {0};

    p.loss = LOSS_SQUARED;
    assert_false(solver_libsvm_linear(&p, &h, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
    err = (struct tenor_error){0};
    p.C = -1.0;
    assert_false(solver_liblinear(&p, &h, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
    err = (struct tenor_error){0};
    p.loss = LOSS_HINGE;
    assert_false(solver_libsvm_linear(&p, &h, &err));
    assert_int_equal(err.code, TENOR_EINVAL);
    free(h.w);
}

/* ---- the same from every thread -------------------------------------------
 */

#define ROUNDS 4

struct run {
    struct binary_problem p;
    struct hyperplane h[ROUNDS];
};

static void *solve(void *run)
{
    struct run *r = run;
    struct tenor_error err = {0};

    for (size_t i = 0; i < ROUNDS; i++) {
        r->p.seed = i;
        if (!solver_liblinear(&r->p, &r->h[i], &err))
            return run;
    }
    return NULL;
}

static void threads_do_not_meet(void **state)
{
    (void)state;
    struct run run[3];
    pthread_t thread[2];

    for (size_t t = 0; t < COUNT(run); t++) {
        run[t].p = problem_with(WEIGHTING_IDF, 1.0);
        run[t].p.tolerance = 0.1; /* far from the minimum, so order shows */
        for (size_t i = 0; i < ROUNDS; i++)
            run[t].h[i] = new_plane();
    }
    assert_null(solve(&run[2]));
    for (size_t t = 0; t < COUNT(thread); t++)
        assert_int_equal(pthread_create(&thread[t], NULL, solve, &run[t]), 0);
    for (size_t t = 0; t < COUNT(thread); t++) {
        void *failed;
        assert_int_equal(pthread_join(thread[t], &failed), 0);
        assert_null(failed);
    }
    for (size_t t = 0; t < COUNT(thread); t++)
        for (size_t i = 0; i < ROUNDS; i++) {
            assert_memory_equal(run[t].h[i].w, run[2].h[i].w,
                                vectors.F * sizeof *run[t].h[i].w);
            assert_memory_equal(&run[t].h[i].bias, &run[2].h[i].bias,
                                sizeof run[t].h[i].bias);
        }
    /* And the seed does something. */
    assert_true(memcmp(run[0].h[0].w, run[0].h[1].w,
                       vectors.F * sizeof *run[0].h[0].w) != 0);
    for (size_t t = 0; t < COUNT(run); t++)
        for (size_t i = 0; i < ROUNDS; i++)
            free(run[t].h[i].w);
}

static void sequence_belongs_to_the_seed(void **state)
{
    (void)state;
    int first[100];
    bool above_half = false;

    solver_prepare(42);
    for (size_t i = 0; i < COUNT(first); i++) {
        first[i] = rand();
        assert_true(first[i] >= 0);
        above_half = above_half || first[i] > RAND_MAX / 2;
    }
    assert_true(above_half);
    solver_prepare(42);
    for (size_t i = 0; i < COUNT(first); i++)
        assert_int_equal(rand(), first[i]);
}

static void versions_are_known(void **state)
{
    (void)state;
    assert_true(solver_liblinear_version() >= 200);
    assert_true(solver_libsvm_version() >= 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solvers_agree),
        cmocka_unit_test(solvers_agree_on_weighted_classes),
        cmocka_unit_test(solvers_agree_on_parts),
        cmocka_unit_test(squared_loss_is_minimal),
        cmocka_unit_test(objective_by_hand),
        cmocka_unit_test(folded_weights_are_the_kernel),
        cmocka_unit_test(kernels_follow_their_formulas),
        cmocka_unit_test(settings_are_checked),
        cmocka_unit_test(threads_do_not_meet),
        cmocka_unit_test(sequence_belongs_to_the_seed),
        cmocka_unit_test(versions_are_known),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

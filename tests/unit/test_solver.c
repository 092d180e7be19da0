#include "train/solver.h"

#include <math.h>
#include <pthread.h>

#include "train/random.h"
#include "train/support.h"
#include "train/weighting.h"
#include "tests/unit/scarce.h"
#include "tests/unit/starter.h"

/* The passages of datasets/starter, positive against negative. */
static struct vectors vectors;
static uint32_t *document;
static int8_t *y;
static float *multiplier;

static int setup(void **state)
{
    static const struct view view = {.features = {.language = "english",
                                                  .stemming = 1,
                                                  .ngrams = 2,
                                                  .negation = 1,
                                                  .style = 1}};
    struct documents d = starter_documents("sentiment", "neutral");
    struct tenor_error err = {0};

    (void)state;
    assert_int_equal(d.labels.n, 2);
    assert_string_equal(d.labels.name[1], "positive");
    assert_true(vectors_build(&vectors, &d, NULL, 0, &view, 1, &err));

    document = mem_zero(vectors.N, sizeof *document);
    y = mem_zero(vectors.N, sizeof *y);
    multiplier = mem_zero(vectors.F, sizeof *multiplier);
    for (size_t i = 0; i < vectors.N; i++) {
        document[i] = (uint32_t)i;
        y[i] = d.label[i] == 1 ? 1 : -1;
    }
    documents_release(&d);
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

    assert_true(weighting_fill(weighting, 1.0, &p, multiplier, &err));
    return p;
}

static struct hyperplane new_plane(void)
{
    struct hyperplane h = {.w = mem_zero(vectors.F, sizeof *h.w)};

    assert_non_null(h.w);
    return h;
}

static double margin_of(const struct hyperplane *h, uint32_t d)
{
    double margin = h->bias;

    for (uint64_t j = vectors.start[d]; j < vectors.start[d + 1]; j++)
        margin += h->w[vectors.id[j]] * (double)vectors.value[j];
    return margin;
}

typedef bool solver(const struct binary_problem *p, struct hyperplane *h,
                    struct tenor_error *err);

static void solve_with(solver *solve, const struct binary_problem *p,
                       struct hyperplane *h)
{
    struct tenor_error err = {0};

    if (!solve(p, h, &err))
        fail_msg("%s", err.message);
}

static void liblinear(const struct binary_problem *p, struct hyperplane *h)
{
    solve_with(solver_liblinear, p, h);
}

static void libsvm(const struct binary_problem *p, struct hyperplane *h)
{
    solve_with(solver_libsvm_linear, p, h);
}

static void dual(const struct binary_problem *p, struct hyperplane *h)
{
    solve_with(solver_dual, p, h);
}

/* ---- the libraries agree --------------------------------------------------
 */

static void check_agreement(const struct binary_problem *p)
{
    struct hyperplane a = new_plane(), b = new_plane(), c = new_plane();
    size_t same = 0;

    liblinear(p, &a);
    libsvm(p, &b);
    dual(p, &c);
    const double x = solver_objective(p, &a), z = solver_objective(p, &b),
                 u = solver_objective(p, &c);
    print_message("C %g: objective %.8g (liblinear), %.8g (libsvm), %.8g "
                  "(dual), bias %.4f, %.4f, %.4f\n",
                  p->C, x, z, u, a.bias, b.bias, c.bias);
    assert_true(fabs(x - z) <= 0.001 * fmin(x, z));
    assert_true(fabs(u - z) <= 0.001 * fmin(u, z));
    for (size_t i = 0; i < p->n; i++)
        same += (margin_of(&a, p->document[i]) > 0.0) ==
                (margin_of(&b, p->document[i]) > 0.0);
    assert_true(same >= p->n - p->n / 50);
    free(a.w);
    free(b.w);
    free(c.w);
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
            h.w[f] = w + side * 0.01 * (double)multiplier[f];
            assert_true(solver_objective(&p, &h) > least);
            h.w[f] = w;
        }
    free(h.w);
}

/* ---- our own solver -------------------------------------------------------
 */

/* What solvers that regularise the bias make least. */
static double full_objective(const struct binary_problem *p,
                             const struct hyperplane *h)
{
    const double b = h->bias / p->bias_feature;

    return solver_objective(p, h) + b * b / 2.0;
}

static void check_near(double a, double b, const char *what)
{
    if (!(fabs(a - b) <= 0.001 * fmin(fabs(a), fabs(b))))
        fail_msg("%s: %.10g and %.10g", what, a, b);
}

static const enum solver_loss some_losses[] = {LOSS_HINGE, LOSS_SQUARED};

static void dual_is_liblinear(void **state)
{
    (void)state;
    static const double some_weights[][2] = {{1.0, 1.0}, {0.5, 3.0}};
    struct hyperplane a = new_plane(), b = new_plane();

    for (size_t l = 0; l < COUNT(some_losses); l++)
        for (size_t i = 0; i < COUNT(some_C); i++)
            for (int w = WEIGHTING_NONE; w <= WEIGHTING_NB; w++)
                for (size_t k = 0; k < COUNT(some_weights); k++) {
                    struct binary_problem p =
                        problem_with((enum weighting)w, some_C[i]);
                    p.loss = some_losses[l];
                    p.bias_feature = 1.0;
                    memcpy(p.weight, some_weights[k], sizeof p.weight);
                    liblinear(&p, &a);
                    dual(&p, &b);
                    check_near(full_objective(&p, &a), full_objective(&p, &b),
                               "liblinear and dual");
                }
    free(a.w);
    free(b.w);
}

/* With the tolerance of training, it stops as near to the minimum as liblinear
 * does. */
static void usual_tolerance_is_near(void **state)
{
    (void)state;
    struct hyperplane h = new_plane();

    for (size_t l = 0; l < COUNT(some_losses); l++)
        for (size_t i = 0; i < COUNT(some_C); i++) {
            struct binary_problem p = problem_with(WEIGHTING_NB, some_C[i]);
            p.loss = some_losses[l];
            dual(&p, &h);
            const double least = full_objective(&p, &h);
            p.tolerance = 0.1;
            liblinear(&p, &h);
            const double excess = full_objective(&p, &h) - least;
            dual(&p, &h);
            assert_true(full_objective(&p, &h) - least <=
                        2.0 * excess + 0.01 * least);
        }
    free(h.w);
}

/* A document that counts for c is a document that is there c times. */
static void importance_is_repetition(void **state)
{
    (void)state;
    const size_t N = vectors.N;
    double *importance = mem_zero(N, sizeof *importance);
    uint32_t *twice = mem_zero(2 * N, sizeof *twice);
    int8_t *sign = mem_zero(2 * N, sizeof *sign);
    float *other = mem_zero(vectors.F, sizeof *other);
    struct hyperplane a = new_plane(), b = new_plane();
    struct tenor_error err = {0};
    uint64_t random = unit_seed();

    for (size_t l = 0; l < COUNT(some_losses); l++)
        for (int w = WEIGHTING_NONE; w <= WEIGHTING_NB; w++) {
            struct binary_problem p = problem_with(WEIGHTING_NONE, 1.0);
            p.loss = some_losses[l];
            struct binary_problem q = p;
            q.n = 0;
            for (size_t i = 0; i < N; i++) {
                importance[i] = 1.0 + (double)random_below(&random, 2);
                for (double c = 0.0; c < importance[i]; c += 1.0) {
                    twice[q.n] = (uint32_t)i;
                    sign[q.n++] = y[i];
                }
            }
            p.importance = importance;
            q.document = twice;
            q.y = sign;
            q.multiplier = other;
            assert_true(
                weighting_fill((enum weighting)w, 1.0, &p, multiplier, &err));
            assert_true(
                weighting_fill((enum weighting)w, 1.0, &q, other, &err));
            for (size_t f = 0; f < vectors.F; f++)
                assert_true(fabs((double)(multiplier[f] - other[f])) <= 1e-5);
            dual(&p, &a);
            dual(&q, &b);
            check_near(full_objective(&p, &a), full_objective(&q, &b),
                       "importance and repetition");
            check_near(full_objective(&q, &a), full_objective(&q, &b),
                       "importance for repetition");
            for (uint32_t i = 0; i < N; i++)
                assert_true(fabs(margin_of(&a, i) - margin_of(&b, i)) < 0.01);
        }
    free(importance);
    free(twice);
    free(sign);
    free(other);
    free(a.w);
    free(b.w);
}

/* Wherever it starts, it ends at the same minimum: at a lower and a higher C,
 * where alpha is above its limit and below. */
static void warm_starts_end_alike(void **state)
{
    (void)state;
    float *alpha = mem_zero(vectors.N, sizeof *alpha);
    struct hyperplane a = new_plane(), b = new_plane();

    for (size_t l = 0; l < COUNT(some_losses); l++)
        for (size_t i = 0; i < COUNT(some_C); i++)
            for (size_t j = 0; j < COUNT(some_C); j++) {
                struct binary_problem p = problem_with(WEIGHTING_NB, some_C[i]);
                p.loss = some_losses[l];
                p.end = alpha;
                dual(&p, &a);
                p.C = some_C[j];
                p.end = NULL;
                dual(&p, &a);
                p.start = p.end = alpha; /* the same memory may be both */
                dual(&p, &b);
                check_near(full_objective(&p, &a), full_objective(&p, &b),
                           "cold and warm start");
                /* It ends where its alphas say. */
                double bias = 0.0;
                for (size_t d = 0; d < vectors.N; d++) {
                    assert_true(alpha[d] >= 0.0f);
                    assert_true(p.loss == LOSS_SQUARED ||
                                (double)alpha[d] <= p.C * (1.0 + 1e-6));
                    bias += y[d] * (double)alpha[d] * p.bias_feature *
                            p.bias_feature;
                }
                assert_true(fabs(bias - b.bias) < 1e-3 * (1.0 + fabs(bias)));
            }
    free(alpha);
    free(a.w);
    free(b.w);
}

/* Blocks lead to the same minimum, from many small ones to one. */
static void blocks_end_alike(void **state)
{
    (void)state;
    static const size_t blocks[] = {1, 2, 5, 40, 100000};
    const uint64_t elements = vectors.start[vectors.N];
    float *alpha = mem_zero(vectors.N, sizeof *alpha);
    struct hyperplane a = new_plane(), b = new_plane();

    for (size_t l = 0; l < COUNT(some_losses); l++)
        for (size_t i = 0; i < COUNT(some_C); i++)
            for (size_t j = 0; j < COUNT(blocks); j++) {
                struct binary_problem p = problem_with(WEIGHTING_NB, some_C[i]);
                p.loss = some_losses[l];
                dual(&p, &a);
                vectors.block = elements / blocks[j] + 1;
                p.end = alpha;
                dual(&p, &b);
                check_near(full_objective(&p, &a), full_objective(&p, &b),
                           "in memory and by blocks");
                p.start = p.end;
                dual(&p, &b);
                check_near(full_objective(&p, &a), full_objective(&p, &b),
                           "from the end by blocks");
                vectors.block = 0;
            }
    free(alpha);
    free(a.w);
    free(b.w);
}

static bool attempt_blocks(void *plane, struct tenor_error *err)
{
    struct binary_problem p = {.vectors = &vectors,
                               .document = document,
                               .n = vectors.N,
                               .y = y,
                               .multiplier = multiplier,
                               .C = 1.0,
                               .weight = {1.0, 1.0},
                               .tolerance = 0.1,
                               .bias_feature = 1.0};

    vectors.block = 1000;
    const bool ok = solver_dual(&p, plane, err);
    vectors.block = 0;
    return ok;
}

static bool attempt(void *plane, struct tenor_error *err)
{
    struct binary_problem p = {.vectors = &vectors,
                               .document = document,
                               .n = vectors.N,
                               .y = y,
                               .multiplier = multiplier,
                               .C = 1.0,
                               .weight = {1.0, 1.0},
                               .tolerance = 0.1,
                               .bias_feature = 1.0};

    return weighting_fill(WEIGHTING_NB, 1.0, &p, multiplier, err) &&
           solver_dual(&p, plane, err) && solver_liblinear(&p, plane, err) &&
           solver_libsvm_linear(&p, plane, err);
}

static void memory_runs_out(void **state)
{
    struct hyperplane h = new_plane();

    (void)state;
    scarce_run(attempt, &h);
    scarce_run(attempt_blocks, &h);
    free(h.w);
}

/* ---- the objective --------------------------------------------------------
 */

static void objective_by_hand(void **state)
{
    (void)state;
    /* x_0 = (1, 2), x_1 = (0, 1); multipliers 1 and 3; w = (1, -1), and on
     * plain values (1, -3) */
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
    struct hyperplane h = {(double[]){1.0, -3.0}, 2.5};

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

static void train_kernel(const struct binary_problem *p,
                         struct support *s, struct support_pool *pool)
{
    struct tenor_error err = {0};

    assert_true(solver_libsvm(p, s, &err));
    assert_true(s->n > 0);
    for (size_t i = 0; i < s->n; i++)
        assert_true(s->position[i] < p->n &&
                    s->coef[i] * p->y[s->position[i]] > 0);
    assert_true(support_gather(p, s, 1, pool, &err));
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
        train_kernel(&p, &s, &pool);
        for (uint32_t d = 0; d < vectors.N; d++) {
            double margin;
            kernel_margins(&pool.parts, node, fill_nodes(&p, d, node),
                           &margin);
            /* w folds float products apart; the kernel rounds each. */
            assert_true(fabs(margin + s.bias - margin_of(&h, d)) <=
                        1e-6 * (1.0 + fabs(margin)));
        }
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
        train_kernel(&p, &s, &pool);
        for (uint32_t d = 0; d < vectors.N; d += 9) {
            double margin, sum = 0.0;
            kernel_margins(&pool.parts, node, fill_nodes(&p, d, node),
                           &margin);
            for (size_t v = 0; v < s.n; v++)
                sum += s.coef[v] * kernel_of(&p, document[s.position[v]], d);
            assert_true(fabs(margin - sum) <= 1e-9 * (1.0 + fabs(sum)));
        }
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
    solver *solver;
    struct binary_problem p;
    struct hyperplane h[ROUNDS];
};

static void *solve(void *run)
{
    struct run *r = run;
    struct tenor_error err = {0};

    for (size_t i = 0; i < ROUNDS; i++) {
        r->p.seed = i;
        if (!r->solver(&r->p, &r->h[i], &err))
            return run;
    }
    return NULL;
}

static void check_threads(solver *of)
{
    struct run run[3];
    pthread_t thread[2];

    for (size_t t = 0; t < COUNT(run); t++) {
        run[t].solver = of;
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

static void threads_do_not_meet(void **state)
{
    (void)state;
    check_threads(solver_liblinear);
    check_threads(solver_dual);
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
        cmocka_unit_test(dual_is_liblinear),
        cmocka_unit_test(usual_tolerance_is_near),
        cmocka_unit_test(importance_is_repetition),
        cmocka_unit_test(warm_starts_end_alike),
        cmocka_unit_test(blocks_end_alike),
        cmocka_unit_test(memory_runs_out),
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

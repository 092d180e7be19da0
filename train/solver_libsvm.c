/* The only user of libsvm in train/ (model/kernel.c scores with it). */
#include "train/solver.h"

#include <libsvm/svm.h>
#include <stdlib.h>

/* Megabytes of kernel values that libsvm keeps per call. */
#define CACHE_MB 100

static void ignore(const char *text)
{
    (void)text;
}

void solver_libsvm_silence(void)
{
    svm_set_print_string_function(ignore);
}

int solver_libsvm_version(void)
{
    return libsvm_version;
}

static void fill(const struct binary_problem *p, struct svm_node *node,
                 struct svm_node **x)
{
    const struct vectors *v = p->vectors;

    for (size_t i = 0; i < p->n; i++) {
        const uint32_t d = p->document[i];
        x[i] = node;
        for (uint64_t j = v->start[d]; j < v->start[d + 1]; j++) {
            const uint32_t f = v->id[j];
            *node++ = (struct svm_node){
                (int)f + 1, (double)(v->value[j] * p->multiplier[f])};
        }
        *node++ = (struct svm_node){-1, 0.0};
    }
}

static bool copy_result(const struct svm_model *m, struct support *s,
                        struct tenor_error *err)
{
    const size_t n = (size_t)m->l;
    const double sign = m->label[0] > 0 ? 1.0 : -1.0;

    s->position = mem_resize(NULL, n, sizeof *s->position);
    s->coef = mem_resize(NULL, n, sizeof *s->coef);
    if (!s->position || !s->coef) {
        support_release(s);
        return fail_memory(err, "support vectors");
    }
    for (size_t i = 0; i < n; i++) {
        s->position[i] = (uint32_t)m->sv_indices[i] - 1;
        s->coef[i] = sign * m->sv_coef[0][i];
    }
    s->n = n;
    s->bias = -sign * m->rho[0];
    return true;
}

bool solver_libsvm(const struct binary_problem *p, struct support *s,
                   struct tenor_error *err)
{
    static const int type[] = {LINEAR, POLY, RBF, SIGMOID};
    struct svm_node *node =
        mem_resize(NULL, problem_elements(p) + p->n, sizeof *node);
    struct svm_node **x = mem_resize(NULL, p->n, sizeof(*x));
    double *y = mem_resize(NULL, p->n, sizeof *y);
    int weight_label[2] = {-1, 1};
    double weight[2] = {p->weight[0], p->weight[1]};
    bool ok = false;

    *s = (struct support){0};
    if (!node || !x || !y) {
        fail_memory(err, "libsvm");
        goto out;
    }
    if (p->loss != LOSS_HINGE) {
        fail(err, TENOR_EINVAL, 0, "libsvm has no squared hinge loss");
        goto out;
    }
    fill(p, node, x);
    for (size_t i = 0; i < p->n; i++)
        y[i] = p->y[i];
    struct svm_problem problem = {.l = (int)p->n, .y = y, .x = x};
    struct svm_parameter parameter = {.svm_type = C_SVC,
                                      .kernel_type = type[p->kernel.type],
                                      .degree = p->kernel.degree,
                                      .gamma = p->kernel.gamma,
                                      .coef0 = p->kernel.coef0,
                                      .cache_size = CACHE_MB,
                                      .eps = p->tolerance,
                                      .C = p->C,
                                      .nr_weight = 2,
                                      .weight_label = weight_label,
                                      .weight = weight,
                                      .shrinking = 1};
    const char *wrong = svm_check_parameter(&problem, &parameter);
    if (wrong) {
        fail(err, TENOR_EINVAL, 0, "libsvm: %s", wrong);
        goto out;
    }
    solver_prepare(p->seed);
    struct svm_model *model = svm_train(&problem, &parameter);
    if (!model) {
        fail(err, TENOR_ESOLVER, 0, "libsvm found no model");
        goto out;
    }
    ok = copy_result(model, s, err);
    svm_free_and_destroy_model(&model);
out:
    free(node);
    free(x);
    free(y);
    return ok;
}

bool solver_libsvm_linear(const struct binary_problem *p, struct hyperplane *h,
                          struct tenor_error *err)
{
    const struct vectors *v = p->vectors;
    struct binary_problem linear = *p;
    struct support s;

    linear.kernel = (struct solver_kernel){.type = KERNEL_LINEAR};
    if (!solver_libsvm(&linear, &s, err))
        return false;
    /* w = sum over support vectors of coef * x, on plain values */
    for (size_t f = 0; f < v->F; f++)
        h->w[f] = 0.0;
    for (size_t i = 0; i < s.n; i++) {
        const uint32_t d = p->document[s.position[i]];
        for (uint64_t j = v->start[d]; j < v->start[d + 1]; j++) {
            const double m = (double)p->multiplier[v->id[j]];
            h->w[v->id[j]] += s.coef[i] * m * m * (double)v->value[j];
        }
    }
    h->bias = s.bias;
    support_release(&s);
    return true;
}

#include "train/fit.h"

#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"
#include "train/pool.h"

/* libsvm's time grows with documents^2 * elements of a document. Below this
 * product one training takes about a second. */
#define LIBSVM_COST_MAX 3e8

#define TOLERANCE_LIBLINEAR 0.01
#define TOLERANCE_LIBSVM 0.001
#define BIAS_FEATURE 1.0

enum solver_choice fit_solver(const struct vectors *v,
                              const struct train_settings *s)
{
    const double N = (double)v->N;

    if (s->kernel.type != KERNEL_LINEAR)
        return SOLVER_LIBSVM;
    if (s->solver != SOLVER_AUTO)
        return s->solver;
    if (s->loss == LOSS_HINGE &&
        N * (double)v->start[v->N] <= LIBSVM_COST_MAX)
        return SOLVER_LIBSVM;
    return SOLVER_LIBLINEAR;
}

/* ---- one machine --------------------------------------------------------- */

/* Everything a job needs of its own. */
struct task {
    struct binary_problem problem;
    uint32_t *document;
    int8_t *y;
    float *multiplier;
    struct hyperplane plane;
    struct support support;
};

static void task_release(struct task *t)
{
    free(t->document);
    free(t->y);
    free(t->multiplier);
    free(t->plane.w);
    support_release(&t->support);
}

/* The number of the label that machine m tells from the rest. */
static uint32_t label_of_machine(const struct vectors *v, size_t m)
{
    return v->labels.n == 2 ? 1 : (uint32_t)m;
}

static bool task_init(struct task *t, const struct vectors *v,
                      const struct train_settings *s, const uint8_t *fold,
                      size_t left_out, size_t machine, struct tenor_error *err)
{
    const uint32_t label = label_of_machine(v, machine);
    size_t n = 0, positive = 0;

    *t = (struct task){0};
    t->document = mem_resize(NULL, v->N, sizeof *t->document);
    t->y = mem_resize(NULL, v->N, sizeof *t->y);
    t->multiplier = mem_resize(NULL, v->F, sizeof *t->multiplier);
    if (!t->document || !t->y || !t->multiplier)
        return fail_memory(err, "a training problem");
    for (size_t d = 0; d < v->N; d++) {
        if (fold && fold[d] == left_out)
            continue;
        t->document[n] = (uint32_t)d;
        t->y[n++] = v->label[d] == label ? 1 : -1;
        positive += v->label[d] == label;
    }
    t->problem = (struct binary_problem){
        .vectors = v,
        .document = t->document,
        .n = n,
        .y = t->y,
        .multiplier = t->multiplier,
        .C = s->C,
        .weight = {1.0, 1.0},
        .loss = s->loss,
        .tolerance = TOLERANCE_LIBLINEAR,
        .bias_feature = BIAS_FEATURE,
        .kernel = s->kernel,
        .seed = s->seed,
    };
    if (s->balanced && positive && positive < n) {
        t->problem.weight[0] = (double)n / (2.0 * (double)(n - positive));
        t->problem.weight[1] = (double)n / (2.0 * (double)positive);
    }
    return weighting_fill(s->weighting, &t->problem, t->multiplier, err);
}

/* A label that no document, or every document, of a fold has needs no solver:
 * the hyperplane is its constant answer. */
static bool one_sided(const struct binary_problem *p, double *answer)
{
    for (size_t i = 1; i < p->n; i++)
        if (p->y[i] != p->y[0])
            return false;
    *answer = p->n && p->y[0] > 0 ? 1.0 : -1.0;
    return true;
}

static bool solve_linear(struct task *t, enum solver_choice solver,
                         struct tenor_error *err)
{
    t->plane.w = mem_zero(t->problem.vectors->F, sizeof *t->plane.w);
    if (!t->plane.w)
        return fail_memory(err, "weights");
    if (one_sided(&t->problem, &t->plane.bias))
        return true;
    if (solver == SOLVER_LIBLINEAR)
        return solver_liblinear(&t->problem, &t->plane, err);
    t->problem.tolerance = TOLERANCE_LIBSVM;
    return solver_libsvm_linear(&t->problem, &t->plane, err);
}

static bool solve_kernel(struct task *t, struct tenor_error *err)
{
    if (one_sided(&t->problem, &t->support.bias))
        return true;
    t->problem.tolerance = TOLERANCE_LIBSVM;
    return solver_libsvm(&t->problem, &t->support, err);
}

/* ---- all documents ------------------------------------------------------- */

struct whole {
    const struct vectors *v;
    const struct train_settings *s;
    struct fitted *out;
    struct task *task; /* [machines] */
};

static bool fit_machine(void *context, size_t m, struct tenor_error *err)
{
    struct whole *w = context;
    struct task *t = &w->task[m];
    const size_t F = w->v->F;

    if (!task_init(t, w->v, w->s, NULL, 0, m, err))
        return false;
    if (w->s->kernel.type != KERNEL_LINEAR) {
        if (!solve_kernel(t, err))
            return false;
        w->out->bias[m] = t->support.bias;
        return true;
    }
    if (!solve_linear(t, fit_solver(w->v, w->s), err))
        return false;
    w->out->bias[m] = t->plane.bias;
    for (size_t f = 0; f < F; f++)
        w->out->w[m * F + f] = t->plane.w[f] * (double)t->multiplier[f];
    return true;
}

static bool gather(struct whole *w, struct tenor_error *err)
{
    const size_t machines = w->out->machines;
    struct support *all = mem_resize(NULL, machines, sizeof *all);

    if (!all)
        return fail_memory(err, "support vectors");
    for (size_t m = 0; m < machines; m++)
        all[m] = w->task[m].support;
    bool ok = support_gather(&w->task[0].problem, all, machines,
                             &w->out->pool, err);
    free(all);
    return ok;
}

bool fit_all(const struct vectors *v, const struct train_settings *s,
             struct fitted *out, struct tenor_error *err)
{
    const bool linear = s->kernel.type == KERNEL_LINEAR;
    const size_t machines = axis_machines(v->labels.n);
    struct whole w = {.v = v, .s = s, .out = out};
    bool ok = false;

    *out = (struct fitted){.machines = machines};
    w.task = mem_zero(machines, sizeof *w.task);
    out->bias = mem_zero(machines, sizeof *out->bias);
    if (linear)
        out->w = mem_zero(machines * v->F, sizeof *out->w);
    if (!w.task || !out->bias || (linear && !out->w)) {
        fail_memory(err, "weights");
        goto out;
    }
    ok = pool_run(s->threads, machines, fit_machine, &w, err) &&
         (linear || gather(&w, err));
out:
    for (size_t m = 0; w.task && m < machines; m++)
        task_release(&w.task[m]);
    free(w.task);
    if (!ok)
        fitted_release(out);
    return ok;
}

void fitted_release(struct fitted *f)
{
    free(f->bias);
    free(f->w);
    support_pool_release(&f->pool);
    *f = (struct fitted){0};
}

/* ---- out of fold --------------------------------------------------------- */

struct crossed {
    const struct vectors *v;
    const struct train_settings *s;
    const uint8_t *fold;
    size_t machines;
    double *margin; /* [N][labels]; each job writes its own elements */
};

static double *margin_of(const struct crossed *c, size_t d, size_t m)
{
    return &c->margin[d * c->v->labels.n + label_of_machine(c->v, m)];
}

static void predict_linear(const struct crossed *c, const struct task *t,
                           size_t left_out, size_t m)
{
    const struct vectors *v = c->v;

    for (size_t d = 0; d < v->N; d++) {
        if (c->fold[d] != left_out)
            continue;
        double margin = t->plane.bias;
        for (uint64_t i = v->start[d]; i < v->start[d + 1]; i++)
            margin += t->plane.w[v->id[i]] *
                      (double)(v->value[i] * t->multiplier[v->id[i]]);
        *margin_of(c, d, m) = margin;
    }
}

static bool predict_document(const struct crossed *c, const struct task *t,
                             const struct kernel *kernel, size_t d, size_t m,
                             struct kernel_node *node)
{
    const struct vectors *v = c->v;
    size_t n = 0;

    for (uint64_t i = v->start[d]; i < v->start[d + 1]; i++)
        node[n++] = (struct kernel_node){
            v->id[i], (double)(v->value[i] * t->multiplier[v->id[i]])};
    if (!kernel_margins(kernel, node, n, margin_of(c, d, m)))
        return false;
    *margin_of(c, d, m) += t->support.bias;
    return true;
}

static bool predict_kernel(const struct crossed *c, const struct task *t,
                           size_t left_out, size_t m, struct tenor_error *err)
{
    const struct vectors *v = c->v;
    struct kernel_node *node = mem_resize(NULL, v->F, sizeof *node);
    struct support_pool pool = {0};
    struct kernel *kernel = NULL;
    bool ok = node && support_gather(&t->problem, &t->support, 1, &pool, err);

    ok = ok && kernel_new(&pool.parts, &kernel, err);
    for (size_t d = 0; ok && d < v->N; d++)
        if (c->fold[d] == left_out)
            ok = predict_document(c, t, kernel, d, m, node);
    kernel_free(kernel);
    support_pool_release(&pool);
    free(node);
    return ok || fail_memory(err, "a kernel");
}

static bool fit_fold(void *context, size_t job, struct tenor_error *err)
{
    const struct crossed *c = context;
    const size_t left_out = job / c->machines, m = job % c->machines;
    const bool linear = c->s->kernel.type == KERNEL_LINEAR;
    struct task t;

    bool ok = task_init(&t, c->v, c->s, c->fold, left_out, m, err);
    if (ok && linear) {
        ok = solve_linear(&t, fit_solver(c->v, c->s), err);
        if (ok)
            predict_linear(c, &t, left_out, m);
    } else if (ok) {
        ok = solve_kernel(&t, err) &&
             predict_kernel(c, &t, left_out, m, err);
    }
    task_release(&t);
    return ok;
}

bool fit_out_of_fold(const struct vectors *v, const struct train_settings *s,
                     const uint8_t *fold, unsigned folds, double *margin,
                     struct tenor_error *err)
{
    struct crossed c = {.v = v,
                        .s = s,
                        .fold = fold,
                        .machines = axis_machines(v->labels.n),
                        .margin = margin};

    if (!pool_run(s->threads, folds * c.machines, fit_fold, &c, err))
        return false;
    if (v->labels.n == 2)
        for (size_t d = 0; d < v->N; d++)
            margin[2 * d] = -margin[2 * d + 1];
    return true;
}

#include "train/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"
#include "train/pool.h"

#define TOLERANCE_LIBSVM 0.001
#define BIAS_FEATURE 1.0

enum solver_choice fit_solver(const struct train_settings *s)
{
    if (s->kernel.type != KERNEL_LINEAR)
        return SOLVER_LIBSVM;
    return s->solver == SOLVER_AUTO ? SOLVER_DUAL : s->solver;
}

/* Machines to fit: K - 1 thresholds between ordered labels, else one for two
 * labels or one a label. */
static size_t machines_of(const struct labelling *y,
                          const struct train_settings *s)
{
    return s->ordered ? y->K - 1 : axis_machines(y->K);
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

/* Whether machine m is to say yes to a label. */
static bool is_positive(const struct labelling *y,
                        const struct train_settings *s, size_t m,
                        uint32_t label)
{
    if (s->ordered)
        return label > m;
    return label == (y->K == 2 ? 1 : m);
}

static bool task_init(struct task *t, const struct vectors *v,
                      const struct labelling *y,
                      const struct train_settings *s, const uint8_t *fold,
                      size_t left_out, size_t machine, struct tenor_error *err)
{
    double weight[2] = {0.0, 0.0};
    size_t n = 0;

    *t = (struct task){0};
    t->document = mem_resize(NULL, v->N, sizeof *t->document);
    t->y = mem_resize(NULL, v->N, sizeof *t->y);
    t->multiplier = mem_resize(NULL, v->F, sizeof *t->multiplier);
    if (!t->document || !t->y || !t->multiplier)
        return fail_memory(err, "a training problem");
    for (size_t d = 0; d < v->N; d++) {
        if (fold && fold[d] == left_out)
            continue;
        const bool yes = is_positive(y, s, machine, y->label[d]);
        t->document[n] = (uint32_t)d;
        t->y[n++] = yes ? 1 : -1;
        weight[yes] += y->importance ? y->importance[d] : 1.0;
    }
    t->problem = (struct binary_problem){
        .vectors = v,
        .document = t->document,
        .n = n,
        .y = t->y,
        .multiplier = t->multiplier,
        .importance = y->importance,
        .C = s->C,
        .weight = {1.0, 1.0},
        .loss = s->loss,
        .tolerance = FIT_TOLERANCE,
        .bias_feature = BIAS_FEATURE,
        .kernel = s->kernel,
        .seed = s->seed,
    };
    for (size_t side = 0; weight[0] * weight[1] > 0.0 && side < 2; side++)
        t->problem.weight[side] =
            pow((weight[0] + weight[1]) / (2.0 * weight[side]), s->balance);
    return weighting_fill(s->weighting, s->character_weight, &t->problem,
                          t->multiplier, err);
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
    if (solver == SOLVER_DUAL)
        return solver_dual(&t->problem, &t->plane, err);
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

/* ---- ordered labels ------------------------------------------------------ */

/* Machine m says whether a label is above place m (Frank & Hall 2001). Its
 * margin is what label m + 1 has above label m: with a slope and offsets from
 * calibration this is an adjacent-categories logit model (Agresti 2010, section
 * 4.1) with a hyperplane for each step. The sum of all labels' margins is 0.
 *
 * From machine[0 .. K - 2], stride apart, to labels [0 .. K - 1]. */
static void add_steps(double *machine, size_t K, size_t stride)
{
    double sum = 0.0, mean = 0.0;

    for (size_t k = 0; k < K; k++) {
        const double step = k + 1 < K ? machine[k * stride] : 0.0;
        machine[k * stride] = sum;
        mean += sum / (double)K;
        sum += step;
    }
    for (size_t k = 0; k < K; k++)
        machine[k * stride] -= mean;
}

/* ---- all documents ------------------------------------------------------- */

struct whole {
    const struct vectors *v;
    const struct labelling *y;
    const struct train_settings *s;
    struct fitted *out;
    struct task *task; /* [machines] */
};

static bool fit_machine(void *context, size_t m, struct tenor_error *err)
{
    struct whole *w = context;
    struct task *t = &w->task[m];

    if (!task_init(t, w->v, w->y, w->s, NULL, 0, m, err))
        return false;
    if (w->s->kernel.type != KERNEL_LINEAR) {
        if (!solve_kernel(t, err))
            return false;
        w->out->bias[m] = t->support.bias;
        return true;
    }
    if (!solve_linear(t, fit_solver(w->s), err))
        return false;
    w->out->bias[m] = t->plane.bias;
    memcpy(w->out->w + m * w->v->F, t->plane.w, w->v->F * sizeof *t->plane.w);
    return true;
}

static bool gather(struct whole *w, size_t machines, struct tenor_error *err)
{
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

static void spread_weights(const struct vectors *v, size_t K,
                           struct fitted *out)
{
    add_steps(out->bias, K, 1);
    for (size_t f = 0; f < v->F; f++)
        add_steps(out->w + f, K, v->F);
}

bool fit_all(const struct vectors *v, const struct labelling *y,
             const struct train_settings *s, struct fitted *out,
             struct tenor_error *err)
{
    const bool linear = s->kernel.type == KERNEL_LINEAR;
    const size_t machines = machines_of(y, s);
    struct whole w = {.v = v, .y = y, .s = s, .out = out};
    bool ok = false;

    *out = (struct fitted){.machines = axis_machines(y->K)};
    w.task = mem_zero(machines, sizeof *w.task);
    out->bias = mem_zero(out->machines, sizeof *out->bias);
    if (linear)
        out->w = mem_zero(out->machines * v->F, sizeof *out->w);
    if (!w.task || !out->bias || (linear && !out->w)) {
        fail_memory(err, "weights");
        goto out;
    }
    ok = pool_run(s->threads, machines, fit_machine, &w, err) &&
         (linear || gather(&w, machines, err));
    if (ok && s->ordered && y->K > 2)
        spread_weights(v, y->K, out);
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

static double *margin_of(const struct crossing *c, size_t d, size_t m)
{
    const size_t K = c->y->K;

    return &c->margin[d * K + (K == 2 ? 1 : m)];
}

static void predict_linear(const struct crossing *c, const struct task *t,
                           size_t left_out, size_t m)
{
    const struct vectors *v = c->v;

    for (size_t d = 0; d < v->N; d++) {
        if (c->fold[d] != left_out)
            continue;
        double margin = t->plane.bias;
        for (uint64_t i = v->start[d]; i < v->start[d + 1]; i++)
            margin += t->plane.w[v->id[i]] * (double)v->value[i];
        *margin_of(c, d, m) = margin;
    }
}

static bool predict_document(const struct crossing *c, const struct task *t,
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

static bool predict_kernel(const struct crossing *c, const struct task *t,
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

static bool cross_linear(const struct crossing *c, struct task *t,
                         size_t left_out, size_t m, struct tenor_error *err)
{
    const size_t place = (left_out * machines_of(c->y, c->s) + m) * c->v->N;

    t->problem.tolerance = c->tolerance;
    t->problem.start = c->start ? c->start + place : NULL;
    t->problem.end = c->end ? c->end + place : NULL;
    if (!solve_linear(t, fit_solver(c->s), err))
        return false;
    predict_linear(c, t, left_out, m);
    return true;
}

/* The jobs of several crossings, one behind the other. */
struct crossings {
    const struct crossing *c;
    size_t n;
};

static size_t jobs_of(const struct crossing *c)
{
    return c->folds * machines_of(c->y, c->s);
}

static bool fit_fold(void *context, size_t job, struct tenor_error *err)
{
    const struct crossing *c = ((const struct crossings *)context)->c;
    struct task t;

    for (; job >= jobs_of(c); c++)
        job -= jobs_of(c);
    const size_t machines = machines_of(c->y, c->s);
    const size_t left_out = job / machines, m = job % machines;
    bool ok = task_init(&t, c->v, c->y, c->s, c->fold, left_out, m, err);
    if (ok && c->s->kernel.type == KERNEL_LINEAR)
        ok = cross_linear(c, &t, left_out, m, err);
    else if (ok)
        ok = solve_kernel(&t, err) && predict_kernel(c, &t, left_out, m, err);
    task_release(&t);
    return ok;
}

/* The margins of labels that have no machine of their own. */
static void complete_margins(const struct crossing *c)
{
    const size_t K = c->y->K;

    for (size_t d = 0; d < c->v->N; d++) {
        double *margin = c->margin + d * K;
        if (K == 2)
            margin[0] = -margin[1];
        else if (c->s->ordered)
            add_steps(margin, K, 1);
    }
}

size_t fit_alphas(const struct crossing *c)
{
    return jobs_of(c) * c->v->N;
}

bool fit_out_of_fold(const struct crossing *c, size_t n, size_t threads,
                     struct tenor_error *err)
{
    struct crossings all = {c, n};
    size_t jobs = 0;

    for (size_t i = 0; i < n; i++)
        jobs += jobs_of(&c[i]);
    if (!pool_run(threads, jobs, fit_fold, &all, err))
        return false;
    for (size_t i = 0; i < n; i++)
        complete_margins(&c[i]);
    return true;
}

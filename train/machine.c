#include "train/machine.h"

#include <math.h>
#include <stdlib.h>

#include "model/classifier.h"

#define TOLERANCE_LIBSVM 0.001

enum solver_choice machine_solver(const struct train_settings *s)
{
    if (s->kernel.type != KERNEL_LINEAR)
        return SOLVER_LIBSVM;
    return s->solver == SOLVER_AUTO ? SOLVER_DUAL : s->solver;
}

size_t machine_count(const struct labelling *y, const struct train_settings *s)
{
    return s->ordered ? y->K - 1 : axis_machines(y->K);
}

void machine_release(struct machine *m)
{
    free(m->document);
    free(m->y);
    free(m->multiplier);
    free(m->begin);
    free(m->plane.w);
    support_release(&m->support);
}

bool machine_positive(const struct labelling *y, const struct train_settings *s,
                      size_t number, uint32_t label)
{
    if (s->ordered)
        return label > number;
    return label == (y->K == 2 ? 1 : number);
}

void machine_balance(const struct train_settings *s, const double importance[2],
                     double weight[2])
{
    const bool both = importance[0] * importance[1] > 0.0;
    const double sum = importance[0] + importance[1];

    for (size_t side = 0; side < 2; side++)
        weight[side] =
            both ? pow(sum / (2.0 * importance[side]), s->balance) : 1.0;
}

bool machine_init(struct machine *m, const struct vectors *v,
                  const struct labelling *y, const struct train_settings *s,
                  const uint8_t *fold, size_t left_out, size_t number,
                  struct tenor_error *err)
{
    double weight[2] = {0.0, 0.0};
    size_t n = 0;

    *m = (struct machine){0};
    m->document = mem_resize(NULL, v->N, sizeof *m->document);
    m->y = mem_resize(NULL, v->N, sizeof *m->y);
    m->multiplier = mem_resize(NULL, v->F, sizeof *m->multiplier);
    if (!m->document || !m->y || !m->multiplier)
        return fail_memory(err, "a training problem");
    for (size_t d = 0; d < v->N; d++) {
        if (fold && (fold[d] == left_out || fold[d] == MACHINE_NO_FOLD))
            continue;
        const bool yes = machine_positive(y, s, number, y->label[d]);
        m->document[n] = (uint32_t)d;
        m->y[n++] = yes ? 1 : -1;
        weight[yes] += y->importance ? y->importance[d] : 1.0;
    }
    m->problem = (struct binary_problem){
        .vectors = v,
        .document = m->document,
        .n = n,
        .y = m->y,
        .multiplier = m->multiplier,
        .importance = y->importance,
        .C = s->C,
        .loss = s->loss,
        .tolerance = MACHINE_TOLERANCE,
        .bias_feature = MACHINE_BIAS,
        .kernel = s->kernel,
        .seed = s->seed,
    };
    machine_balance(s, weight, m->problem.weight);
    return weighting_fill(s->weighting, s->character_weight, &m->problem,
                          m->multiplier, err);
}

double machine_alpha(const struct binary_problem *p, size_t i, double margin)
{
    const double slack = 1.0 - p->y[i] * margin;
    const double c = p->C * p->weight[p->y[i] > 0] *
                     (p->importance ? p->importance[p->document[i]] : 1.0);

    if (!(slack > 0.0))
        return 0.0;
    return p->loss == LOSS_SQUARED ? 2.0 * c * slack : c;
}

/* The sums of the sides are to differ by the bias, and their sum to stay. */
void machine_keep_bias(const double sum[2], double bias, double factor[2])
{
    const double all = sum[0] + sum[1];
    const bool both = sum[0] > 0.0 && sum[1] > 0.0 && fabs(bias) < all;

    factor[0] = both ? (all - bias) / 2.0 / sum[0] : 1.0;
    factor[1] = both ? (all + bias) / 2.0 / sum[1] : 1.0;
}

static void keep_bias(const struct binary_problem *p, double bias, float *alpha)
{
    double sum[2] = {0.0, 0.0}, factor[2];

    for (size_t i = 0; i < p->n; i++)
        sum[p->y[i] > 0] += (double)alpha[p->document[i]];
    machine_keep_bias(sum, bias, factor);
    for (size_t i = 0; i < p->n; i++)
        alpha[p->document[i]] *= (float)factor[p->y[i] > 0];
}

bool machine_begin(struct machine *m, const struct machine_end *at,
                   struct tenor_error *err)
{
    const struct binary_problem *p = &m->problem;

    m->begin = mem_zero(p->vectors->N, sizeof *m->begin);
    if (!m->begin)
        return fail_memory(err, "a training problem");
    for (size_t i = 0; i < p->n; i++) {
        const uint32_t d = p->document[i];
        m->begin[d] = at->alpha
                          ? at->alpha[d]
                          : (float)machine_alpha(p, i, (double)at->margin[d]);
    }
    keep_bias(p, at->bias, m->begin);
    m->problem.start = m->begin;
    return true;
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

static bool solve_linear(struct machine *m, enum solver_choice solver,
                         struct tenor_error *err)
{
    m->plane.w = mem_zero(m->problem.vectors->F, sizeof *m->plane.w);
    if (!m->plane.w)
        return fail_memory(err, "weights");
    if (one_sided(&m->problem, &m->plane.bias))
        return true;
    if (solver == SOLVER_DUAL)
        return solver_dual(&m->problem, &m->plane, err);
    if (solver == SOLVER_LIBLINEAR)
        return solver_liblinear(&m->problem, &m->plane, err);
    m->problem.tolerance = TOLERANCE_LIBSVM;
    return solver_libsvm_linear(&m->problem, &m->plane, err);
}

static bool solve_kernel(struct machine *m, struct tenor_error *err)
{
    if (one_sided(&m->problem, &m->support.bias))
        return true;
    m->problem.tolerance = TOLERANCE_LIBSVM;
    return solver_libsvm(&m->problem, &m->support, err);
}

bool machine_solve(struct machine *m, const struct train_settings *s,
                   struct tenor_error *err)
{
    return s->kernel.type == KERNEL_LINEAR
               ? solve_linear(m, machine_solver(s), err)
               : solve_kernel(m, err);
}

void machine_add_steps(double *machine, size_t K, size_t stride)
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

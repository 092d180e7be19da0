#include "train/crossing.h"

#include <stdlib.h>

#include "train/pool.h"
#include "train/support.h"

static double *margin_of(const struct crossing *c, size_t d, size_t number)
{
    const size_t K = c->y->K;

    return &c->margin[d * K + (K == 2 ? 1 : number)];
}

static void predict_linear(const struct crossing *c, const struct machine *m,
                           size_t left_out, size_t number)
{
    const struct vectors *v = c->v;

    for (size_t d = 0; d < v->N; d++) {
        if (c->fold[d] != left_out)
            continue;
        double margin = m->plane.bias;
        if (m->problem.offset)
            margin += (double)m->problem.offset[d];
        for (uint64_t i = v->start[d]; i < v->start[d + 1]; i++)
            margin += m->plane.w[v->id[i]] * (double)v->value[i];
        *margin_of(c, d, number) = margin;
    }
}

static void predict_document(const struct crossing *c, const struct machine *m,
                             const struct kernel *kernel, size_t d,
                             size_t number, struct kernel_node *node)
{
    const struct vectors *v = c->v;
    size_t n = 0;

    for (uint64_t i = v->start[d]; i < v->start[d + 1]; i++)
        node[n++] = (struct kernel_node){
            v->id[i], (double)(v->value[i] * m->multiplier[v->id[i]])};
    kernel_margins(kernel, node, n, margin_of(c, d, number));
    *margin_of(c, d, number) += m->support.bias;
}

static bool predict_kernel(const struct crossing *c, const struct machine *m,
                           size_t left_out, size_t number,
                           struct tenor_error *err)
{
    const struct vectors *v = c->v;
    struct kernel_node *node = mem_resize(NULL, v->F, sizeof *node);
    struct support_pool pool = {0};
    bool ok = node && support_gather(&m->problem, &m->support, 1, &pool, err);

    for (size_t d = 0; ok && d < v->N; d++)
        if (c->fold[d] == left_out)
            predict_document(c, m, &pool.parts, d, number, node);
    support_pool_release(&pool);
    free(node);
    return ok || fail_memory(err, "a kernel");
}

static bool cross_linear(const struct crossing *c, struct machine *m,
                         size_t left_out, size_t number,
                         struct tenor_error *err)
{
    const size_t place =
        (left_out * machine_count(c->y, c->s) + number) * c->v->N;

    m->problem.tolerance = c->tolerance;
    m->problem.offset = c->offset ? c->offset + number * c->v->N : NULL;
    m->problem.start = c->start ? c->start + place : NULL;
    m->problem.end = c->end ? c->end + place : NULL;
    if (c->begin && !machine_begin(m, &c->begin[number], err))
        return false;
    if (!machine_solve(m, c->s, err))
        return false;
    predict_linear(c, m, left_out, number);
    return true;
}

size_t crossing_jobs(const struct crossing *c)
{
    return c->folds * machine_count(c->y, c->s);
}

bool crossing_job(const struct crossing *c, size_t job, struct tenor_error *err)
{
    const size_t machines = machine_count(c->y, c->s);
    const size_t left_out = job / machines, number = job % machines;
    struct machine m;
    bool ok =
        machine_init(&m, c->v, c->y, c->s, c->fold, left_out, number, err);

    if (ok && c->s->kernel.type == KERNEL_LINEAR)
        ok = cross_linear(c, &m, left_out, number, err);
    else if (ok)
        ok = machine_solve(&m, c->s, err) &&
             predict_kernel(c, &m, left_out, number, err);
    machine_release(&m);
    return ok;
}

/* The margins of labels that have no machine of their own. */
void crossing_finish(const struct crossing *c)
{
    const size_t K = c->y->K;

    for (size_t d = 0; d < c->v->N; d++) {
        double *margin = c->margin + d * K;
        if (K == 2)
            margin[0] = -margin[1];
        else if (c->s->ordered)
            machine_add_steps(margin, K, 1);
    }
}

size_t crossing_alphas(const struct crossing *c)
{
    return crossing_jobs(c) * c->v->N;
}

/* ---- several ------------------------------------------------------------- */

static bool run_job(void *context, size_t job, struct tenor_error *err)
{
    const struct crossing *c = context;

    for (; job >= crossing_jobs(c); c++)
        job -= crossing_jobs(c);
    return crossing_job(c, job, err);
}

bool crossing_run(const struct crossing *c, size_t n, size_t threads,
                  struct tenor_error *err)
{
    size_t jobs = 0;

    for (size_t i = 0; i < n; i++) {
        jobs += crossing_jobs(&c[i]);
        threads = memory_threads(&c[i].s->memory, c[i].v->F * MACHINE_FEATURE,
                                 threads);
    }
    if (!pool_run(threads, jobs, run_job, (void *)(uintptr_t)c, err))
        return false;
    for (size_t i = 0; i < n; i++)
        crossing_finish(&c[i]);
    return true;
}

#include "train/fit.h"

#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"
#include "train/pool.h"

bool fit_job(const struct fit_jobs *f, size_t number, struct tenor_error *err)
{
    struct machine *m = &f->machine[number];
    const size_t F = f->v->F, N = f->v->N;

    if (!machine_init(m, f->v, f->y, f->s, NULL, 0, number, err) ||
        (f->begin && !machine_begin(m, &f->begin[number], err)))
        return false;
    m->problem.offset = f->offset ? f->offset + number * N : NULL;
    m->problem.end = f->alpha ? f->alpha + number * N : NULL;
    if (!machine_solve(m, f->s, err))
        return false;
    f->out->bias[number] = m->plane.w ? m->plane.bias : m->support.bias;
    if (!m->plane.w)
        return true; /* support vectors are gathered from all machines */
    memcpy(f->out->w + number * F, m->plane.w, F * sizeof *m->plane.w);
    machine_release(m);
    *m = (struct machine){0};
    return true;
}

static bool gather(const struct fit_jobs *f, struct tenor_error *err)
{
    struct support *all = mem_resize(NULL, f->machines, sizeof *all);

    if (!all)
        return fail_memory(err, "support vectors");
    for (size_t m = 0; m < f->machines; m++)
        all[m] = f->machine[m].support;
    bool ok = support_gather(&f->machine[0].problem, all, f->machines,
                             &f->out->pool, err);
    free(all);
    return ok;
}

static void spread_weights(const struct vectors *v, size_t K,
                           struct fitted *out)
{
    machine_add_steps(out->bias, K, 1);
    for (size_t f = 0; f < v->F; f++)
        machine_add_steps(out->w + f, K, v->F);
}

bool fit_begin(struct fit_jobs *f, const struct vectors *v,
               const struct labelling *y, const struct train_settings *s,
               struct fitted *out, struct tenor_error *err)
{
    const bool linear = s->kernel.type == KERNEL_LINEAR;
    const size_t machines = machine_count(y, s);

    *f = (struct fit_jobs){.v = v, .y = y, .s = s, .out = out};
    *out = (struct fitted){.machines = axis_machines(y->K)};
    f->machine = mem_zero(machines, sizeof *f->machine);
    out->bias = mem_zero(out->machines, sizeof *out->bias);
    if (linear)
        out->w = mem_zero(out->machines * v->F, sizeof *out->w);
    f->machines = f->machine ? machines : 0;
    return (f->machine && out->bias && (!linear || out->w)) ||
           fail_memory(err, "weights");
}

bool fit_end(struct fit_jobs *f, bool ok, struct tenor_error *err)
{
    const bool linear = f->s->kernel.type == KERNEL_LINEAR;

    ok = ok && (linear || gather(f, err));
    if (ok && f->s->ordered && f->y->K > 2)
        spread_weights(f->v, f->y->K, f->out);
    for (size_t m = 0; m < f->machines; m++)
        machine_release(&f->machine[m]);
    free(f->machine);
    f->machine = NULL;
    if (!ok)
        fitted_release(f->out);
    return ok;
}

static bool run_job(void *context, size_t number, struct tenor_error *err)
{
    return fit_job(context, number, err);
}

bool fit_all(const struct vectors *v, const struct labelling *y,
             const struct train_settings *s, struct fitted *out,
             struct tenor_error *err)
{
    struct fit_jobs f;
    const bool ok = fit_begin(&f, v, y, s, out, err) &&
                    pool_run(s->threads, machine_count(y, s), run_job, &f, err);

    return fit_end(&f, ok, err);
}

void fitted_release(struct fitted *f)
{
    free(f->bias);
    free(f->w);
    support_pool_release(&f->pool);
    *f = (struct fitted){0};
}

#include "train/fit.h"

#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"
#include "train/pool.h"

struct whole {
    const struct vectors *v;
    const struct labelling *y;
    const struct train_settings *s;
    struct fitted *out;
    struct machine *machine; /* [machines] */
};

static bool fit_machine(void *context, size_t number, struct tenor_error *err)
{
    struct whole *w = context;
    struct machine *m = &w->machine[number];
    const size_t F = w->v->F;

    if (!machine_init(m, w->v, w->y, w->s, NULL, 0, number, err) ||
        !machine_solve(m, w->s, err))
        return false;
    w->out->bias[number] = m->plane.w ? m->plane.bias : m->support.bias;
    if (m->plane.w)
        memcpy(w->out->w + number * F, m->plane.w, F * sizeof *m->plane.w);
    return true;
}

static bool gather(struct whole *w, size_t machines, struct tenor_error *err)
{
    struct support *all = mem_resize(NULL, machines, sizeof *all);

    if (!all)
        return fail_memory(err, "support vectors");
    for (size_t m = 0; m < machines; m++)
        all[m] = w->machine[m].support;
    bool ok = support_gather(&w->machine[0].problem, all, machines,
                             &w->out->pool, err);
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

bool fit_all(const struct vectors *v, const struct labelling *y,
             const struct train_settings *s, struct fitted *out,
             struct tenor_error *err)
{
    const bool linear = s->kernel.type == KERNEL_LINEAR;
    const size_t machines = machine_count(y, s);
    struct whole w = {.v = v, .y = y, .s = s, .out = out};
    bool ok = false;

    *out = (struct fitted){.machines = axis_machines(y->K)};
    w.machine = mem_zero(machines, sizeof *w.machine);
    out->bias = mem_zero(out->machines, sizeof *out->bias);
    if (linear)
        out->w = mem_zero(out->machines * v->F, sizeof *out->w);
    if (!w.machine || !out->bias || (linear && !out->w)) {
        fail_memory(err, "weights");
        goto out;
    }
    ok = pool_run(s->threads, machines, fit_machine, &w, err) &&
         (linear || gather(&w, machines, err));
    if (ok && s->ordered && y->K > 2)
        spread_weights(v, y->K, out);
out:
    for (size_t m = 0; w.machine && m < machines; m++)
        machine_release(&w.machine[m]);
    free(w.machine);
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

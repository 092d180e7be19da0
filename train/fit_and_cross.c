#include "train/fit_and_cross.h"

#include <stdlib.h>

#include "train/abreast.h"
#include "train/crossing.h"
#include "train/pool.h"

/* Two kinds of jobs in one pool, so that none waits for the other: machines
 * that see all documents, which take longest, and those of the folds. */
struct both {
    const struct fit_and_cross *of;
    struct fit_jobs fit;
    struct crossing crossing;
    struct abreast abreast; /* instead of crossing, where it fits */
    size_t threads;
};

static bool run_job(void *context, size_t job, struct tenor_error *err)
{
    const struct both *b = context;

    if (job < b->fit.machines)
        return fit_job(&b->fit, job, err);
    return crossing_job(&b->crossing, job - b->fit.machines, err);
}

static bool run_fold(void *context, size_t job, struct tenor_error *err)
{
    const struct both *b = context;

    return crossing_job(&b->crossing, job, err);
}

static bool run_abreast(void *context, size_t job, struct tenor_error *err)
{
    const struct both *b = context;

    return abreast_job(&b->abreast, job, err);
}

/* ---- three ways ---------------------------------------------------------- */

static bool from_nothing(struct both *b, struct tenor_error *err)
{
    return pool_run(b->threads, b->fit.machines + crossing_jobs(&b->crossing),
                    run_job, b, err);
}

static bool run_folds(struct both *b, struct tenor_error *err)
{
    return pool_run(b->threads, crossing_jobs(&b->crossing), run_fold, b, err);
}

static bool run_folds_abreast(struct both *b, struct tenor_error *err)
{
    const size_t threads = memory_threads(
        &b->of->t->settings.memory, abreast_bytes(&b->abreast), b->threads);

    b->of->without->made = true;
    return pool_run(threads, abreast_jobs(&b->abreast), run_abreast, b, err);
}

/* All documents first, and from where these machines end to the folds. */
static bool from_earlier(struct both *b, struct tenor_error *err)
{
    const size_t machines = b->fit.machines, N = b->crossing.v->N;
    float *alpha = mem_zero(machines * N, sizeof *alpha);
    struct machine_end *end = mem_zero(machines, sizeof *end);
    bool ok = (alpha && end) || fail_memory(err, "cross-validation");

    b->fit.begin = b->of->earlier->end;
    b->fit.alpha = alpha;
    b->crossing.begin = b->abreast.begin = end;
    b->crossing.tolerance = MACHINE_TOLERANCE_NEAR;
    ok = ok && pool_run(b->threads, machines, run_job, b, err);
    for (size_t m = 0; ok && m < machines; m++)
        end[m] = (struct machine_end){.alpha = alpha + m * N,
                                      .bias = b->fit.out->bias[m]};
    ok = ok && (abreast_fits(&b->abreast) ? run_folds_abreast(b, err)
                                          : run_folds(b, err));
    free(alpha);
    free(end);
    return ok;
}

/* An earlier model that saw all documents, and others. */
static bool forgetting(struct both *b, struct tenor_error *err)
{
    const struct fit_and_cross *f = b->of;

    if (f->r->settled)
        return earlier_planes(f->r, f->t, f->axis, b->fit.out, err) &&
               run_folds(b, err);
    b->fit.begin = f->earlier->end;
    return from_nothing(b, err);
}

bool fit_and_cross(const struct fit_and_cross *f, double *margin,
                   struct fitted *out, struct tenor_error *err)
{
    const struct trained *t = f->t;
    const struct train_settings *s = &t->settings;
    const struct labelling y = trained_labelling(t, f->axis);
    struct both b = {.of = f,
                     .crossing = {.v = &t->vectors,
                                  .y = &y,
                                  .s = s,
                                  .fold = f->fold,
                                  .folds = s->folds,
                                  .tolerance = MACHINE_TOLERANCE,
                                  .margin = margin},
                     .abreast = {.v = &t->vectors,
                                 .y = &y,
                                 .s = s,
                                 .fold = f->fold,
                                 .folds = s->folds,
                                 .again = f->without->folds,
                                 .old = f->without->old,
                                 .margin = margin,
                                 .margin_again = f->without->margin},
                     .threads = memory_threads(&s->memory,
                                               t->vectors.F * MACHINE_FEATURE,
                                               s->threads)};
    bool ok = fit_begin(&b.fit, &t->vectors, &y, s, out, err);

    if (f->r->prior)
        b.crossing.offset = b.fit.offset = f->earlier->margin;
    if (!f->earlier->end || f->r->prior)
        ok = ok && from_nothing(&b, err);
    else if (f->r->earlier_corpora == f->r->corpora)
        ok = ok && forgetting(&b, err);
    else
        ok = ok && from_earlier(&b, err);
    if (!fit_end(&b.fit, ok, err))
        return false;
    crossing_finish(&b.crossing);
    return true;
}

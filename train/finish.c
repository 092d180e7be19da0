#include "train/finish.h"

#include <stdlib.h>
#include <string.h>

#include "train/conformal.h"
#include "train/crossing.h"
#include "train/decision.h"
#include "train/judging.h"
#include "train/pool.h"

/* Two kinds of jobs in one pool, so that none waits for the other: machines
 * that see all documents, which take longest, and those of the folds. */
struct both {
    struct fit_jobs fit;
    struct crossing crossing;
};

static bool run_job(void *context, size_t job, struct tenor_error *err)
{
    const struct both *b = context;

    if (job < b->fit.machines)
        return fit_job(&b->fit, job, err);
    return crossing_job(&b->crossing, job - b->fit.machines, err);
}

static bool run_folds(void *context, size_t job, struct tenor_error *err)
{
    const struct both *b = context;

    return crossing_job(&b->crossing, job, err);
}

/* The range of gradients at which machines of folds stop that begin near their
 * minimum: they are for calibration and figures alone, and most documents are
 * much nearer than the ones at the ends of the range. A model that forgets is
 * to be as one that was trained from nothing, and waits for MACHINE_TOLERANCE.
 */
#define FOLD_TOLERANCE (3.0 * MACHINE_TOLERANCE)

/* From an earlier model to the machines of all documents, and from where these
 * end to those of the folds. */
static bool run_in_turn(struct both *b, const struct earlier *earlier,
                        double tolerance, size_t threads,
                        struct tenor_error *err)
{
    const size_t machines = b->fit.machines, N = b->crossing.v->N;
    float *alpha = mem_zero(machines * N, sizeof *alpha);
    struct machine_end *end = mem_zero(machines, sizeof *end);
    bool ok = (alpha && end) || fail_memory(err, "cross-validation");

    b->fit.begin = earlier->end;
    b->fit.alpha = alpha;
    b->crossing.begin = end;
    b->crossing.tolerance = tolerance;
    ok = ok && pool_run(threads, machines, run_job, b, err);
    for (size_t m = 0; ok && m < machines; m++)
        end[m] = (struct machine_end){.alpha = alpha + m * N,
                                      .bias = b->fit.out->bias[m]};
    ok =
        ok && pool_run(threads, crossing_jobs(&b->crossing), run_folds, b, err);
    free(alpha);
    free(end);
    return ok;
}

/* The machines of all documents are where an earlier model has them. Those of
 * the folds begin at 0, so that calibration is that of training from nothing.
 */
static bool keep_planes(const struct train_request *r, const struct trained *t,
                        size_t axis, struct both *b, size_t threads,
                        struct tenor_error *err)
{
    return earlier_planes(r, t, axis, b->fit.out, err) &&
           pool_run(threads, crossing_jobs(&b->crossing), run_folds, b, err);
}

/* Fit an axis, and get margins of it that no machine saw its own document
 * for. */
static bool fit_and_cross(const struct train_request *r,
                          const struct trained *t, size_t axis,
                          const struct labelling *y, const uint8_t *fold,
                          const struct earlier *earlier, double *margin,
                          struct fitted *out, struct tenor_error *err)
{
    const bool prior = r->prior;
    struct both b = {.crossing = {.v = &t->vectors,
                                  .y = y,
                                  .s = &t->settings,
                                  .fold = fold,
                                  .folds = t->settings.folds,
                                  .tolerance = MACHINE_TOLERANCE,
                                  .margin = margin}};
    const size_t threads =
        memory_threads(&t->settings.memory, t->vectors.F * MACHINE_FEATURE,
                       t->settings.threads);
    bool ok = fit_begin(&b.fit, &t->vectors, y, &t->settings, out, err);

    if (prior)
        b.crossing.offset = b.fit.offset = earlier->margin;
    if (earlier->end && r->settled)
        ok = ok && keep_planes(r, t, axis, &b, threads, err);
    else if (earlier->end && !prior)
        ok = ok &&
             run_in_turn(&b, earlier,
                         r->earlier_corpora < r->corpora ? FOLD_TOLERANCE
                                                         : MACHINE_TOLERANCE,
                         threads, err);
    else
        ok =
            ok && pool_run(threads, b.fit.machines + crossing_jobs(&b.crossing),
                           run_job, &b, err);
    if (!fit_end(&b.fit, ok, err))
        return false;
    crossing_finish(&b.crossing);
    return true;
}

/* Multiply the scales of the calibration into the weights. */
static void scale_weights(struct fitted *f, size_t F, const double *scale)
{
    for (size_t m = 0; f->machines > 1 && m < f->machines; m++) {
        f->bias[m] *= scale[m];
        for (size_t i = 0; f->w && i < F; i++)
            f->w[m * F + i] *= scale[m];
        for (size_t i = 0; !f->w && i < f->pool.parts.vectors; i++)
            f->pool.coef[m * f->pool.parts.vectors + i] *= scale[m];
    }
}

/* Keep the surest failures among documents that may be quoted. */
static void note_failures(const struct trained *t, const struct prediction *p,
                          struct trained_axis *a)
{
    size_t d = 0;

    for (size_t s = 0; s < t->sources; s++)
        for (size_t end = d + t->source[s].documents; d < end; d++) {
            size_t at = a->failures;
            if (!t->source[s].quotable || p[d].guess == p[d].label)
                continue;
            while (at > 0 && a->failure[at - 1].p < p[d].p)
                at--;
            if (at == FAILURES)
                continue;
            a->failures += a->failures < FAILURES;
            for (size_t i = a->failures - 1; i > at; i--)
                a->failure[i] = a->failure[i - 1];
            a->failure[at] = (struct failure){(uint32_t)d, p[d].guess, p[d].p};
        }
}

static bool keep_scales(struct trained_axis *a, const double *scale)
{
    const size_t K = a->labels.n;

    if (K == 2)
        return true;
    a->scale = mem_resize(NULL, K, sizeof *scale);
    if (a->scale)
        memcpy(a->scale, scale, K * sizeof *scale);
    return a->scale != NULL;
}

/* From margins out of fold to calibration, thresholds and figures. */
static bool decide(struct trained *t, struct trained_axis *a,
                   const struct labelling *y, bool prior, double *margin,
                   double *scale, struct prediction *guess,
                   struct tenor_error *err)
{
    const struct sample s = {t->documents.N, y->K, margin, y->label};
    struct decision d = {.calibration = {.kind = CALIBRATION_OFFSETS,
                                         .scale = scale,
                                         .offset = a->offset,
                                         .weight = y->importance,
                                         .threads = t->settings.threads}};
    struct metrics ignored;

    if (!decision_fit(&s, !t->settings.ordered && !prior,
                      &t->settings.criterion, t->criterion_label, &d, &ignored,
                      err))
        return false;
    metrics_release(&ignored);
    a->calibration = d.calibration.kind;
    a->slope = d.calibration.slope;
    a->shift = d.shift;
    return decision_apply(&s, &d.calibration, guess, err) &&
           conformal_fit(margin, y->label, s.N, s.K, a->slope, a->offset,
                         a->conformal, err) &&
           metrics_measure(guess, s.N, s.K, METRICS_SAMPLES, t->settings.seed,
                           &a->metrics, err) &&
           confusion_count(guess, t->documents.weight, s.N, s.K, &a->confusion,
                           err);
}

static bool finish_axis(const struct train_request *r, struct trained *t,
                        size_t axis, const uint8_t *fold, double *margin,
                        double *scale, struct prediction *guess,
                        struct tenor_error *err)
{
    struct earlier earlier;
    struct trained_axis *a = &t->axis[axis];
    const struct labelling y = trained_labelling(t, axis);

    if (!earlier_margins(r, t, axis, &earlier, err))
        return false;
    const bool ok = fit_and_cross(r, t, axis, &y, fold, &earlier, margin,
                                  &a->fitted, err) &&
                    decide(t, a, &y, r->prior, margin, scale, guess, err) &&
                    judging_run(r, t, axis, fold, &earlier, guess, err);
    earlier_release(&earlier);
    if (!ok)
        return false;
    note_failures(t, guess, a);
    if (!keep_scales(a, scale))
        return fail_memory(err, "calibration");
    scale_weights(&a->fitted, t->vectors.F, scale);
    return true;
}

/* The weights of word vectors become those of words. */
static bool fold_words(struct trained *t, struct tenor_error *err)
{
    struct fitted **f = mem_resize(NULL, t->axes, sizeof(*f));

    for (size_t a = 0; f && a < t->axes; a++)
        f[a] = &t->axis[a].fitted;
    const bool ok =
        f ? embedding_fold(&t->embedding, &t->vectors, f, t->axes, err)
          : fail_memory(err, "word vectors");
    free(f);
    return ok;
}

bool finish_axes(const struct train_request *r, struct trained *t,
                 struct tenor_error *err)
{
    const size_t N = t->documents.N;
    size_t K = 0;

    for (size_t a = 0; a < t->axes; a++)
        K = t->axis[a].labels.n > K ? t->axis[a].labels.n : K;
    uint8_t *fold = mem_zero(N, sizeof *fold);
    double *margin = mem_zero(N * K, sizeof *margin);
    double *scale = mem_zero(K, sizeof *scale);
    struct prediction *guess = mem_resize(NULL, N, sizeof *guess);
    bool ok = (fold && margin && scale && guess) ||
              fail_memory(err, "cross-validation");

    ok = ok && trained_folds(t, t->settings.seed, fold, err);
    for (size_t a = 0; ok && a < t->axes; a++)
        ok = finish_axis(r, t, a, fold, margin, scale, guess, err);
    ok = ok && fold_words(t, err);
    free(fold);
    free(margin);
    free(scale);
    free(guess);
    return ok;
}

#include "train/finish.h"

#include <stdlib.h>
#include <string.h>

#include "train/conformal.h"
#include "train/decision.h"
#include "train/fit_and_cross.h"

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
    struct judging_margins without;
    struct trained_axis *a = &t->axis[axis];
    const struct labelling y = trained_labelling(t, axis);

    if (!earlier_margins(r, t, axis, &earlier, err))
        return false;
    const struct fit_and_cross f = {r, t, axis, fold, &earlier, &without};
    const bool ok =
        judging_begin(r, t, axis, &without, err) &&
        fit_and_cross(&f, margin, &a->fitted, err) &&
        decide(t, a, &y, r->prior, margin, scale, guess, err) &&
        sketching_margins(t, axis, margin, guess, err) &&
        judging_run(r, t, axis, fold, &earlier, &without, guess, err);
    judging_release(&without);
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

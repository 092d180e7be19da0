#include "train/unseen.h"

#include <math.h>
#include <stdlib.h>

#include "train/crossing.h"

/* Add a share of softmax(slope scale margin + offset). margin is lost. */
static void add_softmax(const struct calibration *c, double *margin, size_t K,
                        double share, double *p)
{
    double most = -HUGE_VAL, sum = 0.0;

    for (size_t k = 0; k < K; k++) {
        margin[k] = c->slope * c->scale[k] * margin[k] + c->offset[k];
        most = fmax(most, margin[k]);
    }
    for (size_t k = 0; k < K; k++)
        sum += margin[k] = exp(margin[k] - most);
    for (size_t k = 0; k < K; k++)
        p[k] += share * margin[k] / sum;
}

bool unseen_add(const struct trained *t, const struct vectors *v, size_t axis,
                const uint8_t *fold, double share, double *p,
                struct tenor_error *err)
{
    const struct labelling y = trained_labelling(t, axis);
    const size_t N = t->documents.N, K = y.K;
    double *margin = mem_zero(N * K, sizeof *margin);
    struct calibration c = {.kind = CALIBRATION_OFFSETS,
                            .scale = mem_zero(K, sizeof *c.scale),
                            .offset = mem_zero(K, sizeof *c.offset),
                            .weight = y.importance};
    const struct crossing crossing = {.v = v,
                                      .y = &y,
                                      .s = &t->settings,
                                      .fold = fold,
                                      .folds = t->settings.folds,
                                      .tolerance = MACHINE_TOLERANCE,
                                      .margin = margin};
    bool ok =
        (margin && c.scale && c.offset) || fail_memory(err, "cross-validation");

    ok = ok && crossing_run(&crossing, 1, t->settings.threads, err) &&
         calibrate_fit(margin, y.label, N, K, &c, err);
    for (size_t i = 0; ok && i < N; i++)
        add_softmax(&c, margin + i * K, K, share, p + i * K);
    free(margin);
    free(c.scale);
    free(c.offset);
    return ok;
}

bool unseen_probabilities(const struct trained *t, size_t axis, size_t repeats,
                          double *p, struct tenor_error *err)
{
    const size_t N = t->documents.N, K = t->axis[axis].labels.n;
    uint8_t *fold = mem_zero(N, sizeof *fold);
    bool ok = fold || fail_memory(err, "cross-validation");

    for (size_t i = 0; ok && i < N * K; i++)
        p[i] = 0.0;
    for (size_t r = 0; ok && r < repeats; r++)
        ok = trained_folds(t, t->settings.seed + r, fold, err) &&
             unseen_add(t, &t->vectors, axis, fold, 1.0 / (double)repeats, p,
                        err);
    free(fold);
    return ok;
}

#include "train/decision.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"

#define SHIFTS 5 /* 0, 1/4, 1/2, 3/4, 1 */

/* A larger shift must be better by this much. */
#define GAIN_MIN 0.0005

/* And from so many documents on it must not cost the honesty of the
 * probabilities: with fewer the error cannot be told from noise. */
#define ECE_MAX 0.02
#define ECE_DOCUMENTS 4000

/* Everything a trial of a shift needs. */
struct shifting {
    const struct sample *s;
    const struct criterion *criterion;
    size_t criterion_label;
    const double *weight;     /* [N] of documents, or NULL */
    double *share;            /* [K] ln of the share of a label */
    double *unit;             /* [K] scales of the second fit: all 1 */
    double *offset;           /* [K] before the second fit */
    double *extra;            /* [K] offsets of the second fit: all 0 */
    double *shifted;          /* [N][K] margins of the second fit */
    double *best;             /* [K] offsets */
    struct prediction *guess; /* [N] */
};

bool decision_apply(const struct sample *s, const struct calibration *c,
                    struct prediction *guess, struct tenor_error *err)
{
    double *p = mem_resize(NULL, s->K, sizeof *p);

    if (!p)
        return fail_memory(err, "probabilities");
    for (size_t i = 0; i < s->N; i++) {
        calibrated(s->K, c->slope, c->offset, s->margin + i * s->K, p);
        const size_t k = arg_max(p, s->K);
        guess[i] = (struct prediction){s->label[i], (uint32_t)k, p[k]};
    }
    free(p);
    return true;
}

static bool shifting_init(struct shifting *h, struct tenor_error *err)
{
    const size_t N = h->s->N, K = h->s->K;

    h->share = mem_zero(5 * K, sizeof *h->share);
    h->shifted = mem_resize(NULL, N * K, sizeof *h->shifted);
    h->guess = mem_resize(NULL, N, sizeof *h->guess);
    if (!h->share || !h->shifted || !h->guess)
        return fail_memory(err, "a decision");
    h->unit = h->share + K;
    h->offset = h->unit + K;
    h->extra = h->offset + K;
    h->best = h->extra + K;
    double total = (double)K;
    for (size_t i = 0; i < N; i++) {
        const double weight = h->weight ? h->weight[i] : 1.0;
        h->share[h->s->label[i]] += weight;
        total += weight;
    }
    for (size_t k = 0; k < K; k++)
        h->share[k] = log((h->share[k] + 1.0) / total);
    return true;
}

static void shifting_release(struct shifting *h)
{
    free(h->share);
    free(h->shifted);
    free(h->guess);
}

/* Shift the offsets in h->offset and fit the slope anew. */
static bool shift(struct shifting *h, double by, double *slope, double *offset,
                  struct tenor_error *err)
{
    const size_t N = h->s->N, K = h->s->K;
    struct calibration again = {
        .kind = CALIBRATION_TEMPERATURE, .scale = h->unit, .offset = h->extra,
        .weight = h->weight};

    for (size_t k = 0; k < K; k++)
        offset[k] = h->offset[k] - by * h->share[k];
    for (size_t i = 0; i < N * K; i++)
        h->shifted[i] = *slope * h->s->margin[i] + offset[i % K];
    if (!calibrate_fit(h->shifted, h->s->label, N, K, &again, err))
        return false;
    *slope *= again.slope;
    for (size_t k = 0; k < K; k++)
        offset[k] *= again.slope;
    return true;
}

static bool measure(struct shifting *h, const struct calibration *c,
                    double *worth, struct metrics *m, struct tenor_error *err)
{
    if (!decision_apply(h->s, c, h->guess, err) ||
        !metrics_measure(h->guess, h->s->N, h->s->K, 0, 0, m, err))
        return false;
    *worth = criterion_worth(h->criterion, h->criterion_label, m);
    return true;
}

static bool is_honest(const struct metrics *m)
{
    return m->documents < ECE_DOCUMENTS || m->ece.value <= ECE_MAX;
}

static bool try_shifts(struct shifting *h, struct decision *d, double most,
                       struct metrics *m, struct tenor_error *err)
{
    const size_t bytes = h->s->K * sizeof *h->offset;
    const double slope = d->calibration.slope;
    double best_slope = slope;

    memcpy(h->offset, d->calibration.offset, bytes);
    memcpy(h->best, h->offset, bytes);
    for (int i = 1; i < SHIFTS; i++) {
        const double by = (double)i / (SHIFTS - 1);
        struct metrics tried;
        double worth;
        d->calibration.slope = slope;
        if (!shift(h, by, &d->calibration.slope, d->calibration.offset, err) ||
            !measure(h, &d->calibration, &worth, &tried, err))
            return false;
        if (worth > most + GAIN_MIN && is_honest(&tried)) {
            most = worth;
            d->shift = by;
            best_slope = d->calibration.slope;
            memcpy(h->best, d->calibration.offset, bytes);
            metrics_release(m);
            *m = tried;
        } else {
            metrics_release(&tried);
        }
    }
    d->calibration.slope = best_slope;
    memcpy(d->calibration.offset, h->best, bytes);
    return true;
}

static void scale_margins(const struct sample *s, const double *scale)
{
    for (size_t i = 0; i < s->N * s->K; i++)
        s->margin[i] *= scale[i % s->K];
}

bool decision_fit(const struct sample *s, bool choose,
                  const struct criterion *criterion, size_t label,
                  struct decision *d, struct metrics *m,
                  struct tenor_error *err)
{
    struct shifting h = {.s = s,
                         .criterion = criterion,
                         .criterion_label = label,
                         .weight = d->calibration.weight};
    double worth;

    d->shift = 0.0;
    *m = (struct metrics){0};
    if (!(choose ? calibrate_choose : calibrate_fit)(
            s->margin, s->label, s->N, s->K, &d->calibration, err))
        return false;
    scale_margins(s, d->calibration.scale);
    bool ok =
        shifting_init(&h, err) && measure(&h, &d->calibration, &worth, m, err);
    if (ok && criterion->kind != CRITERION_ACCURACY)
        ok = try_shifts(&h, d, worth, m, err);
    shifting_release(&h);
    if (!ok)
        metrics_release(m);
    return ok;
}

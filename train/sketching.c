#include "train/sketching.h"

#include <math.h>
#include <stdlib.h>

#include "train/distribution.h"
#include "train/train.h"

/* ---- labels -------------------------------------------------------------- */

static bool make_room(struct sketching *s, size_t K)
{
    const size_t steps = sketch_distributions(K) * SKETCH_STEPS;

    sketching_release(s);
    s->distributions = sketch_distributions(K);
    s->given = mem_zero(K, sizeof *s->given);
    s->edge = mem_zero(steps, sizeof *s->edge);
    s->below = mem_zero(steps, sizeof *s->below);
    return s->given && s->edge && s->below;
}

static void sum_up(const struct trained *t, const struct prediction *guess,
                   struct sketching *s)
{
    const struct documents *d = &t->documents;
    double all = 0.0, squares = 0.0;

    s->is.documents = (double)d->N;
    for (size_t i = 0; i < d->N; i++) {
        const double w = d->weight[i];
        all += w;
        squares += w * w;
        s->given[guess[i].guess] += w;
        s->is.sure += w * guess[i].p;
        s->is.accuracy += guess[i].guess == guess[i].label ? w : 0.0;
    }
    s->is.effective = all * all / squares;
    s->is.sure = fmin(s->is.sure / all, 1.0);
    s->is.accuracy = fmin(s->is.accuracy / all, 1.0);
}

static void describe(struct sketching *s, size_t distribution,
                     struct weighed *all, size_t n)
{
    distribution_describe(all, n, s->edge + distribution * SKETCH_STEPS,
                          s->below + distribution * SKETCH_STEPS);
}

/* Probabilities of a label. */
static void take_label(const struct trained *t, const struct trained_axis *a,
                       size_t label, const double *margin, double *p,
                       struct weighed *all)
{
    const size_t K = a->labels.n;

    for (size_t i = 0; i < t->documents.N; i++) {
        calibrated(K, a->slope, a->offset, margin + i * K, p);
        all[i] =
            (struct weighed){(float)p[label], (float)t->documents.weight[i]};
    }
}

bool sketching_margins(struct trained *t, size_t axis, const double *margin,
                       const struct prediction *guess, struct tenor_error *err)
{
    struct trained_axis *a = &t->axis[axis];
    struct sketching *s = &a->sketching;
    const size_t N = t->documents.N, K = a->labels.n;
    struct weighed *all = mem_resize(NULL, N, sizeof *all);
    double *p = mem_zero(K, sizeof *p), sum = 0.0;
    const bool ok =
        (make_room(s, K) && all && p) || fail_memory(err, "a sketch");

    if (ok) {
        sum_up(t, guess, s);
        for (size_t k = 0; k < K; k++)
            sum += s->given[k];
        for (size_t k = 0; k < K; k++)
            s->given[k] = fmin(s->given[k] / sum, 1.0);
        for (size_t i = 0; i < N; i++)
            all[i] = (struct weighed){(float)guess[i].p,
                                      (float)t->documents.weight[i]};
        describe(s, SKETCH_SURE, all, N);
        for (size_t d = SKETCH_LABEL; d < s->distributions; d++) {
            take_label(t, a, sketch_label(K, d), margin, p, all);
            describe(s, d, all, N);
        }
    }
    free(all);
    free(p);
    return ok;
}

/* ---- its life ------------------------------------------------------------ */

void sketching_release(struct sketching *s)
{
    free(s->given);
    free(s->edge);
    free(s->below);
    free(s->feature);
    free(s->rate);
    free(s->names.data);
    *s = (struct sketching){0};
}

struct sketch sketching_sketch(const struct sketching *s)
{
    return s->complete ? (struct sketch){.is = &s->is,
                                         .given = s->given,
                                         .feature = s->feature,
                                         .words = s->words,
                                         .distributions = s->distributions,
                                         .edge = s->edge,
                                         .below = s->below,
                                         .rate = s->rate,
                                         .names = {s->names.data, s->names.len}}
                       : (struct sketch){0};
}

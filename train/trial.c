#include "train/trial.h"

#include <stdlib.h>
#include <string.h>

#include "train/pool.h"

struct trying {
    const struct ground *g;
    struct candidate *c; /* [n] */
    size_t n;
    const struct candidate *from;
    size_t build_threads;
};

/* Near enough to the minimum to compare settings. */
#define TOLERANCE (3.0 * MACHINE_TOLERANCE)

/* Warm starts hold so many numbers for a candidate at most. */
#define ALPHAS_MAX 50000000

/* ---- vectors ------------------------------------------------------------- */

static bool same_view(const struct train_settings *a,
                      const struct train_settings *b)
{
    return memcmp(&a->features, &b->features, sizeof a->features) == 0 &&
           a->min_df == b->min_df;
}

static void leave(struct shared_vectors *s)
{
    if (!s || --s->users)
        return;
    vectors_release(&s->vectors);
    free(s);
}

/* Vectors of an earlier candidate where they fit, else new ones to be built. */
static bool find_vectors(const struct trying *t, size_t i)
{
    struct candidate *c = &t->c[i];

    if (t->from && same_view(&t->from->settings, &c->settings))
        c->shared = t->from->shared;
    for (size_t j = 0; j < i && !c->shared; j++)
        if (same_view(&t->c[j].settings, &c->settings))
            c->shared = t->c[j].shared;
    if (!c->shared)
        c->shared = mem_zero(1, sizeof *c->shared);
    if (c->shared)
        c->shared->users++;
    return c->shared != NULL;
}

static bool build(void *context, size_t i, struct tenor_error *err)
{
    const struct trying *t = context;
    const struct ground *g = t->g;
    struct candidate *c = &t->c[i];
    const struct view view = {c->settings.features, g->stops,
                              c->settings.min_df, g->embedding,
                              g->opinion};

    for (size_t j = 0; j < i; j++)
        if (t->c[j].shared == c->shared)
            return true; /* built by the other job */
    if (c->shared->vectors.start)
        return true; /* built before */
    return vectors_build(&c->shared->vectors, g->documents, g->which, g->N,
                         &view, t->build_threads, err);
}

/* Vectors are built side by side, each with one thread, or one by one. */
static bool build_all(struct trying *t, size_t threads, struct tenor_error *err)
{
    for (size_t i = 0; i < t->n; i++)
        if (!find_vectors(t, i))
            return fail_memory(err, "vectors");
    t->build_threads = t->n == 1 ? threads : 1;
    return pool_run(threads, t->n, build, t, err);
}

static bool has_features(const struct candidate *c)
{
    return c->shared->vectors.F > 0;
}

/* ---- margins ------------------------------------------------------------- */

static struct crossing crossing_of(const struct trying *t, size_t i, size_t a)
{
    const struct ground *g = t->g;
    struct candidate *c = &t->c[i];

    return (struct crossing){
        .v = &c->shared->vectors,
        .y = &g->y[a],
        .s = &c->settings,
        .fold = g->fold,
        .folds = g->folds,
        .tolerance = TOLERANCE,
        .margin = c->margin[a],
        .start = t->from ? t->from->alpha[a] : NULL,
        .end = c->alpha[a],
    };
}

static bool make_room(const struct trying *t, size_t i)
{
    const struct ground *g = t->g;
    struct candidate *c = &t->c[i];

    c->axes = g->axes;
    c->margin = mem_zero(g->axes, sizeof *c->margin);
    c->alpha = mem_zero(g->axes, sizeof *c->alpha);
    if (!c->margin || !c->alpha)
        return false;
    for (size_t a = 0; a < g->axes; a++) {
        const struct crossing x = crossing_of(t, i, a);
        const bool warm = c->settings.kernel.type == KERNEL_LINEAR &&
                          crossing_alphas(&x) <= ALPHAS_MAX;
        c->margin[a] = mem_zero(g->N * g->y[a].K, sizeof **c->margin);
        if (warm)
            c->alpha[a] = mem_zero(crossing_alphas(&x), sizeof **c->alpha);
        if (!c->margin[a] || (warm && !c->alpha[a]))
            return false;
    }
    return true;
}

static bool cross_all(const struct trying *t, size_t threads,
                      struct tenor_error *err)
{
    const size_t axes = t->g->axes;
    struct crossing *x = mem_resize(NULL, t->n * axes, sizeof *x);
    size_t crossings = 0;
    bool ok = x != NULL;

    for (size_t i = 0; ok && i < t->n; i++) {
        ok = make_room(t, i);
        for (size_t a = 0; ok && has_features(&t->c[i]) && a < axes; a++)
            x[crossings++] = crossing_of(t, i, a);
    }
    ok = ok ? crossing_run(x, crossings, threads, err)
            : fail_memory(err, "cross-validation");
    free(x);
    return ok;
}

/* ---- worth --------------------------------------------------------------- */

bool trial_sample(const struct ground *g, const struct candidate *c,
                  size_t axis, struct sample *out, uint32_t **label,
                  struct tenor_error *err)
{
    const struct labelling *y = &g->y[axis];

    *out = (struct sample){.K = y->K};
    out->margin = mem_resize(NULL, g->N * y->K, sizeof *out->margin);
    *label = mem_resize(NULL, g->N, sizeof **label);
    if (!out->margin || !*label) {
        free(out->margin);
        free(*label);
        return fail_memory(err, "margins");
    }
    for (size_t d = 0; d < g->N; d++) {
        if (g->fold[d] >= g->folds)
            continue;
        memcpy(out->margin + out->N * y->K, c->margin[axis] + d * y->K,
               y->K * sizeof *out->margin);
        (*label)[out->N++] = y->label[d];
    }
    out->label = *label;
    return true;
}

/* Add what an axis is worth, in the mean over the axes. */
static bool add_worth(const struct ground *g, struct candidate *c, size_t axis,
                      struct tenor_error *err)
{
    const size_t K = g->y[axis].K;
    double *memory = mem_zero(2 * K, sizeof *memory);
    struct decision d = {.calibration = {.kind = c->settings.ordered
                                                     ? CALIBRATION_OFFSETS
                                                     : CALIBRATION_VECTOR,
                                         .scale = memory,
                                         .offset = memory + K}};
    struct sample s = {0};
    uint32_t *label = NULL;
    struct metrics m;

    if (!memory)
        return fail_memory(err, "calibration");
    bool ok = trial_sample(g, c, axis, &s, &label, err);
    if (ok) {
        ok = decision_fit(&s, false, &c->settings.criterion, g->criterion_label,
                          &d, &m, err);
        free(s.margin);
        free(label);
    }
    free(memory);
    if (!ok)
        return false;
    c->accuracy += m.accuracy.value / (double)g->axes;
    c->macro_f1 += m.macro_f1.value / (double)g->axes;
    c->worth +=
        criterion_worth(&c->settings.criterion, g->criterion_label, &m) /
        (double)g->axes;
    metrics_release(&m);
    return true;
}

static bool judge(void *context, size_t i, struct tenor_error *err)
{
    const struct trying *t = context;

    if (!has_features(&t->c[i])) {
        t->c[i].worth = TRIAL_WORTHLESS;
        return true;
    }
    for (size_t a = 0; a < t->g->axes; a++)
        if (!add_worth(t->g, &t->c[i], a, err))
            return false;
    return true;
}

/* ---- all of it ----------------------------------------------------------- */

bool trial_run(const struct ground *g, struct candidate *c, size_t n,
               const struct candidate *from, size_t threads,
               struct tenor_error *err)
{
    struct trying t = {.g = g, .c = c, .n = n, .from = from};

    return build_all(&t, threads, err) && cross_all(&t, threads, err) &&
           pool_run(threads, n, judge, &t, err);
}

void candidate_release(struct candidate *c)
{
    for (size_t a = 0; a < c->axes; a++) {
        if (c->margin)
            free(c->margin[a]);
        if (c->alpha)
            free(c->alpha[a]);
    }
    free(c->margin);
    free(c->alpha);
    leave(c->shared);
    *c = (struct candidate){0};
}

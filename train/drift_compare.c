/* From sums to effects and their probabilities. */
#include "train/drift_parts.h"

#include <math.h>
#include <stdlib.h>

static const struct {
    const char *name, *saying;
} kinds[] = {
#define X(name, text, limit, saying) {text, saying},
    DRIFT_KINDS_LIST(X)
#undef X
};

const char *drift_name(enum drift_kind kind)
{
    return kinds[kind].name;
}

const char *drift_saying(enum drift_kind kind)
{
    return kinds[kind].saying;
}

static struct interval around(double value, double error)
{
    return (struct interval){value, fmax(0.0, value - 1.96 * error),
                             fmin(1.0, value + 1.96 * error)};
}

/* A check of a share that must not grow. */
static void set_share(struct drift_check *c, double then, double then_wide,
                      double now, double now_wide)
{
    const double error = hypot(then_wide, now_wide);

    c->known = true;
    c->then = then;
    c->now = around(now, now_wide);
    c->effect = now - then;
    c->p = error > 0.0       ? shift_normal(c->effect / error)
           : c->effect > 0.0 ? 0.0
                             : 1.0;
}

/* ---- the checks ---------------------------------------------------------- */

static void check_unknown(const struct drift_side *then,
                          const struct drift_side *now, struct drift_check *c)
{
    double wide, now_wide;
    const double before = drift_unknown(then, &wide);
    const double after = drift_unknown(now, &now_wide);

    if (!isnan(before) && !isnan(after))
        set_share(c, before, wide, after, now_wide);
}

/* A share of texts, without clusters: by what both have in common, and two
 * more. */
static void check_texts(struct drift_rate then, struct drift_rate now,
                        struct drift_check *c)
{
    const double part = now.value * now.n, all = then.n + now.n + 2.0;
    const double both = (then.value * then.n + part + 1.0) / all;

    set_share(c, then.value, 0.0, now.value,
              sqrt(both * (1.0 - both) * (1.0 / then.n + 1.0 / now.n)));
    c->now = interval_wilson(part, now.n);
}

static void check_refused(const struct drift_side *then,
                          const struct drift_side *now, struct drift_check *c)
{
    check_texts(drift_refused(then), drift_refused(now), c);
}

static void check_accuracy(const struct drift_side *then,
                           const struct drift_side *now, struct drift_check *c)
{
    const struct drift_rate before = drift_wrong(then);
    const struct drift_rate after = drift_wrong(now);

    if (!(before.n > 0.0 && after.n > 0.0))
        return;
    check_texts(before, after, c);
    c->then = 1.0 - before.value;
    c->now = interval_wilson((1.0 - after.value) * after.n, after.n);
}

static void check_shares(const struct drift_side *then,
                         const struct drift_side *now, struct drift_check *c)
{
    const double m = drift_units_given(then), n = drift_units_given(now);
    double square = 0.0;
    size_t labels = 0;

    c->effect = 0.0;
    for (size_t k = 0; k < now->axis->labels; k++) {
        const double before = drift_given(then, k), after = drift_given(now, k);
        const double both = (before * m + after * n) / (m + n);
        c->effect += fabs(after - before) / 2.0;
        if (!(both > 0.0))
            continue;
        labels++;
        square += (after - before) * (after - before) / both;
    }
    c->known = true;
    c->p = labels < 2 ? 1.0
                      : shift_chi_square(square * n * m / (n + m), labels - 1);
}

/* The share of those then up to an edge with some slack: the least that it may
 * be below the edge, the most above it. */
static double share_then(const struct drift_side *then, size_t distribution,
                         size_t step, double slack)
{
    const float *edge = then->axis->sketch.edge + distribution * SKETCH_STEPS;
    const double to = (double)edge[step] + slack;
    size_t i = step;

    while (slack < 0.0 && (double)edge[i] > to)
        if (i-- == 0)
            return 0.0;
    while (slack > 0.0 && (double)edge[i] < to)
        if (++i == SKETCH_STEPS)
            return 1.0;
    return drift_below(then, distribution, i);
}

/* The largest distance of distributions, where a value that has moved by less
 * than the slack, or a quarter of their range, has not moved. */
static double distance(const struct drift_side *then,
                       const struct drift_side *now, size_t distribution,
                       double slack)
{
    const float *edge = now->axis->sketch.edge + distribution * SKETCH_STEPS;
    const double range = (double)edge[SKETCH_STEPS - 1] - (double)edge[0];
    double most = 0.0;

    slack = fmin(slack, range / 4.0);
    for (size_t i = 0; i < SKETCH_STEPS; i++) {
        if (i + 1 < SKETCH_STEPS && edge[i + 1] == edge[i])
            continue; /* equal edges: what is there counts at the first */
        const double share = drift_below(now, distribution, i);
        most = fmax(most, share - share_then(then, distribution, i, slack));
        most = fmax(most, share_then(then, distribution, i, -slack) - share);
    }
    return most;
}

static double chance_of(const struct drift_side *then,
                        const struct drift_side *now, size_t distribution,
                        double far)
{
    return shift_kolmogorov(far, drift_units_of(now, distribution),
                            drift_units_of(then, distribution));
}

/* Calibration is worked out anew for the model that scores: probabilities that
 * differ by less from those of its training are alike. A baseline is scored by
 * the same model. */
#define SLACK 0.01

static void check_margins(const struct drift_side *then,
                          const struct drift_side *now, struct drift_check *c)
{
    const size_t D = now->axis->sketch.distributions;
    size_t first = D > SKETCH_LABEL ? (size_t)SKETCH_LABEL : SKETCH_SURE;
    const size_t end = D > SKETCH_LABEL ? D : first + 1;
    const double n = (double)(end - first);

    c->known = true;
    c->effect = 0.0;
    c->p = 1.0;
    for (; first < end; first++) {
        const double far = distance(then, now, first, then->sums ? 0.0 : SLACK);
        c->effect = fmax(c->effect, far);
        c->p = fmin(c->p, n * chance_of(then, now, first, far));
    }
}

static void check_lengths(const struct drift_side *then,
                          const struct drift_side *now, struct drift_check *c)
{
    c->known = true;
    c->effect = distance(then, now, SKETCH_WORDS_OF, 0.0);
    c->p = chance_of(then, now, SKETCH_WORDS_OF, c->effect);
}

#define UNSURE 0.1 /* of those then */

static size_t unsure_step(const struct drift_side *then)
{
    size_t step = 0;

    if (then->sums && !(then->sums->units.x > 0.0))
        return 0;
    while (step + 1 < SKETCH_STEPS &&
           drift_below(then, SKETCH_SURE, step) < UNSURE)
        step++;
    return step;
}

double drift_unsure(const struct drift_side *then)
{
    return (double)
        then->axis->sketch.edge[SKETCH_SURE * SKETCH_STEPS + unsure_step(then)];
}

static void check_unsure(const struct drift_side *then,
                         const struct drift_side *now, struct drift_check *c)
{
    const size_t step = unsure_step(then);
    const double before = drift_below(then, SKETCH_SURE, step);
    const double after = drift_below(now, SKETCH_SURE, step);
    const double p = before * (1.0 - before), q = after * (1.0 - after);

    set_share(c, before, sqrt(p / drift_units_of(then, SKETCH_SURE)), after,
              sqrt(fmax(p, q) / drift_units_of(now, SKETCH_SURE)));
}

/* ---- all of it ----------------------------------------------------------- */

typedef void check_function(const struct drift_side *then,
                            const struct drift_side *now,
                            struct drift_check *c);

/* Which need units; the others need texts alone. */
static const struct {
    check_function *run;
    bool units;
} checks[DRIFT_KINDS] = {
    [DRIFT_UNKNOWN] = {check_unknown, false},
    [DRIFT_WORDS] = {drift_check_words, true},
    [DRIFT_REFUSED] = {check_refused, false},
    [DRIFT_SHARES] = {check_shares, true},
    [DRIFT_MARGINS] = {check_margins, true},
    [DRIFT_UNSURE] = {check_unsure, true},
    [DRIFT_LENGTHS] = {check_lengths, true},
    [DRIFT_ACCURACY] = {check_accuracy, false},
};

/* Whether a side has anything of a kind. */
static bool has(const struct drift_side *s, size_t kind)
{
    const struct drift_sums *d = s->sums;

    return !d || (d->texts > 0 && (!checks[kind].units || d->units.x > 0.0) &&
                  (kind != DRIFT_WORDS || d->word));
}

/* And enough of it. */
static bool has_enough(const struct drift_side *s, size_t kind)
{
    return drift_is_enough(s, checks[kind].units) &&
           (kind != DRIFT_ACCURACY || !s->sums ||
            s->sums->labelled >= DRIFT_LEAST);
}

void drift_compare(const struct drift_side *then, const struct drift_side *now,
                   const double *limit, struct drift_check *check)
{
    for (size_t i = 0; i < DRIFT_KINDS; i++) {
        struct drift_check *c = &check[i];
        *c = (struct drift_check){
            .then = NAN, .now = {NAN, NAN, NAN}, .limit = limit[i], .p = 1.0};
        if (!has(then, i) || !has(now, i))
            continue;
        checks[i].run(then, now, c);
        c->tested = c->known && has_enough(then, i) && has_enough(now, i);
    }
}

bool drift_decide(struct drift_check *check, size_t n, double alpha)
{
    double *p = mem_resize(NULL, n, sizeof *p);
    size_t tested = 0;

    if (!p)
        return false;
    for (size_t i = 0; i < n; i++)
        if (check[i].tested)
            p[tested++] = check[i].p;
    if (!shift_holm(p, tested)) {
        free(p);
        return false;
    }
    tested = 0;
    for (size_t i = 0; i < n; i++) {
        if (!check[i].tested)
            continue;
        check[i].p = p[tested++];
        check[i].alarm = check[i].p < alpha && check[i].effect > check[i].limit;
    }
    free(p);
    return true;
}

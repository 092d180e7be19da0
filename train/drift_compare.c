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

/* That of a distribution, by the numbers of its steps. */
static double effect_of(const struct drift_sums *d, size_t distribution)
{
    const struct shift_ratio r = drift_ratio(d, &d->step[distribution]);
    const double mean = shift_value(&r);
    const double variance = d->square[distribution] / d->units.x - mean * mean;

    return drift_design(shift_error(&r), variance / d->units.x);
}

/* Units at or below the edge of a step. */
static double share_below(const struct drift_sums *d, size_t distribution,
                          size_t step)
{
    const uint64_t *count = d->count + distribution * (SKETCH_STEPS + 1);
    uint64_t n = 0;

    for (size_t i = 0; i <= step; i++)
        n += count[i];
    return (double)n / d->units.x;
}

/* The error of a share of the training, whose documents were weighted. */
static double then_error(const struct axis *a, double share)
{
    return sqrt(share * (1.0 - share) / a->sketch.is->effective);
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

/* Errors are not below those of words apart, of which one more is unknown. */
static void check_unknown(const struct axis *a, const struct drift_sums *d,
                          struct drift_check *c)
{
    const double p = (d->unknown.y + 1.0) / (d->unknown.x + 2.0);
    const double least = sqrt(p * (1.0 - p) / (d->unknown.x + 2.0));

    if (!(d->unknown.x > 0.0))
        return;
    set_share(c, a->sketch.is->unknown, a->sketch.is->unknown_error,
              shift_value(&d->unknown), fmax(least, shift_error(&d->unknown)));
}

/* A share of texts, of m of the training, without clusters: by what both have
 * in common. */
static void check_texts(double then, double m, double part, double whole,
                        struct drift_check *c)
{
    const double now = part / whole;
    const double both = (then * m + part + 1.0) / (m + whole + 2.0);
    const double error = sqrt(both * (1.0 - both) * (1.0 / m + 1.0 / whole));

    set_share(c, then, 0.0, now, error);
    c->now = interval_wilson(part, whole);
}

static void check_refused(const struct axis *a, const struct drift_sums *d,
                          struct drift_check *c)
{
    check_texts(a->sketch.is->refused, a->sketch.is->read, (double)d->refused,
                (double)d->texts, c);
}

static void check_accuracy(const struct axis *a, const struct drift_sums *d,
                           struct drift_check *c)
{
    const double n = (double)d->labelled;

    if (d->labelled == 0)
        return;
    check_texts(1.0 - a->sketch.is->accuracy, a->sketch.is->effective,
                n - (double)d->right, n, c);
    c->then = a->sketch.is->accuracy;
    c->now = interval_wilson((double)d->right, n);
}

static void check_shares(const struct axis *a, const struct drift_sums *d,
                         struct drift_check *c)
{
    const double m = a->sketch.is->effective, n = d->units.x;
    double square = 0.0, variance = 0.0, plain = 0.0;
    size_t labels = 0;

    c->effect = 0.0;
    for (size_t k = 0; k < a->labels; k++) {
        const struct shift_ratio r = drift_ratio(d, &d->given[k]);
        const double then = a->sketch.given[k], now = shift_value(&r);
        const double both = (then * m + now * n) / (m + n);
        c->effect += fabs(now - then) / 2.0;
        if (!(both > 0.0))
            continue;
        labels++;
        square += (now - then) * (now - then) / both * (n * m / (n + m));
        variance += shift_error(&r) * shift_error(&r) / both;
        plain += now * (1.0 - now) / n / both;
    }
    c->known = true;
    c->p = labels < 2
               ? 1.0
               : shift_chi_square(
                     square / (plain > 0.0 ? fmax(1.0, variance / plain) : 1.0),
                     labels - 1);
}

static double distance(const struct axis *a, const struct drift_sums *d,
                       size_t distribution)
{
    const float *below = a->sketch.below + distribution * SKETCH_STEPS;
    const uint64_t *count = d->count + distribution * (SKETCH_STEPS + 1);
    const float *edge = a->sketch.edge + distribution * SKETCH_STEPS;
    uint64_t n = 0;
    double most = 0.0;

    for (size_t i = 0; i < SKETCH_STEPS; i++) {
        n += count[i];
        if (i + 1 < SKETCH_STEPS && edge[i + 1] == edge[i])
            continue; /* equal edges: what is there counts at the first */
        most = fmax(most, fabs((double)n / d->units.x - (double)below[i]));
    }
    return most;
}

static double chance_of(const struct axis *a, const struct drift_sums *d,
                        size_t distribution, double far)
{
    const struct sketch_numbers *is = a->sketch.is;

    return shift_kolmogorov(far, d->units.x / effect_of(d, distribution),
                            distribution == SKETCH_WORDS_OF ? is->read
                                                            : is->effective);
}

static void check_margins(const struct axis *a, const struct drift_sums *d,
                          struct drift_check *c)
{
    const size_t D = a->sketch.distributions;
    size_t first = D > SKETCH_LABEL ? (size_t)SKETCH_LABEL : SKETCH_SURE;
    const size_t end = D > SKETCH_LABEL ? D : first + 1;
    const double n = (double)(end - first);

    c->known = true;
    c->effect = 0.0;
    c->p = 1.0;
    for (; first < end; first++) {
        const double far = distance(a, d, first);
        c->effect = fmax(c->effect, far);
        c->p = fmin(c->p, n * chance_of(a, d, first, far));
    }
}

static void check_lengths(const struct axis *a, const struct drift_sums *d,
                          struct drift_check *c)
{
    c->known = true;
    c->effect = distance(a, d, SKETCH_WORDS_OF);
    c->p = chance_of(a, d, SKETCH_WORDS_OF, c->effect);
}

#define UNSURE 0.1 /* of the training */

static size_t unsure_step(const struct axis *a)
{
    const float *below = a->sketch.below + SKETCH_SURE * SKETCH_STEPS;
    size_t step = 0;

    while (step + 1 < SKETCH_STEPS && (double)below[step] < UNSURE)
        step++;
    return step;
}

double drift_unsure(const struct axis *a)
{
    return (double)a->sketch.edge[SKETCH_SURE * SKETCH_STEPS + unsure_step(a)];
}

static void check_unsure(const struct axis *a, const struct drift_sums *d,
                         struct drift_check *c)
{
    const float *below = a->sketch.below + SKETCH_SURE * SKETCH_STEPS;
    const size_t step = unsure_step(a);
    const double then = (double)below[step];
    const double now = share_below(d, SKETCH_SURE, step);
    const double units = d->units.x / effect_of(d, SKETCH_SURE);
    const double q = fmax(now * (1.0 - now), then * (1.0 - then));
    set_share(c, then, then_error(a, then), now, sqrt(q / units));
}

/* ---- all of it ----------------------------------------------------------- */

typedef void check_function(const struct axis *a, const struct drift_sums *d,
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

void drift_compare(const struct axis *a, const struct drift_sums *d,
                   const double *limit, struct drift_check *check)
{
    for (size_t i = 0; i < DRIFT_KINDS; i++) {
        check[i] = (struct drift_check){
            .then = NAN, .now = {NAN, NAN, NAN}, .limit = limit[i], .p = 1.0};
        if (d->texts == 0 || (checks[i].units && !(d->units.x > 0.0)) ||
            (i == DRIFT_WORDS && !d->word))
            continue;
        checks[i].run(a, d, &check[i]);
        check[i].tested =
            check[i].known && d->texts >= DRIFT_LEAST &&
            (!checks[i].units || d->units.clusters >= DRIFT_LEAST) &&
            (i != DRIFT_ACCURACY || d->labelled >= DRIFT_LEAST);
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

/* ---- figures beside the checks ------------------------------------------- */

struct interval drift_share(const struct drift_sums *d, size_t label)
{
    const struct shift_ratio r = drift_ratio(d, &d->given[label]);
    const double share = shift_value(&r), n = d->units.x;

    if (!(n > 0.0))
        return (struct interval){0.0, 0.0, 1.0};
    const double plain = share * (1.0 - share) / n;
    const double apart =
        n /
        (d->units.clusters > 1.0 ? drift_design(shift_error(&r), plain) : n);
    struct interval i = interval_wilson(share * apart, apart);
    i.value = share;
    return i;
}

#define GROUPS 16

double drift_psi(const struct axis *a, const struct drift_sums *d,
                 size_t distribution)
{
    const float *below = a->sketch.below + distribution * SKETCH_STEPS;
    const size_t each = SKETCH_STEPS / GROUPS;
    const double m = distribution == SKETCH_WORDS_OF ? a->sketch.is->read
                                                     : a->sketch.is->effective;
    const double n = d->units.x;
    double sum = 0.0, before = 0.0, passed = 0.0;

    for (size_t i = each - 1; i < SKETCH_STEPS; i += each) {
        const bool last = i + 1 == SKETCH_STEPS;
        const double then = last ? 1.0 : (double)below[i];
        const double now = last ? 1.0 : share_below(d, distribution, i);
        const double p = ((then - before) * m + 0.5) / (m + GROUPS / 2.0);
        const double q = ((now - passed) * n + 0.5) / (n + GROUPS / 2.0);
        sum += (q - p) * log(q / p);
        before = then;
        passed = now;
    }
    return sum;
}

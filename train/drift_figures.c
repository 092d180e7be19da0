/* Figures beside the checks. */
#include "train/drift_parts.h"

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

static double units_of(const struct drift_side *s)
{
    return s->sums ? s->sums->units.x : s->axis->sketch.is->effective;
}

double drift_psi(const struct drift_side *then, const struct drift_side *now,
                 size_t distribution)
{
    const size_t each = SKETCH_STEPS / GROUPS;
    const double m = units_of(then), n = units_of(now);
    double sum = 0.0, before = 0.0, passed = 0.0;

    if (!(m > 0.0 && n > 0.0))
        return NAN;
    for (size_t i = each - 1; i < SKETCH_STEPS; i += each) {
        const bool last = i + 1 == SKETCH_STEPS;
        const double below = last ? 1.0 : drift_below(then, distribution, i);
        const double to = last ? 1.0 : drift_below(now, distribution, i);
        const double p = ((below - before) * m + 0.5) / (m + GROUPS / 2.0);
        const double q = ((to - passed) * n + 0.5) / (n + GROUPS / 2.0);
        sum += (q - p) * log(q / p);
        before = below;
        passed = to;
    }
    return sum;
}

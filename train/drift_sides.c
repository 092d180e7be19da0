/* What a sketch and what sums say of the same things. */
#include "train/drift_parts.h"

static const struct sketch_numbers *sketch_of(const struct drift_side *s)
{
    return s->axis->sketch.is;
}

bool drift_is_enough(const struct drift_side *s, bool units)
{
    const struct drift_sums *d = s->sums;

    return !d || (d->texts >= DRIFT_LEAST &&
                  (!units || d->units.clusters >= DRIFT_LEAST));
}

/* ---- texts --------------------------------------------------------------- */

double drift_texts(const struct drift_side *s)
{
    return s->sums ? (double)s->sums->texts : sketch_of(s)->documents;
}

/* Errors are not below those of words apart, of which one more is unknown. */
double drift_unknown(const struct drift_side *s, double *error)
{
    const struct drift_sums *d = s->sums;

    *error = sketch_of(s)->unknown_error;
    if (!d)
        return sketch_of(s)->unknown;
    if (!(d->unknown.x > 0.0))
        return NAN;
    const double p = (d->unknown.y + 1.0) / (d->unknown.x + 2.0);
    const double least = sqrt(p * (1.0 - p) / (d->unknown.x + 2.0));
    *error = fmax(least, shift_error(&d->unknown));
    return shift_value(&d->unknown);
}

static struct drift_rate rate_of(uint64_t part, uint64_t whole)
{
    return (struct drift_rate){whole ? (double)part / (double)whole : 0.0,
                               (double)whole};
}

struct drift_rate drift_refused(const struct drift_side *s)
{
    return s->sums ? rate_of(s->sums->refused, s->sums->texts)
                   : (struct drift_rate){sketch_of(s)->refused,
                                         sketch_of(s)->read};
}

struct drift_rate drift_wrong(const struct drift_side *s)
{
    const struct drift_sums *d = s->sums;

    return d ? rate_of(d->labelled - d->right, d->labelled)
             : (struct drift_rate){1.0 - sketch_of(s)->accuracy,
                                   sketch_of(s)->effective};
}

/* ---- units --------------------------------------------------------------- */

double drift_sure(const struct drift_side *s)
{
    return !s->sums                 ? sketch_of(s)->sure
           : s->sums->units.x > 0.0 ? shift_value(&s->sums->sure)
                                    : NAN;
}

double drift_given(const struct drift_side *s, size_t label)
{
    if (!s->sums)
        return s->axis->sketch.given[label];
    const struct shift_ratio r = drift_ratio(s->sums, &s->sums->given[label]);
    return r.x > 0.0 ? shift_value(&r) : NAN;
}

/* Rao & Scott (1981), first order: by the mean of the design effects. */
double drift_units_given(const struct drift_side *s)
{
    const struct drift_sums *d = s->sums;
    double variance = 0.0, plain = 0.0;

    if (!d)
        return sketch_of(s)->effective;
    for (size_t k = 0; k < s->axis->labels; k++) {
        const struct shift_ratio r = drift_ratio(d, &d->given[k]);
        const double share = shift_value(&r);
        if (!(share > 0.0))
            continue;
        variance += shift_error(&r) * shift_error(&r) / share;
        plain += (1.0 - share) / d->units.x;
    }
    return d->units.x / drift_design(sqrt(variance), plain);
}

/* By the numbers of its steps. */
double drift_units_of(const struct drift_side *s, size_t distribution)
{
    const struct drift_sums *d = s->sums;

    if (!d)
        return distribution == SKETCH_WORDS_OF ? sketch_of(s)->read
                                               : sketch_of(s)->effective;
    const struct shift_ratio r = drift_ratio(d, &d->step[distribution]);
    const double mean = shift_value(&r);
    const double variance = d->square[distribution] / d->units.x - mean * mean;
    return d->units.x / drift_design(shift_error(&r), variance / d->units.x);
}

struct drift_rate drift_word_rate(const struct drift_side *s, size_t word)
{
    const struct drift_sums *d = s->sums;

    if (!d)
        return (struct drift_rate){sketch_rate(s->axis->sketch.rate[word]),
                                   sketch_of(s)->effective};
    const struct shift_ratio r = drift_ratio(d, &d->word[word]);
    const double rate = shift_value(&r), n = d->units.x;
    return (struct drift_rate){
        rate, n / drift_design(shift_error(&r), rate * (1.0 - rate) / n)};
}

double drift_below(const struct drift_side *s, size_t distribution, size_t step)
{
    const struct drift_sums *d = s->sums;
    uint64_t n = 0;

    if (!d)
        return (double)
            s->axis->sketch.below[distribution * SKETCH_STEPS + step];
    for (size_t i = 0; i <= step; i++)
        n += d->count[distribution * (SKETCH_STEPS + 1) + i];
    return (double)n / d->units.x;
}

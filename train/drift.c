#include "train/drift.h"

#include <stdlib.h>

bool drift_init(struct drift_sums *d, const struct axis *a, bool words)
{
    const size_t D = a->sketch.distributions;

    *d = (struct drift_sums){0};
    d->given = mem_zero(a->labels, sizeof *d->given);
    d->tally = mem_zero(a->labels, sizeof *d->tally);
    d->word = words ? mem_zero(a->sketch.words, sizeof *d->word) : NULL;
    d->step = mem_zero(D, sizeof *d->step);
    d->square = mem_zero(D, sizeof *d->square);
    d->count = mem_zero(D * (SKETCH_STEPS + 1), sizeof *d->count);
    return d->given && d->tally && (d->word || !words) && d->step &&
           d->square && d->count;
}

void drift_release(struct drift_sums *d)
{
    free(d->given);
    free(d->tally);
    free(d->word);
    free(d->step);
    free(d->square);
    free(d->count);
    *d = (struct drift_sums){0};
}

void drift_reset(struct drift_sums *d, const struct axis *a)
{
    const size_t D = a->sketch.distributions;
    const struct drift_sums empty = {.given = d->given,
                                     .tally = d->tally,
                                     .word = d->word,
                                     .step = d->step,
                                     .square = d->square,
                                     .count = d->count};

    *d = empty;
    memset(d->given, 0, a->labels * sizeof *d->given);
    if (d->word)
        memset(d->word, 0, a->sketch.words * sizeof *d->word);
    memset(d->step, 0, D * sizeof *d->step);
    memset(d->square, 0, D * sizeof *d->square);
    memset(d->count, 0, D * (SKETCH_STEPS + 1) * sizeof *d->count);
}

static void add_part(struct drift_part *p, double y, double units)
{
    p->y += y;
    p->yy += y * y;
    p->yx += y * units;
}

/* What a distribution is of, in a unit. */
static double value_of(const struct axis *a, const struct drift_text *t,
                       size_t unit, size_t distribution)
{
    const double *p = t->p + unit * a->labels;

    return distribution == SKETCH_SURE ? p[t->given[unit]]
           : distribution == SKETCH_WORDS_OF
               ? (double)t->length[unit]
               : p[sketch_label(a->labels, distribution)];
}

static void add_distribution(struct drift_sums *d, const struct axis *a,
                             const struct drift_text *t, size_t number)
{
    double sum = 0.0;

    for (size_t i = 0; i < t->units; i++) {
        const size_t step =
            sketch_step(&a->sketch, number, value_of(a, t, i, number));
        d->count[number * (SKETCH_STEPS + 1) + step]++;
        sum += (double)step;
        d->square[number] += (double)(step * step);
    }
    add_part(&d->step[number], sum, (double)t->units);
}

static void add_labels(struct drift_sums *d, const struct axis *a,
                       const struct drift_text *t)
{
    double sure = 0.0;

    for (size_t i = 0; i < t->units; i++) {
        sure += t->p[i * a->labels + t->given[i]];
        d->tally[t->given[i]]++;
    }
    for (size_t i = 0; i < t->units; i++) {
        size_t *n = &d->tally[t->given[i]];
        if (*n)
            add_part(&d->given[t->given[i]], (double)*n, (double)t->units);
        *n = 0;
    }
    shift_add(&d->sure, sure, (double)t->units);
}

void drift_add(struct drift_sums *d, const struct axis *a,
               const struct drift_text *t)
{
    d->texts++;
    d->refused += t->refused;
    d->labelled += t->labelled;
    d->right += t->labelled && t->right;
    shift_add(&d->unknown, (double)t->unknown, (double)t->words);
    if (t->units == 0)
        return;
    shift_add(&d->units, (double)t->units, (double)t->units);
    add_labels(d, a, t);
    for (size_t i = 0; i < a->sketch.distributions; i++)
        add_distribution(d, a, t, i);
    for (size_t i = 0, n; d->word && i < t->nword; i += n) {
        for (n = 1; i + n < t->nword && t->word[i + n] == t->word[i];)
            n++;
        add_part(&d->word[t->word[i]], (double)n, (double)t->units);
    }
}

static void merge_parts(struct drift_part *to, const struct drift_part *from,
                        size_t n)
{
    for (size_t i = 0; i < n; i++) {
        to[i].y += from[i].y;
        to[i].yy += from[i].yy;
        to[i].yx += from[i].yx;
    }
}

void drift_merge(struct drift_sums *d, const struct axis *a,
                 const struct drift_sums *from)
{
    const size_t D = a->sketch.distributions;

    d->texts += from->texts;
    d->refused += from->refused;
    d->labelled += from->labelled;
    d->right += from->right;
    shift_merge(&d->units, &from->units);
    shift_merge(&d->unknown, &from->unknown);
    shift_merge(&d->sure, &from->sure);
    merge_parts(d->given, from->given, a->labels);
    if (d->word && from->word)
        merge_parts(d->word, from->word, a->sketch.words);
    merge_parts(d->step, from->step, D);
    for (size_t i = 0; i < D; i++)
        d->square[i] += from->square[i];
    for (size_t i = 0; i < D * (SKETCH_STEPS + 1); i++)
        d->count[i] += from->count[i];
}

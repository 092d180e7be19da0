#include "train/saving.h"

#include <stdlib.h>

#include "train/metrics.h"
#include "train/random.h"

#define ALPHA 0.05

/* Which repeats and documents a bootstrap sample has, how often. */
struct draw {
    unsigned *repeat, *document;
};

static void draw_sample(struct draw *d, size_t repeats, size_t documents,
                        uint64_t *seed)
{
    memset(d->repeat, 0, repeats * sizeof *d->repeat);
    memset(d->document, 0, documents * sizeof *d->document);
    for (size_t i = 0; i < repeats; i++)
        d->repeat[random_below(seed, repeats)]++;
    for (size_t i = 0; i < documents; i++)
        d->document[random_below(seed, documents)]++;
}

static double accuracy(const struct hits *h, const struct draw *d, enum way way,
                       size_t point)
{
    const size_t T = h->measured, R = h->repeats;
    uint64_t hits = 0;

    for (size_t r = 0; r < R; r++) {
        const uint8_t *hit =
            h->hit + ((r * WAYS + way) * h->points + point) * T;
        unsigned sum = 0;
        for (size_t i = 0; i < T && d->repeat[r]; i++)
            sum += hit[i] * d->document[i];
        hits += (uint64_t)sum * d->repeat[r];
    }
    return (double)hits / (double)(T * R);
}

/* The accuracies of a sample [points], and the first point from which on
 * choosing is not worse than random choice at the end; points: none. */
static size_t figures(const struct hits *h, const struct draw *d,
                      double *random, double *chosen)
{
    const size_t points = h->points;
    size_t first = points;

    for (size_t p = 0; p < points; p++) {
        random[p] = accuracy(h, d, WAY_RANDOM, p);
        chosen[p] = accuracy(h, d, WAY_CHOSEN, p);
    }
    while (first > 0 && chosen[first - 1] >= random[points - 1])
        first--;
    return first;
}

static size_t labels_at(const struct hits *h, size_t point)
{
    const size_t last = h->points - 1;

    return ((point < last ? point : last) + 1) * h->batch;
}

static void bootstrap(const struct hits *h, struct draw *d, uint64_t seed,
                      double *curve, double *sample, struct saving *s)
{
    double *random = curve, *chosen = curve + h->points;
    double *gain = sample + METRICS_SAMPLES;

    for (size_t i = 0; i < METRICS_SAMPLES; i++) {
        draw_sample(d, h->repeats, h->measured, &seed);
        sample[i] = (double)labels_at(h, figures(h, d, random, chosen));
        for (size_t p = 0; p < h->points; p++)
            gain[p * METRICS_SAMPLES + i] = chosen[p] - random[p];
    }
    interval_bound(&s->needed, sample, METRICS_SAMPLES, ALPHA);
    for (size_t p = 0; p < h->points; p++)
        interval_bound(&s->point[p].gain, gain + p * METRICS_SAMPLES,
                       METRICS_SAMPLES, ALPHA);
}

static void fill_figures(const struct hits *h, struct draw *d, double *curve,
                         struct saving *s)
{
    double *random = curve, *chosen = curve + h->points;

    for (size_t i = 0; i < h->repeats; i++)
        d->repeat[i] = 1;
    for (size_t i = 0; i < h->measured; i++)
        d->document[i] = 1;
    const size_t first = figures(h, d, random, chosen);
    s->reached = first < h->points;
    s->needed.value = (double)labels_at(h, first);
    for (size_t p = 0; p < h->points; p++)
        s->point[p] =
            (struct saving_point){.labels = labels_at(h, p),
                                  .random = random[p],
                                  .chosen = chosen[p],
                                  .gain = {.value = chosen[p] - random[p]}};
}

bool saving_measure(const struct hits *h, uint64_t seed, struct saving *out,
                    struct tenor_error *err)
{
    struct draw d = {mem_zero(h->repeats, sizeof *d.repeat),
                     mem_zero(h->measured, sizeof *d.document)};
    double *curve = mem_zero(2 * h->points, sizeof *curve);
    double *sample =
        mem_zero((h->points + 1) * METRICS_SAMPLES, sizeof *sample);

    *out = (struct saving){.points = h->points};
    out->point = mem_zero(h->points, sizeof *out->point);
    const bool ok = d.repeat && d.document && curve && sample && out->point;
    if (ok) {
        fill_figures(h, &d, curve, out);
        bootstrap(h, &d, seed, curve, sample, out);
    }
    free(d.repeat);
    free(d.document);
    free(curve);
    free(sample);
    if (!ok)
        saving_release(out);
    return ok || fail_memory(err, "figures");
}

void saving_release(struct saving *s)
{
    free(s->point);
    *s = (struct saving){0};
}

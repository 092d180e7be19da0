#include "train/metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train/random.h"

/* What the three figures are computed from; refilled for each sample. */
struct tally {
    size_t labels;
    size_t *support, *predicted, *correct; /* [labels] */
    double hits[METRICS_BINS], p[METRICS_BINS];
};

static bool tally_init(struct tally *t, size_t labels)
{
    *t = (struct tally){.labels = labels};
    t->support = mem_zero(labels, 3 * sizeof *t->support);
    if (!t->support)
        return false;
    t->predicted = t->support + labels;
    t->correct = t->predicted + labels;
    return true;
}

static void tally_reset(struct tally *t)
{
    memset(t->support, 0, 3 * t->labels * sizeof *t->support);
    memset(t->hits, 0, sizeof t->hits);
    memset(t->p, 0, sizeof t->p);
}

static void tally_add(struct tally *t, const struct prediction *x, uint8_t bin)
{
    const bool hit = x->label == x->guess;

    t->support[x->label]++;
    t->predicted[x->guess]++;
    t->correct[x->label] += hit;
    t->hits[bin] += hit;
    t->p[bin] += x->p;
}

static double ratio(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : 0.0;
}

static double f1_of(const struct tally *t, size_t k)
{
    return ratio(2 * t->correct[k], t->support[k] + t->predicted[k]);
}

static double macro_f1(const struct tally *t)
{
    double sum = 0.0;
    size_t n = 0;

    for (size_t k = 0; k < t->labels; k++) {
        if (t->support[k] + t->predicted[k] == 0)
            continue;
        sum += f1_of(t, k);
        n++;
    }
    return n ? sum / (double)n : 0.0;
}

static double accuracy(const struct tally *t, size_t n)
{
    size_t correct = 0;

    for (size_t k = 0; k < t->labels; k++)
        correct += t->correct[k];
    return ratio(correct, n);
}

static double calibration_error(const struct tally *t, size_t n)
{
    double sum = 0.0;

    for (size_t b = 0; b < METRICS_BINS; b++)
        sum += fabs(t->hits[b] - t->p[b]);
    return sum / (double)n;
}

/* ---- bins of equal mass -------------------------------------------------- */

struct ranked {
    double p;
    size_t number;
};

static int by_p(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static bool fill_bins(const struct prediction *all, size_t n, uint8_t *bin)
{
    struct ranked *r = mem_resize(NULL, n, sizeof *r);

    if (!r)
        return false;
    for (size_t i = 0; i < n; i++)
        r[i] = (struct ranked){all[i].p, i};
    qsort(r, n, sizeof *r, by_p);
    for (size_t i = 0; i < n; i++)
        bin[r[i].number] = (uint8_t)(i * METRICS_BINS / n);
    free(r);
    return true;
}

/* ---- intervals ----------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void percentiles(double *sample, size_t samples, struct interval *i)
{
    i->low = i->high = i->value;
    if (samples == 0)
        return;
    qsort(sample, samples, sizeof *sample, ascending);
    const double low = sample[(size_t)(0.025 * (double)(samples - 1) + 0.5)];
    const double high = sample[(size_t)(0.975 * (double)(samples - 1) + 0.5)];
    /* Samples are more uneven than the documents they are drawn from, so
     * nearly all of them can lie on one side: a small ece is an example. */
    i->low = fmin(low, i->value);
    i->high = fmax(high, i->value);
}

static bool bootstrap(const struct prediction *all, const uint8_t *bin,
                      size_t n, size_t samples, uint64_t seed,
                      struct tally *t, struct metrics *m)
{
    double *a = mem_resize(NULL, samples, 3 * sizeof *a);

    if (!a)
        return false;
    double *f = a + samples, *e = f + samples;
    for (size_t s = 0; s < samples; s++) {
        tally_reset(t);
        for (size_t i = 0; i < n; i++) {
            size_t pick = random_below(&seed, n);
            tally_add(t, &all[pick], bin[pick]);
        }
        a[s] = accuracy(t, n);
        f[s] = macro_f1(t);
        e[s] = calibration_error(t, n);
    }
    percentiles(a, samples, &m->accuracy);
    percentiles(f, samples, &m->macro_f1);
    percentiles(e, samples, &m->ece);
    free(a);
    return true;
}

static void fill_classes(const struct tally *t, struct metrics *m)
{
    for (size_t k = 0; k < m->labels; k++)
        m->per_class[k] = (struct class_metrics){
            .support = t->support[k],
            .predicted = t->predicted[k],
            .correct = t->correct[k],
            .precision = ratio(t->correct[k], t->predicted[k]),
            .recall = ratio(t->correct[k], t->support[k]),
            .f1 = f1_of(t, k)};
}

bool metrics_measure(const struct prediction *all, size_t n, size_t labels,
                     size_t samples, uint64_t seed, struct metrics *m,
                     struct tenor_error *err)
{
    uint8_t *bin = mem_resize(NULL, n, sizeof *bin);
    struct tally t = {0};
    bool ok = false;

    *m = (struct metrics){.documents = n, .labels = labels};
    m->per_class = mem_zero(labels, sizeof *m->per_class);
    m->confusion = mem_zero(labels * labels, sizeof *m->confusion);
    if (!bin || !m->per_class || !m->confusion || !tally_init(&t, labels) ||
        !fill_bins(all, n, bin))
        goto out;
    for (size_t i = 0; i < n; i++) {
        tally_add(&t, &all[i], bin[i]);
        m->confusion[all[i].label * labels + all[i].guess]++;
    }
    fill_classes(&t, m);
    m->accuracy.value = accuracy(&t, n);
    m->macro_f1.value = macro_f1(&t);
    m->ece.value = calibration_error(&t, n);
    ok = bootstrap(all, bin, n, samples, seed, &t, m);
out:
    free(bin);
    free(t.support);
    if (!ok) {
        metrics_release(m);
        return fail_memory(err, "metrics");
    }
    return true;
}

void metrics_release(struct metrics *m)
{
    free(m->per_class);
    free(m->confusion);
    *m = (struct metrics){0};
}

#include "train/metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train/random.h"
#include "train/tally.h"

#define ALPHA 0.05
#define CHANCE_SAMPLES 100

/* ---- bins of equal mass -------------------------------------------------- */

struct bins {
    size_t documents[METRICS_BINS];
    size_t hits[METRICS_BINS];
    double p[METRICS_BINS]; /* sum */
};

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

static void bins_add(struct bins *b, const struct prediction *x, uint8_t bin)
{
    b->documents[bin]++;
    b->hits[bin] += x->label == x->guess;
    b->p[bin] += x->p;
}

static double calibration_error(const struct bins *b, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < METRICS_BINS; i++)
        sum += fabs((double)b->hits[i] - b->p[i]);
    return sum / (double)n;
}

static void fill_calibration(const struct bins *b, struct metrics *m)
{
    for (size_t i = 0; i < METRICS_BINS; i++) {
        const size_t n = b->documents[i];
        m->calibration[i] =
            (struct calibration_bin){.documents = n,
                                     .p = n ? b->p[i] / (double)n : 0.0,
                                     .accuracy = tally_ratio(b->hits[i], n)};
    }
}

/* ---- figures ------------------------------------------------------------- */

/* Predictions in clusters; without `begin` each is one. */
struct clustered {
    const struct prediction *all;
    const size_t *begin; /* [clusters + 1], or NULL */
    size_t clusters;
};

static size_t cluster_begin(const struct clustered *x, size_t c)
{
    return x->begin ? x->begin[c] : c;
}

static void draw_clusters(const struct clustered *x, const uint8_t *bin,
                          uint64_t *seed, struct tally *t, struct bins *b)
{
    for (size_t i = 0; i < x->clusters; i++) {
        const size_t c = random_below(seed, x->clusters);
        for (size_t j = cluster_begin(x, c); j < cluster_begin(x, c + 1); j++) {
            tally_add(t, x->all[j].label, x->all[j].guess);
            bins_add(b, &x->all[j], bin[j]);
        }
    }
}

static bool bootstrap(const struct clustered *x, const uint8_t *bin,
                      size_t samples, uint64_t seed, struct tally *t,
                      struct metrics *m)
{
    double *accuracy = mem_resize(NULL, samples, 5 * sizeof *accuracy);

    if (!accuracy)
        return false;
    double *macro_f1 = accuracy + samples, *mcc = macro_f1 + samples;
    double *ece = mcc + samples, *balanced = ece + samples;
    for (size_t s = 0; s < samples; s++) {
        struct bins b = {0};
        tally_reset(t);
        draw_clusters(x, bin, &seed, t, &b);
        accuracy[s] = tally_accuracy(t);
        macro_f1[s] = tally_macro_f1(t);
        mcc[s] = tally_mcc(t);
        balanced[s] = tally_balanced_accuracy(t);
        ece[s] = calibration_error(&b, t->documents);
    }
    interval_bound(&m->accuracy, accuracy, samples, ALPHA);
    interval_bound(&m->macro_f1, macro_f1, samples, ALPHA);
    interval_bound(&m->mcc, mcc, samples, ALPHA);
    interval_bound(&m->ece, ece, samples, ALPHA);
    interval_bound(&m->balanced_accuracy, balanced, samples, ALPHA);
    free(accuracy);
    return true;
}

/* The mean calibration error of guesses that are right as often as they say.
 * p of the bins stays; hits are drawn. */
static double error_by_chance(const struct prediction *all, size_t n,
                              const uint8_t *bin, struct bins b)
{
    uint64_t seed = 1; /* a figure, not an interval: always the same */
    double sum = 0.0;

    for (size_t s = 0; s < CHANCE_SAMPLES; s++) {
        memset(b.hits, 0, sizeof b.hits);
        for (size_t i = 0; i < n; i++)
            b.hits[bin[i]] += random_unit(&seed) < all[i].p;
        sum += calibration_error(&b, n);
    }
    return sum / CHANCE_SAMPLES;
}

static void fill_classes(const struct tally *t, struct metrics *m)
{
    for (size_t k = 0; k < m->labels; k++)
        m->per_class[k] = (struct class_metrics){
            .support = t->support[k],
            .predicted = t->predicted[k],
            .correct = t->correct[k],
            .precision = tally_ratio(t->correct[k], t->predicted[k]),
            .recall = tally_ratio(t->correct[k], t->support[k]),
            .f1 = tally_f1(t, k)};
}

static bool measure(const struct clustered *x, size_t labels, size_t samples,
                    uint64_t seed, struct metrics *m, struct tenor_error *err)
{
    const struct prediction *all = x->all;
    const size_t n = cluster_begin(x, x->clusters);
    uint8_t *bin = mem_resize(NULL, n, sizeof *bin);
    struct tally t = {0};
    struct bins b = {0};
    bool ok = false;

    *m = (struct metrics){.documents = n, .labels = labels};
    m->per_class = mem_zero(labels, sizeof *m->per_class);
    m->confusion = mem_zero(labels * labels, sizeof *m->confusion);
    if (!bin || !m->per_class || !m->confusion || !tally_init(&t, labels) ||
        !fill_bins(all, n, bin))
        goto out;
    for (size_t i = 0; i < n; i++) {
        tally_add(&t, all[i].label, all[i].guess);
        bins_add(&b, &all[i], bin[i]);
        m->confusion[all[i].label * labels + all[i].guess]++;
    }
    fill_classes(&t, m);
    fill_calibration(&b, m);
    m->accuracy.value = tally_accuracy(&t);
    m->macro_f1.value = tally_macro_f1(&t);
    m->mcc.value = tally_mcc(&t);
    m->balanced_accuracy.value = tally_balanced_accuracy(&t);
    m->ece.value = calibration_error(&b, n);
    if (samples)
        m->ece_by_chance = error_by_chance(all, n, bin, b);
    ok = bootstrap(x, bin, samples, seed, &t, m);
out:
    free(bin);
    tally_release(&t);
    if (!ok) {
        metrics_release(m);
        return fail_memory(err, "metrics");
    }
    return true;
}

bool metrics_measure(const struct prediction *all, size_t n, size_t labels,
                     size_t samples, uint64_t seed, struct metrics *m,
                     struct tenor_error *err)
{
    const struct clustered x = {all, NULL, n};

    return measure(&x, labels, samples, seed, m, err);
}

bool metrics_measure_clusters(const struct prediction *all, const size_t *begin,
                              size_t clusters, size_t labels, size_t samples,
                              uint64_t seed, struct metrics *m,
                              struct tenor_error *err)
{
    const struct clustered x = {all, begin, clusters};

    return measure(&x, labels, samples, seed, m, err);
}

void metrics_release(struct metrics *m)
{
    free(m->per_class);
    free(m->confusion);
    *m = (struct metrics){0};
}

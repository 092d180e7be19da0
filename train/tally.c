#include "train/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool tally_init(struct tally *t, size_t labels)
{
    *t = (struct tally){.labels = labels};
    t->support = mem_zero(labels, 3 * sizeof *t->support);
    if (!t->support)
        return false;
    t->predicted = t->support + labels;
    t->correct = t->predicted + labels;
    return true;
}

void tally_release(struct tally *t)
{
    free(t->support);
    *t = (struct tally){0};
}

void tally_reset(struct tally *t)
{
    t->documents = 0;
    memset(t->support, 0, 3 * t->labels * sizeof *t->support);
}

double tally_ratio(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : 0.0;
}

static size_t correct(const struct tally *t)
{
    size_t sum = 0;

    for (size_t k = 0; k < t->labels; k++)
        sum += t->correct[k];
    return sum;
}

double tally_accuracy(const struct tally *t)
{
    return tally_ratio(correct(t), t->documents);
}

double tally_balanced_accuracy(const struct tally *t)
{
    double sum = 0.0;
    size_t n = 0;

    for (size_t k = 0; k < t->labels; k++) {
        sum += tally_ratio(t->correct[k], t->support[k]);
        n += t->support[k] > 0;
    }
    return n ? sum / (double)n : 0.0;
}

double tally_f1(const struct tally *t, size_t k)
{
    return tally_ratio(2 * t->correct[k], t->support[k] + t->predicted[k]);
}

double tally_macro_f1(const struct tally *t)
{
    double sum = 0.0;
    size_t n = 0;

    for (size_t k = 0; k < t->labels; k++) {
        if (t->support[k] + t->predicted[k] == 0)
            continue;
        sum += tally_f1(t, k);
        n++;
    }
    return n ? sum / (double)n : 0.0;
}

double tally_mcc(const struct tally *t)
{
    const double s = (double)t->documents;
    double tp = 0.0, pp = 0.0, tt = 0.0;

    for (size_t k = 0; k < t->labels; k++) {
        const double t_k = (double)t->support[k];
        const double p_k = (double)t->predicted[k];
        tp += t_k * p_k;
        pp += p_k * p_k;
        tt += t_k * t_k;
    }
    const double spread = sqrt((s * s - pp) * (s * s - tt));
    return spread > 0.0 ? ((double)correct(t) * s - tp) / spread : 0.0;
}

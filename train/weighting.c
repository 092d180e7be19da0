#include "train/weighting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const name[] = {"none", "idf", "nb"};

const char *weighting_name(enum weighting w)
{
    return name[w];
}

int weighting_by_name(const char *wanted)
{
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        if (strcmp(name[i], wanted) == 0)
            return (int)i;
    return -1;
}

/* Where what is not of the text begins. */
static uint64_t own_end(const struct vectors *v, uint32_t d)
{
    return v->start[d + 1] - (v->F - v->own);
}

static float idf(const struct vectors *v, size_t f)
{
    return (float)(log((1.0 + (double)v->N) / (1.0 + v->df[f])) + 1.0);
}

static float naive_bayes(const double count[2], const double total[2])
{
    return (float)fabs(
        log((count[1] + 1.0) / total[1] / ((count[0] + 1.0) / total[0])));
}

float weighting_of(enum weighting w, double characters, const struct vectors *v,
                   size_t f, const double count[2], const double total[2])
{
    const float times =
        feature_kind(v->feature[f]) == TENOR_FEATURE_CHARS ? (float)characters
                                                           : 1.0f;

    if (w == WEIGHTING_NONE)
        return times;
    return times * (w == WEIGHTING_IDF ? idf(v, f) : naive_bayes(count, total));
}

static bool fill_nb(const struct binary_problem *p, float *multiplier,
                    struct tenor_error *err)
{
    const struct vectors *v = p->vectors;
    double *count = mem_zero(v->F, 2 * sizeof *count);
    double total[2] = {(double)v->own, (double)v->own};

    if (!count)
        return fail_memory(err, "feature counts");
    for (size_t i = 0; i < p->n; i++) {
        const uint32_t d = p->document[i];
        const size_t side = p->y[i] > 0;
        const double c = p->importance ? p->importance[d] : 1.0;
        for (uint64_t j = v->start[d]; j < own_end(v, d); j++)
            count[2 * (size_t)v->id[j] + side] += c;
        total[side] += c * (double)(own_end(v, d) - v->start[d]);
    }
    for (size_t f = 0; f < v->F; f++)
        multiplier[f] = naive_bayes(count + 2 * f, total);
    free(count);
    return true;
}

/* What is scaled alike. */
enum block { BLOCK_OWN, BLOCK_SUMS, BLOCK_OPINIONS, BLOCKS };

static enum block block_of(const struct vectors *v, size_t f)
{
    if (f < v->own)
        return BLOCK_OWN;
    return f < v->F - v->opinions ? BLOCK_SUMS : BLOCK_OPINIONS;
}

/* Give features that no document of the problem has the multiplier 0: scoring
 * would not know them either. Then scale the others, so that documents have
 * the squared norm 1 in the mean, and so have the sums of word vectors, and
 * second opinions. */
static bool normalise(const struct binary_problem *p, float *multiplier)
{
    const struct vectors *v = p->vectors;
    uint8_t *seen = mem_zero(v->F, sizeof *seen);
    double squares[BLOCKS] = {0.0}, documents = 0.0;

    if (!seen)
        return false;
    for (size_t i = 0; i < p->n; i++) {
        const uint32_t d = p->document[i];
        const double c = p->importance ? p->importance[d] : 1.0;
        documents += c;
        for (uint64_t j = v->start[d]; j < v->start[d + 1]; j++) {
            const float x = v->value[j] * multiplier[v->id[j]];
            squares[block_of(v, v->id[j])] += c * (double)(x * x);
            seen[v->id[j]] = 1;
        }
    }
    for (size_t f = 0; f < v->F; f++) {
        const double s = squares[block_of(v, f)];
        const double scale = s > 0.0 ? sqrt(documents / s) : 1.0;
        multiplier[f] = seen[f] ? (float)(multiplier[f] * scale) : 0.0f;
    }
    free(seen);
    return true;
}

bool weighting_fill(enum weighting w, double characters,
                    const struct binary_problem *p, float *multiplier,
                    struct tenor_error *err)
{
    const struct vectors *v = p->vectors;

    if (w == WEIGHTING_NB && !fill_nb(p, multiplier, err))
        return false;
    for (size_t f = 0; w == WEIGHTING_IDF && f < v->F; f++)
        multiplier[f] = idf(v, f);
    for (size_t f = 0; w == WEIGHTING_NONE && f < v->F; f++)
        multiplier[f] = 1.0f;
    for (size_t f = 0; characters != 1.0 && f < v->F; f++)
        if (feature_kind(v->feature[f]) == TENOR_FEATURE_CHARS)
            multiplier[f] *= (float)characters;
    for (size_t f = v->own; f < v->F; f++)
        multiplier[f] = 1.0f;
    return normalise(p, multiplier) || fail_memory(err, "multipliers");
}

/* Random draws, and margins whose labels come from a known calibration. */
#ifndef TENOR_TESTS_UNIT_SIMULATE_H
#define TENOR_TESTS_UNIT_SIMULATE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "model/classifier.h"
#include "train/random.h"

#define SIMULATE_LABELS_MAX 70

/* Between 0 and 1, without either. */
static inline double uniform(uint64_t *random)
{
    return ((double)(random_next(random) >> 11) + 0.5) / 9007199254740992.0;
}

static inline double normal(uint64_t *random)
{
    const double r = sqrt(-2.0 * log(uniform(random)));

    return r * cos(6.283185307179586 * uniform(random));
}

static inline uint32_t draw_label(const double *p, size_t K, uint64_t *random)
{
    double u = uniform(random);
    uint32_t k = 0;

    while (k + 1 < K && u >= p[k])
        u -= p[k++];
    return k;
}

/* Margins [N][K] from nowhere in particular, and labels [N] drawn from
 * softmax(slope[k] * margin[k] + offset[k]). For two labels the slopes must be
 * the same, as their margins are one number. */
static inline void simulate(size_t N, size_t K, const double *slope,
                            const double *offset, double *margin,
                            uint32_t *label, uint64_t *random)
{
    double p[SIMULATE_LABELS_MAX], m[SIMULATE_LABELS_MAX];

    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < (K == 2 ? 1 : K); k++)
            m[k] = normal(random) - (K > 2);
        axis_spread(K, m, margin + i * K);
        for (size_t k = 0; k < K; k++)
            p[k] = slope[k] * margin[i * K + k];
        calibrated(K, 1.0, offset, p, p);
        label[i] = draw_label(p, K, random);
    }
}

#endif

#include "train/conformal.h"

#include <stdlib.h>

#include "model/classifier.h"

static int descending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x < y) - (x > y);
}

void conformal_thresholds(double *p, size_t n, double *threshold)
{
    if (n)
        qsort(p, n, sizeof *p, descending);
    for (size_t level = 0; level < COVERAGE_LEVELS; level++) {
        /* ceil((n + 1) c), in whole numbers */
        const uint64_t rank =
            ((uint64_t)(n + 1) * coverage_thousandths(level) + 999) / 1000;
        threshold[level] = rank <= n ? p[rank - 1] : 0.0;
    }
}

bool conformal_fit(const double *margin, const uint32_t *label, size_t n,
                   size_t K, double slope, const double *offset,
                   double *threshold, struct tenor_error *err)
{
    double *own = mem_zero(n + K, sizeof *own);

    if (!own)
        return fail_memory(err, "label sets");
    for (size_t i = 0; i < n; i++) {
        double *p = own + n;
        calibrated(K, slope, offset, margin + i * K, p);
        own[i] = p[label[i]];
    }
    conformal_thresholds(own, n, threshold);
    free(own);
    return true;
}

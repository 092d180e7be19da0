#include "train/confusion.h"

#include <stdlib.h>

bool confusion_count(const struct prediction *all, const double *weight,
                     size_t n, size_t K, size_t **count,
                     struct tenor_error *err)
{
    *count = NULL;
    if (K > CONFUSION_LABELS)
        return true;
    double *cell = mem_zero((K + 2) * K, sizeof *cell);
    double *sum = cell + K * K, *squares = sum + K;
    *count = mem_zero(K * K, sizeof **count);
    if (!cell || !*count) {
        free(cell);
        return fail_memory(err, "a table of confusions");
    }
    for (size_t i = 0; i < n; i++) {
        const size_t k = all[i].label;
        cell[k * K + all[i].guess] += weight[i];
        sum[k] += weight[i];
        squares[k] += weight[i] * weight[i];
    }
    for (size_t c = 0; c < K * K; c++)
        if (cell[c] > 0.0)
            (*count)[c] =
                (size_t)(cell[c] * (sum[c / K] / squares[c / K]) + 0.5);
    free(cell);
    return true;
}

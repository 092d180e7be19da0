#include "cli/explain/balance.h"

#include <math.h>

long long balance_steps(double x)
{
    return llround(x * BALANCE_STEPS);
}

struct balance balance_of(const struct tenor_explanation *e,
                          const struct merged_list *features, double margin)
{
    double sum[2] = {0.0, 0.0};
    struct balance b = {.margin = balance_steps(margin),
                        .bias = balance_steps(e->bias)};

    for (size_t i = 0; i < features->n; i++) {
        const double c = features->item[i].contribution;
        const enum balance_side side = c < 0.0 ? BALANCE_AGAINST : BALANCE_FOR;
        sum[side] += c;
        b.has[side] = true;
    }
    b.all = sum[BALANCE_FOR] - sum[BALANCE_AGAINST];
    b.side[BALANCE_FOR] = b.has[BALANCE_AGAINST]
                              ? balance_steps(sum[BALANCE_FOR])
                              : b.margin - b.bias;
    b.side[BALANCE_AGAINST] = b.margin - b.bias - b.side[BALANCE_FOR];
    return b;
}

#include "model/kernel.h"

#include <math.h>

/* A sum over the rows of a support vector and a document, with the products of
 * both values or the squares of their difference. */
struct merged {
    double dot, distance;
};

static struct merged merge(const struct kernel *p, size_t v,
                           const struct kernel_node *x, size_t n)
{
    struct merged sum = {0.0, 0.0};
    uint64_t i = p->start[v];
    const uint64_t end = p->start[v + 1];
    size_t j = 0;

    while (i < end || j < n) {
        const bool of_vector = j == n || (i < end && p->row[i] <= x[j].row);
        const bool of_document = i == end || (j < n && x[j].row <= p->row[i]);
        const double a = of_vector ? p->value[i] : 0.0;
        const double b = of_document ? x[j].value : 0.0;
        sum.dot += a * b;
        sum.distance += (a - b) * (a - b);
        i += of_vector;
        j += of_document;
    }
    return sum;
}

static double power(double base, int exponent)
{
    double result = 1.0;

    for (; exponent > 0; exponent /= 2, base *= base)
        if (exponent % 2)
            result *= base;
    return result;
}

static double kernel_of(const struct kernel *p, struct merged sum)
{
    switch (p->type) {
    case KERNEL_POLY:
        return power(p->gamma * sum.dot + p->coef0, p->degree);
    case KERNEL_RBF:
        return exp(-p->gamma * sum.distance);
    case KERNEL_SIGMOID:
        return tanh(p->gamma * sum.dot + p->coef0);
    case KERNEL_LINEAR:
        break;
    }
    return sum.dot;
}

void kernel_margins(const struct kernel *p, const struct kernel_node *x,
                    size_t n, double *margin)
{
    for (size_t m = 0; m < p->machines; m++)
        margin[m] = 0.0;
    for (size_t v = 0; v < p->vectors; v++) {
        const double value = kernel_of(p, merge(p, v, x, n));
        for (size_t m = 0; m < p->machines; m++) {
            const double c = p->coef[m * p->vectors + v];
            if (c != 0.0)
                margin[m] += c * value;
        }
    }
}

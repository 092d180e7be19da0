#include "model/kernel.h"

#include <math.h>

#include "tests/unit/unit.h"

/* Two machines over three vectors in four dimensions; the third vector is
 * empty, and the second machine is not supported by the first vector. */
static const double coef[] = {1.5, -0.5, 0.25, 0.0, 2.0, -1.0};
static const uint64_t start[] = {0, 2, 4, 4};
static const uint32_t row[] = {0, 2, 1, 2};
static const double value[] = {0.6, 0.8, 1.0, -0.5};
static const double dense[3][4] = {
    {0.6, 0, 0.8, 0}, {0, 1.0, -0.5, 0}, {0, 0, 0, 0}};

static const struct kernel_node x[] = {{0, 0.3}, {1, -0.2}, {3, 0.9}};
static const double dense_x[4] = {0.3, -0.2, 0, 0.9};

static double kernel_of(const struct kernel *p, const double *a,
                        const double *b)
{
    double dot = 0.0, distance = 0.0;

    for (int i = 0; i < 4; i++) {
        dot += a[i] * b[i];
        distance += (a[i] - b[i]) * (a[i] - b[i]);
    }
    switch (p->type) {
    case KERNEL_POLY:
        return pow(p->gamma * dot + p->coef0, p->degree);
    case KERNEL_RBF:
        return exp(-p->gamma * distance);
    case KERNEL_SIGMOID:
        return tanh(p->gamma * dot + p->coef0);
    default:
        return dot;
    }
}

static void margins_follow_the_formula(void **state)
{
    static const struct kernel parts[] = {
        {.type = KERNEL_LINEAR},
        {.type = KERNEL_POLY, .degree = 3, .gamma = 0.7, .coef0 = 1.5},
        {.type = KERNEL_RBF, .gamma = 0.9},
        {.type = KERNEL_SIGMOID, .gamma = 0.4, .coef0 = -0.1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct kernel p = parts[i];
        double margin[2];
        p.machines = 2;
        p.vectors = 3;
        p.coef = coef;
        p.start = start;
        p.row = row;
        p.value = value;
        kernel_margins(&p, x, COUNT(x), margin);
        for (size_t m = 0; m < 2; m++) {
            double expected = 0.0;
            for (size_t v = 0; v < 3; v++)
                expected += coef[m * 3 + v] * kernel_of(&p, dense[v], dense_x);
            assert_true(fabs(margin[m] - expected) < 1e-14);
        }
        kernel_margins(&p, NULL, 0, margin);
    }
}

static void kernels_may_be_empty(void **state)
{
    static const uint64_t none[] = {0};
    const struct kernel p = {
        .type = KERNEL_RBF, .gamma = 1.0, .machines = 1, .start = none};
    double margin = 1.0;

    (void)state;
    kernel_margins(&p, x, COUNT(x), &margin);
    assert_true(margin == 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins_follow_the_formula),
        cmocka_unit_test(kernels_may_be_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* All sums have one order, so that equal input gives equal vectors. */
#include "train/eigen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train/random.h"

#define MORE 20 /* vectors beside those asked for */
#define ITERATIONS 10
#define SWEEPS 30

/* to = A from, of l columns each. */
static void multiply(const struct symmetric *a, size_t l, const double *from,
                     double *to)
{
    memset(to, 0, a->n * l * sizeof *to);
    for (size_t i = 0; i < a->n; i++)
        for (uint64_t j = a->start[i]; j < a->start[i + 1]; j++) {
            const double x = (double)a->value[j];
            const double *row = from + a->column[j] * l;
            for (size_t k = 0; k < l; k++)
                to[i * l + k] += x * row[k];
        }
}

/* g [l][l] = x' y */
static void product(size_t n, size_t l, const double *x, const double *y,
                    double *g)
{
    memset(g, 0, l * l * sizeof *g);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < l; j++)
            for (size_t k = 0; k < l; k++)
                g[j * l + k] += x[i * l + j] * y[i * l + k];
}

/* Make the columns of x orthonormal: with the factor of Cholesky of x' x, which
 * is g; columns that depend on others become 0. */
static void orthonormalise(size_t n, size_t l, double *x, double *g)
{
    product(n, l, x, x, g);
    for (size_t j = 0; j < l; j++) {
        const double before = g[j * l + j];
        for (size_t k = 0; k < j; k++)
            g[j * l + j] -= g[j * l + k] * g[j * l + k];
        const double pivot =
            g[j * l + j] > 1e-12 * before ? sqrt(g[j * l + j]) : 0.0;
        g[j * l + j] = pivot;
        for (size_t i = j + 1; i < l; i++) {
            for (size_t k = 0; k < j; k++)
                g[i * l + j] -= g[i * l + k] * g[j * l + k];
            g[i * l + j] = pivot > 0.0 ? g[i * l + j] / pivot : 0.0;
        }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < l; j++) {
            double *v = &x[i * l + j];
            for (size_t k = 0; k < j; k++)
                *v -= x[i * l + k] * g[j * l + k];
            *v = g[j * l + j] > 0.0 ? *v / g[j * l + j] : 0.0;
        }
}

static void rotate(double *a, size_t step, size_t l, size_t p, size_t q,
                   double c, double s)
{
    const size_t other = step == 1 ? l : 1;

    for (size_t k = 0; k < l; k++) {
        double *x = &a[k * other + p * step], *y = &a[k * other + q * step];
        const double u = *x, v = *y;
        *x = c * u - s * v;
        *y = s * u + c * v;
    }
}

/* Cyclic Jacobi: a becomes diagonal, the columns of v its eigenvectors. */
static void jacobi(double *a, double *v, size_t l)
{
    memset(v, 0, l * l * sizeof *v);
    for (size_t i = 0; i < l; i++)
        v[i * l + i] = 1.0;
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (size_t p = 0; p < l; p++)
            for (size_t q = p + 1; q < l; q++) {
                const double x = a[p * l + q];
                if (x == 0.0)
                    continue;
                const double theta = (a[q * l + q] - a[p * l + p]) / (2.0 * x);
                const double t = (theta < 0.0 ? -1.0 : 1.0) /
                                 (fabs(theta) + sqrt(theta * theta + 1.0));
                const double c = 1.0 / sqrt(t * t + 1.0), s = t * c;
                rotate(a, 1, l, p, q, c, s);
                rotate(a, l, l, p, q, c, s);
                rotate(v, 1, l, p, q, c, s);
            }
}

/* From the basis x to eigenvectors: w diagonal, v in that basis. */
static void take_largest(size_t n, size_t l, size_t dim, const double *x,
                         double *w, const double *v, float *vector)
{
    for (size_t d = 0; d < dim; d++) {
        size_t most = 0;
        for (size_t j = 1; j < l; j++)
            if (fabs(w[j * l + j]) > fabs(w[most * l + most]))
                most = j;
        const double root = sqrt(fabs(w[most * l + most]));
        w[most * l + most] = 0.0;
        for (size_t i = 0; i < n; i++) {
            double sum = 0.0;
            for (size_t j = 0; j < l; j++)
                sum += x[i * l + j] * v[j * l + most];
            vector[i * dim + d] = (float)(sum * root);
        }
    }
}

bool eigen_largest(const struct symmetric *a, size_t dim, float *vector,
                   struct tenor_error *err)
{
    const size_t n = a->n, l = dim + MORE;
    double *x = mem_zero(n * l, sizeof *x), *y = mem_zero(n * l, sizeof *y);
    double *g = mem_zero(l * l, sizeof *g), *v = mem_zero(l * l, sizeof *v);
    const bool ok = x && y && g && v;
    uint64_t state = 1;

    for (size_t i = 0; ok && i < n * l; i++)
        x[i] = random_unit(&state) - 0.5;
    for (int i = 0; ok && i < ITERATIONS; i++) {
        orthonormalise(n, l, x, g);
        multiply(a, l, x, y);
        double *swap = x;
        x = y;
        y = swap;
    }
    if (ok) {
        orthonormalise(n, l, x, g);
        multiply(a, l, x, y);
        product(n, l, x, y, g);
        jacobi(g, v, l);
        take_largest(n, l, dim, x, g, v, vector);
    }
    free(x);
    free(y);
    free(g);
    free(v);
    return ok || fail_memory(err, "eigenvectors");
}

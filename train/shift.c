#include "train/shift.h"

#include <math.h>
#include <stdlib.h>

#include "model/base.h"

double shift_normal(double z)
{
    return 0.5 * erfc(z / sqrt(2.0));
}

/* By steps of two degrees from those of one, or of none (Abramowitz & Stegun
 * 26.4.4 and 26.4.5): lgamma writes to a global. */
double shift_chi_square(double x, size_t freedom)
{
    const double half = x / 2.0;
    const bool odd = freedom % 2 == 1;
    double p = odd ? erfc(sqrt(half)) : 0.0;
    double log_term = odd ? -half + 0.5 * log(half) - log(tgamma(1.5)) : -half;

    if (!(x > 0.0))
        return 1.0;
    for (size_t k = odd ? 3 : 2; k <= freedom; k += 2) {
        p += exp(log_term);
        log_term += log(half / ((double)k / 2.0));
    }
    return fmin(p, 1.0);
}

double shift_kolmogorov(double d, double n, double m)
{
    const double root = sqrt(n * m / (n + m));
    const double z = (root + 0.12 + 0.11 / root) * d;
    double sum = 0.0;

    if (z < 0.2) /* the series is slow, and the probability 1 */
        return 1.0;
    for (int i = 1; i <= 100; i++) {
        const double term = exp(-2.0 * i * i * z * z);
        sum += i % 2 ? term : -term;
        if (term < 1e-16)
            break;
    }
    return fmax(0.0, fmin(1.0, 2.0 * sum));
}

struct ranked {
    double p;
    size_t at;
};

static int by_p(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return (x->p > y->p) - (x->p < y->p);
}

bool shift_holm(double *p, size_t n)
{
    struct ranked *r = mem_resize(NULL, n, sizeof *r);
    double most = 0.0;

    if (!r)
        return false;
    for (size_t i = 0; i < n; i++)
        r[i] = (struct ranked){p[i], i};
    if (n)
        qsort(r, n, sizeof *r, by_p);
    for (size_t i = 0; i < n; i++) {
        most = fmax(most, fmin(1.0, (double)(n - i) * r[i].p));
        p[r[i].at] = most;
    }
    free(r);
    return true;
}

void shift_add(struct shift_ratio *r, double y, double x)
{
    r->clusters += 1.0;
    r->y += y;
    r->x += x;
    r->yy += y * y;
    r->yx += y * x;
    r->xx += x * x;
}

void shift_merge(struct shift_ratio *r, const struct shift_ratio *from)
{
    r->clusters += from->clusters;
    r->y += from->y;
    r->x += from->x;
    r->yy += from->yy;
    r->yx += from->yx;
    r->xx += from->xx;
}

double shift_value(const struct shift_ratio *r)
{
    return r->x > 0.0 ? r->y / r->x : 0.0;
}

double shift_error(const struct shift_ratio *r)
{
    const double v = shift_value(r), n = r->clusters;
    const double sum = r->yy - 2.0 * v * r->yx + v * v * r->xx;

    if (n < 2.0 || !(r->x > 0.0))
        return 1.0;
    return sqrt(fmax(sum, 0.0) * n / (n - 1.0)) / r->x;
}

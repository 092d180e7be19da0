#include "train/powerlaw.h"

#include <assert.h>
#include <math.h>

#define STEPS 200
#define STEP 0.01

double powerlaw_at(const struct powerlaw *p, double n)
{
    return p->a + p->b * pow(n, -p->c);
}

/* The best a >= 0 and b >= 0 for powers u = n^-c. The sum of squares is
 * convex: where its minimum is outside, the best inside is on the edge that
 * was crossed, b = 0 or a = 0. */
static void solve(struct powerlaw *p, const double *u, const double *error,
                  size_t points)
{
    const double N = (double)points;
    double mean_u = 0.0, mean_e = 0.0, uu = 0.0, ue = 0.0;
    double spread = 0.0, slope = 0.0;

    for (size_t i = 0; i < points; i++) {
        mean_u += u[i] / N;
        mean_e += error[i] / N;
        uu += u[i] * u[i];
        ue += u[i] * error[i];
    }
    for (size_t i = 0; i < points; i++) {
        spread += (u[i] - mean_u) * (u[i] - mean_u);
        slope += (u[i] - mean_u) * (error[i] - mean_e);
    }
    p->b = spread > 0.0 ? fmax(slope / spread, 0.0) : 0.0;
    p->a = mean_e - p->b * mean_u;
    if (p->a < 0.0) {
        p->a = 0.0;
        p->b = ue / uu;
    }
}

static double squares(const struct powerlaw *p, const double *u,
                      const double *error, size_t points)
{
    double sum = 0.0;

    for (size_t i = 0; i < points; i++) {
        const double d = error[i] - (p->a + p->b * u[i]);
        sum += d * d;
    }
    return sum;
}

struct powerlaw powerlaw_fit(const double *n, const double *error,
                             size_t points)
{
    struct powerlaw best = {0};
    double u[POWERLAW_POINTS], least = INFINITY;

    assert(points > 0 && points <= POWERLAW_POINTS);
    for (int i = 1; i <= STEPS; i++) {
        struct powerlaw p = {.c = i * STEP};
        for (size_t j = 0; j < points; j++)
            u[j] = pow(n[j], -p.c);
        solve(&p, u, error, points);
        const double sum = squares(&p, u, error, points);
        if (sum < least) {
            least = sum;
            best = p;
        }
    }
    best.off = sqrt(least / (double)points);
    return best;
}

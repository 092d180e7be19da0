#include "train/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"

#define STEPS_MAX 100

/* Pulls the offsets toward 0, so that the one direction that changes nothing,
 * all of them together, has a minimum too. */
#define RIDGE 1e-3

/* theta = slope, offset[0], ..., offset[K - 1]; the first P are fitted, the
 * others stay 0. */
struct fit {
    const double *margin;
    const uint32_t *label;
    size_t N, K, P;
    double *target;  /* [K] probability aimed at for a document's own label */
    double *p;       /* [K] scratch */
    double *theta, *trial;   /* [K + 1] */
    double *gradient, *step; /* [P] */
    double *hessian;         /* [P][P] */
};

/* Target of label k for document i. */
static double target_of(const struct fit *f, size_t i, size_t k)
{
    const double own = f->target[f->label[i]];

    return k == f->label[i] ? own : (1.0 - own) / (double)(f->K - 1);
}

/* Negative log-likelihood of the targets, with the ridge. */
static double loss(const struct fit *f, const double *theta)
{
    double sum = 0.0;

    for (size_t i = 0; i < f->N; i++) {
        calibrated(f->K, theta[0], theta + 1, f->margin + i * f->K, f->p);
        for (size_t k = 0; k < f->K; k++)
            sum -= target_of(f, i, k) * log(f->p[k] + 1e-300);
    }
    for (size_t j = 1; j < f->P; j++)
        sum += RIDGE / 2.0 * theta[j] * theta[j];
    return sum;
}

/* Gradient and Hessian of one document: softmax regression on K offsets and
 * on one slope shared by the margins. */
static void add_document(const struct fit *f, size_t i)
{
    const double *m = f->margin + i * f->K;
    const size_t P = f->P;
    double mean = 0.0, square = 0.0;

    calibrated(f->K, f->theta[0], f->theta + 1, m, f->p);
    for (size_t k = 0; k < f->K; k++) {
        mean += f->p[k] * m[k];
        square += f->p[k] * m[k] * m[k];
    }
    f->hessian[0] += square - mean * mean;
    for (size_t k = 0; k < f->K; k++) {
        const double excess = f->p[k] - target_of(f, i, k);
        f->gradient[0] += excess * m[k];
        if (P == 1)
            continue;
        f->gradient[1 + k] += excess;
        const double cross = f->p[k] * (m[k] - mean);
        f->hessian[1 + k] += cross;
        f->hessian[(1 + k) * P] += cross;
        for (size_t l = 0; l < f->K; l++)
            f->hessian[(1 + k) * P + 1 + l] +=
                f->p[k] * ((k == l) - f->p[l]);
    }
}

static void derive(const struct fit *f)
{
    const size_t P = f->P;

    memset(f->gradient, 0, P * sizeof *f->gradient);
    memset(f->hessian, 0, P * P * sizeof *f->hessian);
    for (size_t i = 0; i < f->N; i++)
        add_document(f, i);
    f->hessian[0] += 1e-12;
    for (size_t j = 1; j < P; j++) {
        f->gradient[j] += RIDGE * f->theta[j];
        f->hessian[j * P + j] += RIDGE;
    }
}

/* Solve hessian * step = gradient by Cholesky factors, in place. */
static void solve(const struct fit *f)
{
    const size_t P = f->P;
    double *h = f->hessian, *x = f->step;

    for (size_t j = 0; j < P; j++)
        for (size_t i = j; i < P; i++) {
            double sum = h[i * P + j];
            for (size_t k = 0; k < j; k++)
                sum -= h[i * P + k] * h[j * P + k];
            h[i * P + j] = i == j ? sqrt(sum > 1e-12 ? sum : 1e-12)
                                  : sum / h[j * P + j];
        }
    for (size_t i = 0; i < P; i++) {
        x[i] = f->gradient[i];
        for (size_t k = 0; k < i; k++)
            x[i] -= h[i * P + k] * x[k];
        x[i] /= h[i * P + i];
    }
    for (size_t i = P; i-- > 0;) {
        for (size_t k = i + 1; k < P; k++)
            x[i] -= h[k * P + i] * x[k];
        x[i] /= h[i * P + i];
    }
}

/* Leave the slope out of the next step. */
static void hold_slope(const struct fit *f)
{
    for (size_t j = 0; j < f->P; j++)
        f->hessian[j] = f->hessian[j * f->P] = 0.0;
    f->hessian[0] = 1.0;
    f->gradient[0] = 0.0;
}

/* One Newton step, halved until the loss falls; false at the minimum. */
static bool descend(struct fit *f, double *now)
{
    derive(f);
    /* At its bound and pushed below it: the offsets go on alone. */
    if (f->theta[0] == 0.0 && f->gradient[0] > 0.0)
        hold_slope(f);
    solve(f);
    for (double t = 1.0; t > 1e-6; t /= 2.0) {
        for (size_t j = 0; j < f->P; j++)
            f->trial[j] = f->theta[j] - t * f->step[j];
        f->trial[0] = f->trial[0] < 0.0 ? 0.0 : f->trial[0];
        double then = loss(f, f->trial);
        if (then < *now - 1e-9 * (1.0 + fabs(*now))) {
            memcpy(f->theta, f->trial, f->P * sizeof *f->theta);
            *now = then;
            return true;
        }
    }
    return false;
}

static void set_targets(struct fit *f)
{
    memset(f->target, 0, f->K * sizeof *f->target);
    for (size_t i = 0; i < f->N; i++)
        f->target[f->label[i]] += 1.0;
    for (size_t k = 0; k < f->K; k++)
        f->target[k] = (f->target[k] + 1.0) / (f->target[k] + 2.0);
}

bool calibrate_fit(const double *margin, const uint32_t *label, size_t N,
                   size_t K, double *slope, double *offset,
                   struct tenor_error *err)
{
    struct fit f = {.margin = margin,
                    .label = label,
                    .N = N,
                    .K = K,
                    .P = K <= CALIBRATE_OFFSETS_MAX ? K + 1 : 1};
    double *memory = mem_zero(2 * K + 2 * (K + 1) + 2 * f.P + f.P * f.P,
                              sizeof *memory);

    if (!memory)
        return fail_memory(err, "calibration");
    f.target = memory;
    f.p = f.target + K;
    f.theta = f.p + K;
    f.trial = f.theta + K + 1;
    f.gradient = f.trial + K + 1;
    f.step = f.gradient + f.P;
    f.hessian = f.step + f.P;
    set_targets(&f);
    /* From all zeros, where no probability is near 0 or 1: there the Hessian
     * vanishes and a Newton step leads nowhere. */
    double now = loss(&f, f.theta);
    for (int step = 0; step < STEPS_MAX && descend(&f, &now); step++)
        ;
    *slope = f.theta[0];
    memcpy(offset, f.theta + 1, K * sizeof *offset);
    free(memory);
    return true;
}

#include "train/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"
#include "train/pool.h"
#include "train/random.h"

#define STEPS_MAX 100

/* Pulls the offsets toward 0 and the slopes toward each other, so that the one
 * direction that changes nothing, all offsets together, has a minimum too. */
#define RIDGE 1e-3
#define RIDGE_SLOPES 1.0

/* theta = slope[0 .. S - 1], offset[0 .. K - 1], of which the first P are
 * fitted; the other offsets stay 0. S is 1 or K. */
struct fit {
    const double *margin;
    const uint32_t *label;
    const double *weight; /* [N] or NULL */
    const uint8_t *part;  /* [N] or NULL; documents of part `left_out` rest */
    unsigned left_out;
    size_t N, K, S, P;
    double *target;          /* [K] probability aimed at for a label's own */
    double *p;               /* [K] scratch */
    double *theta, *trial;   /* [S + K] */
    double *gradient, *step; /* [P] */
    double *hessian;         /* [P][P] */
};

static size_t slope_of(const struct fit *f, size_t k)
{
    return f->S == 1 ? 0 : k;
}

static bool rests(const struct fit *f, size_t i)
{
    return f->part && f->part[i] == f->left_out;
}

static double weight_of(const struct fit *f, size_t i)
{
    return f->weight ? f->weight[i] : 1.0;
}

static void probabilities(const struct fit *f, const double *theta, size_t i,
                          double *p)
{
    const double *m = f->margin + i * f->K;

    for (size_t k = 0; k < f->K; k++)
        p[k] = theta[slope_of(f, k)] * m[k];
    calibrated(f->K, 1.0, theta + f->S, p, p);
}

/* Target of label k for document i. */
static double target_of(const struct fit *f, size_t i, size_t k)
{
    const double own = f->target[f->label[i]];

    return k == f->label[i] ? own : (1.0 - own) / (double)(f->K - 1);
}

static double mean_slope(const struct fit *f, const double *theta)
{
    double sum = 0.0;

    for (size_t s = 0; s < f->S; s++)
        sum += theta[s];
    return sum / (double)f->S;
}

/* Negative log-likelihood of the targets, with the ridges. */
static double loss(const struct fit *f, const double *theta)
{
    const double mean = mean_slope(f, theta);
    double sum = 0.0;

    for (size_t i = 0; i < f->N; i++) {
        if (rests(f, i))
            continue;
        probabilities(f, theta, i, f->p);
        for (size_t k = 0; k < f->K; k++)
            sum -= weight_of(f, i) * target_of(f, i, k) * log(f->p[k] + 1e-300);
    }
    for (size_t s = 0; s < f->S; s++)
        sum += RIDGE_SLOPES / 2.0 * (theta[s] - mean) * (theta[s] - mean);
    for (size_t j = f->S; j < f->P; j++)
        sum += RIDGE / 2.0 * theta[j] * theta[j];
    return sum;
}

/* d loss / d z_k and d z_k / d theta of one document: z_k depends on the slope
 * and, if it is fitted, the offset of label k. */
static void add_document(const struct fit *f, size_t i)
{
    const double *m = f->margin + i * f->K;
    const size_t P = f->P, K = f->K;
    const bool offsets = P > f->S;
    const double weight = weight_of(f, i);

    probabilities(f, f->theta, i, f->p);
    for (size_t k = 0; k < K; k++) {
        const size_t a = slope_of(f, k), b = f->S + k;
        const double excess = weight * (f->p[k] - target_of(f, i, k));
        f->gradient[a] += excess * m[k];
        if (offsets)
            f->gradient[b] += excess;
        for (size_t l = 0; l < K; l++) {
            const double h = weight * f->p[k] * ((k == l) - f->p[l]);
            const size_t c = slope_of(f, l), d = f->S + l;
            f->hessian[a * P + c] += h * m[k] * m[l];
            if (!offsets)
                continue;
            f->hessian[a * P + d] += h * m[k];
            f->hessian[b * P + c] += h * m[l];
            f->hessian[b * P + d] += h;
        }
    }
}

static void derive(const struct fit *f)
{
    const size_t P = f->P, S = f->S;
    const double mean = mean_slope(f, f->theta);

    memset(f->gradient, 0, P * sizeof *f->gradient);
    memset(f->hessian, 0, P * P * sizeof *f->hessian);
    for (size_t i = 0; i < f->N; i++)
        if (!rests(f, i))
            add_document(f, i);
    for (size_t s = 0; s < S; s++) {
        f->gradient[s] += RIDGE_SLOPES * (f->theta[s] - mean);
        for (size_t r = 0; r < S; r++)
            f->hessian[s * P + r] +=
                RIDGE_SLOPES * ((r == s) - 1.0 / (double)S);
        f->hessian[s * P + s] += 1e-12;
    }
    for (size_t j = S; j < P; j++) {
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
            h[i * P + j] =
                i == j ? sqrt(sum > 1e-12 ? sum : 1e-12) : sum / h[j * P + j];
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

/* Leave slopes at their bound and pushed below it out of the next step: the
 * others go on alone. */
static void hold_slopes(const struct fit *f)
{
    const size_t P = f->P;

    for (size_t s = 0; s < f->S; s++) {
        if (f->theta[s] > 0.0 || f->gradient[s] <= 0.0)
            continue;
        for (size_t j = 0; j < P; j++)
            f->hessian[s * P + j] = f->hessian[j * P + s] = 0.0;
        f->hessian[s * P + s] = 1.0;
        f->gradient[s] = 0.0;
    }
}

/* More than the loss can fall by on the way to the trial: it is convex, and
 * nowhere below its tangent. */
static double most_gain(const struct fit *f)
{
    double sum = 0.0;

    for (size_t j = 0; j < f->P; j++)
        sum += f->gradient[j] * (f->theta[j] - f->trial[j]);
    return sum;
}

/* One Newton step, halved until the loss falls; false at the minimum. */
static bool descend(struct fit *f, double *now)
{
    const double least = 1e-9 * (1.0 + fabs(*now));

    derive(f);
    hold_slopes(f);
    solve(f);
    for (double t = 1.0; t > 1e-6; t /= 2.0) {
        for (size_t j = 0; j < f->P; j++)
            f->trial[j] = f->theta[j] - t * f->step[j];
        for (size_t s = 0; s < f->S; s++)
            f->trial[s] = fmax(f->trial[s], 0.0);
        if (most_gain(f) <= least)
            continue;
        double then = loss(f, f->trial);
        if (then < *now - least) {
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
        f->target[f->label[i]] += !rests(f, i);
    for (size_t k = 0; k < f->K; k++)
        f->target[k] = (f->target[k] + 1.0) / (f->target[k] + 2.0);
}

static bool fit_init(struct fit *f, enum calibration_kind kind)
{
    const bool few = f->K <= CALIBRATE_OFFSETS_MAX;

    f->S = kind == CALIBRATION_VECTOR && few && f->K > 2 ? f->K : 1;
    f->P = kind != CALIBRATION_TEMPERATURE && few ? f->S + f->K : f->S;
    double *memory = mem_zero(
        2 * f->K + 2 * (f->S + f->K) + 2 * f->P + f->P * f->P, sizeof *memory);
    if (!memory)
        return false;
    f->target = memory;
    f->p = f->target + f->K;
    f->theta = f->p + f->K;
    f->trial = f->theta + f->S + f->K;
    f->gradient = f->trial + f->S + f->K;
    f->step = f->gradient + f->P;
    f->hessian = f->step + f->P;
    return true;
}

/* From all zeros, where no probability is near 0 or 1: there the Hessian
 * vanishes and a Newton step leads nowhere. */
static void fit_run(struct fit *f)
{
    set_targets(f);
    memset(f->theta, 0, (f->S + f->K) * sizeof *f->theta);
    double now = loss(f, f->theta);
    for (int step = 0; step < STEPS_MAX && descend(f, &now); step++)
        ;
}

bool calibrate_fit(const double *margin, const uint32_t *label, size_t N,
                   size_t K, struct calibration *c, struct tenor_error *err)
{
    struct fit f = {
        .margin = margin, .label = label, .weight = c->weight, .N = N, .K = K};

    if (!fit_init(&f, c->kind))
        return fail_memory(err, "calibration");
    fit_run(&f);
    const double mean = mean_slope(&f, f.theta);
    c->slope = mean;
    for (size_t k = 0; k < K; k++) {
        c->scale[k] = mean > 0.0 ? f.theta[slope_of(&f, k)] / mean : 1.0;
        c->offset[k] = f.theta[f.S + k];
    }
    free(f.target);
    return true;
}

/* ---- which kind ---------------------------------------------------------- */

/* Kinds that are tried, each once for every part that is left out. */
struct choosing {
    struct fit fit; /* what all have in common */
    size_t kinds;
    double *loss; /* [kinds][N] logarithmic, by the fit that did not see the
                     document */
};

/* Kinds that are not the same fit: a slope for each label needs three, and few
 * enough of them. */
static size_t distinct_kinds(size_t K)
{
    if (K > CALIBRATE_OFFSETS_MAX)
        return 1;
    return K > 2 ? 3 : 2;
}

static bool try_kind(void *context, size_t job, struct tenor_error *err)
{
    const struct choosing *c = context;
    const size_t kind = job / CALIBRATE_PARTS;
    struct fit f = c->fit;

    f.left_out = (unsigned)(job % CALIBRATE_PARTS);
    if (!fit_init(&f, (enum calibration_kind)kind))
        return fail_memory(err, "calibration");
    fit_run(&f);
    for (size_t i = 0; i < f.N; i++) {
        if (!rests(&f, i))
            continue;
        probabilities(&f, f.theta, i, f.p);
        c->loss[kind * f.N + i] =
            weight_of(&f, i) * log(f.p[f.label[i]] + 1e-300);
    }
    free(f.target);
    return true;
}

/* Summed part by part. */
static double sum_loss(const struct choosing *c, size_t kind)
{
    const struct fit *f = &c->fit;
    double sum = 0.0;

    for (unsigned part = 0; part < CALIBRATE_PARTS; part++)
        for (size_t i = 0; i < f->N; i++)
            if (f->part[i] == part)
                sum -= c->loss[kind * f->N + i];
    return sum;
}

static bool choose_kind(struct choosing *x, struct calibration *c,
                        struct tenor_error *err)
{
    const size_t threads = c->threads ? c->threads : 1;
    double least = INFINITY;

    if (!pool_run(threads, x->kinds * CALIBRATE_PARTS, try_kind, x, err))
        return false;
    for (size_t kind = 0; kind < x->kinds; kind++) {
        const double sum = sum_loss(x, kind);
        if (sum < least) {
            least = sum;
            c->kind = (enum calibration_kind)kind;
        }
    }
    return true;
}

bool calibrate_choose(const double *margin, const uint32_t *label, size_t N,
                      size_t K, struct calibration *c, struct tenor_error *err)
{
    uint8_t *part = mem_resize(NULL, N, sizeof *part);
    struct choosing x = {.fit = {.margin = margin,
                                 .label = label,
                                 .weight = c->weight,
                                 .part = part,
                                 .N = N,
                                 .K = K},
                         .kinds = distinct_kinds(K)};
    uint64_t seed = 0;

    x.loss = mem_resize(NULL, N, x.kinds * sizeof *x.loss);
    bool ok = (part && x.loss) || fail_memory(err, "calibration");
    /* At random, as labels may take turns in the order of documents. */
    for (size_t i = 0; ok && i < N; i++)
        part[i] = (uint8_t)random_below(&seed, CALIBRATE_PARTS);
    ok = ok && choose_kind(&x, c, err);
    free(part);
    free(x.loss);
    return ok && calibrate_fit(margin, label, N, K, c, err);
}

const char *calibration_name(enum calibration_kind kind)
{
    static const char *const name[] = {"temperature", "offsets", "vector"};

    return name[kind];
}

/* Dual coordinate descent, after Hsieh, Chang, Lin, Keerthi & Sundararajan
 * 2008, algorithm 3 (with shrinking): the method of liblinear's solvers 1 and
 * 3, on our vectors in place, with a cost for each document and a start from
 * an earlier solution, which liblinear does not have.
 * Where there is no memory for all vectors, documents are visited block by
 * block: see blocks.h.
 *
 *     min over alpha:  1/2 sum_ij alpha_i alpha_j (y_i y_j x_i . x_j
 *                      + [i = j] D_i) - sum_i alpha_i,  0 <= alpha_i <= U_i
 *
 * with D_i = 0, U_i = C_i (hinge) or D_i = 1 / (2 C_i), no U_i (squared). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train/blocks.h"
#include "train/random.h"
#include "train/solver.h"

#define EPOCHS_MAX 1000

/* How often the documents of a block are visited before the next block. */
#define PASSES 2

/* A feature's weight on plain values, w * multiplier, beside the square of its
 * multiplier: one visit to memory for both. */
struct weighed {
    float w;
    float square;
};

struct descent {
    const struct binary_problem *p;
    struct weighed *u; /* [F] */
    double bias;       /* weight of the bias feature, times the feature */
    double *alpha;     /* [n] */
    double *norm;      /* [n] x . x + D */
    uint32_t *active;  /* [n] positions; the first `size` are looked at */
    size_t size;
    struct blocks blocks; /* where there are some, */
    bool *rest;           /* [n] what is not looked at */
    uint64_t sequence;
    /* bounds of the projected gradient: of the last epoch, of this one */
    double high, low, highest, lowest;
};

static double cost(const struct binary_problem *p, size_t i)
{
    const double c = p->C * p->weight[p->y[i] > 0];

    return p->importance ? c * p->importance[p->document[i]] : c;
}

static double diagonal(const struct binary_problem *p, size_t i)
{
    return p->loss == LOSS_SQUARED ? 0.5 / cost(p, i) : 0.0;
}

static double limit(const struct binary_problem *p, size_t i)
{
    return p->loss == LOSS_SQUARED ? INFINITY : cost(p, i);
}

/* w += step * x */
static void move(struct descent *s, uint32_t document, double step)
{
    const struct vectors *v = s->p->vectors;
    const double b = s->p->bias_feature;

    for (uint64_t j = v->start[document]; j < v->start[document + 1]; j++) {
        struct weighed *u = &s->u[v->id[j]];
        u->w += (float)step * v->value[j] * u->square;
    }
    s->bias += step * b * b;
}

static double margin(const struct descent *s, uint32_t document)
{
    const struct vectors *v = s->p->vectors;
    double sum = s->bias;

    for (uint64_t j = v->start[document]; j < v->start[document + 1]; j++)
        sum += (double)(s->u[v->id[j]].w * v->value[j]);
    return sum;
}

static double squared_norm(const struct descent *s, uint32_t document)
{
    const struct vectors *v = s->p->vectors;
    double sum = s->p->bias_feature * s->p->bias_feature;

    for (uint64_t j = v->start[document]; j < v->start[document + 1]; j++)
        sum += (double)(v->value[j] * v->value[j] * s->u[v->id[j]].square);
    return sum;
}

static bool begin(struct descent *s, struct tenor_error *err)
{
    const struct binary_problem *p = s->p;

    s->u = mem_resize(NULL, p->vectors->F, sizeof *s->u);
    s->alpha = mem_zero(p->n, sizeof *s->alpha);
    s->norm = mem_resize(NULL, p->n, sizeof *s->norm);
    s->active = mem_resize(NULL, p->n, sizeof *s->active);
    if (!s->u || !s->alpha || !s->norm || !s->active)
        return fail_memory(err, "a training problem");
    for (size_t f = 0; f < p->vectors->F; f++)
        s->u[f] = (struct weighed){0.0f, p->multiplier[f] * p->multiplier[f]};
    for (size_t i = 0; i < p->n; i++) {
        const uint32_t d = p->document[i];
        s->active[i] = (uint32_t)i;
        s->norm[i] = squared_norm(s, d) + diagonal(p, i);
        if (!p->start)
            continue;
        s->alpha[i] = fmin((double)p->start[d], limit(p, i));
        if (s->alpha[i] > 0.0)
            move(s, d, p->y[i] * s->alpha[i]);
    }
    s->size = p->n;
    if (!p->vectors->block)
        return true;
    s->rest = mem_zero(p->n, sizeof *s->rest);
    return s->rest ? blocks_init(&s->blocks, p, err)
                   : fail_memory(err, "a training problem");
}

/* Bring one document's alpha to its best value. False when it is at a bound
 * and so far from leaving it that it need not be looked at for a while. */
static bool descend(struct descent *s, size_t i)
{
    const struct binary_problem *p = s->p;
    const uint32_t d = p->document[i];
    const double alpha = s->alpha[i], most = limit(p, i);
    const double before = p->offset ? (double)p->offset[d] : 0.0;
    const double gradient =
        p->y[i] * (before + margin(s, d)) - 1.0 + alpha * diagonal(p, i);
    double projected = gradient;

    if (alpha == 0.0) {
        if (gradient > s->high)
            return false;
        projected = fmin(gradient, 0.0);
    } else if (alpha == most) {
        if (gradient < s->low)
            return false;
        projected = fmax(gradient, 0.0);
    }
    s->highest = fmax(s->highest, projected);
    s->lowest = fmin(s->lowest, projected);
    if (fabs(projected) > 1e-12) {
        s->alpha[i] = fmin(fmax(alpha - gradient / s->norm[i], 0.0), most);
        move(s, d, p->y[i] * (s->alpha[i] - alpha));
    }
    return true;
}

/* ---- epochs -------------------------------------------------------------- */

static void shuffle(struct descent *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const size_t j = i + random_below(&s->sequence, n - i);
        const uint32_t swap = s->active[i];
        s->active[i] = s->active[j];
        s->active[j] = swap;
    }
}

static void visit_all(struct descent *s)
{
    shuffle(s, s->size);
    for (size_t i = 0; i < s->size; i++) {
        if (descend(s, s->active[i]))
            continue;
        const uint32_t shrunk = s->active[i];
        s->active[i--] = s->active[--s->size];
        s->active[s->size] = shrunk;
    }
}

/* The first n active ones, a block. What its documents do to each other says
 * nothing about how far all are from the minimum, nor which may rest: that is
 * for the first pass to tell. */
static void visit_block(struct descent *s, size_t n)
{
    shuffle(s, n);
    for (size_t i = 0; i < n; i++) {
        s->rest[s->active[i]] = !descend(s, s->active[i]);
        s->size -= s->rest[s->active[i]];
    }
    const double highest = s->highest, lowest = s->lowest;
    for (int pass = 1; pass < PASSES; pass++) {
        shuffle(s, n);
        for (size_t i = 0; i < n; i++)
            if (!s->rest[s->active[i]])
                descend(s, s->active[i]);
    }
    s->highest = highest;
    s->lowest = lowest;
}

static void epoch(struct descent *s)
{
    size_t n;

    s->highest = -INFINITY;
    s->lowest = INFINITY;
    if (!s->rest) {
        visit_all(s);
        return;
    }
    blocks_shuffle(&s->blocks, &s->sequence);
    while (blocks_next(&s->blocks, s->rest, s->active, &n))
        visit_block(s, n);
}

static void look_at_all(struct descent *s)
{
    s->size = s->p->n;
    s->high = INFINITY;
    s->low = -INFINITY;
    if (s->rest)
        memset(s->rest, 0, s->p->n * sizeof *s->rest);
}

static void descend_to_minimum(struct descent *s)
{
    look_at_all(s);
    for (size_t e = 0; e < EPOCHS_MAX; e++) {
        epoch(s);
        if (s->highest - s->lowest <= s->p->tolerance) {
            if (s->size == s->p->n)
                return;
            look_at_all(s); /* was it right to shrink? */
            continue;
        }
        s->high = s->highest > 0.0 ? s->highest : INFINITY;
        s->low = s->lowest < 0.0 ? s->lowest : -INFINITY;
    }
}

bool solver_dual(const struct binary_problem *p, struct hyperplane *h,
                 struct tenor_error *err)
{
    struct descent s = {.p = p, .sequence = p->seed};
    const bool ok = begin(&s, err);

    if (ok) {
        descend_to_minimum(&s);
        for (size_t f = 0; f < p->vectors->F; f++)
            h->w[f] = (double)s.u[f].w;
        h->bias = s.bias;
        for (size_t i = 0; p->end && i < p->n; i++)
            p->end[p->document[i]] = (float)s.alpha[i];
    }
    free(s.u);
    free(s.alpha);
    free(s.norm);
    free(s.active);
    free(s.rest);
    blocks_release(&s.blocks);
    return ok;
}

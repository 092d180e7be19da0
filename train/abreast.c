#include "train/abreast.h"

#include <math.h>
#include <stdlib.h>

#include "train/abreast_group.h"
#include "train/random.h"

#define EPOCHS_MAX 1000

/* The range of gradients at which a machine stops, and what is as good as 0.
 * These machines are for calibration and figures, and most documents are much
 * nearer than the ones at the ends of the range. */
#define TOLERANCE (2.0f * (float)MACHINE_TOLERANCE)
#define NEAR (TOLERANCE / 10.0f)

/* Every so many epochs machines look at all documents, at the same time, so
 * that they share the way there. */
#define EPOCHS_OF_REST 3

/* Single precision counts so far. */
#define COUNTED ((size_t)1 << 24)

/* What a machine does must not depend on the others, which are there or not:
 * documents come in an order that all share, and each machine has its own that
 * rest, and its own end. */
struct descent {
    struct group *g;
    uint8_t *awake;             /* [N] for which machines, as bits */
    uint8_t going;              /* machines that have not stopped */
    struct row highest, lowest; /* gradients of an epoch */
};

static uint8_t bit(size_t m)
{
    return (uint8_t)(1u << m);
}

/* One machine's gradient and best step for a document. False when it need not
 * look at it for a while. */
static bool find_step(struct descent *s, size_t d, size_t m, float margin,
                      float *step)
{
    struct group *g = s->g;
    const size_t side = g->side[d];
    const float y = side ? 1.0f : -1.0f;
    const float c = (float)group_importance(g, d);
    const float alpha = g->alpha[d].x[m], most = g->limit[side].x[m] * c;
    const float gradient =
        y * margin - 1.0f + alpha * g->diagonal[side].x[m] / c;
    float projected = gradient;

    if (alpha == 0.0f)
        projected = fminf(gradient, 0.0f);
    else if (alpha == most)
        projected = fmaxf(gradient, 0.0f);
    s->highest.x[m] = fmaxf(s->highest.x[m], projected);
    s->lowest.x[m] = fminf(s->lowest.x[m], projected);
    if (projected != 0.0f)
        g->alpha[d].x[m] =
            fminf(fmaxf(alpha - gradient / g->norm[d].x[m], 0.0f), most);
    *step = y * (g->alpha[d].x[m] - alpha);
    return fabsf(projected) >= NEAR;
}

/* Bring the alphas of a document to their best values. */
static void visit(struct descent *s, size_t d)
{
    const struct row margin = group_margins(s->g, d);
    const uint8_t visitors = s->awake[d] & s->going;
    struct row step = {{0}};
    bool moves = false;

    for (size_t m = 0; m < s->g->n; m++) {
        if (!(visitors & bit(m)))
            continue;
        if (!find_step(s, d, m, margin.x[m], &step.x[m]))
            s->awake[d] &= (uint8_t)~bit(m);
        moves |= step.x[m] != 0.0f;
    }
    if (moves)
        group_move(s->g, d, step);
}

static void epoch(struct descent *s, uint64_t *seed)
{
    struct group *g = s->g;

    for (size_t m = 0; m < ABREAST; m++) {
        s->highest.x[m] = -INFINITY;
        s->lowest.x[m] = INFINITY;
    }
    random_shuffle(g->document, g->n_seen, seed);
    for (size_t i = 0; i < g->n_seen; i++)
        if (s->awake[g->document[i]] & s->going)
            visit(s, g->document[i]);
}

static bool descend(struct group *g, uint64_t seed, struct tenor_error *err)
{
    const size_t N = g->a->v->N;
    struct descent s = {.g = g,
                        .awake = mem_resize(NULL, N, sizeof *s.awake),
                        .going = (uint8_t)((1u << g->n) - 1)};

    if (!s.awake)
        return fail_memory(err, "cross-validation");
    for (size_t e = 0; s.going && e < EPOCHS_MAX; e++) {
        const bool all = e % EPOCHS_OF_REST == 0;
        if (all)
            memcpy(s.awake, g->seen, N * sizeof *s.awake);
        epoch(&s, &seed);
        for (size_t m = 0; all && m < g->n; m++)
            if (s.highest.x[m] - s.lowest.x[m] <= TOLERANCE)
                s.going &= (uint8_t)~bit(m);
    }
    free(s.awake);
    return true;
}

static double answer(const struct group *g, size_t m, float margin)
{
    const double no = g->importance[0][m], yes = g->importance[1][m];

    if (no > 0.0 && yes > 0.0)
        return (double)margin;
    return yes > 0.0 ? 1.0 : -1.0; /* all that it has seen are of one side */
}

static void predict(const struct group *g)
{
    const struct abreast *a = g->a;
    const size_t K = a->y->K, place = K == 2 ? 1 : g->number;

    for (size_t d = 0; d < a->v->N; d++) {
        struct row margin = {{0}};
        bool known = false;
        for (size_t m = 0; m < g->n; m++) {
            if (a->fold[d] != group_fold(g, m))
                continue;
            if (!known)
                margin = group_margins(g, d);
            known = true;
            group_margin(g, m)[d * K + place] = answer(g, m, margin.x[m]);
        }
    }
}

/* ---- jobs ---------------------------------------------------------------- */

static size_t groups_of(const struct abreast *a)
{
    return (a->folds + a->again + ABREAST - 1) / ABREAST;
}

size_t abreast_jobs(const struct abreast *a)
{
    return machine_count(a->y, a->s) * groups_of(a);
}

bool abreast_job(const struct abreast *a, size_t job, struct tenor_error *err)
{
    const size_t groups = groups_of(a);
    struct group g;
    const bool ok =
        group_init(&g, a, job / groups, job % groups * ABREAST, err) &&
        descend(&g, a->s->seed, err);

    if (ok)
        predict(&g);
    group_release(&g);
    return ok;
}

uint64_t abreast_bytes(const struct abreast *a)
{
    return a->v->F * sizeof(struct weighed) +
           a->v->N * (2 * sizeof(struct row) + sizeof(uint32_t) + 3);
}

bool abreast_fits(const struct abreast *a)
{
    return machine_solver(a->s) == SOLVER_DUAL && !a->v->block &&
           a->v->own == a->v->F && a->v->N < COUNTED &&
           !memory_exceeds(&a->s->memory, abreast_bytes(a), 3);
}

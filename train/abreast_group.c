#include "train/abreast_group.h"

#include <math.h>
#include <stdlib.h>

/* ---- machines ------------------------------------------------------------ */

static size_t machine_of(const struct group *g, size_t m)
{
    return g->first + m;
}

static bool sees_old_alone(const struct group *g, size_t m)
{
    return machine_of(g, m) >= g->a->folds;
}

unsigned group_fold(const struct group *g, size_t m)
{
    return (unsigned)(machine_of(g, m) -
                      (sees_old_alone(g, m) ? g->a->folds : 0));
}

double *group_margin(const struct group *g, size_t m)
{
    return sees_old_alone(g, m) ? g->a->margin_again : g->a->margin;
}

static void find_seen(struct group *g)
{
    const struct abreast *a = g->a;

    for (size_t d = 0; d < a->v->N; d++) {
        g->side[d] = machine_positive(a->y, a->s, g->number, a->y->label[d]);
        for (size_t m = 0; m < g->n; m++)
            if (a->fold[d] != group_fold(g, m) &&
                (d < a->old || !sees_old_alone(g, m)))
                g->seen[d] |= (uint8_t)(1u << m);
        if (g->seen[d])
            g->document[g->n_seen++] = (uint32_t)d;
    }
}

/* ---- sums over the elements of a document -------------------------------- */

struct span {
    const uint32_t *id;
    const float *value;
    size_t n;
};

static struct span span_of(const struct group *g, size_t d)
{
    const struct vectors *v = g->a->v;

    return (struct span){v->id + v->start[d], v->value + v->start[d],
                         (size_t)(v->start[d + 1] - v->start[d])};
}

struct row group_margins(const struct group *g, size_t d)
{
    const struct span x = span_of(g, d);
    struct row sum = g->bias;

    for (size_t j = 0; j < x.n; j++)
        row_add(&sum, row_times(g->u[x.id[j]].w, x.value[j]));
    return sum;
}

void group_move(struct group *g, size_t d, struct row step)
{
    const struct span x = span_of(g, d);

    for (size_t j = 0; j < x.n; j++) {
        struct weighed *u = &g->u[x.id[j]];
        row_add(&u->w, row_product(row_times(step, x.value[j]), &u->square));
    }
    row_add(&g->bias, row_times(step, (float)(MACHINE_BIAS * MACHINE_BIAS)));
}

static struct row squared_norms(const struct group *g, size_t d)
{
    const struct span x = span_of(g, d);
    struct row sum = {{0}};

    for (size_t j = 0; j < x.n; j++)
        row_add(&sum, row_times(g->u[x.id[j]].square, x.value[j] * x.value[j]));
    return sum;
}

static void count_features(struct group *g, size_t d, struct row by)
{
    const struct span x = span_of(g, d);

    for (size_t j = 0; j < x.n; j++) {
        struct weighed *u = &g->u[x.id[j]];
        row_add(g->side[d] ? &u->square : &u->w, by);
    }
}

/* ---- from counts to weights ---------------------------------------------- */

/* Sums over the documents that a machine sees, of either side. */
struct totals {
    double elements[2][ABREAST], alpha[2][ABREAST];
};

static void count(struct group *g, const float *alpha, struct totals *t)
{
    const struct vectors *v = g->a->v;

    for (size_t i = 0; i < g->n_seen; i++) {
        const size_t d = g->document[i], side = g->side[d];
        const double c = group_importance(g, d);
        struct row by = {{0}};
        for (size_t m = 0; m < g->n; m++) {
            if (!group_sees(g, d, m))
                continue;
            by.x[m] = (float)c;
            g->importance[side][m] += c;
            t->elements[side][m] += c * (double)(v->start[d + 1] - v->start[d]);
            t->alpha[side][m] += (double)alpha[d];
        }
        count_features(g, d, by);
    }
}

static void set_costs(struct group *g)
{
    const struct train_settings *s = g->a->s;
    const bool squared = s->loss == LOSS_SQUARED;

    for (size_t m = 0; m < g->n; m++) {
        const double sum[2] = {g->importance[0][m], g->importance[1][m]};
        double weight[2];
        machine_balance(s, sum, weight);
        for (size_t side = 0; side < 2; side++) {
            const double cost = s->C * weight[side];
            g->limit[side].x[m] = squared ? INFINITY : (float)cost;
            g->diagonal[side].x[m] = squared ? (float)(0.5 / cost) : 0.0f;
        }
    }
}

/* Squares of multipliers; of features that a machine does not see 0. */
static void weigh(struct group *g, const struct totals *t)
{
    const struct train_settings *s = g->a->s;
    const struct vectors *v = g->a->v;

    for (size_t m = 0; m < g->n; m++) {
        const double total[2] = {t->elements[0][m] + (double)v->F,
                                 t->elements[1][m] + (double)v->F};
        for (size_t f = 0; f < v->F; f++) {
            float *no = &g->u[f].w.x[m], *yes = &g->u[f].square.x[m];
            const double counts[2] = {(double)*no, (double)*yes};
            const float x = weighting_of(s->weighting, s->character_weight, v,
                                         f, counts, total);
            *no = 0.0f;
            *yes = counts[0] + counts[1] > 0.0 ? x * x : 0.0f;
        }
    }
}

/* Norms, and what makes them 1 in the mean. */
static void normalise(struct group *g)
{
    double sum[ABREAST] = {0.0};
    struct row scale = {{0}};

    for (size_t i = 0; i < g->n_seen; i++) {
        const size_t d = g->document[i];
        g->norm[d] = squared_norms(g, d);
        for (size_t m = 0; m < g->n; m++)
            if (group_sees(g, d, m))
                sum[m] += group_importance(g, d) * (double)g->norm[d].x[m];
    }
    for (size_t m = 0; m < g->n; m++) {
        const double documents = g->importance[0][m] + g->importance[1][m];
        scale.x[m] = sum[m] > 0.0 ? (float)(documents / sum[m]) : 1.0f;
    }
    for (size_t f = 0; f < g->a->v->F; f++)
        g->u[f].square = row_product(scale, &g->u[f].square);
    for (size_t i = 0; i < g->n_seen; i++) {
        const size_t d = g->document[i];
        g->norm[d] = row_product(scale, &g->norm[d]);
        row_add(&g->norm[d], row_times(g->diagonal[g->side[d]],
                                       (float)(1.0 / group_importance(g, d))));
        for (size_t m = 0; m < ABREAST; m++)
            g->norm[d].x[m] += (float)(MACHINE_BIAS * MACHINE_BIAS);
    }
}

/* Alphas of the machine that sees all documents, with the bias that it has. */
static void begin(struct group *g, const struct machine_end *at,
                  const struct totals *t)
{
    struct row factor[2] = {{{0}}};

    for (size_t m = 0; m < g->n; m++) {
        const double sum[2] = {t->alpha[0][m], t->alpha[1][m]};
        double keep[2];
        machine_keep_bias(sum, at->bias, keep);
        factor[0].x[m] = (float)keep[0];
        factor[1].x[m] = (float)keep[1];
    }
    for (size_t i = 0; i < g->n_seen; i++) {
        const size_t d = g->document[i], side = g->side[d];
        const float c = (float)group_importance(g, d);
        for (size_t m = 0; m < g->n; m++)
            if (group_sees(g, d, m))
                g->alpha[d].x[m] = fminf(at->alpha[d] * factor[side].x[m],
                                         g->limit[side].x[m] * c);
        if (at->alpha[d] > 0.0f)
            group_move(g, d, row_times(g->alpha[d], side ? 1.0f : -1.0f));
    }
}

/* ---- all of it ----------------------------------------------------------- */

static bool allocate(struct group *g)
{
    const size_t N = g->a->v->N, line = sizeof *g->u;

    g->memory = mem_zero(g->a->v->F + 1, line);
    g->alpha = mem_zero(N, sizeof *g->alpha);
    g->norm = mem_zero(N, sizeof *g->norm);
    g->seen = mem_zero(N, sizeof *g->seen);
    g->side = mem_zero(N, sizeof *g->side);
    g->document = mem_resize(NULL, N, sizeof *g->document);
    if (!g->memory || !g->alpha || !g->norm || !g->seen || !g->side ||
        !g->document)
        return false;
    const size_t over = (uintptr_t)g->memory % line;
    g->u = (void *)((char *)g->memory + (over ? line - over : 0));
    return true;
}

bool group_init(struct group *g, const struct abreast *a, size_t number,
                size_t first, struct tenor_error *err)
{
    const size_t left = a->folds + a->again - first;
    const struct machine_end *at = &a->begin[number];
    struct totals t = {0};

    *g = (struct group){.a = a,
                        .number = number,
                        .first = first,
                        .n = left < ABREAST ? left : ABREAST};
    if (!allocate(g))
        return fail_memory(err, "cross-validation");
    find_seen(g);
    count(g, at->alpha, &t);
    set_costs(g);
    weigh(g, &t);
    normalise(g);
    begin(g, at, &t);
    return true;
}

void group_release(struct group *g)
{
    free(g->memory);
    free(g->alpha);
    free(g->norm);
    free(g->seen);
    free(g->side);
    free(g->document);
}

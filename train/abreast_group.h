/* The problems of machines that share a pass, for abreast.c. */
#ifndef TENOR_TRAIN_ABREAST_GROUP_H
#define TENOR_TRAIN_ABREAST_GROUP_H

#include "train/abreast.h"

/* A number for each machine. Loops over a row of its own become few
 * instructions. */
struct row {
    float x[ABREAST];
};

static inline struct row row_times(struct row x, float factor)
{
    for (size_t m = 0; m < ABREAST; m++)
        x.x[m] *= factor;
    return x;
}

static inline struct row row_product(struct row x, const struct row *y)
{
    for (size_t m = 0; m < ABREAST; m++)
        x.x[m] *= y->x[m];
    return x;
}

static inline void row_add(struct row *to, struct row x)
{
    for (size_t m = 0; m < ABREAST; m++)
        to->x[m] += x.x[m];
}

/* A feature: weights on plain values and squares of multipliers, which fill a
 * line of cache; before they are known, the documents of either side. */
struct weighed {
    struct row w, square;
};

struct group {
    const struct abreast *a;
    size_t number, first, n; /* of the label; of the machines, and how many */
    struct weighed *u;       /* [F] in memory, where a line begins */
    void *memory;
    struct row bias;
    struct row *alpha, *norm; /* [N] x . x + D, with the bias */
    uint8_t *seen;            /* [N] a bit for each machine that sees it */
    uint8_t *side;            /* [N] 1: yes */
    uint32_t *document;       /* [n_seen] of those that any machine sees */
    size_t n_seen;
    struct row limit[2], diagonal[2]; /* U and D of either side, see
                                         solver_dual.c, for importance 1 */
    double importance[2][ABREAST];    /* sums over documents, of either side */
};

/* The machines from `first` on of a label; to be released in any case.
 * TENOR_ENOMEM. */
bool group_init(struct group *g, const struct abreast *a, size_t number,
                size_t first, struct tenor_error *err);
void group_release(struct group *g);

/* The fold that machine m of the group leaves out, and where its margins go. */
unsigned group_fold(const struct group *g, size_t m);
double *group_margin(const struct group *g, size_t m);

/* w . x and the bias, for each machine. */
struct row group_margins(const struct group *g, size_t d);

/* w += step * x */
void group_move(struct group *g, size_t d, struct row step);

static inline double group_importance(const struct group *g, size_t d)
{
    return g->a->y->importance ? g->a->y->importance[d] : 1.0;
}

static inline bool group_sees(const struct group *g, size_t d, size_t m)
{
    return g->seen[d] >> m & 1;
}

#endif

#include "cli/explain/diff.h"

#include <stdlib.h>

#define NONE (-1)
#define DIAGONALS (2 * DIFF_MOST + 3)

/* Furthest x on each diagonal k = x - y, from either end: [DIAGONALS], number 0
 * in the middle; NONE where no path has come. */
struct reach {
    int32_t *forward, *backward;
};

/* A part of both sequences, [a, a + n) and [b, b + m). */
struct box {
    size_t a, n, b, m;
};

/* The furthest x on diagonal k of a path one step longer than those of reach;
 * NONE when it leads out of the box. */
static int32_t step(const int32_t *reach, int32_t k, int32_t steps, int32_t n,
                    int32_t m)
{
    int32_t right = k > -steps ? reach[k - 1] : NONE;
    int32_t down = k < steps ? reach[k + 1] : NONE;

    right = right == NONE || right == n ? NONE : right + 1;
    down = down - k > m ? NONE : down;
    return right > down ? right : down;
}

static bool same(const struct diff *d, const struct box *x, int32_t i,
                 int32_t j, bool forward)
{
    return forward ? d->a[x->a + (size_t)i] == d->b[x->b + (size_t)j]
                   : d->a[x->a + x->n - 1 - (size_t)i] ==
                         d->b[x->b + x->m - 1 - (size_t)j];
}

/* Go on from one end by a step on every diagonal. True when a path has met one
 * from the other end, *x and *y being where, from this end. */
static bool advance(const struct diff *d, const struct box *box, int32_t *own,
                    const int32_t *other, int32_t steps, bool forward,
                    int32_t *x, int32_t *y)
{
    const int32_t n = (int32_t)box->n, m = (int32_t)box->m, delta = n - m;
    const int32_t there = forward ? steps - 1 : steps; /* steps of the other */
    const bool can_meet = (delta % 2 != 0) == forward;

    for (int32_t k = -steps; k <= steps; k += 2) {
        *x = steps == 0 ? 0 : step(own, k, steps, n, m);
        own[k] = *x;
        if (*x == NONE)
            continue;
        *y = *x - k;
        while (*x < n && *y < m && same(d, box, *x, *y, forward))
            ++*x, ++*y;
        own[k] = *x;
        const int32_t facing = delta - k;
        if (can_meet && facing >= -there && facing <= there &&
            other[facing] != NONE && *x + other[facing] >= n)
            return true;
    }
    return false;
}

/* Where a shortest path can be cut in two; false when that is too far. */
static bool find_middle(const struct diff *d, const struct reach *r,
                        const struct box *box, int32_t *x, int32_t *y)
{
    for (int32_t steps = 0; steps <= DIFF_MOST; steps++) {
        if (advance(d, box, r->forward, r->backward, steps, true, x, y))
            return true;
        if (advance(d, box, r->backward, r->forward, steps, false, x, y)) {
            *x = (int32_t)box->n - *x;
            *y = (int32_t)box->m - *y;
            return true;
        }
    }
    return false;
}

/* Leave out what both begin and end with. */
static void trim(const struct diff *d, struct box *x)
{
    while (x->n && x->m && d->a[x->a] == d->b[x->b]) {
        x->a++, x->b++;
        x->n--, x->m--;
    }
    while (x->n && x->m && d->a[x->a + x->n - 1] == d->b[x->b + x->m - 1])
        x->n--, x->m--;
}

/* Each half has half of the differences, so that calls do not nest deeply. */
static void compare(struct diff *d, const struct reach *r, struct box box)
{
    int32_t x, y;

    trim(d, &box);
    if (box.n && box.m && find_middle(d, r, &box, &x, &y)) {
        const size_t i = (size_t)x, j = (size_t)y;
        compare(d, r, (struct box){box.a, i, box.b, j});
        compare(d, r, (struct box){box.a + i, box.n - i, box.b + j, box.m - j});
        return;
    }
    d->coarse |= box.n && box.m;
    for (size_t i = 0; i < box.n; i++)
        d->removed[box.a + i] = true;
    for (size_t j = 0; j < box.m; j++)
        d->added[box.b + j] = true;
}

bool diff_find(struct diff *d, struct tenor_error *err)
{
    int32_t *memory = mem_resize(NULL, 2 * DIAGONALS, sizeof *memory);

    if (!memory)
        return fail_memory(err, "differences");
    const struct reach r = {memory + DIFF_MOST + 1,
                            memory + DIAGONALS + DIFF_MOST + 1};
    compare(d, &r, (struct box){0, d->n, 0, d->m});
    free(memory);
    return true;
}

#include "cli/drift/drift_slices.h"

#include <math.h>
#include <stdlib.h>

#include "model/wordset.h"

void drift_slices_release(struct drift_slices *s)
{
    for (size_t i = 0; i < s->n; i++) {
        free(s->slice[i].name);
        drift_release(&s->slice[i].sums);
    }
    free(s->slice);
    idmap_release(&s->index);
    *s = (struct drift_slices){0};
}

static uint64_t key_of(struct str name)
{
    return word_hash(name.s ? name.s : "", name.len);
}

bool drift_slices_add(struct drift_slices *s, const struct axis *a,
                      struct str name, const struct drift_text *t)
{
    uint32_t *at = idmap_at(&s->index, key_of(name));

    if (!at)
        return false;
    if (*at == 0 && s->n == DRIFT_SLICES) {
        s->others++;
        return true;
    }
    if (*at == 0) {
        if (!GROW(s->slice, s->n + 1, s->capacity))
            return false;
        struct drift_slice *new = &s->slice[s->n++];
        *new = (struct drift_slice){.name = mem_string(name)};
        if (!drift_init(&new->sums, a, false) || !new->name)
            return false;
        *at = (uint32_t)s->n;
    }
    drift_add(&s->slice[*at - 1].sums, a, t);
    return true;
}

/* An effect by its limit; where that is 0, all are beyond. */
static double by_limit(const struct drift_check *c)
{
    return c->limit > 0.0    ? fmax(0.0, c->effect / c->limit)
           : c->effect > 0.0 ? INFINITY
                             : 0.0;
}

/* An alarm is worse than an effect that may be chance. */
static void find_worst(struct drift_slice *s, const struct drift_check *check)
{
    memcpy(s->check, check, sizeof s->check);
    s->worst = -1.0;
    for (size_t i = 0; i < DRIFT_KINDS; i++) {
        const struct drift_check *c = &check[i];
        if (!c->tested || c->alarm < s->alarm ||
            (c->alarm == s->alarm && !(by_limit(c) > s->worst)))
            continue;
        s->worst = by_limit(c);
        s->kind = i;
        s->alarm = c->alarm;
    }
}

static int worst_first(const void *a, const void *b)
{
    const struct drift_slice *x = a, *y = b;

    if (x->alarm != y->alarm)
        return x->alarm ? -1 : 1;
    if (x->worst != y->worst)
        return x->worst > y->worst ? -1 : 1;
    return strcmp(x->name, y->name);
}

/* What a slice is compared with. */
static struct drift_side side_before(const struct drift_slice *s,
                                     const struct drift_side *all,
                                     const struct drift_slices *baseline)
{
    const uint32_t at =
        baseline ? idmap_find(&baseline->index, key_of(str_of(s->name))) : 0;
    struct drift_side side = *all;

    if (at && baseline->slice[at - 1].sums.texts >= DRIFT_LEAST)
        side.sums = &baseline->slice[at - 1].sums;
    return side;
}

bool drift_slices_compare(struct drift_slices *s, const struct drift_side *then,
                          const struct drift_slices *baseline,
                          const double *limit, double alpha, size_t axes)
{
    const size_t n = s->n * DRIFT_KINDS;
    struct drift_check *check = mem_resize(NULL, n, sizeof *check);
    bool ok = check;

    for (size_t i = 0; ok && i < s->n; i++) {
        struct drift_slice *slice = &s->slice[i];
        const struct drift_side side = side_before(slice, then, baseline);
        const struct drift_side now = {then->axis, &slice->sums};
        slice->then = drift_texts(&side);
        drift_compare(&side, &now, limit, check + i * DRIFT_KINDS);
    }
    for (size_t i = 0; ok && i < n; i++)
        check[i].p = fmin(1.0, (double)axes * check[i].p);
    ok = ok && drift_decide(check, n, alpha);
    for (size_t i = 0; ok && i < s->n; i++)
        find_worst(&s->slice[i], check + i * DRIFT_KINDS);
    if (ok && s->n)
        qsort(s->slice, s->n, sizeof *s->slice, worst_first);
    free(check);
    return ok;
}

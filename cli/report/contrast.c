#include "cli/report/contrast.h"

#include <math.h>

double contrast_z(double ya, double na, double yb, double nb)
{
    const double prior = CONTRAST_PRIOR;

    if (na + nb <= 0.0)
        return 0.0;
    const double alpha = prior * (ya + yb) / (na + nb);
    const double odds_a = (ya + alpha) / (na + prior - ya - alpha);
    const double odds_b = (yb + alpha) / (nb + prior - yb - alpha);
    if (alpha <= 0.0 || odds_a <= 0.0 || odds_b <= 0.0 || isinf(odds_a) ||
        isinf(odds_b))
        return 0.0; /* the word is not there, or the only one there is */
    return (log(odds_a) - log(odds_b)) /
           sqrt(1.0 / (ya + alpha) + 1.0 / (yb + alpha));
}

static uint64_t uses(const struct vocabulary *v, size_t begin, size_t end,
                     const size_t *column, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = begin; i < end; i++)
        for (size_t k = 0; k < n; k++)
            sum += v->count[i * v->columns + column[k]];
    return sum;
}

/* Keep the most separating, those of equal z in the order of stems. */
static void keep(struct contrast_word *list, size_t *n,
                 const struct contrast_word *w)
{
    size_t at = *n;

    if (w->z <= CONTRAST_Z)
        return;
    while (at > 0 && list[at - 1].z < w->z)
        at--;
    if (at == CONTRAST_WORDS)
        return;
    if (*n < CONTRAST_WORDS)
        ++*n;
    memmove(list + at + 1, list + at, (*n - 1 - at) * sizeof *list);
    list[at] = *w;
}

static bool is_common(const struct vocabulary *v, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (v->form[i].texts >= CONTRAST_TEXTS)
            return true;
    return false;
}

void contrast_find(const struct vocabulary *v, const size_t *a, size_t na,
                   const size_t *b, size_t nb, struct contrast *out)
{
    *out = (struct contrast){.words_a = uses(v, 0, v->n, a, na),
                             .words_b = uses(v, 0, v->n, b, nb)};
    for (size_t i = 0, end; i < v->n; i = end) {
        end = vocabulary_stem_end(v, i);
        if (!is_common(v, i, end))
            continue;
        struct contrast_word w = {.form = vocabulary_form(v, i),
                                  .a = uses(v, i, end, a, na),
                                  .b = uses(v, i, end, b, nb)};
        w.z = contrast_z((double)w.a, (double)out->words_a, (double)w.b,
                         (double)out->words_b);
        out->stems += w.a + w.b > 0;
        keep(out->a, &out->in_a, &w);
        w.z = -w.z;
        keep(out->b, &out->in_b, &w);
    }
}

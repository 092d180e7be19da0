/* Frequent words: which of them moved, and how much all together. */
#include "train/drift_parts.h"

#include <stdlib.h>

static struct drift_word word_of(const struct drift_side *then,
                                 const struct drift_side *now, size_t number,
                                 double *error)
{
    const struct drift_rate before = drift_word_rate(then, number);
    const struct drift_rate after = drift_word_rate(now, number);
    const double more = after.value - before.value;

    *error = drift_error(before, after);
    return (struct drift_word){number, before.value, after.value,
                               *error > 0.0 ? more / *error : 0.0};
}

/* |x| of a standard normal x has the mean sqrt(2 / pi) and the variance 1 - 2 /
 * pi; words of a text hang together, which makes the sum vary more. */
#define ABSOLUTE_MEAN 0.7978845608028654
#define ABSOLUTE_VARIANCE 0.3633802276324186
#define TOGETHER 4.0

void drift_check_words(const struct drift_side *then,
                       const struct drift_side *now, struct drift_check *c)
{
    double moved = 0.0, all = 0.0, chance = 0.0, variance = 0.0, error;

    for (size_t i = 0; i < now->axis->sketch.words; i++) {
        const struct drift_word w = word_of(then, now, i, &error);
        moved += fabs(w.now - w.then);
        all += w.now + w.then;
        chance += ABSOLUTE_MEAN * error;
        variance += TOGETHER * ABSOLUTE_VARIANCE * error * error;
    }
    if (!(all > 0.0))
        return;
    c->known = true;
    c->effect = fmax(0.0, moved - chance) / all;
    c->p =
        variance > 0.0 ? shift_normal((moved - chance) / sqrt(variance)) : 1.0;
}

static int by_size(const void *a, const void *b)
{
    const struct drift_word *x = a, *y = b;
    const double p = fabs(x->z), q = fabs(y->z);

    if (p != q)
        return p > q ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

size_t drift_words(const struct drift_side *then, const struct drift_side *now,
                   double alpha, struct drift_word *out, size_t n)
{
    struct drift_word all[SKETCH_WORDS];
    const size_t W = now->axis->sketch.words;
    size_t found = 0;
    double error;

    if (!(now->sums->units.x > 0.0) ||
        (then->sums && !(then->sums->units.x > 0.0)))
        return 0;
    for (size_t i = 0; i < W; i++) {
        const struct drift_word w = word_of(then, now, i, &error);
        if (2.0 * shift_normal(fabs(w.z)) * (double)W < alpha)
            all[found++] = w;
    }
    if (found)
        qsort(all, found, sizeof *all, by_size);
    found = found < n ? found : n;
    memcpy(out, all, found * sizeof *out);
    return found;
}

#include "train/paired.h"

#include <math.h>
#include <stdlib.h>

#include "train/random.h"
#include "train/tally.h"

double paired_mcnemar(size_t right_to_wrong, size_t wrong_to_right)
{
    const size_t n = right_to_wrong + wrong_to_right;
    const size_t least =
        right_to_wrong < wrong_to_right ? right_to_wrong : wrong_to_right;
    /* ln(choose(n, i) / 2^n), by steps: lgamma writes to a global. */
    double term = -(double)n * log(2.0), sum = exp(term);

    for (size_t i = 1; i <= least; i++) {
        term += log((double)(n - i + 1) / (double)i);
        sum += exp(term);
    }
    return fmin(1.0, 2.0 * sum);
}

static void count_flips(const struct prediction *a, const struct prediction *b,
                        size_t n, struct paired *out)
{
    for (size_t i = 0; i < n; i++) {
        const bool was = a[i].guess == a[i].label;
        const bool is = b[i].guess == b[i].label;
        out->right_to_wrong += was && !is;
        out->wrong_to_right += !was && is;
        out->wrong_to_wrong += !was && !is && a[i].guess != b[i].guess;
    }
}

/* Count the n documents, or n drawn from them: the same for both models. */
static void fill(struct tally t[2], const struct prediction *a,
                 const struct prediction *b, size_t n, uint64_t *seed)
{
    tally_reset(&t[0]);
    tally_reset(&t[1]);
    for (size_t i = 0; i < n; i++) {
        const size_t pick = seed ? random_below(seed, n) : i;
        tally_add(&t[0], a[pick].label, a[pick].guess);
        tally_add(&t[1], b[pick].label, b[pick].guess);
    }
}

static struct pair pair_of(double a, double b)
{
    return (struct pair){a, b, {.value = b - a}};
}

bool paired_compare(const struct prediction *a, const struct prediction *b,
                    size_t n, size_t labels, double alpha, size_t samples,
                    uint64_t seed, struct paired *out, struct tenor_error *err)
{
    double *accuracy = mem_resize(NULL, samples, 2 * sizeof *accuracy);
    struct tally t[2] = {0};
    bool ok = false;

    *out = (struct paired){.documents = n};
    if (!accuracy || !tally_init(&t[0], labels) || !tally_init(&t[1], labels)) {
        fail_memory(err, "a comparison");
        goto out;
    }
    fill(t, a, b, n, NULL);
    out->accuracy = pair_of(tally_accuracy(&t[0]), tally_accuracy(&t[1]));
    out->macro_f1 = pair_of(tally_macro_f1(&t[0]), tally_macro_f1(&t[1]));
    double *macro_f1 = accuracy + samples;
    for (size_t s = 0; s < samples; s++) {
        fill(t, a, b, n, &seed);
        accuracy[s] = tally_accuracy(&t[1]) - tally_accuracy(&t[0]);
        macro_f1[s] = tally_macro_f1(&t[1]) - tally_macro_f1(&t[0]);
    }
    interval_bound(&out->accuracy.difference, accuracy, samples, alpha);
    interval_bound(&out->macro_f1.difference, macro_f1, samples, alpha);
    count_flips(a, b, n, out);
    out->p = paired_mcnemar(out->right_to_wrong, out->wrong_to_right);
    out->worse =
        (out->p < alpha && out->right_to_wrong > out->wrong_to_right) ||
        out->macro_f1.difference.high < 0.0;
    ok = true;
out:
    tally_release(&t[0]);
    tally_release(&t[1]);
    free(accuracy);
    return ok;
}

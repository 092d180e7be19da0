#include "train/gate.h"

#include <math.h>
#include <stdlib.h>

/* ---- parts --------------------------------------------------------------- */

struct counts {
    size_t n, a, b, worse, better; /* right with a, with b; a alone, b alone */
};

static void count(struct counts *c, const struct prediction *a,
                  const struct prediction *b)
{
    const bool was = a->guess == a->label, is = b->guess == b->label;

    c->n++;
    c->a += was;
    c->b += is;
    c->worse += was && !is;
    c->better += !was && is;
}

static struct gate_part part_of(const struct counts *c, size_t parts,
                                const struct gate_rule *rule)
{
    struct gate_part p = {.documents = c->n, .p = 1.0};

    if (c->n == 0)
        return p;
    p.a = (double)c->a / (double)c->n;
    p.b = (double)c->b / (double)c->n;
    p.p = paired_mcnemar(c->worse, c->better);
    p.worse = p.a - p.b > rule->margin && p.p < rule->alpha / (double)parts;
    return p;
}

/* The parts of documents that a number divides: of[i * step]. */
static bool judge_parts(const struct gate_documents *d, bool labels,
                        const struct gate_rule *rule, struct gate_part **out,
                        bool *passed)
{
    const size_t parts = labels ? d->labels : d->slices;
    struct counts *c = mem_zero(parts, sizeof *c);

    *out = mem_zero(parts, sizeof **out);
    for (size_t i = 0; c && *out && i < d->n; i++)
        count(&c[labels ? d->a[i].label : d->slice[i]], &d->a[i], &d->b[i]);
    for (size_t k = 0; c && *out && k < parts; k++) {
        (*out)[k] = part_of(&c[k], parts, rule);
        *passed &= !(*out)[k].worse;
    }
    const bool ok = c && *out;
    free(c);
    return ok;
}

/* ---- all of it ----------------------------------------------------------- */

/* A bound of the difference of accuracy that does not vanish when few texts
 * changed sides, or none: Agresti & Min 2005, each count of those plus 1/2. */
static double accuracy_bound(const struct paired *p)
{
    const double n = (double)p->documents + 2.0;
    const double worse = (double)p->right_to_wrong + 0.5;
    const double better = (double)p->wrong_to_right + 0.5;
    const double d = better - worse;

    return (d - 1.645 * sqrt(worse + better - d * d / n)) / n;
}

bool gate_judge(const struct gate_documents *d, const struct gate_rule *rule,
                struct gate_verdict *v, struct tenor_error *err)
{
    *v = (struct gate_verdict){0};
    if (!paired_compare(d->a, d->b, d->n, d->labels, 2.0 * rule->alpha,
                        rule->samples, rule->seed, &v->paired, err))
        return false;
    struct interval *accuracy = &v->paired.accuracy.difference;
    accuracy->low = fmin(accuracy->low, accuracy_bound(&v->paired));
    v->accuracy_worse = accuracy->low < -rule->margin;
    v->macro_f1_worse = v->paired.macro_f1.difference.low < -rule->margin;
    v->passed = !v->accuracy_worse && !v->macro_f1_worse;
    if (judge_parts(d, true, rule, &v->label, &v->passed) &&
        (!d->slice || judge_parts(d, false, rule, &v->slice, &v->passed)))
        return true;
    gate_release(v);
    return fail_memory(err, "a comparison");
}

void gate_release(struct gate_verdict *v)
{
    free(v->label);
    free(v->slice);
    *v = (struct gate_verdict){0};
}

/* ---- new labels ---------------------------------------------------------- */

/* The mean recall over the labels that occur in `mask`, or in p where that is
 * NULL. */
static double mean_recall(const struct prediction *p, size_t n, size_t labels,
                          size_t *seen, size_t *right, const size_t *mask)
{
    double sum = 0.0;
    size_t found = 0;

    for (size_t k = 0; k < labels; k++)
        seen[k] = right[k] = 0;
    for (size_t i = 0; i < n; i++) {
        seen[p[i].label]++;
        right[p[i].label] += p[i].guess == p[i].label;
    }
    for (size_t k = 0; k < labels; k++)
        if (seen[k] && (!mask || mask[k])) {
            sum += (double)right[k] / (double)seen[k];
            found++;
        }
    return found ? sum / (double)found : 1.0;
}

bool gate_agree(const struct prediction *new, size_t n,
                const struct prediction *own, size_t m, size_t labels,
                struct gate_agreement *out, struct tenor_error *err)
{
    size_t *memory = mem_zero(3 * labels, sizeof *memory);
    const double chance = 1.0 / (double)labels;

    if (!memory)
        return fail_memory(err, "a comparison");
    *out = (struct gate_agreement){0};
    out->with_new = mean_recall(new, n, labels, memory, memory + labels, NULL);
    out->with_own = mean_recall(own, m, labels, memory + labels,
                                memory + 2 * labels, memory);
    out->least = (out->with_own + chance) / 2.0;
    out->passed = n < GATE_NEW_MIN || out->with_new >= out->least;
    free(memory);
    return true;
}

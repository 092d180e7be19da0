#include "cli/explain/evidence_sum.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS, CHARS, FAMILIES };

/* What the features of a sentence, or of the text, have in common. */
struct part {
    double unit[FAMILIES];
    int64_t points[FAMILIES];
};

static void add(struct part *p, const struct tenor_evidence *e)
{
    const size_t family = e->kind == TENOR_FEATURE_CHARS ? CHARS : WORDS;

    p->unit[family] = e->unit;
    p->points[family] += e->points;
}

static double margin_of(const struct part *p, double bias)
{
    return bias + p->unit[WORDS] * (double)p->points[WORDS] +
           p->unit[CHARS] * (double)p->points[CHARS];
}

static double mean(const struct part *p, const struct tenor_explanation *x)
{
    double sum = 0.0;

    for (size_t i = 0; i < x->sentences; i++)
        sum += x->sentence[i].counted ? margin_of(&p[i], x->bias) : 0.0;
    return x->mean_of ? sum / (double)x->mean_of : 0.0;
}

bool evidence_sum(const struct tenor_explanation *x, bool by_sentence,
                  double *margin, struct tenor_error *err)
{
    struct part *part = mem_zero(by_sentence ? x->sentences : 1, sizeof *part);

    if (!part)
        return fail_memory(err, "the sums of evidence");
    for (size_t i = 0; i < x->features; i++)
        add(&part[by_sentence ? x->feature[i].sentence : 0], &x->feature[i]);
    *margin = by_sentence ? mean(part, x) : margin_of(part, x->bias);
    free(part);
    return true;
}

bool evidence_same(double a, double b)
{
    a += 0.0; /* -0 becomes 0 */
    b += 0.0;
    return memcmp(&a, &b, sizeof a) == 0;
}

bool evidence_adds_up(const struct tenor_model *m, const struct tenor_scorer *s,
                      size_t axis, size_t label,
                      const struct tenor_explanation *x,
                      struct tenor_error *err)
{
    double margin;

    return evidence_sum(x, tenor_axis_scope(m, axis) == TENOR_SENTENCES,
                        &margin, err) &&
           evidence_same(margin, tenor_margin(s, axis, label));
}

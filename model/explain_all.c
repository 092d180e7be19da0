/* An explanation as a whole: evidence by features, by words, by sentences. */
#include "model/scorer.h"

/* Spans of evidence stand in the order of places, so a span tells its place. */
static void spread_passages(struct tenor_scorer *s,
                            const struct tenor_evidence *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct tenor_evidence *e = &list[i];
        const struct place *p = s->place + (e->span - s->span);
        for (size_t j = 0; j < e->spans; j++)
            s->passage[p[j].passage].contribution +=
                e->contribution / (double)e->spans;
    }
}

bool tenor_explain_all(struct tenor_scorer *s, size_t axis, size_t label,
                       struct tenor_explanation *out, struct tenor_error *err)
{
    struct tenor_explanation x = {.mean_of = 1};

    if (!tenor_explain(s, axis, label, &x.feature, &x.features, &x.bias, err) ||
        !scorer_spread_words(s, x.feature, x.features, &x.word, &x.words, err))
        return false;
    spread_passages(s, x.feature, x.features);
    const struct axis *a = &s->model->axis[axis];
    if (a->scope == AXIS_SENTENCES)
        x.mean_of = aggregate_count(a->aggregate.share, s->rows);
    x.sentence = s->passage;
    x.sentences = s->passages;
    *out = x;
    return true;
}

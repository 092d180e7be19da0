/* An explanation as a whole: evidence by features, by words, by sentences. */
#include "model/scorer.h"

static void spread_passages(struct tenor_scorer *s)
{
    for (size_t i = 0; i < s->places; i++) {
        const struct feature_place *p = &s->place[i];
        s->passage[p->passage].contribution += s->group[p->group].each;
    }
}

bool tenor_explain_all(struct tenor_scorer *s, size_t axis, size_t label,
                       struct tenor_explanation *out, struct tenor_error *err)
{
    struct tenor_explanation x = {.mean_of = 1};

    if (!tenor_explain(s, axis, label, &x.feature, &x.features, &x.bias, err) ||
        !scorer_spread_words(s, &x.word, &x.words, err))
        return false;
    spread_passages(s);
    const struct axis *a = &s->model->axis[axis];
    if (a->scope == AXIS_SENTENCES)
        x.mean_of = aggregate_count(a->aggregate.share, s->rows);
    x.sentence = s->passage;
    x.sentences = s->passages;
    *out = x;
    return true;
}

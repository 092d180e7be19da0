/* Life and death of a scorer. */
#include "model/scorer.h"

#include <stdlib.h>

static bool alloc_results(struct tenor_scorer *s)
{
    const struct tenor_model *m = s->model;
    size_t labels = 0, most = 0;

    for (size_t a = 0; a < m->axes; a++) {
        labels += m->axis[a].labels;
        most = m->axis[a].labels > most ? m->axis[a].labels : most;
    }
    s->number = mem_zero(2 * labels, sizeof *s->number);
    s->axis = mem_zero(m->axes, sizeof *s->axis);
    s->machine = mem_zero(most, sizeof *s->machine);
    if (!sums_init(&s->sums, m) || !s->number || !s->axis ||
        !s->machine)
        return false;
    double *at = s->number;
    for (size_t a = 0; a < m->axes; a++) {
        s->axis[a].margin = at;
        s->axis[a].p = at + m->axis[a].labels;
        at += 2 * m->axis[a].labels;
    }
    return true;
}

bool tenor_scorer_new(const struct tenor_model *model,
                      struct tenor_scorer **out, struct tenor_error *err)
{
    struct tenor_scorer *s = mem_zero(1, sizeof *s);

    if (!s)
        return fail_memory(err, "a scorer");
    s->model = model;
    if (!extractor_init(&s->extractor, &model->settings, &model->stops,
                        worth_extra(model), err)) {
        free(s);
        return false;
    }
    if (!alloc_results(s)) {
        tenor_scorer_free(s);
        return fail_memory(err, "a scorer");
    }
    *out = s;
    return true;
}

void tenor_scorer_free(struct tenor_scorer *s)
{
    if (!s)
        return;
    extractor_release(&s->extractor);
    article_release(&s->article);
    bag_release(&s->bag);
    sums_release(&s->sums);
    free(s->number);
    free(s->axis);
    free(s->machine);
    free(s->node);
    free(s->sentence);
    free(s->row_margin);
    free(s->chosen);
    free(s->scratch);
    free(s->asked);
    free(s->found);
    free(s->place);
    free(s->group);
    free(s->slot);
    free(s->ranked);
    free(s->evidence);
    free(s->span);
    free(s->word_place);
    free(s->spot);
    free(s->word);
    free(s->passage);
    free(s->name.data);
    free(s->json.data);
    free(s);
}

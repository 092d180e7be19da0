#include "cli/explain/explaining.h"

#include <stdio.h>
#include <string.h>

#include "cli/screen.h"

void explain_no_failed(const struct explaining *x, const char *id,
                       const struct tenor_error *err)
{
    (void)x;
    (void)id;
    (void)err;
}

bool explain_find_label(const struct tenor_model *m, size_t axis,
                        const char *name, size_t *label)
{
    const size_t K = tenor_axis_label_count(m, axis);

    *label = 0;
    while (*label < K && strcmp(tenor_axis_label(m, axis, *label), name) != 0)
        ++*label;
    return *label < K;
}

size_t explain_label(const struct explaining *x, size_t axis)
{
    size_t label;

    return x->label &&
                   explain_find_label(x->score.model, axis, x->label, &label)
               ? label
               : tenor_label(x->score.scorer, axis);
}

static bool is_title(const struct explaining *x, size_t axis)
{
    return tenor_axis_scope(x->score.model, axis) == TENOR_TITLE;
}

struct str explain_in(const struct explaining *x, size_t axis)
{
    struct str in = {x->score.text.data, x->score.text.len};

    if (is_title(x, axis))
        tenor_title(x->score.scorer, &in.s, &in.len);
    return in;
}

size_t explain_offset(const struct explaining *x, size_t axis)
{
    const struct str in = explain_in(x, axis);
    const uintptr_t at = (uintptr_t)in.s;
    const uintptr_t begin = (uintptr_t)x->score.text.data;
    const bool inside = in.s && x->score.text.data && at >= begin &&
                        at - begin < x->score.text.len;

    return inside ? at - begin : 0;
}

void explain_print_head(const struct scoring *s, const char *id)
{
    char counts[80];
    const int len =
        snprintf(counts, sizeof counts, ": %zu words, %.0f %% known",
                 tenor_words(s->scorer), 100.0 * tenor_known(s->scorer));

    if (s->done)
        putchar('\n');
    screen_print_end(str_of(id), SCREEN_WIDTH - (size_t)len);
    printf("%s\n", counts);
}

/* ---- sentences by themselves --------------------------------------------- */

static bool of_sentence(const struct explaining *x, size_t axis,
                        size_t sentence, struct opinion *o)
{
    double p;

    for (size_t k = 0; k < tenor_axis_label_count(x->score.model, axis); k++) {
        if (!tenor_sentence_probability(x->score.scorer, sentence, axis, k, &p))
            return false;
        if (k == 0 || p > o->p)
            *o = (struct opinion){k, p};
    }
    return true;
}

static bool has_other_scorer(struct explaining *x, struct tenor_error *err)
{
    return x->alone || tenor_scorer_new(x->score.model, &x->alone, err);
}

/* On an axis of whole texts, the sentence is scored as a text. */
static bool of_text(struct explaining *x, size_t axis, struct tenor_span span,
                    struct opinion *o, struct tenor_error *err)
{
    if (!has_other_scorer(x, err))
        return false;
    if (!tenor_score(x->alone, x->score.text.data + span.begin,
                     span.end - span.begin, err) ||
        tenor_axis_status(x->alone, axis) != TENOR_STATUS_OK)
        return false;
    const size_t label = tenor_label(x->alone, axis);
    *o = (struct opinion){label, tenor_probability(x->alone, axis, label)};
    return true;
}

bool explain_opinion(struct explaining *x, size_t axis,
                     const struct tenor_explanation *e, size_t sentence,
                     struct opinion *o, struct tenor_error *err)
{
    const struct tenor_passage *p = &e->sentence[sentence];

    switch (tenor_axis_scope(x->score.model, axis)) {
    case TENOR_SENTENCES:
        return of_sentence(x, axis, sentence, o);
    case TENOR_WHOLE:
        return p->counted && of_text(x, axis, p->span, o, err);
    default:
        return false;
    }
}

/* ---- what would change a label ------------------------------------------- */

bool explain_flip(struct explaining *x, size_t axis, struct flip_answer *a,
                  struct tenor_error *err)
{
    const struct scoring *s = &x->score;
    struct flip_question q = {.text = {s->text.data, s->text.len},
                              .axis = axis,
                              .label = FLIP_ANY,
                              .budget = FLIP_BUDGET};

    if (s->title)
        q.title = str_of(s->title);
    if (x->label)
        explain_find_label(s->model, axis, x->label, &q.label);
    return has_other_scorer(x, err) &&
           flip_find(&x->flip, x->alone, &q, a, err);
}

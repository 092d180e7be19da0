/* The old model's weights, and new data alone. */
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/retrain/lineage.h"
#include "cli/retrain/pack_card.h"
#include "cli/retrain/retraining.h"
#include "cli/retrain/without.h"
#include "model/modelfile.h"
#include "train/card.h"
#include "train/prior.h"

/* The model of the request's axis, for which the card is made. */
static bool pack_prior(struct retraining *t, const struct train_request *r,
                       const struct trained *done, struct buffer *bytes,
                       struct tenor_error *err)
{
    struct again *a = &t->again;
    char *one = NULL, *card = NULL;
    char *lineage = lineage_text(a->card, a->model->bytes, "prior", r->axis,
                                 r->corpus, r->corpora);
    bool ok = (lineage || fail_memory(err, "a card")) &&
              card_write(done, 1, (struct str){0}, NULL, &one, err);

    if (ok) {
        json_t *new = json_loads(one, 0, NULL);
        card = pack_card(a->card, t->axis, 1, r->axis, new, lineage);
        json_decref(new);
        ok = (card || fail_memory(err, "a card")) &&
             prior_pack(r, done, str_of(card), bytes, err);
    }
    free(one);
    free(card);
    free(lineage);
    return ok;
}

/* Which axis of the model new labels are of. */
static bool find_axis(struct retraining *t)
{
    const struct tenor_model *m = t->again.model;

    for (t->axis = 0; t->axis < m->axes; t->axis++)
        if (t->o->axis ? strcmp(m->axis[t->axis].name, t->o->axis) == 0
                       : m->axes == 1)
            return true;
    if (t->o->axis)
        opt_misuse(t->verb, "the model has no axis '%s'", t->o->axis);
    else
        opt_misuse(t->verb,
                   "the model has %zu axes; --axis says which one the new "
                   "labels are of",
                   m->axes);
    return false;
}

/* The new corpora, all read in one way; NULL when memory ran out. */
static struct train_corpus *list_corpora(struct retraining *t)
{
    const struct opt_list *add = &t->o->add;
    struct train_corpus *corpus = mem_zero(add->n, sizeof *corpus);
    struct corpus_options how = t->o->corpus;

    if (!corpus || !without_add(t->again.card, &t->without)) {
        free(corpus);
        return NULL;
    }
    how.map = &t->map;
    how.without = &t->without;
    for (size_t i = 0; i < add->n; i++)
        corpus[i] = (struct train_corpus){.path = add->item[i],
                                          .name = retrain_name(add->item[i]),
                                          .weight = 1.0,
                                          .options = how};
    t->gating.options = how;
    t->gating.options.group_column = t->o->slice_column;
    t->gating.options.weight_column = NULL;
    return corpus;
}

/* Labels, their order and poles are those of the axis. */
static struct train_request make_request(struct retraining *t,
                                         const struct train_corpus *corpus)
{
    struct again *a = &t->again;
    const struct axis *old = &a->model->axis[t->axis];
    const json_t *of_card =
        json_array_get(json_object_get(a->card, "axes"), t->axis);
    const bool ordered = json_is_true(json_object_get(of_card, "ordered"));
    struct train_request r = {.axis = old->name,
                              .order = old->label,
                              .ordered = ordered ? old->labels : 0,
                              .corpus = corpus,
                              .corpora = t->o->add.n,
                              .earlier = a->model,
                              .judge = gating_judge,
                              .judge_context = &t->gating,
                              .settings = train_defaults()};

    if (old->negative >= 0)
        r.negative = old->label[old->negative];
    if (old->positive >= 0)
        r.positive = old->label[old->positive];
    r.settings.threads = t->o->threads;
    training_talk(&r, &a->options);
    return r;
}

bool retrain_prior(struct retraining *t, struct buffer *bytes, int *status)
{
    struct tenor_error err = {0};
    struct trained done;

    *status = EXIT_USAGE;
    if (!find_axis(t))
        return false;
    struct train_corpus *corpus = list_corpora(t);
    if (!corpus) {
        *status = opt_misuse(t->verb, "out of memory");
        return false;
    }
    struct train_request r = make_request(t, corpus);
    bool ok =
        axes_spare(&r, 1, t->o->output, &err) && prior_train(&r, &done, &err);
    if (ok) {
        ok = pack_prior(t, &r, &done, bytes, &err);
        trained_release(&done);
    }
    free(corpus);
    if (!ok)
        *status = out_error(t->verb->name, &err);
    return ok;
}

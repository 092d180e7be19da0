#include "train/judging.h"

#include <stdlib.h>

#include "train/crossing.h"
#include "train/decision.h"
#include "train/grounds.h"

struct judging {
    uint8_t *fold;            /* [N] new documents have a part in none */
    uint32_t *document;       /* [n] that are judged, */
    uint32_t *label;          /* [n] */
    double *picked;           /* [n][K] their margins without the new data, */
    double *scale;            /* [2][K] and offsets */
    double *weight;           /* [n] */
    struct prediction *a, *b; /* [n] without the new data and with it */
    size_t n;
};

static size_t old_documents(const struct train_request *r,
                            const struct trained *t)
{
    size_t n = 0;

    for (size_t i = 0; i < r->earlier_corpora; i++)
        n += t->source[i].documents;
    return n;
}

bool judging_begin(const struct train_request *r, const struct trained *t,
                   size_t axis, struct judging_margins *m,
                   struct tenor_error *err)
{
    *m = (struct judging_margins){.old = old_documents(r, t)};
    if (!r->judge || r->prior || m->old == 0)
        return true;
    m->folds = grounds_folds(t, m->old);
    m->margin = mem_zero(t->documents.N * t->axis[axis].labels.n,
                         sizeof *m->margin);
    return m->margin || fail_memory(err, "a comparison");
}

void judging_release(struct judging_margins *m)
{
    free(m->margin);
    *m = (struct judging_margins){0};
}

static bool allocate(struct judging *j, size_t N, size_t K)
{
    j->fold = mem_resize(NULL, N, sizeof *j->fold);
    j->document = mem_resize(NULL, N, sizeof *j->document);
    j->label = mem_resize(NULL, N, sizeof *j->label);
    j->picked = mem_resize(NULL, N * K, sizeof *j->picked);
    j->scale = mem_zero(2 * K, sizeof *j->scale);
    j->weight = mem_resize(NULL, N, sizeof *j->weight);
    j->a = mem_resize(NULL, N, sizeof *j->a);
    j->b = mem_resize(NULL, N, sizeof *j->b);
    return j->fold && j->document && j->label && j->picked && j->scale &&
           j->weight && j->a && j->b;
}

static void release(struct judging *j)
{
    free(j->fold);
    free(j->document);
    free(j->label);
    free(j->picked);
    free(j->scale);
    free(j->weight);
    free(j->a);
    free(j->b);
}

static void leave_new(struct judging *j, const struct trained *t, size_t old,
                      const uint8_t *fold)
{
    for (size_t d = 0; d < t->documents.N; d++)
        j->fold[d] = d < old ? fold[d] : MACHINE_NO_FOLD;
}

static bool cross(struct judging *j, const struct trained *t,
                  const struct labelling *y, struct judging_margins *m,
                  const struct earlier *earlier, struct tenor_error *err)
{
    const struct crossing c = {.v = &t->vectors,
                               .y = y,
                               .s = &t->settings,
                               .fold = j->fold,
                               .folds = m->folds,
                               .tolerance = MACHINE_TOLERANCE_NEAR,
                               .margin = m->margin,
                               .begin = earlier->end};

    if (!m->made)
        return crossing_run(&c, 1, t->settings.threads, err);
    crossing_finish(&c);
    return true;
}

/* The documents of the first folds. */
static void pick(struct judging *j, const struct trained *t,
                 const struct labelling *y, const struct judging_margins *m,
                 const struct prediction *guess)
{
    const size_t K = y->K;

    for (size_t d = 0; d < t->documents.N; d++) {
        if (j->fold[d] >= m->folds)
            continue;
        for (size_t k = 0; k < K; k++)
            j->picked[j->n * K + k] = m->margin[d * K + k];
        j->document[j->n] = (uint32_t)d;
        j->label[j->n] = y->label[d];
        j->weight[j->n] = t->documents.weight[d];
        j->b[j->n++] = guess[d];
    }
}

static bool decide(struct judging *j, const struct trained *t,
                   const struct labelling *y, struct tenor_error *err)
{
    const struct sample s = {j->n, y->K, j->picked, j->label};
    struct decision d = {
        .calibration = {.kind = CALIBRATION_OFFSETS,
                        .scale = j->scale,
                        .offset = j->scale + y->K,
                        .weight = y->importance ? j->weight : NULL,
                        .threads = t->settings.threads}};
    struct metrics ignored;

    if (!decision_fit(&s, !t->settings.ordered, &t->settings.criterion,
                      t->criterion_label, &d, &ignored, err))
        return false;
    metrics_release(&ignored);
    return decision_apply(&s, &d.calibration, j->a, err);
}

bool judging_run(const struct train_request *r, const struct trained *t,
                 size_t axis, const uint8_t *fold,
                 const struct earlier *earlier, struct judging_margins *m,
                 const struct prediction *guess, struct tenor_error *err)
{
    const struct labelling y = trained_labelling(t, axis);
    struct judging j = {0};
    bool ok = true;

    if (!r->judge || m->old == 0)
        return true;
    if (r->prior) /* there is no old data: the judge asks the old model */
        return r->judge(r->judge_context, t, axis,
                        &(struct train_judged){.b = guess, .n = t->documents.N},
                        err);
    ok = allocate(&j, t->documents.N, y.K) || fail_memory(err, "a comparison");
    if (ok)
        leave_new(&j, t, m->old, fold);
    ok = ok && cross(&j, t, &y, m, earlier, err);
    if (ok)
        pick(&j, t, &y, m, guess);
    ok =
        ok && (j.n == 0 ||
               (decide(&j, t, &y, err) &&
                r->judge(r->judge_context, t, axis,
                         &(struct train_judged){j.a, j.b, j.document, j.n, m->old},
                         err)));
    release(&j);
    return ok;
}

#include "train/testing.h"

#include <stdlib.h>

#include "train/reading.h"

static bool predict(struct tenor_scorer *scorer, size_t axis,
                    const struct trained_axis *a, const struct documents *d,
                    struct prediction *out, struct tenor_error *err)
{
    for (size_t i = 0; i < d->N; i++) {
        const struct str text = documents_text(d, i);
        const char *name = d->labels.name[d->label[i]];
        const size_t label = labels_find(&a->labels, str_of(name));
        if (label == SIZE_MAX)
            return fail(err, TENOR_EDATA, 0,
                        "axis '%s' has no label '%s', which a test has",
                        a->name, name);
        if (!(a->scope == AXIS_TITLE
                  ? tenor_score_titled(scorer, text.s, text.len, text.s,
                                       text.len, err)
                  : tenor_score(scorer, text.s, text.len, err)))
            return false;
        const size_t k = tenor_label(scorer, axis);
        out[i] = (struct prediction){(uint32_t)label, (uint32_t)k,
                                     tenor_probability(scorer, axis, k)};
    }
    return true;
}

static bool run_test(struct tenor_scorer *scorer, size_t axis,
                     const struct trained *t, const struct train_corpus *c,
                     struct tested *out, struct tenor_error *err)
{
    const struct trained_axis *a = t->axis;
    struct prediction *guess = NULL;
    struct documents d = {.memory = t->settings.memory};
    bool ok =
        reading_corpus(c, &d, &out->source, err) && documents_finish(&d, err);

    if (ok && d.N == 0)
        ok = fail(err, TENOR_EDATA, 0, "'%s' has no documents", c->path);
    if (ok) {
        guess = mem_resize(NULL, d.N, sizeof *guess);
        ok = guess || fail_memory(err, "predictions");
    }
    ok = ok && predict(scorer, axis, a, &d, guess, err) &&
         metrics_measure(guess, d.N, a->labels.n, METRICS_SAMPLES,
                         t->settings.seed, &out->metrics, err);
    free(guess);
    documents_release(&d);
    return ok;
}

static bool run_tests(struct tenor_scorer *scorer, size_t axis,
                      struct trained *t, const struct train_request *r,
                      struct tenor_error *err)
{
    struct trained_axis *a = t->axis;

    if (r->tests == 0)
        return true;
    a->test = mem_zero(r->tests, sizeof *a->test);
    if (!a->test)
        return fail_memory(err, "tests");
    for (size_t i = 0; i < r->tests; i++)
        if (!run_test(scorer, axis, t, &r->test[i], &a->test[a->tests++], err))
            return false;
    return true;
}

bool testing_measure(struct trained *t, const struct train_request *r, size_t n,
                     const struct tenor_model *model, struct tenor_error *err)
{
    struct tenor_scorer *scorer;

    if (!tenor_scorer_new(model, &scorer, err))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++)
        ok = run_tests(scorer, i, &t[i], &r[i], err);
    tenor_scorer_free(scorer);
    return ok;
}

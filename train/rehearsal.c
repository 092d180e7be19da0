#include "train/rehearsal.h"

#include <stdlib.h>

#include "train/choosing.h"
#include "train/heldout.h"
#include "train/pool.h"
#include "train/random.h"
#include "train/round.h"

struct rehearsing {
    const struct rehearsal_request *r;
    struct rehearsal *w;
    struct stage stage;
    uint32_t *document; /* [N] those of the pool, then the others */
    float *square;
    uint8_t *hit; /* see struct hits */
};

/* Documents to choose from, and to measure on: those of the last corpus, or
 * some of all. */
static bool deal(struct rehearsing *x, struct tenor_error *err)
{
    struct rehearsal *w = x->w;
    const struct trained *t = &w->all;
    const size_t N = t->documents.N;
    uint64_t seed = x->stage.settings.seed;

    x->document = mem_resize(NULL, N, sizeof *x->document);
    if (!x->document)
        return fail_memory(err, "documents");
    for (size_t i = 0; i < N; i++)
        x->document[i] = (uint32_t)i;
    if (x->r->tested)
        w->measured = t->source[t->sources - 1].documents;
    else {
        w->measured = N / REHEARSAL_HELD_OUT;
        random_shuffle(x->document, N, &seed);
    }
    w->pool = N - w->measured;
    const size_t most = x->r->budget < w->pool ? x->r->budget : w->pool;
    x->stage.pool = x->document;
    x->stage.test = x->document + w->pool;
    x->stage.pooled = w->pool;
    x->stage.measured = w->measured;
    x->stage.batch = x->r->batch;
    x->stage.points = most / x->r->batch;
    return (x->stage.points > 1 && w->measured > 0) ||
           fail(err, TENOR_EDATA, 0,
                "%zu documents to choose from, and %zu to measure on, are too "
                "few for batches of %zu",
                w->pool, w->measured, x->r->batch);
}

/* Values as choosing looks at them: with idf, and a squared length of 1 in the
 * mean. */
static bool fill_squares(struct rehearsing *x, struct tenor_error *err)
{
    const struct vectors *v = &x->w->all.vectors;
    const uint64_t n = v->start[v->N];
    double sum = 0.0;

    x->square = mem_resize(NULL, (size_t)n, sizeof *x->square);
    if (!x->square)
        return fail_memory(err, "vectors");
    for (uint64_t i = 0; i < n; i++) {
        const float value = v->value[i] * choosing_idf(v->N, v->df[v->id[i]]);
        x->square[i] = value * value;
        sum += (double)x->square[i];
    }
    for (uint64_t i = 0; i < n; i++)
        x->square[i] *= (float)((double)v->N / sum);
    x->stage.square = x->square;
    return true;
}

/* ---- all of it ----------------------------------------------------------- */

static bool run_job(void *rehearsing, size_t job, struct tenor_error *err)
{
    const struct rehearsing *x = rehearsing;
    const struct stage *s = &x->stage;
    const uint64_t seed = s->settings.seed + (job / WAYS + 1) * 1000003;

    return round_run(s, (enum way)(job % WAYS), seed,
                     x->hit + job * s->points * s->measured, err);
}

static bool begin(struct rehearsing *x, struct tenor_error *err)
{
    const struct train_request *r = x->r->train;
    struct trained *t = &x->w->all;
    const struct view view = {r->settings.features, r->stops,
                              r->settings.min_df, NULL, NULL};

    if (!heldout_read(r, t, err))
        return false;
    if (t->axes != 1)
        return fail(err, TENOR_EDATA, 0,
                    "documents with several labels cannot be rehearsed");
    x->stage.settings = t->settings;
    x->stage.settings.threads = 1;
    x->stage.documents = &t->documents;
    x->stage.vectors = &t->vectors;
    x->stage.y = trained_labelling(t, 0);
    return deal(x, err) &&
           vectors_build(&t->vectors, &t->documents, NULL, 0, &view,
                         r->settings.threads, err) &&
           fill_squares(x, err);
}

static bool run(struct rehearsing *x, struct tenor_error *err)
{
    const struct stage *s = &x->stage;
    const struct train_settings *settings = &x->r->train->settings;
    const size_t jobs = x->r->repeats * WAYS;
    struct hits h = {.repeats = x->r->repeats,
                     .points = s->points,
                     .measured = s->measured,
                     .batch = s->batch};

    h.hit = x->hit = mem_zero(jobs * s->points * s->measured, 1);
    return (x->hit || fail_memory(err, "rounds")) &&
           pool_run(settings->threads, jobs, run_job, x, err) &&
           saving_measure(&h, settings->seed, &x->w->saving, err);
}

bool rehearsal_run(const struct rehearsal_request *r, struct rehearsal *w,
                   struct tenor_error *err)
{
    struct rehearsing x = {.r = r, .w = w};
    const bool ok = begin(&x, err) && run(&x, err);

    free(x.document);
    free(x.square);
    free(x.hit);
    return ok;
}

void rehearsal_release(struct rehearsal *w)
{
    saving_release(&w->saving);
    trained_release(&w->all);
    *w = (struct rehearsal){0};
}

#include "train/rehearsal.h"

#include <math.h>
#include <stdlib.h>

#include "train/alike.h"
#include "train/choosing.h"
#include "train/crossing.h"
#include "train/heldout.h"
#include "train/pool.h"
#include "train/random.h"

#define ALPHA 0.05

/* Softmax of twice the margins is near calibrated on the corpora it was tried
 * on, and choosing needs no more than the order of texts. */
#define SLOPE 2.0

enum way { WAY_RANDOM, WAY_CHOSEN, WAYS };
enum { LABELLED, UNLABELLED }; /* as folds: the second is left out */

/* What all repeats share; read-only while they run. */
struct stage {
    const struct rehearsal_request *r;
    struct rehearsal *w;
    struct train_settings settings; /* for one thread */
    struct labelling y;
    uint32_t *pool, *test; /* documents */
    float *square;         /* [elements] of the vectors */
    uint8_t *hit;          /* [repeats][WAYS][points][measured] */
};

/* One way of one repeat. */
struct round {
    const struct stage *stage;
    enum way way;
    uint32_t *order; /* [pool] drawn at random */
    uint8_t *state;  /* [N] */
    double *margin;  /* [N][K] */
    float *alpha;    /* where the last solution ended */
    size_t labelled;
    struct alike seen;
};

/* ---- documents ----------------------------------------------------------- */

static void shuffle(uint32_t *x, size_t n, uint64_t *seed)
{
    for (size_t i = n; i-- > 1;) {
        const size_t j = random_below(seed, i + 1);
        const uint32_t moved = x[i];
        x[i] = x[j];
        x[j] = moved;
    }
}

/* Documents to choose from, and to measure on: those of the last corpus, or
 * some of all. */
static bool deal(struct stage *s, struct tenor_error *err)
{
    struct rehearsal *w = s->w;
    const struct trained *t = &w->all;
    const size_t N = t->documents.N;
    uint64_t seed = s->settings.seed;

    s->pool = mem_resize(NULL, N, sizeof *s->pool);
    if (!s->pool)
        return fail_memory(err, "documents");
    for (size_t i = 0; i < N; i++)
        s->pool[i] = (uint32_t)i;
    if (s->r->tested)
        w->measured = t->source[t->sources - 1].documents;
    else {
        w->measured = N / REHEARSAL_HELD_OUT;
        shuffle(s->pool, N, &seed);
    }
    w->pool = N - w->measured;
    s->test = s->pool + w->pool;
    const size_t most = s->r->budget < w->pool ? s->r->budget : w->pool;
    w->points = most / s->r->batch;
    return (w->points > 1 && w->measured > 0) ||
           fail(err, TENOR_EDATA, 0,
                "%zu documents to choose from, and %zu to measure on, are too "
                "few for batches of %zu",
                w->pool, w->measured, s->r->batch);
}

/* Values as choosing looks at them: with idf, and a squared length of 1 in the
 * mean. */
static bool fill_squares(struct stage *s, struct tenor_error *err)
{
    const struct vectors *v = &s->w->all.vectors;
    const uint64_t n = v->start[v->N];
    double sum = 0.0;

    s->square = mem_resize(NULL, (size_t)n, sizeof *s->square);
    if (!s->square)
        return fail_memory(err, "vectors");
    for (uint64_t i = 0; i < n; i++) {
        const float x = v->value[i] * choosing_idf(v->N, v->df[v->id[i]]);
        s->square[i] = x * x;
        sum += (double)s->square[i];
    }
    for (uint64_t i = 0; i < n; i++)
        s->square[i] *= (float)((double)v->N / sum);
    return true;
}

/* ---- models -------------------------------------------------------------- */

/* Train on what is labelled, and set the margins of all else. */
static bool train(struct round *x, struct tenor_error *err)
{
    const struct stage *s = x->stage;
    const struct crossing c = {
        .v = &s->w->all.vectors,
        .y = &s->y,
        .s = &s->settings,
        .fold = x->state,
        .folds = 2,
        .tolerance = MACHINE_TOLERANCE,
        .margin = x->margin,
        .start = x->alpha,
        .end = x->alpha,
    };
    const size_t jobs = crossing_jobs(&c);

    for (size_t job = jobs / 2; job < jobs; job++) /* of the second fold */
        if (!crossing_job(&c, job, err))
            return false;
    crossing_finish(&c);
    return true;
}

static size_t guess(const double *margin, size_t K)
{
    size_t best = 0;

    for (size_t k = 1; k < K; k++)
        if (margin[k] > margin[best])
            best = k;
    return best;
}

static void measure(const struct round *x, uint8_t *hit)
{
    const struct stage *s = x->stage;

    for (size_t i = 0; i < s->w->measured; i++) {
        const uint32_t d = s->test[i];
        hit[i] = guess(x->margin + d * s->y.K, s->y.K) == s->y.label[d];
    }
}

static void probabilities(double *margin, size_t K, double *p)
{
    const double most = margin[guess(margin, K)];
    double sum = 0.0;

    for (size_t k = 0; k < K; k++)
        sum += p[k] = exp(SLOPE * (margin[k] - most));
    for (size_t k = 0; k < K; k++)
        p[k] /= sum;
}

/* ---- choosing ------------------------------------------------------------ */

/* A document that is not labelled yet. */
struct open {
    float gap, doubt;
    uint32_t document, guess;
};

static int by_gap(const void *a, const void *b)
{
    const struct open *x = a, *y = b;

    if (x->gap != y->gap)
        return x->gap < y->gap ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

/* What one choice needs. */
struct pick {
    struct round *round;
    struct open *open; /* [n] the closest first */
    size_t n;
    double *p, *share;      /* [K] */
    float *demand, *known;  /* [F] */
    struct choosable *text; /* [N] */
    struct chosen *chosen;  /* [batch] */
};

static struct choosable choosable_of(const struct stage *s,
                                     const struct open *o)
{
    const struct vectors *v = &s->w->all.vectors;
    const uint64_t begin = v->start[o->document];

    return (struct choosable){v->id + begin, s->square + begin,
                              (size_t)(v->start[o->document + 1] - begin),
                              o->guess, o->doubt};
}

/* Documents that are labelled count as much as the first ones would now: as
 * their doubt was when they were chosen. */
static void look(struct pick *k)
{
    const struct stage *s = k->round->stage;
    const size_t K = s->y.K;

    for (size_t i = 0; i < s->w->pool; i++) {
        const uint32_t d = s->pool[i];
        struct open o = {.document = d};
        probabilities(k->round->margin + d * K, K, k->p);
        o.doubt = choosing_doubt(k->p, K);
        o.gap = choosing_gap(k->p, K);
        o.guess = (uint32_t)guess(k->p, K);
        const struct choosable x = choosable_of(s, &o);
        const bool open = k->round->state[d] == UNLABELLED;
        for (size_t j = 0; j < x.n; j++) {
            k->demand[x.id[j]] += o.doubt * x.square[j];
            if (!open)
                k->known[x.id[j]] += o.doubt * x.square[j];
        }
        if (!open)
            continue;
        k->share[o.guess] += 1.0;
        k->open[k->n++] = o;
    }
    for (size_t l = 0; l < K; l++)
        k->share[l] /= k->n ? (double)k->n : 1.0;
    qsort(k->open, k->n, sizeof *k->open, by_gap);
}

static bool is_new(void *pick, uint32_t text, bool *fits)
{
    struct pick *k = pick;
    const struct stage *s = k->round->stage;
    bool seen;

    if (!alike_add(&k->round->seen,
                   documents_text(&s->w->all.documents, k->open[text].document),
                   &seen))
        return false;
    *fits = !seen;
    return true;
}

static bool pick(struct pick *k, size_t n, struct tenor_error *err)
{
    const struct stage *s = k->round->stage;
    struct choosing c = {
        .text = k->text,
        .K = s->y.K,
        .F = s->w->all.vectors.F,
        .demand = k->demand,
        .known = k->known,
        .share = k->share,
        .fits = is_new,
        .context = k,
    };
    size_t chosen;

    look(k);
    c.N = choosing_considers(k->n, n);
    for (size_t i = 0; i < c.N; i++)
        k->text[i] = choosable_of(s, &k->open[i]);
    if (!choosing_run(&c, n, k->chosen, &chosen, err))
        return false;
    for (size_t i = 0; i < chosen; i++)
        k->round->state[k->open[k->chosen[i].text].document] = LABELLED;
    /* where not as many differ, those that are alike are labelled as well */
    for (size_t i = 0; chosen < n && i < k->n; i++) {
        uint8_t *state = &k->round->state[k->open[i].document];
        chosen += *state == UNLABELLED;
        *state = LABELLED;
    }
    return true;
}

static bool choose(struct round *x, size_t n, struct tenor_error *err)
{
    const struct stage *s = x->stage;
    const size_t F = s->w->all.vectors.F, K = s->y.K;
    struct pick k = {.round = x};

    k.open = mem_resize(NULL, s->w->pool, sizeof *k.open);
    k.text = mem_resize(NULL, s->w->pool, sizeof *k.text);
    k.chosen = mem_resize(NULL, n, sizeof *k.chosen);
    k.p = mem_zero(K, sizeof *k.p);
    k.share = mem_zero(K, sizeof *k.share);
    k.demand = mem_zero(F, sizeof *k.demand);
    k.known = mem_resize(NULL, F, sizeof *k.known);
    bool ok = (k.open && k.text && k.chosen && k.p && k.share && k.demand &&
               k.known) ||
              fail_memory(err, "a choice");
    for (size_t f = 0; ok && f < F; f++)
        k.known[f] = CHOOSING_PRIOR;
    ok = ok && pick(&k, n, err);
    free(k.open);
    free(k.text);
    free(k.chosen);
    free(k.p);
    free(k.share);
    free(k.demand);
    free(k.known);
    return ok;
}

/* ---- rounds -------------------------------------------------------------- */

static bool label_batch(struct round *x, struct tenor_error *err)
{
    const struct stage *s = x->stage;
    const size_t n = s->r->batch;
    bool seen;

    if (x->way == WAY_CHOSEN && x->labelled > 0) {
        x->labelled += n;
        return choose(x, n, err);
    }
    for (size_t i = x->labelled; i < x->labelled + n; i++) {
        const struct str text =
            documents_text(&s->w->all.documents, x->order[i]);
        x->state[x->order[i]] = LABELLED;
        if (x->way == WAY_CHOSEN && !alike_add(&x->seen, text, &seen))
            return fail_memory(err, "near-duplicates");
    }
    x->labelled += n;
    return true;
}

static bool run_rounds(struct round *x, uint8_t *hit, struct tenor_error *err)
{
    const struct rehearsal *w = x->stage->w;

    for (size_t p = 0; p < w->points; p++) {
        if (!label_batch(x, err) || !train(x, err))
            return false;
        measure(x, hit + p * w->measured);
    }
    return true;
}

static bool round_init(struct round *x, uint64_t seed, struct tenor_error *err)
{
    const struct stage *s = x->stage;
    const size_t N = s->w->all.documents.N, pool = s->w->pool;
    const struct crossing c = {
        .y = &s->y, .s = &s->settings, .folds = 2, .v = &s->w->all.vectors};

    x->order = mem_resize(NULL, pool, sizeof *x->order);
    x->state = mem_resize(NULL, N, sizeof *x->state);
    x->margin = mem_zero(N * s->y.K, sizeof *x->margin);
    x->alpha = mem_zero(crossing_alphas(&c), sizeof *x->alpha);
    if (!x->order || !x->state || !x->margin || !x->alpha)
        return fail_memory(err, "a round");
    memcpy(x->order, s->pool, pool * sizeof *x->order);
    shuffle(x->order, pool, &seed);
    memset(x->state, UNLABELLED, N);
    return alike_init(&x->seen, err);
}

static bool run_job(void *stage, size_t job, struct tenor_error *err)
{
    const struct stage *s = stage;
    struct round x = {.stage = s, .way = (enum way)(job % WAYS)};
    const uint64_t seed = s->settings.seed + (job / WAYS + 1) * 1000003;
    const bool ok =
        round_init(&x, seed, err) &&
        run_rounds(&x, s->hit + job * s->w->points * s->w->measured, err);

    free(x.order);
    free(x.state);
    free(x.margin);
    free(x.alpha);
    alike_release(&x.seen);
    return ok;
}

/* ---- figures ------------------------------------------------------------- */

/* Which repeats and documents a bootstrap sample has, how often. */
struct draw {
    unsigned *repeat, *document;
};

static void draw_sample(struct draw *d, size_t repeats, size_t documents,
                        uint64_t *seed)
{
    memset(d->repeat, 0, repeats * sizeof *d->repeat);
    memset(d->document, 0, documents * sizeof *d->document);
    for (size_t i = 0; i < repeats; i++)
        d->repeat[random_below(seed, repeats)]++;
    for (size_t i = 0; i < documents; i++)
        d->document[random_below(seed, documents)]++;
}

static double accuracy(const struct stage *s, const struct draw *d,
                       enum way way, size_t point)
{
    const size_t T = s->w->measured, R = s->r->repeats;
    uint64_t hits = 0;

    for (size_t r = 0; r < R; r++) {
        const uint8_t *hit =
            s->hit + ((r * WAYS + way) * s->w->points + point) * T;
        unsigned sum = 0;
        for (size_t i = 0; i < T && d->repeat[r]; i++)
            sum += hit[i] * d->document[i];
        hits += (uint64_t)sum * d->repeat[r];
    }
    return (double)hits / (double)(T * R);
}

/* The accuracies of a sample [points], and the first point from which on
 * choosing is not worse than random choice at the end; points: none. */
static size_t figures(const struct stage *s, const struct draw *d,
                      double *random, double *chosen)
{
    const size_t points = s->w->points;
    size_t first = points;

    for (size_t p = 0; p < points; p++) {
        random[p] = accuracy(s, d, WAY_RANDOM, p);
        chosen[p] = accuracy(s, d, WAY_CHOSEN, p);
    }
    while (first > 0 && chosen[first - 1] >= random[points - 1])
        first--;
    return first;
}

static size_t labels_at(const struct stage *s, size_t point)
{
    const size_t last = s->w->points - 1;

    return ((point < last ? point : last) + 1) * s->r->batch;
}

static void bootstrap(const struct stage *s, struct draw *d, double *random,
                      double *chosen, double *needed, double *gain)
{
    struct rehearsal *w = s->w;
    const size_t P = w->points;
    uint64_t seed = s->settings.seed;

    for (size_t i = 0; i < METRICS_SAMPLES; i++) {
        draw_sample(d, s->r->repeats, w->measured, &seed);
        needed[i] = (double)labels_at(s, figures(s, d, random, chosen));
        for (size_t p = 0; p < P; p++)
            gain[p * METRICS_SAMPLES + i] = chosen[p] - random[p];
    }
    interval_bound(&w->needed, needed, METRICS_SAMPLES, ALPHA);
    for (size_t p = 0; p < P; p++)
        interval_bound(&w->point[p].gain, gain + p * METRICS_SAMPLES,
                       METRICS_SAMPLES, ALPHA);
}

static void fill_figures(const struct stage *s, struct draw *d, double *random,
                         double *chosen)
{
    struct rehearsal *w = s->w;

    for (size_t i = 0; i < s->r->repeats; i++)
        d->repeat[i] = 1;
    for (size_t i = 0; i < w->measured; i++)
        d->document[i] = 1;
    const size_t first = figures(s, d, random, chosen);
    w->reached = first < w->points;
    w->needed.value = (double)labels_at(s, first);
    for (size_t p = 0; p < w->points; p++)
        w->point[p] =
            (struct rehearsal_point){.labels = labels_at(s, p),
                                     .random = random[p],
                                     .chosen = chosen[p],
                                     .gain = {.value = chosen[p] - random[p]}};
}

static bool sum_up(struct stage *s, struct tenor_error *err)
{
    struct rehearsal *w = s->w;
    struct draw d = {mem_zero(s->r->repeats, sizeof *d.repeat),
                     mem_zero(w->measured, sizeof *d.document)};
    double *curve = mem_zero(2 * w->points, sizeof *curve);
    double *sample =
        mem_zero((w->points + 1) * METRICS_SAMPLES, sizeof *sample);

    w->point = mem_zero(w->points, sizeof *w->point);
    const bool ok = d.repeat && d.document && curve && sample && w->point;
    if (ok) {
        fill_figures(s, &d, curve, curve + w->points);
        bootstrap(s, &d, curve, curve + w->points, sample,
                  sample + METRICS_SAMPLES);
    }
    free(d.repeat);
    free(d.document);
    free(curve);
    free(sample);
    return ok || fail_memory(err, "figures");
}

/* ---- all of it ----------------------------------------------------------- */

static bool read(struct stage *s, struct tenor_error *err)
{
    const struct train_request *r = s->r->train;
    struct trained *t = &s->w->all;
    const struct view view = {r->settings.features, r->stops,
                              r->settings.min_df};

    if (!heldout_read(r, t, err))
        return false;
    if (t->axes != 1)
        return fail(err, TENOR_EDATA, 0,
                    "documents with several labels cannot be rehearsed");
    s->settings = t->settings;
    s->settings.threads = 1;
    s->y = trained_labelling(t, 0);
    return deal(s, err) &&
           vectors_build(&t->vectors, &t->documents, NULL, 0, &view,
                         r->settings.threads, err) &&
           fill_squares(s, err);
}

bool rehearsal_run(const struct rehearsal_request *r, struct rehearsal *w,
                   struct tenor_error *err)
{
    struct stage s = {.r = r, .w = w};
    bool ok = read(&s, err);

    if (ok) {
        const size_t jobs = r->repeats * WAYS;
        s.hit = mem_zero(jobs * w->points * w->measured, 1);
        ok = (s.hit || fail_memory(err, "rounds")) &&
             pool_run(r->train->settings.threads, jobs, run_job, &s, err) &&
             sum_up(&s, err);
    }
    free(s.pool);
    free(s.square);
    free(s.hit);
    return ok;
}

void rehearsal_release(struct rehearsal *w)
{
    free(w->point);
    trained_release(&w->all);
    *w = (struct rehearsal){0};
}

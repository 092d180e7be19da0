#include "train/round.h"

#include <math.h>
#include <stdlib.h>

#include "train/choosing.h"
#include "train/crossing.h"
#include "train/random.h"

/* Softmax of twice the margins is near calibrated on the corpora it was tried
 * on, and choosing needs no more than the order of texts. */
#define SLOPE 2.0

struct round {
    const struct stage *stage;
    enum way way;
    uint32_t *order; /* [pooled] drawn at random */
    uint8_t *state;  /* [N] */
    double *margin;  /* [N][K] */
    float *alpha;    /* where the last solution ended */
    size_t labelled;
    struct alike seen;
};

/* ---- models -------------------------------------------------------------- */

/* Train on what is labelled, and set the margins of all else. */
static bool train(struct round *x, struct tenor_error *err)
{
    const struct stage *s = x->stage;
    const struct crossing c = {
        .v = s->vectors,
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

    for (size_t i = 0; i < s->measured; i++) {
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
    const struct vectors *v = s->vectors;
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

    for (size_t i = 0; i < s->pooled; i++) {
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
                   documents_text(s->documents, k->open[text].document), &seen))
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
        .F = s->vectors->F,
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
    const size_t F = s->vectors->F, K = s->y.K;
    struct pick k = {.round = x};

    k.open = mem_resize(NULL, s->pooled, sizeof *k.open);
    k.text = mem_resize(NULL, s->pooled, sizeof *k.text);
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
    const size_t n = s->batch;
    bool seen;

    if (x->way == WAY_CHOSEN && x->labelled > 0) {
        x->labelled += n;
        return choose(x, n, err);
    }
    for (size_t i = x->labelled; i < x->labelled + n; i++) {
        const struct str text = documents_text(s->documents, x->order[i]);
        x->state[x->order[i]] = LABELLED;
        if (x->way == WAY_CHOSEN && !alike_add(&x->seen, text, &seen))
            return fail_memory(err, "near-duplicates");
    }
    x->labelled += n;
    return true;
}

static bool run_rounds(struct round *x, uint8_t *hit, struct tenor_error *err)
{
    const struct stage *s = x->stage;

    for (size_t p = 0; p < s->points; p++) {
        if (!label_batch(x, err) || !train(x, err))
            return false;
        measure(x, hit + p * s->measured);
    }
    return true;
}

static bool round_init(struct round *x, uint64_t seed, struct tenor_error *err)
{
    const struct stage *s = x->stage;
    const size_t N = s->documents->N, pool = s->pooled;
    const struct crossing c = {
        .y = &s->y, .s = &s->settings, .folds = 2, .v = s->vectors};

    x->order = mem_resize(NULL, pool, sizeof *x->order);
    x->state = mem_resize(NULL, N, sizeof *x->state);
    x->margin = mem_zero(N * s->y.K, sizeof *x->margin);
    x->alpha = mem_zero(crossing_alphas(&c), sizeof *x->alpha);
    if (!x->order || !x->state || !x->margin || !x->alpha)
        return fail_memory(err, "a round");
    memcpy(x->order, s->pool, pool * sizeof *x->order);
    random_shuffle(x->order, pool, &seed);
    memset(x->state, UNLABELLED, N);
    return alike_init(&x->seen, err);
}

bool round_run(const struct stage *s, enum way way, uint64_t seed, uint8_t *hit,
               struct tenor_error *err)
{
    struct round x = {.stage = s, .way = way};
    const bool ok = round_init(&x, seed, err) && run_rounds(&x, hit, err);

    free(x.order);
    free(x.state);
    free(x.margin);
    free(x.alpha);
    alike_release(&x.seen);
    return ok;
}

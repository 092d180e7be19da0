#include "train/curve.h"

#include <math.h>
#include <stdlib.h>

#include "train/heldout.h"
#include "train/random.h"
#include "train/split.h"

#define ALPHA 0.05

struct drawing {
    const struct train_request *r;
    struct curve *c;
    uint8_t *fold;                 /* [N] */
    uint32_t *which;               /* [N] of the fold at hand */
    uint32_t *order;               /* [N] its documents to learn from */
    uint32_t *beginning;           /* [N] of them, by number */
    struct prediction *prediction; /* [axes][points][N] */
    struct prediction **of;        /* [axes] */
    size_t size[POWERLAW_POINTS];
};

/* ---- which documents ----------------------------------------------------- */

static unsigned folds_held_out(const struct trained *all)
{
    const unsigned folds = all->settings.folds;
    const size_t per_fold = all->documents.N / folds + 1;
    size_t wanted = (CURVE_DOCUMENTS + per_fold - 1) / per_fold;

    wanted = wanted < CURVE_FOLDS ? CURVE_FOLDS : wanted;
    return wanted < folds ? (unsigned)wanted : folds;
}

/* Put the documents to learn from, when fold f is held out, in order. */
static bool put_in_order(struct drawing *d, unsigned f,
                         struct heldout_part *part, struct tenor_error *err)
{
    const struct documents *all = &d->c->all.documents;

    *part = heldout_split(&d->c->all, d->fold, f, d->which);
    const size_t n = part->trained;
    uint32_t *label = mem_resize(NULL, n, sizeof *label);
    uint64_t *text = mem_resize(NULL, n, sizeof *text);
    uint64_t *group = mem_resize(NULL, n, sizeof *group);
    bool ok = (label && text && group) || fail_memory(err, "an order");

    for (size_t i = 0; ok && i < n; i++) {
        label[i] = all->label[part->train[i]];
        text[i] = all->hash[part->train[i]];
        group[i] = all->group[part->train[i]];
    }
    ok = ok && split_order(n, label, text, all->grouped ? group : NULL,
                           d->r->settings.seed, d->order, err);
    for (size_t i = 0; ok && i < n; i++)
        d->order[i] = part->train[d->order[i]];
    free(label);
    free(text);
    free(group);
    return ok;
}

/* The shortest beginning with two documents of each label of an axis. */
static bool enough_labels(const struct drawing *d, size_t n,
                          const struct trained_axis *a, size_t *enough,
                          struct tenor_error *err)
{
    size_t *seen = mem_zero(a->labels.n, sizeof *seen), missing = a->labels.n;

    if (!seen)
        return fail_memory(err, "labels");
    for (size_t i = 0; i < n && missing; i++)
        if (++seen[a->label[d->order[i]]] == 2 && --missing == 0)
            *enough = i + 1 > *enough ? i + 1 : *enough;
    free(seen);
    return true;
}

/* The shortest beginning with a group for each fold inside. */
static void enough_groups(const struct drawing *d, size_t n, size_t *enough)
{
    const struct trained *all = &d->c->all;
    uint64_t seen[UINT8_MAX];
    unsigned groups = 0;

    for (size_t i = 0; i < n && groups < all->settings.folds; i++) {
        const uint64_t group = all->documents.group[d->order[i]];
        unsigned g = 0;
        while (g < groups && seen[g] != group)
            g++;
        if (g < groups)
            continue;
        seen[groups++] = group;
        if (groups == all->settings.folds)
            *enough = i + 1 > *enough ? i + 1 : *enough;
    }
}

/* The sizes, which are the same for all folds. */
static bool choose_sizes(struct drawing *d, struct tenor_error *err)
{
    struct curve *c = d->c;
    size_t most = SIZE_MAX, enough = 0;

    for (unsigned f = 0; f < c->folds; f++) {
        struct heldout_part part;
        if (!put_in_order(d, f, &part, err))
            return false;
        most = part.trained < most ? part.trained : most;
        c->tested += part.tested;
        for (size_t a = 0; a < c->all.axes; a++)
            if (!enough_labels(d, part.trained, &c->all.axis[a], &enough, err))
                return false;
        if (c->all.documents.grouped)
            enough_groups(d, part.trained, &enough);
    }
    const double part = fmax((double)enough / (double)most, 1.0 / CURVE_PART);
    for (size_t i = 0; i < c->points; i++) {
        const double left = (double)(c->points - 1 - i);
        d->size[i] =
            (size_t)((double)most * pow(part, left / (double)(c->points - 1)) +
                     0.5);
    }
    bool apart = part <= 0.5;
    for (size_t i = 1; i < c->points; i++)
        apart &= d->size[i] > d->size[i - 1];
    return apart ||
           fail(err, TENOR_EDATA, 0,
                "too few documents for a curve of %zu sizes up to "
                "%zu: each needs two documents of each label%s",
                c->points, most,
                c->all.documents.grouped ? ", and groups for each fold" : "");
}

/* ---- models -------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static double accuracy_of(const struct drawing *d, size_t point,
                          const struct heldout_part *part)
{
    const struct curve *c = d->c;
    const size_t N = c->all.documents.N;
    size_t hits = 0;

    for (size_t a = 0; a < c->all.axes; a++)
        for (size_t i = 0; i < part->tested; i++) {
            const struct prediction *p =
                &d->prediction[(a * c->points + point) * N + part->test[i]];
            hits += p->label == p->guess;
        }
    return (double)hits / (double)(part->tested * c->all.axes);
}

/* From the longest beginning, which chooses the settings, to the shortest. */
static bool draw_fold(struct drawing *d, unsigned f, struct tenor_error *err)
{
    struct curve *c = d->c;
    const size_t N = c->all.documents.N;
    struct train_request r = *d->r;
    struct heldout_part part;

    r.say = NULL;
    if (!put_in_order(d, f, &part, err))
        return false;
    part.train = d->beginning;
    for (size_t p = c->points; p-- > 0;) {
        struct heldout_answers answers = {.of = d->of};
        part.trained = d->size[p];
        for (size_t i = 0; i < part.trained; i++)
            d->beginning[i] = d->order[i];
        qsort(d->beginning, part.trained, sizeof *d->beginning, by_number);
        for (size_t a = 0; a < c->all.axes; a++)
            d->of[a] = d->prediction + (a * c->points + p) * N;
        if (!heldout_predict(&r, &c->all, &part, &answers, err))
            return false;
        r.settings = answers.settings;
        for (int i = 0; i < (int)CHOICES; i++)
            r.settings.fixed[i] = true;
    }
    train_say(d->r,
              "fold %u of %u: accuracy %.4f with %zu documents to %.4f with "
              "%zu",
              f + 1, c->folds, accuracy_of(d, 0, &part), d->size[0],
              accuracy_of(d, c->points - 1, &part), d->size[c->points - 1]);
    return true;
}

/* ---- figures ------------------------------------------------------------- */

/* The gain of a curve through the shares of hits. */
static double gain_of(const struct curve *c, const struct curve_axis *x,
                      const size_t *hits, size_t tested, struct powerlaw *fit)
{
    const double N = (double)c->all.documents.N;
    double n[POWERLAW_POINTS], error[POWERLAW_POINTS];

    for (size_t p = 0; p < c->points; p++) {
        n[p] = (double)x->point[p].documents;
        error[p] = 1.0 - (double)hits[p] / (double)tested;
    }
    *fit = powerlaw_fit(n, error, c->points);
    return powerlaw_at(fit, N) - powerlaw_at(fit, 2.0 * N);
}

/* Count the hits of a cluster at each size. */
static void add_hits(const struct drawing *d, size_t axis,
                     const struct heldout_clusters *k, size_t cluster,
                     size_t *hits, size_t *tested)
{
    const size_t N = d->c->all.documents.N, points = d->c->points;

    for (size_t i = k->begin[cluster]; i < k->begin[cluster + 1]; i++) {
        for (size_t p = 0; p < points; p++) {
            const struct prediction *x =
                &d->prediction[(axis * points + p) * N + k->document[i]];
            hits[p] += x->label == x->guess;
        }
        ++*tested;
    }
}

static bool fit_axis(struct drawing *d, size_t axis,
                     const struct heldout_clusters *k, struct tenor_error *err)
{
    struct curve *c = d->c;
    struct curve_axis *x = &c->axis[axis];
    double *sample = mem_resize(NULL, METRICS_SAMPLES, sizeof *sample);
    uint64_t seed = c->all.settings.seed;
    struct powerlaw ignored;

    if (!sample)
        return fail_memory(err, "a curve");
    for (size_t s = 0; s <= METRICS_SAMPLES; s++) {
        size_t hits[POWERLAW_POINTS] = {0}, tested = 0;
        for (size_t i = 0; i < k->clusters; i++)
            add_hits(d, axis, k,
                     s == METRICS_SAMPLES ? i
                                          : random_below(&seed, k->clusters),
                     hits, &tested);
        if (s < METRICS_SAMPLES)
            sample[s] = gain_of(c, x, hits, tested, &ignored);
        else
            x->gain.value = gain_of(c, x, hits, tested, &x->fit);
    }
    interval_bound(&x->gain, sample, METRICS_SAMPLES, ALPHA);
    free(sample);
    return true;
}

static bool measure_axis(struct drawing *d, size_t axis,
                         const struct heldout_clusters *k,
                         struct tenor_error *err)
{
    struct curve *c = d->c;
    struct curve_axis *x = &c->axis[axis];
    const size_t N = c->all.documents.N;

    x->point = mem_zero(c->points, sizeof *x->point);
    if (!x->point)
        return fail_memory(err, "a curve");
    for (size_t p = 0; p < c->points; p++) {
        struct metrics m;
        if (!heldout_measure(&c->all, axis, k,
                             d->prediction + (axis * c->points + p) * N, 1, &m,
                             err))
            return false;
        x->point[p] = (struct curve_point){d->size[p], m.accuracy, m.macro_f1};
        metrics_release(&m);
    }
    return fit_axis(d, axis, k, err);
}

static bool measure(struct drawing *d, struct tenor_error *err)
{
    const struct trained *all = &d->c->all;
    struct heldout_clusters k;
    size_t n = 0;

    for (size_t i = 0; i < all->documents.N; i++)
        if (d->fold[i] < d->c->folds)
            d->which[n++] = (uint32_t)i;
    if (!heldout_cluster(all, d->which, n, &k, err))
        return false;
    bool ok = true;
    for (size_t a = 0; ok && a < all->axes; a++)
        ok = measure_axis(d, a, &k, err);
    heldout_clusters_release(&k);
    return ok;
}

/* ---- all of it ----------------------------------------------------------- */

static bool drawing_init(struct drawing *d, struct tenor_error *err)
{
    struct curve *c = d->c;
    const size_t N = c->all.documents.N, axes = c->all.axes;

    c->folds = folds_held_out(&c->all);
    c->axis = mem_zero(axes, sizeof *c->axis);
    d->fold = mem_zero(N, sizeof *d->fold);
    d->which = mem_resize(NULL, N, sizeof *d->which);
    d->order = mem_resize(NULL, N, sizeof *d->order);
    d->beginning = mem_resize(NULL, N, sizeof *d->beginning);
    d->prediction = mem_zero(axes * c->points * N, sizeof *d->prediction);
    d->of = mem_zero(axes, sizeof(*d->of));
    return (c->axis && d->fold && d->which && d->order && d->beginning &&
            d->prediction && d->of) ||
           fail_memory(err, "a curve");
}

bool curve_draw(const struct train_request *r, size_t points, struct curve *c,
                struct tenor_error *err)
{
    struct drawing d = {.r = r, .c = c};

    c->points = points;
    bool ok = heldout_read(r, &c->all, err) && drawing_init(&d, err) &&
              heldout_folds(&c->all, c->folds, r->settings.seed, d.fold, err) &&
              choose_sizes(&d, err);
    for (unsigned f = 0; ok && f < c->folds; f++)
        ok = draw_fold(&d, f, err);
    ok = ok && measure(&d, err);
    free(d.fold);
    free(d.which);
    free(d.order);
    free(d.beginning);
    free(d.prediction);
    free(d.of);
    return ok;
}

void curve_release(struct curve *c)
{
    for (size_t a = 0; c->axis && a < c->all.axes; a++)
        free(c->axis[a].point);
    free(c->axis);
    trained_release(&c->all);
    *c = (struct curve){0};
}

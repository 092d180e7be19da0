#include "train/articles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/scorer.h"
#include "train/calibrate.h"
#include "train/conformal.h"
#include "train/random.h"
#include "train/reading.h"
#include "train/tally.h"

static const double shares[] = {1.0, 0.5, 0.25};

#define SHARES (sizeof shares / sizeof *shares)
#define TRIALS (2 * SHARES) /* with quoted speech, then without */

/* The articles of an axis. */
struct articles {
    const struct axis *axis;
    struct documents documents;
    uint32_t *label; /* [N] of the axis */
    uint8_t *part;   /* [N] */
    size_t N;
    size_t *sentences;           /* [2][N] that count */
    double *margin;              /* [TRIALS][N][K] */
    double *p;                   /* [TRIALS][N] given to the own label */
    struct prediction *guess;    /* [TRIALS][N] */
    struct article_trial *trial; /* [TRIALS] */
};

/* ---- reading ------------------------------------------------------------- */

static bool read_articles(const struct train_request *r, struct trained_axis *a,
                          struct articles *s, struct tenor_error *err)
{
    a->articles = mem_zero(r->articles_corpora, sizeof *a->articles);
    if (!a->articles)
        return fail_memory(err, "articles");
    for (size_t i = 0; i < r->articles_corpora; i++)
        if (!reading_corpus(&r->articles[i], &s->documents,
                            &a->articles[a->articles_corpora++], err))
            return false;
    if (!documents_finish(&s->documents, err))
        return false;
    s->N = s->documents.N;
    if (s->N < ARTICLES_MIN)
        return fail(err, TENOR_EDATA, 0,
                    "%zu articles for axis '%s'; at least %d are needed", s->N,
                    a->name, ARTICLES_MIN);
    return true;
}

static bool alloc_articles(struct articles *s, struct tenor_error *err)
{
    const size_t N = s->N, K = s->axis->labels;

    s->label = mem_resize(NULL, N, sizeof *s->label);
    s->part = mem_resize(NULL, N, sizeof *s->part);
    s->sentences = mem_zero(2 * N, sizeof *s->sentences);
    s->margin = mem_zero(TRIALS * N, K * sizeof *s->margin);
    s->p = mem_zero(TRIALS, N * sizeof *s->p);
    s->guess = mem_zero(TRIALS, N * sizeof *s->guess);
    return (s->label && s->part && s->sentences && s->margin && s->p &&
            s->guess) ||
           fail_memory(err, "articles");
}

/* Labels as the axis numbers them, and parts at random. */
static bool number_labels(struct articles *s, const struct trained_axis *a,
                          struct tenor_error *err)
{
    const struct documents *d = &s->documents;
    uint64_t seed = 0;

    for (size_t i = 0; i < s->N; i++) {
        const char *name = d->labels.name[d->label[i]];
        const size_t k = labels_find(&a->labels, str_of(name));
        if (k == SIZE_MAX)
            return fail(err, TENOR_EDATA, 0,
                        "axis '%s' has no label '%s', which an article has",
                        a->name, name);
        s->label[i] = (uint32_t)k;
        s->part[i] = (uint8_t)random_below(&seed, CALIBRATE_PARTS);
    }
    return true;
}

/* ---- margins ------------------------------------------------------------- */

static double *margin_of(const struct articles *s, size_t trial, size_t i)
{
    return s->margin + (trial * s->N + i) * s->axis->labels;
}

/* The margins of one scored article with every share. */
static void take_margins(struct tenor_scorer *scorer, struct articles *s,
                         size_t first, size_t i)
{
    const struct axis *a = s->axis;
    const size_t C = scorer->model->table.columns;

    s->sentences[(first > 0) * s->N + i] = scorer->rows;
    if (scorer->rows == 0)
        return; /* margins of 0 */
    for (size_t share = 0; share < SHARES; share++) {
        for (size_t c = 0; c < a->columns; c++)
            scorer->machine[c] = aggregate_margin(
                scorer->row_margin + a->column + c, C, scorer->rows,
                shares[share], scorer->chosen, scorer->scratch);
        axis_spread(a->labels, scorer->machine, margin_of(s, first + share, i));
    }
}

static bool score_articles(struct tenor_model *model, struct articles *s,
                           struct tenor_error *err)
{
    struct tenor_scorer *scorer = NULL;
    bool ok = tenor_scorer_new(model, &scorer, err);

    for (size_t quotes = 0; ok && quotes < 2; quotes++) {
        model->without_quotes = quotes == 1;
        for (size_t i = 0; ok && i < s->N; i++) {
            const struct str text = documents_text(&s->documents, i);
            ok = tenor_score(scorer, text.s, text.len, err);
            if (ok)
                take_margins(scorer, s, quotes * SHARES, i);
        }
    }
    tenor_scorer_free(scorer);
    return ok;
}

/* ---- trials -------------------------------------------------------------- */

/* Calibrate a trial on all parts but one; part CALIBRATE_PARTS: on all. */
static bool fit_without(const struct articles *s, size_t trial, size_t part,
                        struct calibration *c, struct tenor_error *err)
{
    const size_t K = s->axis->labels, N = s->N;
    double *margin = mem_resize(NULL, N, K * sizeof *margin);
    double *weight = mem_resize(NULL, N, sizeof *weight);
    uint32_t *label = mem_resize(NULL, N, sizeof *label);
    size_t n = 0;
    bool ok = (margin && weight && label) || fail_memory(err, "articles");

    for (size_t i = 0; ok && i < N; i++) {
        if (s->part[i] == part)
            continue;
        memcpy(margin + n * K, margin_of(s, trial, i), K * sizeof *margin);
        weight[n] = s->documents.weight[i];
        label[n++] = s->label[i];
    }
    c->kind = CALIBRATION_OFFSETS;
    c->weight = weight;
    ok = ok && calibrate_fit(margin, label, n, K, c, err);
    c->weight = NULL;
    free(margin);
    free(weight);
    free(label);
    return ok;
}

/* The probabilities of an article as scoring has them. */
static void probabilities(const struct articles *s, size_t trial, size_t i,
                          const struct calibration *c, double *p)
{
    struct axis a = *s->axis;

    a.aggregate = (struct aggregate){1.0, c->slope, c->offset};
    aggregate_probabilities(&a, s->sentences[(trial >= SHARES) * s->N + i],
                            margin_of(s, trial, i), p);
}

static bool try_part(struct articles *s, size_t trial, size_t part,
                     struct calibration *c, double *p, struct tally *tally,
                     double *loss, struct tenor_error *err)
{
    const size_t K = s->axis->labels;

    if (!fit_without(s, trial, part, c, err))
        return false;
    for (size_t i = 0; i < s->N; i++) {
        if (s->part[i] != part)
            continue;
        probabilities(s, trial, i, c, p);
        const uint32_t guess = (uint32_t)arg_max(p, K);
        tally_add(tally, s->label[i], guess);
        s->guess[trial * s->N + i] =
            (struct prediction){s->label[i], guess, p[guess]};
        s->p[trial * s->N + i] = p[s->label[i]];
        *loss -= s->documents.weight[i] * log(p[s->label[i]] + 1e-300);
    }
    return true;
}

static bool try_all(struct articles *s, struct calibration *c, double *p,
                    struct tenor_error *err)
{
    double total = 0.0;

    for (size_t i = 0; i < s->N; i++)
        total += s->documents.weight[i];
    for (size_t trial = 0; trial < TRIALS; trial++) {
        struct tally tally;
        double loss = 0.0;
        bool ok =
            tally_init(&tally, s->axis->labels) || fail_memory(err, "articles");
        for (size_t part = 0; ok && part < CALIBRATE_PARTS; part++)
            ok = try_part(s, trial, part, c, p, &tally, &loss, err);
        s->trial[trial] =
            (struct article_trial){.share = shares[trial % SHARES],
                                   .without_quotes = trial >= SHARES,
                                   .loss = loss / total};
        if (ok) {
            s->trial[trial].accuracy = tally_accuracy(&tally);
            s->trial[trial].balanced_accuracy = tally_balanced_accuracy(&tally);
        }
        tally_release(&tally);
        if (!ok)
            return false;
    }
    return true;
}

/* ---- the choice ---------------------------------------------------------- */

/* The trial with the least loss, with or without quoted speech. */
static size_t best_trial(const struct articles *s, bool without_quotes)
{
    const size_t first = without_quotes ? SHARES : 0;
    size_t best = first;

    for (size_t i = first + 1; i < first + SHARES; i++)
        if (s->trial[i].loss < s->trial[best].loss)
            best = i;
    return best;
}

static bool take(struct articles *s, struct trained_axis *a, size_t trial,
                 struct calibration *c, struct tenor_error *err)
{
    const size_t K = s->axis->labels;

    s->trial[trial].chosen = true;
    if (!fit_without(s, trial, CALIBRATE_PARTS, c, err))
        return false;
    a->article_offset = mem_resize(NULL, K, sizeof *c->offset);
    if (!a->article_offset)
        return fail_memory(err, "articles");
    memcpy(a->article_offset, c->offset, K * sizeof *c->offset);
    a->aggregate =
        (struct aggregate){s->trial[trial].share, c->slope, a->article_offset};
    conformal_thresholds(s->p + trial * s->N, s->N, a->conformal);
    return confusion_count(s->guess + trial * s->N, s->documents.weight, s->N,
                           K, &a->article_confusion, err);
}

static void articles_release(struct articles *s)
{
    documents_release(&s->documents);
    free(s->label);
    free(s->part);
    free(s->sentences);
    free(s->margin);
    free(s->p);
    free(s->guess);
}

/* From the corpora of an axis to its trials. */
static bool try_axis(const struct train_request *r, struct trained_axis *a,
                     struct tenor_model *model, struct articles *s,
                     struct calibration *c, double *p, struct tenor_error *err)
{
    a->trial = mem_zero(TRIALS, sizeof *a->trial);
    if (!a->trial)
        return fail_memory(err, "articles");
    a->trials = TRIALS;
    s->trial = a->trial;
    return read_articles(r, a, s, err) && alloc_articles(s, err) &&
           number_labels(s, a, err) && score_articles(model, s, err) &&
           try_all(s, c, p, err);
}

bool articles_fit(struct trained *t, const struct train_request *r, size_t n,
                  struct tenor_model *model, struct tenor_error *err)
{
    struct articles *s = mem_zero(n, sizeof *s);
    double loss[2] = {0.0, 0.0};
    size_t most = 0;

    for (size_t i = 0; i < n; i++)
        most = model->axis[i].labels > most ? model->axis[i].labels : most;
    double *memory = mem_zero(3 * most, sizeof *memory);
    struct calibration c = {.scale = memory, .offset = memory + most};
    bool ok = (s && memory) || fail_memory(err, "articles");

    for (size_t i = 0; ok && i < n; i++) {
        if (t[i].axis->scope != AXIS_SENTENCES || r[i].articles_corpora == 0)
            continue;
        s[i].axis = &model->axis[i];
        ok = try_axis(&r[i], t[i].axis, model, &s[i], &c, memory + 2 * most,
                      err);
        for (int q = 0; ok && q < 2; q++)
            loss[q] += s[i].trial[best_trial(&s[i], q == 1)].loss;
    }
    const bool without_quotes =
        r->within ? r->within->without_quotes : loss[1] < loss[0];
    for (size_t i = 0; ok && i < n; i++) {
        t[i].without_quotes = without_quotes;
        if (s[i].axis)
            ok = take(&s[i], t[i].axis, best_trial(&s[i], without_quotes), &c,
                      err);
    }
    for (size_t i = 0; s && i < n; i++)
        articles_release(&s[i]);
    free(s);
    free(memory);
    return ok;
}

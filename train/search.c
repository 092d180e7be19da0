#include "train/search.h"

#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"
#include "train/calibrate.h"
#include "train/split.h"

/* Values of C that may be tried, and the one to begin with. */
static const double C_GRID[] = {1.0 / 64, 1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 4,
                                1.0 / 2,  1.0,      2.0,      4.0,     8.0,
                                16.0,     32.0};

#define TRIALS (sizeof C_GRID / sizeof *C_GRID)
#define FIRST_TRIAL 6

/* C is chosen on enough folds to hold so many documents; all folds of a small
 * corpus. */
#define CHOICE_DOCUMENTS 8000

/* Everything a choice is made with. Margins of the documents of some folds are
 * gathered without gaps, to be calibrated and measured. */
struct search {
    uint8_t *fold;            /* [N] */
    double *margin;           /* [N][K] by document */
    double *gathered;         /* [n][K] */
    uint32_t *label;          /* [n] */
    struct prediction *guess; /* [n] */
    size_t n;
};

static void search_release(struct search *s)
{
    free(s->fold);
    free(s->margin);
    free(s->gathered);
    free(s->label);
    free(s->guess);
}

static bool search_init(struct search *s, struct trained *t,
                        struct tenor_error *err)
{
    const struct vectors *v = &t->vectors;

    *s = (struct search){0};
    s->fold = mem_zero(v->N, sizeof *s->fold);
    s->margin = mem_zero(v->N * v->labels.n, sizeof *s->margin);
    s->gathered = mem_zero(v->N * v->labels.n, sizeof *s->gathered);
    s->label = mem_zero(v->N, sizeof *s->label);
    s->guess = mem_zero(v->N, sizeof *s->guess);
    t->trial = mem_zero(TRIALS, sizeof *t->trial);
    if (!s->fold || !s->margin || !s->gathered || !s->label || !s->guess ||
        !t->trial)
        return fail_memory(err, "cross-validation");
    return split_folds(v->N, v->label, v->text, t->settings.folds,
                       t->settings.seed, s->fold, err);
}

static void gather(struct search *s, const struct vectors *v, unsigned folds)
{
    const size_t K = v->labels.n;

    s->n = 0;
    for (size_t d = 0; d < v->N; d++) {
        if (s->fold[d] >= folds)
            continue;
        memcpy(s->gathered + s->n * K, s->margin + d * K,
               K * sizeof *s->margin);
        s->label[s->n++] = v->label[d];
    }
}

/* Measure the gathered margins by the rule that scoring applies. */
static bool measure(struct trained *t, struct search *s, size_t samples,
                    struct metrics *m, struct tenor_error *err)
{
    const size_t K = t->vectors.labels.n;
    double *p = mem_zero(K, sizeof *p);

    if (!p)
        return fail_memory(err, "probabilities");
    for (size_t i = 0; i < s->n; i++) {
        calibrated(K, t->slope, t->offset, s->gathered + i * K, p);
        size_t k = arg_max(p, K);
        s->guess[i] = (struct prediction){s->label[i], (uint32_t)k, p[k]};
    }
    free(p);
    return metrics_measure(s->guess, s->n, K, samples, t->settings.seed, m,
                           err);
}

/* Train without each of the first folds in turn, calibrate, measure. */
static bool cross_validate(struct trained *t, struct search *s, unsigned folds,
                           size_t samples, struct metrics *m,
                           struct tenor_error *err)
{
    const struct vectors *v = &t->vectors;

    if (!fit_out_of_fold(v, &t->settings, s->fold, folds, s->margin, err))
        return false;
    gather(s, v, folds);
    return calibrate_fit(s->gathered, s->label, s->n, v->labels.n, &t->slope,
                         t->offset, err) &&
           measure(t, s, samples, m, err);
}

static bool try_C(const struct train_request *r, struct trained *t,
                  struct search *s, unsigned folds, double C,
                  struct tenor_error *err)
{
    struct trial *trial = &t->trial[t->trials];
    struct metrics m;

    t->settings.C = C;
    if (!cross_validate(t, s, folds, 0, &m, err))
        return false;
    *trial = (struct trial){C, m.accuracy.value, m.macro_f1.value};
    t->trials++;
    metrics_release(&m);
    train_say(r, "C %-7g accuracy %.4f, macro-F1 %.4f on %zu documents", C,
        trial->accuracy, trial->macro_f1, s->n);
    return true;
}

static double worth(const struct trial *t)
{
    return (t->accuracy + t->macro_f1) / 2.0;
}

/* Number of folds that C is chosen on. */
static unsigned folds_of_choice(const struct trained *t)
{
    const size_t per_fold = t->vectors.N / t->settings.folds + 1;
    const size_t wanted = (CHOICE_DOCUMENTS + per_fold - 1) / per_fold;

    return wanted < t->settings.folds ? (unsigned)wanted : t->settings.folds;
}

/* Walk from the first value of C to larger ones, and if these are no better
 * to smaller ones, as long as it gets better. */
static bool choose_C(const struct train_request *r, struct trained *t,
                     struct search *s, struct tenor_error *err)
{
    const unsigned folds = folds_of_choice(t);
    size_t best = 0, place = FIRST_TRIAL;

    if (!try_C(r, t, s, folds, C_GRID[place], err))
        return false;
    for (int step = 1; step >= -1 && place == FIRST_TRIAL; step -= 2)
        while (place + (size_t)step < TRIALS) {
            if (!try_C(r, t, s, folds, C_GRID[place + (size_t)step], err))
                return false;
            if (worth(&t->trial[t->trials - 1]) <= worth(&t->trial[best]))
                break;
            best = t->trials - 1;
            place += (size_t)step;
        }
    t->settings.C = t->trial[best].C;
    return true;
}

bool search_axis(const struct train_request *r, struct trained *t,
                 struct tenor_error *err)
{
    struct search s = {0};
    bool ok = search_init(&s, t, err) &&
              (r->settings.C > 0.0 || choose_C(r, t, &s, err)) &&
              cross_validate(t, &s, t->settings.folds, METRICS_SAMPLES,
                             &t->metrics, err);

    search_release(&s);
    return ok;
}

#include "train/train.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"
#include "model/modelfile.h"
#include "train/calibrate.h"
#include "train/split.h"

/* Values of C that may be tried, and the one to begin with. */
static const double C_GRID[] = {1.0 / 64, 1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 4,
                                1.0 / 2,  1.0,      2.0,      4.0,     8.0,
                                16.0,     32.0};

#define TRIALS (sizeof C_GRID / sizeof *C_GRID)
#define FIRST_TRIAL 6

struct train_settings train_defaults(void)
{
    return (struct train_settings){
        .features = {.language = "english",
                     .stemming = 1,
                     .ngrams = 3,
                     .chars_min = 2,
                     .chars_max = 5,
                     .negation = 1,
                     .style = 1},
        .limit_characters = true,
        .weighting = WEIGHTING_NB,
        .loss = LOSS_SQUARED,
        .kernel = {.type = KERNEL_LINEAR, .degree = 3, .gamma = 1.0},
        .min_df = 1,
        .max_features = 500000,
        .folds = 5,
        .seed = 1,
        .threads = 1,
    };
}

const char *train_settings_check(const struct train_settings *s)
{
    const char *wrong = feature_settings_check(&s->features);

    if (wrong)
        return wrong;
    if (!(s->C >= 0.0 && s->C <= 1e9))
        return "C is not between 0 and 1e9";
    if (s->folds < 2 || s->folds > 20)
        return "the number of folds is not between 2 and 20";
    if (s->kernel.type != KERNEL_LINEAR && s->solver == SOLVER_LIBLINEAR)
        return "liblinear has no kernels; libsvm has";
    if (s->kernel.type != KERNEL_LINEAR && s->weighting == WEIGHTING_NB)
        return "naive-Bayes weighting needs a linear kernel";
    if (s->loss == LOSS_SQUARED && s->solver == SOLVER_LIBSVM)
        return "libsvm has no squared hinge loss";
    if (s->kernel.type == KERNEL_POLY &&
        (s->kernel.degree < 1 || s->kernel.degree > 100))
        return "the degree of the kernel is not between 1 and 100";
    if (!(s->kernel.gamma > 0.0 && s->kernel.gamma <= 1e9))
        return "gamma is not between 0 and 1e9";
    return NULL;
}

static void say(const struct train_request *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void say(const struct train_request *r, const char *format, ...)
{
    char line[256];
    va_list args;

    if (!r->say)
        return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    r->say(r->context, line);
}

/* ---- reading ------------------------------------------------------------- */

static bool read_documents(const struct train_corpus *tc, struct corpus *c,
                           struct trained *t, size_t *documents,
                           struct tenor_error *err)
{
    struct vectors *v = &t->vectors;
    struct feature_settings *f = &t->settings.features;
    struct doc doc;
    bool end;

    while (corpus_next(c, &doc, &end, err)) {
        if (end)
            return true;
        if (tc->map && !labelmap_apply(tc->map, &doc.label))
            continue;
        if (!vectors_add(v, doc.label, doc.text, err))
            return false;
        if (t->settings.limit_characters && f->chars_max &&
            v->words > CHARACTERS_WORDS_MAX) {
            f->chars_min = f->chars_max = 0;
            if (!vectors_drop_characters(v))
                return fail_memory(err, "vectors");
        }
        ++*documents;
    }
    return false;
}

static bool read_corpus(const struct train_corpus *tc, struct trained *t,
                        struct tenor_error *err)
{
    struct source *s = &t->source[t->sources++];
    struct corpus *c;

    s->name = mem_string(str_of(tc->name));
    s->licence = tc->licence ? mem_string(str_of(tc->licence)) : NULL;
    if (!s->name || (tc->licence && !s->licence))
        return fail_memory(err, "a corpus");
    if (!corpus_open(&c, tc->path, &tc->options, err))
        return false;
    bool ok = read_documents(tc, c, t, &s->documents, err);
    if (ok)
        corpus_digest(c, s->sha256);
    corpus_close(c);
    return ok;
}

/* Count labels into the prior and refuse what cannot be trained on. */
static bool check_labels(struct trained *t, struct tenor_error *err)
{
    const struct vectors *v = &t->vectors;
    const size_t K = v->labels.n;

    if (v->N == 0)
        return fail(err, TENOR_EDATA, 0, "the corpus has no documents");
    if (K < 2)
        return fail(err, TENOR_EDATA, 0,
                    "all documents have the label '%s'; at least two labels "
                    "are needed",
                    v->labels.name[0]);
    if (K > MODEL_LABELS_MAX)
        return fail(err, TENOR_EDATA, 0, "%zu labels; at most %d are allowed",
                    K, MODEL_LABELS_MAX);
    t->prior = mem_zero(K, sizeof *t->prior);
    t->offset = mem_zero(K, sizeof *t->offset);
    if (!t->prior || !t->offset)
        return fail_memory(err, "labels");
    for (size_t d = 0; d < v->N; d++)
        t->prior[v->label[d]] += 1.0;
    for (size_t k = 0; k < K; k++) {
        if (t->prior[k] < 2.0)
            return fail(err, TENOR_EDATA, 0,
                        "only one document has the label '%s'; at least two "
                        "are needed to train and to check",
                        v->labels.name[k]);
        t->prior[k] /= (double)v->N;
    }
    if (v->F == 0)
        return fail(err, TENOR_EDATA, 0, "no document has a feature");
    return true;
}

/* The number of a pole's label: the one asked for, else a usual name. */
static bool find_pole(const struct labels *l, const char *asked,
                      const char *usual, int *number, struct tenor_error *err)
{
    struct str name;
    size_t k = SIZE_MAX;

    *number = -1;
    if (asked) {
        k = labels_find(l, str_of(asked));
        if (k == SIZE_MAX)
            return fail(err, TENOR_EINVAL, 0,
                        "the pole '%s' is not among the labels", asked);
    }
    while (k == SIZE_MAX && str_next_word(&usual, &name))
        k = labels_find(l, name);
    if (k != SIZE_MAX)
        *number = (int)k;
    return true;
}

static bool find_poles(const struct train_request *r, struct trained *t,
                       struct tenor_error *err)
{
    const struct labels *l = &t->vectors.labels;

    if (!find_pole(l, r->positive, "positive pos Positive POS", &t->positive,
                   err) ||
        !find_pole(l, r->negative, "negative neg Negative NEG", &t->negative,
                   err))
        return false;
    if (t->positive < 0 || t->negative < 0)
        t->positive = t->negative = -1;
    return true;
}

static bool read_all(const struct train_request *r, struct trained *t,
                     struct tenor_error *err)
{
    t->settings = r->settings;
    t->axis = mem_string(str_of(r->axis));
    t->unit = mem_string(str_of(r->unit));
    t->source = mem_zero(r->corpora, sizeof *t->source);
    if (!t->axis || !t->unit || !t->source)
        return fail_memory(err, "an axis");
    if (!vectors_init(&t->vectors, &r->settings.features, r->stops, err))
        return false;
    for (size_t i = 0; i < r->corpora; i++)
        if (!read_corpus(&r->corpus[i], t, err))
            return false;
    if (!vectors_finish(&t->vectors, r->settings.min_df, err) ||
        !check_labels(t, err) || !find_poles(r, t, err))
        return false;
    say(r, "%zu documents, %zu labels, %zu features", t->vectors.N,
        t->vectors.labels.n, t->vectors.F);
    return true;
}

/* ---- choosing and measuring ---------------------------------------------- */

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
    say(r, "C %-7g accuracy %.4f, macro-F1 %.4f on %zu documents", C,
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

bool train_axis(const struct train_request *r, struct trained *t,
                struct tenor_error *err)
{
    struct search s = {0};
    const char *wrong = train_settings_check(&r->settings);
    bool ok = false;

    *t = (struct trained){0};
    if (wrong)
        return fail(err, TENOR_EINVAL, 0, "%s", wrong);
    if (!read_all(r, t, err) || !search_init(&s, t, err))
        goto out;
    t->settings.solver = fit_solver(&t->vectors, &t->settings);
    if (r->settings.C <= 0.0 && !choose_C(r, t, &s, err))
        goto out;
    ok = cross_validate(t, &s, t->settings.folds, METRICS_SAMPLES, &t->metrics,
                        err) &&
         fit_all(&t->vectors, &t->settings, &t->fitted, err);
out:
    search_release(&s);
    if (!ok)
        trained_release(t);
    return ok;
}

void trained_release(struct trained *t)
{
    for (size_t i = 0; i < t->sources; i++) {
        free(t->source[i].name);
        free(t->source[i].licence);
    }
    free(t->source);
    free(t->axis);
    free(t->unit);
    vectors_release(&t->vectors);
    fitted_release(&t->fitted);
    metrics_release(&t->metrics);
    free(t->offset);
    free(t->prior);
    free(t->trial);
    *t = (struct trained){0};
}

#include "train/card.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Words listed for each label. */
#define TOP 20

static json_t *interval(const struct interval *i)
{
    return json_pack("{s:f, s:[f, f]}", "value", i->value, "interval", i->low,
                     i->high);
}

static json_t *features(const struct trained *t)
{
    const struct train_settings *s = &t->settings;
    const struct feature_settings *f = &s->features;

    return json_pack(
        "{s:s, s:b, s:i, s:[i, i], s:b, s:b, s:I, s:s, s:s, s:I, s:I}", "language",
        f->language, "stemming",
        f->stemming && language_find(f->language) != NULL, "ngrams",
        (int)f->ngrams, "characters", (int)f->chars_min, (int)f->chars_max,
        "negation", (int)f->negation, "style", (int)f->style, "stop_words",
        (json_int_t)t->stops, "counts",
        f->log_counts ? "1 + ln tf" : "binary", "weighting",
        weighting_name(s->weighting), "min_documents",
        (json_int_t)s->min_df, "max_features", (json_int_t)s->max_features);
}

static json_t *solver(const struct train_settings *s)
{
    static const char *const kernel[] = {"linear", "poly", "rbf", "sigmoid"};
    json_t *o = json_pack(
        "{s:s, s:s, s:s, s:f, s:b}", "name",
        s->solver == SOLVER_LIBSVM ? "libsvm" : "liblinear", "kernel",
        kernel[s->kernel.type], "loss",
        s->loss == LOSS_HINGE ? "hinge" : "squared hinge", "C", s->C,
        "balanced", (int)s->balanced);

    if (o && s->kernel.type != KERNEL_LINEAR) {
        json_object_set_new(o, "gamma", json_real(s->kernel.gamma));
        json_object_set_new(o, "coef0", json_real(s->kernel.coef0));
        json_object_set_new(o, "degree", json_integer(s->kernel.degree));
    }
    return o;
}

static json_t *sources(const struct trained *t)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < t->sources; i++) {
        const struct source *s = &t->source[i];
        json_t *name = json_string(s->name);
        json_t *o = json_pack(
            "{s:o, s:I, s:s}", "name",
            name ? name : json_string("(a name that is not UTF-8)"),
            "documents", (json_int_t)s->documents, "sha256", s->sha256);
        if (o && s->licence)
            json_object_set_new(o, "licence", json_string(s->licence));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *trials(const struct trained *t)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < t->trials; i++)
        json_array_append_new(
            list, json_pack("{s:f, s:f, s:f}", "C", t->trial[i].C, "accuracy",
                            t->trial[i].accuracy, "macro_f1",
                            t->trial[i].macro_f1));
    return list;
}

/* ---- the strongest words of a label -------------------------------------- */

struct strong {
    double weight;
    uint32_t feature;
};

static int by_weight(const void *a, const void *b)
{
    const struct strong *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->feature > y->feature) - (x->feature < y->feature);
}

/* What an occurrence of a feature in a typical document adds to the margin is
 * about its weight; words of a single document say little. */
static json_t *top_words(const struct trained *t, size_t label)
{
    const struct vectors *v = &t->vectors;
    const bool binary = v->labels.n == 2;
    const double sign = binary && label == 0 ? -1.0 : 1.0;
    const double *w = t->fitted.w + (binary ? 0 : label) * v->F;
    struct strong *all = mem_resize(NULL, v->F, sizeof *all);
    json_t *list = json_array();
    size_t n = 0;

    for (size_t f = 0; all && f < v->F; f++)
        if (v->name[f] != NO_NAME && v->df[f] > 1 && sign * w[f] > 0.0)
            all[n++] = (struct strong){sign * w[f], (uint32_t)f};
    if (n)
        qsort(all, n, sizeof *all, by_weight);
    for (size_t i = 0; i < n && json_array_size(list) < TOP; i++) {
        json_t *word = json_string(v->names.data + v->name[all[i].feature]);
        if (word) /* a name that is no UTF-8 gives none */
            json_array_append_new(list, word);
    }
    free(all);
    return list;
}

static json_t *label(const struct trained *t, size_t k)
{
    const struct vectors *v = &t->vectors;
    const struct class_metrics *c = &t->metrics.per_class[k];
    json_t *o = json_pack("{s:s, s:I, s:f, s:f, s:f}", "name",
                          v->labels.name[k], "documents",
                          (json_int_t)c->support, "precision", c->precision,
                          "recall", c->recall, "f1", c->f1);

    if (o && t->fitted.w)
        json_object_set_new(o, "words", top_words(t, k));
    return o;
}

static json_t *axis(const struct trained *t)
{
    const struct vectors *v = &t->vectors;
    json_t *labels = json_array();

    for (size_t k = 0; labels && k < v->labels.n; k++)
        json_array_append_new(labels, label(t, k));
    json_t *o = json_pack(
        "{s:s, s:s, s:I, s:I, s:o, s:o, s:o, s:o, s:I, s:o, s:{s:i, s:o, s:o, "
        "s:o}}",
        "name", t->axis, "unit", t->unit, "documents", (json_int_t)v->N,
        "features", (json_int_t)v->F, "labels", labels, "corpora", sources(t),
        "settings", features(t), "solver", solver(&t->settings),
        "seed", (json_int_t)t->settings.seed, "tried", trials(t),
        "cross_validation", "folds", (int)t->settings.folds, "accuracy",
        interval(&t->metrics.accuracy), "macro_f1",
        interval(&t->metrics.macro_f1), "ece", interval(&t->metrics.ece));
    if (o && t->positive >= 0)
        json_object_set_new(o, "poles",
                            json_pack("{s:s, s:s}", "positive",
                                      v->labels.name[t->positive], "negative",
                                      v->labels.name[t->negative]));
    return o;
}

bool card_write(const struct trained *t, size_t n, char **json,
                struct tenor_error *err)
{
    json_t *axes = json_array();

    for (size_t a = 0; axes && a < n; a++)
        json_array_append_new(axes, axis(&t[a]));
    json_t *card =
        json_pack("{s:s, s:{s:i, s:i}, s:o}", "tenor", tenor_version(),
                  "libraries", "libsvm", solver_libsvm_version(), "liblinear",
                  solver_liblinear_version(), "axes", axes);
    *json = card ? json_dumps(card, JSON_COMPACT | JSON_REAL_PRECISION(6))
                 : NULL;
    json_decref(card);
    return *json || fail_memory(err, "the card");
}

#include "train/card.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

/* Words listed for each label. */
#define TOP NAMING_WORDS

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
        "{s:s, s:b, s:i, s:[i, i], s:f, s:b, s:b, s:I, s:s, s:s, s:I, s:I}",
        "language", f->language, "stemming",
        f->stemming && language_find(f->language) != NULL, "ngrams",
        (int)f->ngrams, "characters", (int)f->chars_min, (int)f->chars_max,
        "character_weight", s->character_weight, "negation", (int)f->negation,
        "style", (int)f->style, "stop_words",
        (json_int_t)(t->view.stops ? t->view.stops->n : 0), "counts",
        f->log_counts ? "1 + ln tf" : "binary", "weighting",
        weighting_name(s->weighting), "min_documents", (json_int_t)s->min_df,
        "max_features", (json_int_t)s->max_features);
}

static json_t *solver(const struct train_settings *s)
{
    static const char *const kernel[] = {"linear", "poly", "rbf", "sigmoid"};
    static const char *const solver_name[] = {"auto", "dual", "libsvm",
                                              "liblinear"};
    json_t *o = json_pack("{s:s, s:s, s:s, s:f, s:f}", "name",
                          solver_name[machine_solver(s)], "kernel",
                          kernel[s->kernel.type], "loss",
                          s->loss == LOSS_HINGE ? "hinge" : "squared hinge",
                          "C", s->C, "balance", s->balance);

    if (o && s->kernel.type != KERNEL_LINEAR) {
        json_object_set_new(o, "gamma", json_real(s->kernel.gamma));
        json_object_set_new(o, "coef0", json_real(s->kernel.coef0));
        json_object_set_new(o, "degree", json_integer(s->kernel.degree));
    }
    return o;
}

static json_t *source(const struct source *s)
{
    json_t *name = json_string(s->name);
    json_t *o = json_pack("{s:o, s:I, s:s}", "name",
                          name ? name
                               : json_string("(a name that is not UTF-8)"),
                          "documents", (json_int_t)s->documents, "sha256",
                          s->sha256);

    if (o && s->licence)
        json_object_set_new(o, "licence", json_string(s->licence));
    if (o && s->weight != 1.0)
        json_object_set_new(o, "weight", json_real(s->weight));
    return o;
}

static json_t *sources(const struct source *s, size_t n)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < n; i++)
        json_array_append_new(list, source(&s[i]));
    return list;
}

static json_t *trials(const struct trained *t)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < t->trials; i++) {
        const struct trial *trial = &t->trial[i];
        json_array_append_new(
            list,
            json_pack("{s:s, s:s, s:I, s:f, s:f, s:f, s:b}", "stage",
                      trial->stage, "tried", trial->text, "documents",
                      (json_int_t)trial->documents, "accuracy", trial->accuracy,
                      "macro_f1", trial->macro_f1, "worth", trial->worth,
                      "chosen", (int)trial->chosen));
    }
    return list;
}

/* The strongest words of a label: those of its glossary. */
static json_t *top_words(const struct trained_axis *a, size_t label)
{
    const struct glossary g = naming_glossary(&a->naming);
    const struct glossary_list l =
        glossary_list(&g, a->labels.n, label, GLOSSARY_FOR);
    json_t *list = json_array();

    for (size_t i = l.begin; i < l.end && json_array_size(list) < TOP; i++)
        if (feature_kind(g.feature[i]) == TENOR_FEATURE_WORD)
            json_array_append_new(list, json_string(glossary_name(&g, i)));
    return list;
}

static json_t *label(const struct trained_axis *a, size_t k)
{
    const struct class_metrics *c = &a->metrics.per_class[k];
    json_t *o =
        json_pack("{s:s, s:I, s:f, s:f, s:f}", "name", a->labels.name[k],
                  "documents", (json_int_t)c->support, "precision",
                  c->precision, "recall", c->recall, "f1", c->f1);

    if (o && a->fitted.w)
        json_object_set_new(o, "words", top_words(a, k));
    return o;
}

static json_t *search(const struct trained *t)
{
    const struct criterion *c = &t->settings.criterion;
    json_t *o = json_pack("{s:s, s:o}", "criterion", criterion_name(c), "tried",
                          trials(t));

    if (o && c->label)
        json_object_set_new(o, "label", json_string(c->label));
    if (o && t->cut)
        json_object_set_new(o, "budget_spent_before", json_string(t->cut));
    return o;
}

/* A row for each true label: how often each label was guessed. */
static json_t *confusion(const size_t *count, size_t K)
{
    json_t *rows = json_array();

    for (size_t k = 0; rows && k < K; k++) {
        json_t *row = json_array();
        for (size_t j = 0; row && j < K; j++)
            json_array_append_new(row,
                                  json_integer((json_int_t)count[k * K + j]));
        json_array_append_new(rows, row);
    }
    return rows;
}

static void add_confusion(const struct trained_axis *a, const size_t *count,
                          json_t *o)
{
    if (o && count)
        json_object_set_new(o, "confusion", confusion(count, a->labels.n));
}

static json_t *cross_validation(const struct trained *t,
                                const struct trained_axis *a)
{
    const struct metrics *m = &a->metrics;
    json_t *o = json_pack(
        "{s:i, s:o, s:o, s:o, s:o, s:o}", "folds", (int)t->settings.folds,
        "accuracy", interval(&m->accuracy), "balanced_accuracy",
        interval(&m->balanced_accuracy), "macro_f1", interval(&m->macro_f1),
        "mcc", interval(&m->mcc), "ece", interval(&m->ece));

    add_confusion(a, a->confusion, o);
    return o;
}

/* How an axis of sentences sums up an article. */
static json_t *articles(const struct trained_axis *a)
{
    json_t *list = json_array();
    bool without_quotes = false;

    for (size_t i = 0; list && i < a->trials; i++) {
        const struct article_trial *t = &a->trial[i];
        without_quotes |= t->chosen && t->without_quotes;
        json_array_append_new(
            list, json_pack("{s:f, s:b, s:f, s:f, s:f, s:b}", "share", t->share,
                            "without_quotes", (int)t->without_quotes, "loss",
                            t->loss, "accuracy", t->accuracy,
                            "balanced_accuracy", t->balanced_accuracy, "chosen",
                            (int)t->chosen));
    }
    json_t *o =
        json_pack("{s:f, s:b, s:o, s:o}", "share", a->aggregate.share,
                  "without_quotes", (int)without_quotes, "corpora",
                  sources(a->articles, a->articles_corpora), "tried", list);
    add_confusion(a, a->article_confusion, o);
    return o;
}

static json_t *tests(const struct trained_axis *a)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < a->tests; i++) {
        const struct metrics *m = &a->test[i].metrics;
        json_t *o = source(&a->test[i].source);
        if (o) {
            json_object_set_new(o, "accuracy", interval(&m->accuracy));
            json_object_set_new(o, "balanced_accuracy",
                                interval(&m->balanced_accuracy));
            json_object_set_new(o, "macro_f1", interval(&m->macro_f1));
        }
        json_array_append_new(list, o);
    }
    return list;
}

/* Characters of a text that the card quotes. */
#define QUOTE 240

static json_t *quotation(struct str text)
{
    size_t len = text.len < QUOTE ? text.len : QUOTE;

    while (len < text.len && len > 0 &&
           ((unsigned char)text.s[len] & 0xC0) == 0x80)
        len--; /* not inside a character */
    return json_stringn(text.s, len);
}

static json_t *failures(const struct trained *t, const struct trained_axis *a)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < a->failures; i++) {
        const struct failure *f = &a->failure[i];
        json_t *text = quotation(documents_text(&t->documents, f->document));
        if (text)
            json_array_append_new(
                list, json_pack("{s:o, s:s, s:s, s:f}", "text", text, "label",
                                a->labels.name[a->label[f->document]], "guess",
                                a->labels.name[f->guess], "p", f->p));
    }
    return list;
}

static json_t *notes(const struct trained *t)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < t->notes; i++)
        json_array_append_new(list, json_string(t->note[i]));
    return list;
}

/* What only axes of recipes have. */
static bool add_extras(const struct trained *t, const struct trained_axis *a,
                       json_t *o)
{
    static const char *const scope[] = {"whole", "sentences", "title"};
    bool ok = json_object_set_new(o, "scope", json_string(scope[a->scope])) == 0;

    if (ok && a->article_offset)
        ok = json_object_set_new(o, "articles", articles(a)) == 0;
    if (ok && t->embedding.sources)
        ok = json_object_set_new(
                 o, "texts",
                 sources(t->embedding.source, t->embedding.sources)) == 0;
    if (ok && a->tests)
        ok = json_object_set_new(o, "tests", tests(a)) == 0;
    if (ok && !isnan(a->moved))
        ok = json_object_set_new(o, "moved_by_names", json_real(a->moved)) == 0;
    if (ok && a->failures)
        ok = json_object_set_new(o, "failures", failures(t, a)) == 0;
    if (ok && t->notes)
        ok = json_object_set_new(o, "notes", notes(t)) == 0;
    return ok;
}

static json_t *calibration(const struct trained_axis *a)
{
    json_t *o = json_pack("{s:s, s:f}", "kind",
                          calibration_name(a->calibration), "shift", a->shift);

    if (!o || a->calibration != CALIBRATION_VECTOR || !a->scale)
        return o;
    json_t *scales = json_array();
    for (size_t k = 0; scales && k < a->labels.n; k++)
        json_array_append_new(scales, json_real(a->scale[k]));
    json_object_set_new(o, "scales", scales);
    return o;
}

static json_t *axis(const struct trained *t, const struct trained_axis *a)
{
    json_t *labels = json_array();

    for (size_t k = 0; k < a->labels.n; k++)
        if (json_array_append_new(labels, label(a, k)) != 0) {
            json_decref(labels);
            return NULL;
        }
    json_t *o = json_pack(
        "{s:s, s:s, s:I, s:I, s:I, s:b, s:o, s:o, s:o, s:o, s:o, "
        "s:I, s:o, s:o}",
        "name", a->name, "unit", t->unit, "documents",
        (json_int_t)t->documents.N, "conflicting_texts",
        (json_int_t)t->conflicts.texts, "features", (json_int_t)t->vectors.F,
        "ordered", (int)t->settings.ordered, "labels", labels, "corpora",
        sources(t->source, t->sources), "settings", features(t), "solver",
        solver(&t->settings), "calibration", calibration(a), "seed",
        (json_int_t)t->settings.seed, "search", search(t), "cross_validation",
        cross_validation(t, a));
    if (o && a->positive >= 0)
        json_object_set_new(o, "poles",
                            json_pack("{s:s, s:s}", "positive",
                                      a->labels.name[a->positive], "negative",
                                      a->labels.name[a->negative]));
    if (o && !add_extras(t, a, o)) {
        json_decref(o);
        return NULL;
    }
    return o;
}

bool card_write(const struct trained *t, size_t n, struct str recipe,
                const char *lineage, char **json, struct tenor_error *err)
{
    json_t *axes = json_array();

    for (size_t i = 0; i < n; i++)
        for (size_t a = 0; a < t[i].axes; a++)
            if (json_array_append_new(axes, axis(&t[i], &t[i].axis[a])) != 0) {
                json_decref(axes);
                return fail_memory(err, "the card");
            }
    json_t *card =
        json_pack("{s:s, s:{s:i, s:i}, s:o}", "tenor", tenor_version(),
                  "libraries", "libsvm", solver_libsvm_version(), "liblinear",
                  solver_liblinear_version(), "axes", axes);
    if (card && recipe.len)
        json_object_set_new(card, "recipe", json_stringn(recipe.s, recipe.len));
    if (card && lineage)
        json_object_set_new(card, "lineage", json_loads(lineage, 0, NULL));
    *json =
        card ? json_dumps(card, JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;
    json_decref(card);
    return *json || fail_memory(err, "the card");
}

/* tenor retrain: a model and more labels to a model. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/retrain/again.h"
#include "cli/retrain/gating.h"
#include "cli/retrain/lineage.h"
#include "cli/retrain/replace.h"
#include "cli/retrain/pack_card.h"
#include "cli/retrain/step.h"
#include "cli/retrain/without.h"
#include "train/card.h"
#include "train/prior.h"
#include "model/file.h"
#include "model/modelfile.h"

struct options {
    const char *output, *axis, *add_axis, *remove_axis;
    struct opt_list add, data;
    struct corpus_options corpus;
    struct opt_list map;
    const char *test, *slice_column;
    double margin;
    size_t threads;
    bool force, prior, quiet;
};

struct retraining {
    const struct verb *verb;
    const struct options *o;
    struct labelmap map;
    struct again again;
    struct textset without; /* of a model whose recipe is not read */
    size_t axis;            /* of the recipe, that is trained or taken out */
    struct gating gating;
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

static bool has_extension(const char *path, const char *format)
{
    const char *dot = strrchr(path, '.');

    return dot && format && strcmp(dot + 1, format) == 0;
}

/* How a new corpus is read: where nothing is said, as the first one of the
 * axis, if it has its format. */
static struct corpus_options reading(const struct options *o, const char *path,
                                     const struct corpus_options *first,
                                     const struct labelmap *map)
{
    struct corpus_options r = o->corpus;
    const bool said = r.text_column || r.label_column || r.group_column ||
                      r.weight_column || r.format;

    r.map = map;
    r.without = first->without; /* what was forgotten stays so */
    r.multi_label = first->multi_label;
    r.label_separator = first->label_separator;
    if (!said && has_extension(path, first->format)) {
        r.text_column = first->text_column;
        r.label_column = first->label_column;
    }
    return r;
}

/* Add the new corpora to those that the axis is trained on. */
static bool add_corpora(struct retraining *t, struct tenor_error *err)
{
    struct corpus_list *l = &t->again.recipe.axis[t->axis].list[USE_TRAIN];
    const struct opt_list *add = &t->o->add;
    const struct corpus_options first = l->corpus->options;

    for (size_t i = 0; i < add->n; i++) {
        char *path = mem_string(str_of(add->item[i]));
        if (!path || !GROW(l->corpus, l->n + 1, l->corpus_capacity) ||
            !GROW(l->map, l->n + 1, l->map_capacity)) {
            free(path);
            return fail_memory(err, "corpora");
        }
        l->map[l->n] = (struct labelmap){0};
        l->corpus[l->n++] = (struct train_corpus){
            .path = path,
            .name = base_name(path),
            .weight = 1.0,
            .options = reading(t->o, path, &first, &t->map)};
    }
    if (t->o->test)
        t->gating.options = reading(t->o, t->o->test, &first, &t->map);
    t->gating.options.group_column = t->o->slice_column;
    t->gating.options.weight_column = NULL;
    for (size_t i = 0; i + add->n < l->n; i++) /* the maps may have moved */
        l->corpus[i].options.map = &l->map[i];
    return true;
}

static bool train(struct retraining *t, struct buffer *bytes,
                  struct tenor_error *err)
{
    struct again *a = &t->again;
    const size_t added = t->o->add.n;
    const struct train_request *r = &a->requests.request[t->axis];
    char *lineage = lineage_text(a->card, a->model->bytes, "union", r->axis,
                                 r->corpus + r->corpora - added, added);
    a->requests.request[t->axis].judge = gating_judge;
    a->requests.request[t->axis].judge_context = &t->gating;
    const bool ok =
        (lineage || fail_memory(err, "a card")) &&
        step_union(a, a->model, t->axis, added, lineage, bytes, err);

    free(lineage);
    return ok;
}

/* Old data and new. */
static bool make_union(struct retraining *t, const char *path,
                       struct buffer *bytes, int *status)
{
    struct again *a = &t->again;
    struct tenor_error err = {0};

    *status = EXIT_USAGE;
    if (!again_axis(t->verb, a, t->o->axis, &t->axis) ||
        !again_find(t->verb, path, t->axis, &t->o->data, a, status))
        return false;
    if (!add_corpora(t, &err)) {
        *status = out_error(t->verb->name, &err);
        return false;
    }
    if (!again_request(t->verb, true, a, status))
        return false;
    if (axes_spare(a->requests.request, a->requests.n, t->o->output, &err) &&
        train(t, bytes, &err))
        return true;
    *status = out_error(t->verb->name, &err);
    return false;
}

/* The model of the request's axis, for which the card is made. */
static bool pack_prior(struct retraining *t, const struct train_request *r,
                       const struct trained *done, struct buffer *bytes,
                       struct tenor_error *err)
{
    struct again *a = &t->again;
    char *one = NULL, *card = NULL;
    char *lineage = lineage_text(a->card, a->model->bytes, "prior", r->axis,
                                 r->corpus, r->corpora);
    bool ok = (lineage || fail_memory(err, "a card")) &&
              card_write(done, 1, (struct str){0}, NULL, &one, err);

    if (ok) {
        json_t *new = json_loads(one, 0, NULL);
        card = pack_card(a->card, t->axis, 1, r->axis, new, lineage);
        json_decref(new);
        ok = (card || fail_memory(err, "a card")) &&
             prior_pack(r, done, str_of(card), bytes, err);
    }
    free(one);
    free(card);
    free(lineage);
    return ok;
}

/* Which axis of the model new labels are of. */
static bool find_axis(struct retraining *t)
{
    const struct tenor_model *m = t->again.model;

    for (t->axis = 0; t->axis < m->axes; t->axis++)
        if (t->o->axis ? strcmp(m->axis[t->axis].name, t->o->axis) == 0
                       : m->axes == 1)
            return true;
    if (t->o->axis)
        opt_misuse(t->verb, "the model has no axis '%s'", t->o->axis);
    else
        opt_misuse(t->verb,
                   "the model has %zu axes; --axis says which one the new "
                   "labels are of",
                   m->axes);
    return false;
}

/* The old model's weights, and new data alone. */
static bool adapt(struct retraining *t, struct buffer *bytes, int *status)
{
    struct again *a = &t->again;
    const struct opt_list *add = &t->o->add;
    struct train_corpus *corpus = mem_zero(add->n, sizeof *corpus);
    struct tenor_error err = {0};
    struct trained done;

    *status = EXIT_USAGE;
    if (!corpus || !find_axis(t)) {
        free(corpus);
        return false;
    }
    const struct axis *old = &a->model->axis[t->axis];
    const json_t *of_card =
        json_array_get(json_object_get(a->card, "axes"), t->axis);
    const bool ordered = json_is_true(json_object_get(of_card, "ordered"));
    if (!without_add(a->card, &t->without)) {
        free(corpus);
        *status = opt_misuse(t->verb, "out of memory");
        return false;
    }
    t->gating.options = t->o->corpus;
    t->gating.options.map = &t->map;
    t->gating.options.without = &t->without;
    for (size_t i = 0; i < add->n; i++)
        corpus[i] = (struct train_corpus){.path = add->item[i],
                                          .name = base_name(add->item[i]),
                                          .weight = 1.0,
                                          .options = t->gating.options};
    t->gating.options.group_column = t->o->slice_column;
    t->gating.options.weight_column = NULL;
    struct train_request r = {.axis = old->name,
                              .order = old->label,
                              .ordered = ordered ? old->labels : 0,
                              .corpus = corpus,
                              .corpora = add->n,
                              .earlier = a->model,
                              .judge = gating_judge,
                              .judge_context = &t->gating,
                              .settings = train_defaults()};
    if (old->negative >= 0)
        r.negative = old->label[old->negative];
    if (old->positive >= 0)
        r.positive = old->label[old->positive];
    r.settings.threads = t->o->threads;
    training_talk(&r, &a->options);
    bool ok = axes_spare(&r, 1, t->o->output, &err) &&
              prior_train(&r, &done, &err);
    if (ok) {
        ok = pack_prior(t, &r, &done, bytes, &err);
        trained_release(&done);
    }
    free(corpus);
    if (!ok)
        *status = out_error(t->verb->name, &err);
    return ok;
}

/* Whether the new model may take the place of the old one. */
static bool pass_gate(struct retraining *t, const struct buffer *bytes,
                      int *status)
{
    struct gating *g = &t->gating;
    struct tenor_error err = {0};
    struct tenor_model *new = NULL;
    const bool ok =
        tenor_model_from_memory(bytes->data, bytes->len, &new, &err) &&
        gating_test(g,
                    t->o->prior ? t->again.model->axis[t->axis].name
                                : t->again.requests.request[t->axis].axis,
                    new, &err);

    tenor_model_close(new);
    if (!ok) {
        *status = out_error(t->verb->name, &err);
        return false;
    }
    static const char nothing[] = "there was nothing to judge it by\n";
    if (!g->judged && !buffer_add(&g->reasons, nothing, sizeof nothing - 1)) {
        *status = opt_misuse(t->verb, "out of memory");
        return false;
    }
    if (!t->o->quiet && g->report.len)
        fwrite(g->report.data, 1, g->report.len, stderr);
    *status = EXIT_DONE;
    if (g->reasons.len == 0)
        return true;
    fprintf(stderr, "tenor %s: the new model %s\n%.*s", t->verb->name,
            t->o->force ? "is taken by force, though it may be worse"
                        : "may be worse, and is not taken; --force takes it",
            (int)g->reasons.len, g->reasons.data);
    *status = t->o->force ? EXIT_DONE : EXIT_WORSE;
    return t->o->force;
}

/* An axis is taken out, or those of another model are put in. */
static bool change_axes(struct retraining *t, struct buffer *bytes, int *status)
{
    struct again *a = &t->again;
    const bool adds = t->o->add_axis != NULL;
    struct tenor_model *other = NULL;
    struct tenor_error err = {0};

    *status = EXIT_USAGE;
    if (adds && !open_model(t->verb, t->o->add_axis, &other, status))
        return false;
    for (size_t i = 0; other && i < other->axes; i++)
        for (size_t k = 0; k < a->model->axes; k++)
            if (strcmp(other->axis[i].name, a->model->axis[k].name) == 0)
                fail(&err, TENOR_EINVAL, 0,
                     "there is an axis '%s' already; --remove-axis takes it "
                     "out",
                     other->axis[i].name);
    char *lineage = lineage_text(
        a->card, a->model->bytes, adds ? "add-axis" : "remove-axis",
        adds ? other->axis->name : t->o->remove_axis, NULL, 0);
    const bool ok = !err.code && (lineage || fail_memory(&err, "a card")) &&
                    step_replace(a->model, a->card, &a->recipe,
                                 t->o->remove_axis, other, false, lineage,
                                 bytes, &err);
    free(lineage);
    tenor_model_close(other);
    if (!ok)
        *status = out_error(t->verb->name, &err);
    return ok;
}

static bool make(struct retraining *t, const char *path, struct buffer *bytes,
                 int *status)
{
    if (t->o->add.n == 0)
        return change_axes(t, bytes, status);
    return (t->o->prior ? adapt(t, bytes, status)
                        : make_union(t, path, bytes, status)) &&
           pass_gate(t, bytes, status);
}

static int retrain(struct retraining *t, const char *path)
{
    struct tenor_error err = {0};
    struct buffer bytes = {0};
    int status;

    t->gating = (struct gating){
        .test = t->o->test, .rule = {t->o->margin, 0.05, METRICS_SAMPLES, 1}};
    const bool opens = t->o->prior
                           ? again_open_model(t->verb, path, &t->again, &status)
                           : again_open(t->verb, path, &t->again, &status);
    t->gating.old = t->again.model;
    if (opens && make(t, path, &bytes, &status))
        status = replace_model(t->o->output,
                               (struct str){bytes.data, bytes.len}, &err)
                     ? EXIT_DONE
                     : out_error(t->verb->name, &err);
    free(bytes.data);
    return status;
}

static int run_retrain(const struct verb *v, int argc, char **argv)
{
    struct options o = {.margin = 0.01, .threads = training_defaults().threads};
    struct retraining t = {.verb = v, .o = &o};
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,  'o', "output",  &o.output,  "MODEL", "where the new model goes, which may be the old one", NULL},
        {OPT_LIST,  0,  "add",     &o.add,     "CORPUS", "labelled texts to add; may be repeated", NULL},
        {OPT_FLAG,  0,  "prior",   &o.prior,   NULL,    "train on the new texts alone, and let weights be\npulled toward those of the old model, not to 0", NULL},
        {OPT_LIST,  0,  "data",    &o.data,    "DIR",   "folder of what the model was trained on; may be\nrepeated; .", NULL},
        {OPT_STR,   0,  "axis",    &o.axis,    "NAME",  "axis that the new labels are of; the only one", NULL},
        {OPT_STR,   0,  "add-axis", &o.add_axis, "MODEL", "put the axes of another model beside those of this", NULL},
        {OPT_STR,   0,  "remove-axis", &o.remove_axis, "NAME", "take an axis out", NULL},
        CORPUS_OPTIONS(o.corpus, o.map),
        {OPT_STR,   0,  "group-column",  &o.corpus.group_column,  "NAME", "column or field of what documents have in common", NULL},
        {OPT_STR,   0,  "weight-column", &o.corpus.weight_column, "NAME", "column or field of how much a document counts", NULL},
        {OPT_STR,   0,  "test",    &o.test,    "CORPUS", "held-out texts that judge whether the new model is\nworse; else the old data, by cross-validation", NULL},
        {OPT_STR,   0,  "slice-column", &o.slice_column, "NAME", "column or field of the test whose values divide it:\nnone of the slices may get worse", NULL},
        {OPT_REAL,  0,  "margin",  &o.margin,  "X",     "loss of accuracy and macro-F1 that is allowed; 0.01", NULL},
        {OPT_FLAG,  0,  "force",   &o.force,   NULL,    "take the new model though it may be worse", NULL},
        {OPT_COUNT,'j', "threads", &o.threads, "N",     "threads, without effect on the result; all cores", NULL},
        {OPT_FLAG, 'q', "quiet",   &o.quiet,   NULL,    "say nothing but errors", NULL},
        {OPT_END,   0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct tenor_error err = {0};
    size_t n;
    int status;

    if (!opt_parse(v, table, argc, argv, &n, &status))
        goto out;
    t.again.options = training_defaults();
    t.again.options.threads = o.threads;
    t.again.options.quiet = o.quiet;
    if (n > 1 || (n == 0 && !o.prior))
        status = opt_misuse(v, "one model is expected");
    else if (!o.output)
        status = opt_misuse(v, "-o MODEL is missing");
    else if ((o.add.n > 0) + (o.add_axis != NULL) + (o.remove_axis != NULL) !=
             1)
        status = opt_misuse(v, "one of --add, --add-axis and --remove-axis is "
                               "expected");
    else if (o.prior && o.add.n == 0)
        status = opt_misuse(v, "--prior needs --add");
    else if (!(o.margin > 0.0 && o.margin <= 1.0))
        status = opt_misuse(v, "--margin is above 0 and up to 1");
    else if (o.slice_column && !o.test)
        status = opt_misuse(v, "--slice-column divides a --test");
    else if (!fill_labelmap(&o.map, &t.map, &err))
        status = opt_misuse(v, "%s", err.message);
    else if (o.test && file_is_same(o.test, o.output))
        status = opt_misuse(v, "'%s' is the test, and would be written over",
                            o.test);
    else if (!has_place(v, o.output))
        status = EXIT_USAGE;
    else
        status = retrain(&t, n ? argv[0] : NULL);
out:
    gating_release(&t.gating);
    again_release(&t.again);
    labelmap_release(&t.map);
    textset_release(&t.without);
    free(o.add.item);
    free(o.data.item);
    free(o.map.item);
    return status;
}

const struct verb verb_retrain = {
    .name = "retrain",
    .synopsis = "[OPTION...] --add CORPUS... -o NEW_MODEL [MODEL]",
    .summary = "Train a model again with more labels.",
    .more =
        "The settings are those that were chosen when the model was trained,\n"
        "and its data is found by its card: below DIR, by name or by SHA-256.\n"
        "The solver begins where the old model ended, so that this takes a\n"
        "fraction of the time of training. A model at the place of the new\n"
        "one is kept as MODEL.previous.\n"
        "\n"
        "The new model must not be worse than the old one: on --test, or on "
        "the\n"
        "old data out of fold. Else nothing is written, and the exit status is "
        "1.\n"
        "\n"
        "Without the old data, --prior adapts a model, or without MODEL the\n"
        "embedded one, to a few hundred new labels.\n"
        "\n"
        "One axis of several can be trained again, added or taken out: the\n"
        "others stay as they are, byte for byte.",
    .run = run_retrain,
};

/* tenor retrain: a model and more labels to a model. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/retrain/again.h"
#include "cli/retrain/lineage.h"
#include "cli/retrain/replace.h"
#include "model/modelfile.h"

struct options {
    const char *output, *axis;
    struct opt_list add, data;
    struct corpus_options corpus;
    struct opt_list map;
    size_t threads;
    bool quiet;
};

struct retraining {
    const struct verb *verb;
    const struct options *o;
    struct labelmap map;
    struct again again;
    struct recipe_axis *axis; /* that the labels are of */
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

/* How the first corpus of the axis is read, where nothing else is said. */
static struct corpus_options reading(const struct options *o,
                                     const struct corpus_options *first,
                                     const struct labelmap *map)
{
    struct corpus_options r = o->corpus;
    const bool said = r.text_column || r.label_column || r.group_column ||
                      r.weight_column || r.format;

    r.map = map;
    r.multi_label = first->multi_label;
    r.label_separator = first->label_separator;
    if (said)
        return r;
    r.text_column = first->text_column;
    r.label_column = first->label_column;
    return r;
}

/* Add the new corpora to those that the axis is trained on. */
static bool add_corpora(struct retraining *t, struct tenor_error *err)
{
    struct corpus_list *l = &t->axis->list[USE_TRAIN];
    const struct opt_list *add = &t->o->add;
    const struct corpus_options options =
        reading(t->o, &l->corpus->options, &t->map);

    for (size_t i = 0; i < add->n; i++) {
        char *path = mem_string(str_of(add->item[i]));
        if (!path || !GROW(l->corpus, l->n + 1, l->corpus_capacity) ||
            !GROW(l->map, l->n + 1, l->map_capacity)) {
            free(path);
            return fail_memory(err, "corpora");
        }
        l->map[l->n] = (struct labelmap){0};
        l->corpus[l->n++] = (struct train_corpus){.path = path,
                                                  .name = base_name(path),
                                                  .weight = 1.0,
                                                  .options = options};
    }
    for (size_t i = 0; i + add->n < l->n; i++) /* the maps may have moved */
        l->corpus[i].options.map = &l->map[i];
    return true;
}

/* The axis that new labels are of: the only one, or the one asked for. */
static int find_axis(struct retraining *t)
{
    struct recipe *r = &t->again.recipe;

    for (size_t a = 0; a < r->axes; a++)
        if (t->o->axis ? strcmp(r->axis[a].name, t->o->axis) == 0
                       : r->axes == 1)
            t->axis = &r->axis[a];
    if (t->axis)
        return EXIT_DONE;
    if (t->o->axis)
        return opt_misuse(t->verb, "the model has no axis '%s'", t->o->axis);
    return opt_misuse(t->verb,
                      "the model has %zu axes; --axis says which one "
                      "the new labels are of",
                      r->axes);
}

static bool train(struct retraining *t, struct buffer *bytes,
                  struct tenor_error *err)
{
    struct axes_requests *q = &t->again.requests;
    struct train_request *r = &q->request[t->axis - t->again.recipe.axis];
    const size_t old = r->corpora - t->o->add.n;
    char *lineage = lineage_text(t->again.card, t->again.model->bytes, "union",
                                 r->axis, r->corpus + old, t->o->add.n);
    bool ok = lineage || fail_memory(err, "a card");

    for (size_t a = 0; a < q->n; a++) {
        q->request[a].earlier = t->again.model;
        q->request[a].earlier_corpora =
            q->request[a].corpora - (&q->request[a] == r ? t->o->add.n : 0);
    }
    ok = ok && axes_train(q->request, q->n, &t->again.recipe, lineage,
                          t->o->quiet, bytes, err);
    free(lineage);
    return ok;
}

static int retrain(struct retraining *t, const char *path)
{
    struct tenor_error err = {0};
    struct buffer bytes = {0};
    int status;

    if (!again_open(t->verb, path, &t->o->data, &t->again, &status))
        return status;
    status = find_axis(t);
    if (status != EXIT_DONE)
        return status;
    if (!add_corpora(t, &err))
        return out_error(t->verb->name, &err);
    if (!again_request(t->verb, true, &t->again, &status))
        return status;
    if (!train(t, &bytes, &err) ||
        !replace_model(t->o->output, (struct str){bytes.data, bytes.len}, &err))
        status = out_error(t->verb->name, &err);
    free(bytes.data);
    return status;
}

static int run_retrain(const struct verb *v, int argc, char **argv)
{
    struct options o = {.threads = training_defaults().threads};
    struct retraining t = {.verb = v, .o = &o};
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,  'o', "output",  &o.output,  "MODEL", "where the new model goes, which may be the old one", NULL},
        {OPT_LIST,  0,  "add",     &o.add,     "CORPUS", "labelled texts to add; may be repeated", NULL},
        {OPT_LIST,  0,  "data",    &o.data,    "DIR",   "folder of what the model was trained on; may be\nrepeated; .", NULL},
        {OPT_STR,   0,  "axis",    &o.axis,    "NAME",  "axis that the new labels are of; the only one", NULL},
        CORPUS_OPTIONS(o.corpus, o.map),
        {OPT_STR,   0,  "group-column",  &o.corpus.group_column,  "NAME", "column or field of what documents have in common", NULL},
        {OPT_STR,   0,  "weight-column", &o.corpus.weight_column, "NAME", "column or field of how much a document counts", NULL},
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
    if (n != 1)
        status = opt_misuse(v, "one model is expected");
    else if (!o.output)
        status = opt_misuse(v, "-o MODEL is missing");
    else if (o.add.n == 0)
        status = opt_misuse(v, "--add CORPUS is missing");
    else if (!fill_labelmap(&o.map, &t.map, &err))
        status = opt_misuse(v, "%s", err.message);
    else if (!has_place(v, o.output))
        status = EXIT_USAGE;
    else
        status = retrain(&t, argv[0]);
out:
    again_release(&t.again);
    labelmap_release(&t.map);
    free(o.add.item);
    free(o.data.item);
    free(o.map.item);
    return status;
}

const struct verb verb_retrain = {
    .name = "retrain",
    .synopsis = "[OPTION...] --add CORPUS -o MODEL MODEL",
    .summary = "Train a model again with more labels.",
    .more =
        "The settings are those that were chosen when the model was trained,\n"
        "and its data is found by its card: below DIR, by name or by SHA-256.\n"
        "The solver begins where the old model ended, so that this takes a\n"
        "fraction of the time of training. A model at the place of the new\n"
        "one is kept as MODEL.previous.",
    .run = run_retrain,
};

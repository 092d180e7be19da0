/* tenor retrain: a model and more labels to a model. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/out.h"
#include "cli/retrain/replace.h"
#include "cli/retrain/retraining.h"
#include "model/file.h"
#include "model/modelfile.h"

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

static bool make(struct retraining *t, const char *path, struct buffer *bytes,
                 int *status)
{
    if (t->o->add.n == 0)
        return retrain_axes(t, bytes, status);
    return (t->o->prior ? retrain_prior(t, bytes, status)
                        : retrain_union(t, path, bytes, status)) &&
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
    struct retrain_options o = {.margin = 0.01,
                                .threads = training_defaults().threads};
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

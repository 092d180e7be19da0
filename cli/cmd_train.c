/* tenor train: labelled texts to a model. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/training.h"
#include "model/file.h"
#include "train/assemble.h"
#include "train/recipe.h"

struct options {
    const char *output, *recipe, *corpora;
    struct training_options training;
};

static struct options defaults(void)
{
    return (struct options){.corpora = ".", .training = training_defaults()};
}

static bool write_model(struct trained *t, const struct train_request *r,
                        size_t n, const char *swap, const char *path,
                        struct tenor_error *err)
{
    struct buffer bytes = {0};
    const bool ok =
        assemble(t, r, n, swap, &bytes, err) &&
        file_replace(path, (struct str){bytes.data, bytes.len}, err);

    free(bytes.data);
    return ok;
}

static void print_axis(const struct trained_axis *a)
{
    const struct metrics *m = &a->metrics;

    fprintf(stderr,
            "%s: cross-validated accuracy %.4f [%.4f, %.4f], "
            "macro-F1 %.4f [%.4f, %.4f]\n",
            a->name, m->accuracy.value, m->accuracy.low, m->accuracy.high,
            m->macro_f1.value, m->macro_f1.low, m->macro_f1.high);
}

static void print_result(const struct trained *t)
{
    fprintf(stderr, "chosen: ");
    training_print_choices(&t->settings);
    fprintf(stderr, "; %zu features\n", t->vectors.F);
    for (size_t a = 0; a < t->axes; a++)
        print_axis(&t->axis[a]);
}

/* The folder of a path, to be freed; NULL when memory ran out. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return mem_string(STR("."));
    return mem_string(
        (struct str){path, slash > path ? (size_t)(slash - path) : 1});
}

/* Train every axis in turn and write the model. The search of the first axis
 * chooses the features of all. */
static int train_axes(const struct options *o, struct train_request *r,
                      size_t n, const char *swap)
{
    struct tenor_error err = {0};
    struct trained *t = mem_zero(n, sizeof *t);
    size_t done = 0;
    bool ok = t || fail_memory(&err, "axes");

    for (; ok && done < n; done += ok) {
        if (done > 0)
            train_share_features(&r[done].settings, &t[0].settings);
        if (!o->training.quiet)
            fprintf(stderr, "axis %s\n", r[done].axis);
        ok = train_corpora(&r[done], &t[done], &err);
        if (ok && !o->training.quiet)
            print_result(&t[done]);
    }
    ok = ok && write_model(t, r, n, swap, o->output, &err);
    for (size_t a = 0; a < done; a++)
        trained_release(&t[a]);
    free(t);
    return ok ? EXIT_DONE : out_error("train", &err);
}

/* What a recipe says itself, so that an option beside it would contradict. */
static bool contradicts_recipe(const struct training_options *o)
{
    const struct corpus_options *c = &o->corpus;

    return o->axis || o->unit || o->poles || o->order || c->format ||
           c->text_column || c->label_column || c->group_column ||
           c->weight_column || c->multi_label || c->label_separator || o->map.n;
}

static bool apply(const struct verb *v, const struct opt *table,
                  const struct option_list *l, int *status)
{
    for (size_t i = 0; i < l->n; i++)
        if (!opt_apply(v, table, l->option[i], status))
            return false;
    return true;
}

/* Defaults, then the options of the recipe, then those of an axis of it, then
 * those of the command line: the later wins. */
static bool set_options(const struct verb *v, const struct opt *table,
                        const struct recipe *recipe,
                        const struct recipe_axis *axis, int argc, char **argv,
                        struct options *o, int *status)
{
    size_t ignored;

    const char *scratch = o->training.scratch;
    free(o->training.map.item);
    *o = defaults();
    o->training.scratch = scratch;
    if (!apply(v, table, &recipe->options, status) ||
        !apply(v, table, &axis->options, status))
        return false;
    if (!opt_parse(v, table, argc, argv, &ignored, status))
        return false;
    if (!contradicts_recipe(&o->training))
        return true;
    *status = opt_misuse(v, "--axis, --unit, --poles, --ordered, --map and "
                            "what says how to read a corpus are for the "
                            "recipe to say, in its axis and corpus lines");
    return false;
}

/* The request for an axis of the recipe. */
static struct train_request request_axis(const struct recipe_axis *axis,
                                         const struct options *o,
                                         const struct train_settings *settings)
{
    const struct corpus_list *train = &axis->list[USE_TRAIN];
    const struct corpus_list *articles = &axis->list[USE_ARTICLES];
    const struct corpus_list *test = &axis->list[USE_TEST];
    struct train_request r = {.axis = axis->name,
                              .unit = axis->unit,
                              .positive = axis->positive,
                              .negative = axis->negative,
                              .scope = axis->scope,
                              .corpus = train->corpus,
                              .corpora = train->n,
                              .articles = articles->corpus,
                              .articles_corpora = articles->n,
                              .test = test->corpus,
                              .tests = test->n,
                              .note = axis->note,
                              .notes = axis->notes,
                              .settings = *settings};

    training_talk(&r, &o->training);
    return r;
}

/* A request for each axis, and the stop list of them all. */
static bool request_axes(const struct verb *v, const struct opt *table,
                         const struct recipe *recipe, int argc, char **argv,
                         struct options *o, struct wordset *stops,
                         struct train_request *r, int *status)
{
    struct tenor_error err = {0};
    char **copy = mem_resize(NULL, (size_t)argc + 1, sizeof *copy);

    *status = copy ? EXIT_DONE : opt_misuse(v, "out of memory");
    for (size_t a = 0; *status == EXIT_DONE && a < recipe->axes; a++) {
        struct train_settings settings;
        /* parsing changes the order of its arguments */
        memcpy(copy, argv, ((size_t)argc + 1) * sizeof *copy);
        if (!set_options(v, table, recipe, &recipe->axis[a], argc, copy, o,
                         status))
            break;
        *status = training_settings(v, &o->training, &settings);
        if (*status != EXIT_DONE)
            break;
        if (a == 0 && !training_stops(&o->training, &settings, stops, &err))
            *status = out_error("train", &err);
        r[a] = request_axis(&recipe->axis[a], o, &settings);
        /* those of the first are for all, as are its features */
        r[a].stops = a > 0 ? r[0].stops : o->training.stops ? stops : NULL;
    }
    free(copy);
    return *status == EXIT_DONE;
}

/* Train on what the recipe lists. */
static int train_recipe(const struct verb *v, const struct opt *table, int argc,
                        char **argv, struct options *o)
{
    struct tenor_error err = {0};
    struct wordset stops = {0};
    struct recipe recipe;
    int status;

    if (!recipe_read(&recipe, o->recipe, o->corpora, &err))
        return out_error("train", &err);
    struct train_request *r = mem_zero(recipe.axes, sizeof *r);
    if (!r)
        status = opt_misuse(v, "out of memory");
    else if (request_axes(v, table, &recipe, argc, argv, o, &stops, r, &status))
        status = train_axes(o, r, recipe.axes, recipe.swap);
    free(r);
    wordset_release(&stops);
    recipe_release(&recipe);
    return status;
}

/* Train one axis on the corpora named on the command line. */
static int train_named(const struct verb *v, const struct options *o,
                       char **path, size_t n)
{
    struct training t;
    int status;

    if (!training_prepare(v, &o->training, path, n, &t, &status))
        return status;
    status = train_axes(o, &t.request, 1, NULL);
    training_release(&t);
    return status;
}

/* From a recipe, or from the n corpora in front of operand. Temporary files go
 * beside the model if nothing else is said: there is room for large files. */
static int train_from(const struct verb *v, const struct opt *table, int argc,
                      char **argv, char **operand, size_t n,
                      const char *scratch, struct options *o)
{
    o->training.scratch = scratch;
    if (o->recipe && n)
        return opt_misuse(v, "a recipe names its corpora itself");
    if (o->recipe)
        return train_recipe(v, table, argc, argv, o);
    if (n == 0)
        return opt_misuse(v, "a corpus to train on is missing");
    return train_named(v, o, operand, n);
}

static int run_train(const struct verb *v, int argc, char **argv)
{
    struct options o = defaults();
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR, 'o', "output",  &o.output,  "MODEL", "where the model goes", NULL},
        {OPT_STR,  0,  "recipe",  &o.recipe,  "FILE",  "train on the corpora, with the options, and for\nthe axes that FILE lists", NULL},
        {OPT_STR,  0,  "corpora", &o.corpora, "DIR",   "folder of the corpora of the recipe; .", NULL},
        TRAINING_OPTIONS(o.training),
        {OPT_END,  0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    size_t n;
    int status;
    char *scratch = NULL;
    /* A recipe's options come before those of argv, which parsing changes. */
    char **copy = mem_resize(NULL, (size_t)argc + 1, sizeof *copy);

    if (!copy)
        return opt_misuse(v, "out of memory");
    memcpy(copy, argv, ((size_t)argc + 1) * sizeof *copy);
    if (!opt_parse(v, table, argc, copy, &n, &status))
        ;
    else if (!o.output)
        status = opt_misuse(v, "-o MODEL is missing");
    else if (!has_place(v, o.output))
        status = EXIT_USAGE;
    else if (!(scratch = folder_of(o.output)))
        status = opt_misuse(v, "out of memory");
    else
        status = train_from(v, table, argc, argv, copy, n, scratch, &o);
    free(o.training.map.item);
    free(copy);
    free(scratch);
    return status;
}

const struct verb verb_train = {
    .name = "train",
    .synopsis = "[OPTION...] -o MODEL CORPUS...",
    .summary = "Train a model on labelled texts.",
    .more =
        "A corpus is TSV (label<TAB>text), CSV with a header, JSONL, fastText\n"
        "format (__label__x text), a directory with one folder per label, or "
        "-\n"
        "for standard input with --in. Settings are chosen by "
        "cross-validation\n"
        "inside the corpora: what is searched begins with the value given\n"
        "here and stays where an option fixes it. Probabilities are "
        "calibrated\n"
        "out of fold. What has no place in --memory goes to temporary files "
        "in\n"
        "$TMPDIR, else beside MODEL; of a recipe, each axis by itself.",
    .run = run_train,
};

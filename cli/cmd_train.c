/* tenor train: labelled texts to a model. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/axes_training.h"
#include "cli/out.h"
#include "model/file.h"

struct options {
    const char *output, *recipe, *corpora;
    struct training_options training;
};

static struct options defaults(void)
{
    return (struct options){.corpora = ".", .training = training_defaults()};
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

/* Train every axis and write the model. */
static int train_axes(const struct options *o, struct train_request *r,
                      size_t n, const struct recipe *recipe)
{
    struct tenor_error err = {0};
    struct buffer bytes = {0};
    const bool ok =
        axes_spare(r, n, o->output, &err) &&
        axes_train(r, n, recipe, NULL, o->training.quiet, &bytes, &err) &&
        file_replace(o->output, (struct str){bytes.data, bytes.len}, &err);

    free(bytes.data);
    return ok ? EXIT_DONE : out_error("train", &err);
}

/* Train on what the recipe lists. */
static int train_recipe(const struct verb *v, const struct opt *table, int argc,
                        char **argv, struct options *o)
{
    struct tenor_error err = {0};
    struct axes_requests q = {0};
    struct recipe recipe;
    int status;

    if (!recipe_read(&recipe, o->recipe, o->corpora, &err) ||
        !recipe_check_files(&recipe, &err)) {
        recipe_release(&recipe);
        return out_error("train", &err);
    }
    if (axes_requests_make(v, table, &o->training, &recipe, false, argc, argv,
                           &q, &status))
        status = train_axes(o, q.request, q.n, &recipe);
    axes_requests_release(&q);
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
    training_options_release(&o.training);
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

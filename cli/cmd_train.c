/* tenor train: labelled texts to a model. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/out.h"
#include "cli/verbs.h"
#include "model/file.h"
#include "model/utf8.h"
#include "train/card.h"
#include "train/pack.h"
#include "train/pool.h"
#include "train/recipe.h"
#include "train/stoplist.h"
#include "train/train.h"

/* Settings in the shape that the option parser fills. */
struct options {
    const char *output, *recipe, *corpora;
    const char *axis, *unit, *language, *poles, *stops, *chars;
    struct corpus_options corpus;
    struct opt_list map;
    int solver, kernel, loss, weighting, counts;
    double C, gamma, coef0;
    size_t degree, ngrams, min_df, max_features, folds, seed, threads;
    bool stemming, negation, style, balanced, quiet;
};

static struct options defaults(void)
{
    const struct train_settings s = train_defaults();

    return (struct options){
        .corpora = ".",
        .language = "english",
        .loss = -1,
        .weighting = -1,
        .counts = s.features.log_counts,
        .gamma = s.kernel.gamma,
        .coef0 = s.kernel.coef0,
        .degree = (size_t)s.kernel.degree,
        .ngrams = s.features.ngrams,
        .min_df = s.min_df,
        .max_features = s.max_features,
        .folds = s.folds,
        .seed = (size_t)s.seed,
        .threads = pool_processors(),
        .stemming = s.features.stemming,
        .negation = s.features.negation,
        .style = s.features.style,
    };
}

/* "2-5" or "0" */
static bool parse_chars(const char *text, struct feature_settings *f)
{
    f->chars_min = f->chars_max = 0;
    if (strcmp(text, "0") == 0)
        return true;
    if (strlen(text) != 3 || text[1] != '-' || text[0] < '1' ||
        text[2] < text[0] || text[2] > '0' + FEATURE_CHARS_MAX)
        return false;
    f->chars_min = (uint8_t)(text[0] - '0');
    f->chars_max = (uint8_t)(text[2] - '0');
    return true;
}

static int fill_settings(const struct verb *v, const struct options *o,
                         struct train_settings *s)
{
    *s = train_defaults();
    if (!known_language(v, o->language))
        return EXIT_USAGE;
    const struct language *language = language_find(o->language);
    memset(s->features.language, 0, sizeof s->features.language);
    strncpy(s->features.language, language ? language->name : o->language,
            sizeof s->features.language - 1);
    if (o->chars && !parse_chars(o->chars, &s->features))
        return opt_misuse(v,
                          "--characters cannot be '%s'; a range such as 2-5 "
                          "is expected, up to %d, or 0",
                          o->chars, FEATURE_CHARS_MAX);
    const struct {
        const char *name;
        size_t value, most;
    } limit[] = {{"ngrams", o->ngrams, FEATURE_NGRAM_MAX},
                 {"min-documents", o->min_df, UINT32_MAX},
                 {"degree", o->degree, 100},
                 {"folds", o->folds, 20}};
    for (size_t i = 0; i < sizeof limit / sizeof *limit; i++)
        if (limit[i].value > limit[i].most)
            return opt_misuse(v, "--%s cannot be %zu; it is at most %zu",
                              limit[i].name, limit[i].value, limit[i].most);
    s->limit_characters = !o->chars;
    s->features.stemming = o->stemming;
    s->features.ngrams = (uint8_t)o->ngrams;
    s->features.negation = o->negation;
    s->features.style = o->style;
    s->features.log_counts = (uint8_t)o->counts;
    s->solver = (enum solver_choice)o->solver;
    s->kernel = (struct solver_kernel){(enum kernel_type)o->kernel,
                                       (int)o->degree, o->gamma, o->coef0};
    const bool hinge =
        s->solver == SOLVER_LIBSVM || s->kernel.type != KERNEL_LINEAR;
    s->loss = o->loss < 0 ? (hinge ? LOSS_HINGE : s->loss)
                          : (enum solver_loss)o->loss;
    if (s->kernel.type != KERNEL_LINEAR)
        s->weighting = WEIGHTING_NONE;
    if (o->weighting >= 0)
        s->weighting = (enum weighting)o->weighting;
    s->C = o->C;
    s->balanced = o->balanced;
    s->min_df = (uint32_t)o->min_df;
    s->max_features = o->max_features;
    s->folds = (unsigned)o->folds;
    s->seed = o->seed;
    s->threads = o->threads;
    const char *wrong = train_settings_check(s);
    return wrong ? opt_misuse(v, "%s", wrong) : EXIT_DONE;
}

/* What a card calls a corpus: its name without folders. Slashes at the end of
 * path are taken off. */
static const char *base_name(char *path)
{
    size_t len = strlen(path);

    while (len > 1 && path[len - 1] == '/')
        path[--len] = '\0';
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static void say(void *quiet, const char *line)
{
    if (!*(bool *)quiet)
        fprintf(stderr, "%s\n", line);
}

static bool write_model(struct trained *t, size_t n,
                        const struct wordset *stops, const char *path,
                        struct tenor_error *err)
{
    struct buffer bytes = {0};
    char *card = NULL;
    bool ok = card_write(t, n, &card, err) &&
              pack_axes(t, n, stops, str_of(card), &bytes, err) &&
              file_replace(path, (struct str){bytes.data, bytes.len}, err);

    free(card);
    free(bytes.data);
    return ok;
}

static void print_result(const struct trained *t, const char *name)
{
    const struct metrics *m = &t->metrics;

    fprintf(stderr,
            "%s: C %g, cross-validated accuracy %.4f [%.4f, %.4f], "
            "macro-F1 %.4f [%.4f, %.4f]\n",
            name, t->settings.C, m->accuracy.value, m->accuracy.low,
            m->accuracy.high, m->macro_f1.value, m->macro_f1.low,
            m->macro_f1.high);
}

/* Train every axis in turn and write the model. */
static int train_axes(const struct options *o, struct train_request *request,
                      size_t n, const char *path)
{
    struct tenor_error err = {0};
    struct wordset stops = {0};
    struct trained *t = mem_zero(n, sizeof *t);
    size_t done = 0;
    bool ok = t || fail_memory(&err, "axes");

    if (ok && o->stops)
        ok = stoplist_read(o->stops, &request->settings.features, &stops, &err);
    for (; ok && done < n; done += ok) {
        struct train_request *r = &request[done];
        r->stops = o->stops ? &stops : NULL;
        if (!o->quiet)
            fprintf(stderr, "axis %s\n", r->axis);
        ok = train_axis(r, &t[done], &err);
        if (ok && !o->quiet)
            print_result(&t[done], r->axis);
    }
    ok = ok && write_model(t, n, request->stops, path, &err);
    for (size_t a = 0; a < done; a++)
        trained_release(&t[a]);
    free(t);
    wordset_release(&stops);
    return ok ? EXIT_DONE : out_error("train", &err);
}

static void set_settings(struct train_request *r,
                         const struct train_settings *settings,
                         const struct options *o)
{
    r->settings = *settings;
    r->say = say;
    r->context = (void *)(uintptr_t)&o->quiet;
}

/* What a recipe says itself, so that an option beside it would contradict. */
static bool contradicts_recipe(const struct options *o)
{
    return o->axis || o->unit || o->poles || o->corpus.format ||
           o->corpus.text_column || o->corpus.label_column || o->map.n;
}

/* Defaults, then the options of the recipe, then those of the command line:
 * the later wins. */
static bool set_options(const struct verb *v, const struct opt *table,
                        const struct recipe *recipe, int argc, char **argv,
                        struct options *o, int *status)
{
    size_t ignored;

    free(o->map.item);
    *o = defaults();
    for (size_t i = 0; i < recipe->options; i++)
        if (!opt_apply(v, table, recipe->option[i], status))
            return false;
    if (!opt_parse(v, table, argc, argv, &ignored, status))
        return false;
    if (!contradicts_recipe(o))
        return true;
    *status = opt_misuse(v, "--axis, --unit, --poles, --in, --text-column, "
                            "--label-column and --map are for the recipe to "
                            "say, in its axis and corpus lines");
    return false;
}

/* Train on what the recipe lists. */
static int train_recipe(const struct verb *v, const struct opt *table,
                        int argc, char **argv, struct options *o)
{
    struct tenor_error err = {0};
    struct train_settings settings;
    struct train_request *r = NULL;
    struct recipe recipe;
    int status = EXIT_DONE;

    if (!recipe_read(&recipe, o->recipe, o->corpora, &err))
        return out_error("train", &err);
    if (!set_options(v, table, &recipe, argc, argv, o, &status))
        goto out;
    status = fill_settings(v, o, &settings);
    if (status != EXIT_DONE)
        goto out;
    r = mem_zero(recipe.axes, sizeof *r);
    if (!r) {
        fail_memory(&err, "axes");
        status = out_error("train", &err);
        goto out;
    }
    for (size_t a = 0; a < recipe.axes; a++) {
        const struct recipe_axis *axis = &recipe.axis[a];
        r[a] = (struct train_request){.axis = axis->name,
                                      .unit = axis->unit,
                                      .positive = axis->positive,
                                      .negative = axis->negative,
                                      .corpus = axis->corpus,
                                      .corpora = axis->corpora};
        set_settings(&r[a], &settings, o);
    }
    status = train_axes(o, r, recipe.axes, o->output);
out:
    free(r);
    recipe_release(&recipe);
    return status;
}

/* Cut "NEG,POS" in two; *copy is to be freed. */
static bool cut_poles(const char *poles, char **copy, struct train_request *r)
{
    char *comma;

    if (!poles)
        return true;
    *copy = mem_string(str_of(poles));
    if (!*copy || !(comma = strchr(*copy, ',')))
        return false;
    *comma = '\0';
    r->negative = *copy;
    r->positive = comma + 1;
    return true;
}

/* Train one axis on the corpora named on the command line. */
static int train_corpora(const struct verb *v, const struct options *o,
                         char **path, size_t n)
{
    struct train_request r = {.axis = o->axis ? o->axis : "sentiment",
                              .unit = o->unit ? o->unit : "document",
                              .corpora = n};
    struct train_settings settings;
    struct tenor_error err = {0};
    struct corpus_options options = o->corpus;
    struct labelmap map = {0};
    char *poles = NULL;
    int status = fill_settings(v, o, &settings);
    struct train_corpus *corpus = mem_zero(n, sizeof *corpus);

    if (status != EXIT_DONE)
        goto out;
    set_settings(&r, &settings, o);
    options.map = &map;
    if (!corpus || !fill_labelmap(&o->map, &map, &err)) {
        status = opt_misuse(v, "%s", corpus ? err.message : "out of memory");
        goto out;
    }
    if (!cut_poles(o->poles, &poles, &r)) {
        status = opt_misuse(v, "--poles needs two labels, NEG,POS");
        goto out;
    }
    for (size_t i = 0; i < n; i++)
        corpus[i] = (struct train_corpus){.path = path[i],
                                          .name = base_name(path[i]),
                                          .options = options};
    r.corpus = corpus;
    status = train_axes(o, &r, 1, o->output);
out:
    free(poles);
    free(corpus);
    labelmap_release(&map);
    return status;
}

/* Names stand in JSON and in the header of TSV: UTF-8 without control
 * characters, and not empty. NULL stands for the default. */
static bool is_name(const char *s)
{
    const size_t len = s ? strlen(s) : 0;
    size_t bad = s && len == 0;

    for (size_t i = 0; i < len;) {
        uint32_t c;
        i += utf8_decode(s + i, len - i, &c, &bad);
        bad += c < ' ' || c == 0x7F;
    }
    return bad == 0;
}

/* Whether a file could be put at path: better known before training. */
static bool has_place(const struct verb *v, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = mem_string(
        slash ? (struct str){path, (size_t)(slash - path) + 1} : STR("."));
    struct stat st;
    bool ok = folder && access(folder, W_OK) == 0;

    free(folder);
    if (ok && stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        ok = false;
    }
    if (!ok)
        fprintf(stderr, "tenor %s: cannot create '%s': %s\n", v->name, path,
                strerror(errno));
    return ok;
}

static int run_train(const struct verb *v, int argc, char **argv)
{
    struct options o = defaults();
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,   'o', "output",   &o.output,   "MODEL", "where the model goes", NULL},
        {OPT_STR,    0,  "recipe",   &o.recipe,   "FILE",  "train on the corpora, with the options, and for\nthe axes that FILE lists", NULL},
        {OPT_STR,    0,  "corpora",  &o.corpora,  "DIR",   "folder of the corpora of the recipe; .", NULL},
        {OPT_STR,    0,  "axis",     &o.axis,     "NAME",  "what the labels are about; sentiment", NULL},
        {OPT_STR,   'l', "language", &o.language, "LANG",  "language of the texts, by name or ISO 639 code;\nenglish", NULL},
        {OPT_STR,    0,  "unit",     &o.unit,     "NAME",  "what a text is: sentence, article, review, ...;\ndocument", NULL},
        {OPT_STR,    0,  "poles",    &o.poles,    "NEG,POS", "labels between which the score runs; negative,\npositive and neg,pos are known", NULL},
        CORPUS_OPTIONS(o.corpus, o.map),
        {OPT_CHOICE, 0,  "solver",   &o.solver,   "NAME",  "library that solves for the support vectors; auto", "auto libsvm liblinear"},
        {OPT_CHOICE, 0,  "kernel",   &o.kernel,   "NAME",  "kernel function; linear", "linear poly rbf sigmoid"},
        {OPT_REAL,   0,  "gamma",    &o.gamma,    "X",     "of poly, rbf and sigmoid; 1", NULL},
        {OPT_REAL,   0,  "coef0",    &o.coef0,    "X",     "of poly and sigmoid; 0", NULL},
        {OPT_COUNT,  0,  "degree",   &o.degree,   "N",     "of poly; 3", NULL},
        {OPT_CHOICE, 0,  "loss",     &o.loss,     "NAME",  "loss; squared, or hinge where libsvm solves", "hinge squared"},
        {OPT_REAL,  'C', "cost",     &o.C,        "X",     "cost of errors; 0: by cross-validation", NULL},
        {OPT_FLAG,   0,  "balanced", &o.balanced, NULL,    "weigh labels by the inverse of their share", NULL},
        {OPT_COUNT,  0,  "ngrams",   &o.ngrams,   "N",     "longest word n-gram, 1 to 3; 3", NULL},
        {OPT_STR,    0,  "characters", &o.chars,  "MIN-MAX", "lengths of character n-grams, 0: none; 2-5, and\nnone beyond 2 million words", NULL},
        {OPT_CHOICE, 0,  "counts",   &o.counts,   "NAME",  "value of a feature that occurs tf times: 1, or\n1 + ln tf; binary", "binary log"},
        {OPT_CHOICE, 0,  "weighting", &o.weighting, "NAME", "factor on a feature: 1, its inverse document\nfrequency, or its naive-Bayes log-count ratio;\nnb, or none with another kernel than linear", "none idf nb"},
        {OPT_OFF,    0,  "no-stemming", &o.stemming, NULL, "leave words as they are", NULL},
        {OPT_OFF,    0,  "no-negation", &o.negation, NULL, "no features for negated words", NULL},
        {OPT_OFF,    0,  "no-style", &o.style,    NULL,    "no features for capitals and stretched words", NULL},
        {OPT_STR,    0,  "stop-words", &o.stops,  "FILE",  "words to leave out; negations stay", NULL},
        {OPT_COUNT,  0,  "min-documents", &o.min_df, "N",  "drop features of fewer documents; 1", NULL},
        {OPT_COUNT,  0,  "max-features", &o.max_features, "N", "keep the N with the largest weights, and all\nwords; 500000, 0: no limit", NULL},
        {OPT_COUNT,  0,  "folds",    &o.folds,    "N",     "folds of cross-validation, 2 to 20; 5", NULL},
        {OPT_COUNT,  0,  "seed",     &o.seed,     "N",     "seed of the folds, the solver and the bootstrap; 1", NULL},
        {OPT_COUNT, 'j', "threads",  &o.threads,  "N",     "threads, without effect on the result; all cores", NULL},
        {OPT_FLAG,  'q', "quiet",    &o.quiet,    NULL,    "say nothing but errors", NULL},
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    size_t n;
    int status;
    /* A recipe's options come before those of argv, which parsing changes. */
    char **copy = mem_resize(NULL, (size_t)argc + 1, sizeof *copy);

    if (!copy)
        return opt_misuse(v, "out of memory");
    memcpy(copy, argv, ((size_t)argc + 1) * sizeof *copy);
    if (!opt_parse(v, table, argc, copy, &n, &status))
        ;
    else if (!o.output)
        status = opt_misuse(v, "-o MODEL is missing");
    else if (!is_name(o.axis) || !is_name(o.unit))
        status = opt_misuse(v, "--%s cannot be '%s'; a name is expected",
                            is_name(o.axis) ? "unit" : "axis",
                            is_name(o.axis) ? o.unit : o.axis);
    else if (!has_place(v, o.output))
        status = EXIT_USAGE;
    else if (o.recipe && n)
        status = opt_misuse(v, "a recipe names its corpora itself");
    else if (o.recipe)
        status = train_recipe(v, table, argc, argv, &o);
    else if (n == 0)
        status = opt_misuse(v, "a corpus to train on is missing");
    else
        status = train_corpora(v, &o, copy, n);
    free(o.map.item);
    free(copy);
    return status;
}

const struct verb verb_train = {
    .name = "train",
    .synopsis = "[OPTION...] -o MODEL CORPUS...",
    .summary = "Train a model on labelled texts.",
    .more =
        "A corpus is TSV (label<TAB>text), CSV with a header, JSONL, fastText\n"
        "format (__label__x text), a directory with one folder per label, or -\n"
        "for standard input with --in. C is chosen by cross-validation inside\n"
        "the corpora, and probabilities are calibrated out of fold.",
    .run = run_train,
};

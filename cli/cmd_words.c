/* tenor words: what speaks for each label. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/explain/explaining.h"
#include "cli/label/ordered.h"
#include "cli/out.h"
#include "cli/screen.h"
#include "cli/verbs.h"
#include "cli/words/named.h"
#include "cli/words/survey.h"
#include "cli/words/listing.h"
#include "model/modelfile.h"
#include "train/pool.h"

/* In the order of the choices of --format. */
static const struct words_format *const formats[] = {&words_text, &words_json,
                                                     &words_tsv};

#define TOP 20                    /* rows of a list */
#define BLOCK ((size_t)256 << 10) /* bytes of a chunk of a corpus */

/* ---- axes ---------------------------------------------------------------- */

/* Whether the features of linear axes have names. */
static bool has_names(const struct listing *w, const size_t *axis,
                      struct tenor_error *err)
{
    for (size_t i = 0; !w->surveyed && i < w->axes; i++)
        if (!w->model->axis[axis[i]].kernel && !named_has(w->model, axis[i]))
            return fail(err, TENOR_EMODEL, 0,
                        "the model was trained before features had names: "
                        "'tenor info' has some words of it, and --on CORPUS "
                        "names what stands there");
    return true;
}

/* Leave out axes without lists, with a word on stderr; they are an error where
 * they were asked for, or where there are no others. */
static bool leave_out_kernels(struct listing *w, size_t *axis, bool chosen,
                              struct tenor_error *err)
{
    const size_t axes = w->axes;

    w->axes = 0;
    for (size_t i = 0; i < axes; i++) {
        struct tenor_error why = {0};
        if (!w->model->axis[axis[i]].kernel) {
            axis[w->axes++] = axis[i];
            continue;
        }
        fail(&why, TENOR_EINVAL, 0,
             "axis '%s' has a non-linear kernel, whose margin is not a sum "
             "over words",
             tenor_axis_name(w->model, axis[i]));
        if (chosen || (w->axes == 0 && i + 1 == axes)) {
            *err = why;
            return false;
        }
        out_error("words", &why);
    }
    return true;
}

/* Keep the axes that have the label asked for. */
static bool choose_label(const struct verb *v, struct listing *w, size_t *axis,
                         int *status)
{
    struct buffer name = {0};
    size_t axes = 0, label;

    if (!w->label)
        return true;
    for (size_t i = 0; i < w->axes; i++)
        if (explain_find_label(w->model, axis[i], w->label, &label))
            axis[axes++] = axis[i];
    w->axes = axes;
    if (axes)
        return true;
    if (out_clean(&name, str_of(w->label)))
        *status = opt_misuse(v, "no axis has the label '%.*s'", (int)name.len,
                             name.data);
    free(name.data);
    return false;
}

/* ---- all of it ----------------------------------------------------------- */

struct words_options {
    const char *axes, *kinds, *on;
    struct corpora_options corpora;
    int format, color;
};

static int print(const struct verb *v, const struct listing *w, int format,
                 int status)
{
    struct tenor_error err = {0};

    return formats[format]->print(w, &err) ? out_close(v->name, status)
                                           : out_error(v->name, &err);
}

static int list_corpora(struct survey *s, int format)
{
    struct gathering all = {0};
    bool filled;
    int status = survey_run(s, &all, &filled);

    if (filled)
        status = print(s->verb, s->words, format, status);
    gathering_release(&all);
    return status;
}

static int list_model(const struct verb *v, struct listing *w, int format)
{
    struct tenor_error err = {0};

    return named_fill(w, &err) ? print(v, w, format, EXIT_DONE)
                               : out_error(v->name, &err);
}

static int list_words(struct survey *s, const struct words_options *o)
{
    const struct verb *v = s->verb;
    struct listing *w = s->words;
    struct tenor_error err = {0};
    size_t *axis = NULL;
    int status = EXIT_USAGE;

    if (choose_axes(v, w->model, o->axes, &axis, &w->axes, &status) &&
        choose_label(v, w, axis, &status)) {
        w->axis = axis;
        if (!has_names(w, axis, &err) ||
            !leave_out_kernels(w, axis, o->axes || w->label, &err) ||
            !listing_lay_out(w, &err))
            status = out_error(v->name, &err);
        else
            status = w->surveyed ? list_corpora(s, o->format)
                                 : list_model(v, w, o->format);
        listing_release(w);
    }
    free(axis);
    return status;
}

/* ---- the verb ------------------------------------------------------------ */

/* The operands before --on: a model, if there is one. The others are further
 * corpora. */
static size_t operands_before(char *const *before, size_t n, char *const *argv,
                              size_t operands)
{
    size_t found = 0;

    for (size_t i = 0; i < n && found < operands; i++)
        found += before[i] == argv[found];
    return found;
}

/* Where --on stands in argv, or behind all. */
static size_t place_of_on(int argc, char *const *argv)
{
    size_t at = 1;

    while (at < (size_t)argc && strcmp(argv[at], "--on") != 0 &&
           strncmp(argv[at], "--on=", 5) != 0)
        at++;
    return at;
}

static bool check(const struct survey *s, const struct words_options *o,
                  int *status)
{
    const struct verb *v = s->verb;
    const bool reading = o->corpora.in || s->job.html || s->job.encoding ||
                         s->job.text_field || s->reading.text_column ||
                         s->title_field || s->reading.header || s->threads;

    if (!listing_set_kinds(s->words, o->kinds))
        *status = opt_misuse(v,
                             "--kind cannot be '%s'; it can be some of: "
                             "word,sign,ngram,negated,style,chars",
                             o->kinds);
    else if (!o->on && reading)
        *status = opt_misuse(v, "options of corpora are for --on CORPUS");
    else
        return true;
    return false;
}

/* With the corpora [n]; the first one is that of --on. */
static int run_on(struct survey *s, struct words_options *o, char **corpus,
                  size_t n)
{
    struct corpus_input *input = NULL;
    int status;

    s->words->surveyed = true;
    if (!s->job.text_field)
        s->job.text_field = "text";
    s->threads = s->threads ? s->threads : pool_processors();
    s->threads = s->threads < ORDERED_WORKERS ? s->threads : ORDERED_WORKERS;
    s->reading.max_record = s->job.max_record;
    s->reading.encoding = s->job.encoding;
    if (corpora_find(s->verb, corpus, n, &o->corpora, &input,
                     &s->reading.inputs, &status)) {
        s->reading.input = input;
        status = list_words(s, o);
    }
    free(input);
    return status;
}

static int run_words(const struct verb *v, int argc, char **argv)
{
    struct words_options o = {0};
    struct listing w = {.top = TOP};
    struct survey s = {.verb = v,
                       .words = &w,
                       .job.max_record = TENOR_TEXT_MAX,
                       .reading = {.block = BLOCK, .wake = -1}};
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,    0,  "axis",        &o.axes,                "NAME",   "only this axis, or several with commas", NULL},
        {OPT_STR,    0,  "label",       &w.label,               "LABEL",  "only this label", NULL},
        {OPT_STR,    0,  "kind",        &o.kinds,               "NAMES",  "only features of these kinds, with commas: word\nsign ngram negated style chars; all", NULL},
        {OPT_COUNT,  0,  "top",         &w.top,                 "N",      "features of a list; 20", NULL},
        {OPT_FLAG,   0,  "against",     &w.against,             NULL,     "also what speaks against labels, where there are\nmore than two", NULL},
        {OPT_STR,    0,  "on",          &o.on,                  "CORPUS", "those that matter most on this corpus, or on\nseveral: operands behind it are corpora, too", NULL},
        {OPT_STR,    0,  "in",          &o.corpora.in,          "FORMAT", "format of the corpora, else by their names: see\ntenor label", NULL},
        {OPT_STR,    0,  "text-column", &s.reading.text_column, "NAME",   "name or number of the column of the text; that\nnamed text, in TSV the last", NULL},
        {OPT_STR,    0,  "text-field",  &s.job.text_field,      "NAME",   "field of the text in JSON, a.b for a nested one;\ntext", NULL},
        {OPT_STR,    0,  "title-field", &s.title_field,         "NAME",   "column or field of the title, for axes of titles;\ntitle, headline", NULL},
        {OPT_FLAG,   0,  "header",      &s.reading.header,      NULL,     "TSV has the names of its columns on the first\nline", NULL},
        {OPT_FLAG,   0,  "html",        &s.job.html,            NULL,     "texts are pages of HTML: their main parts", NULL},
        {OPT_STR,    0,  "encoding",    &s.job.encoding,        "NAME",   "encoding of the corpora, as iconv -l has it; UTF-8", NULL},
        {OPT_COUNT, 'j', "threads",     &s.threads,             "N",      "threads, without effect on the result; all cores", NULL},
        {OPT_CHOICE, 0,  "format",      &o.format,              "NAME",   "what to print; text", "text json tsv"},
        {OPT_CHOICE, 0,  "color",       &o.color,               "WHEN",   "whether text output has colours; auto", "auto always never"},
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    const size_t on = place_of_on(argc, argv);
    char **before = mem_zero(on, sizeof(*before));
    struct tenor_error err = {0};
    struct tenor_model *model;
    size_t n;
    int status;

    if (!before) {
        fail_memory(&err, "arguments");
        return out_error(v->name, &err);
    }
    memcpy(before, argv, on * sizeof(*before));
    const bool parsed = opt_parse(v, table, argc, argv, &n, &status);
    const size_t models =
        parsed ? operands_before(before + 1, on - 1, argv, n) : 0;
    free(before);
    if (!parsed || !check(&s, &o, &status))
        return status;
    if (models > 1 || (!o.on && n > 1))
        return opt_misuse(v, "one model is expected");
    if (!open_model(v, models ? argv[0] : NULL, &model, &status))
        return status;
    w.model = model;
    w.color = screen_color((enum screen_color)o.color);
    char *first = (char *)(uintptr_t)o.on; /* which is only read */
    if (!o.on) {
        status = list_words(&s, &o);
    } else if (models) {
        argv[0] = first;
        status = run_on(&s, &o, argv, n);
    } else {
        memmove(argv + 1, argv, n * sizeof(*argv));
        argv[0] = first;
        status = run_on(&s, &o, argv, n + 1);
    }
    tenor_model_close(model);
    return status;
}

const struct verb verb_words = {
    .name = "words",
    .synopsis = "[MODEL] [--axis NAME] [--label LABEL] [--kind NAMES]\n"
                "                   [--top N] [--against] [--format "
                "text|json|tsv]\n"
                "                   [--on CORPUS... [OPTION...]]",
    .summary = "Say which features speak most for each label.",
    .more =
        "Without MODEL, those of the embedded model. Alone, a model tells the\n"
        "strongest features that it was trained with; on a corpus, those that\n"
        "add most to the margins of its texts.\n"
        "\n"
        "Exit status: 0 done, 1 some records have no result, 2 wrong usage or\n"
        "a file that cannot be read, 3 the model cannot be used or has no\n"
        "names for its features.",
    .run = run_words,
};

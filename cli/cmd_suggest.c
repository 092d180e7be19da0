/* tenor suggest: which texts to label next. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/label/extension.h"
#include "cli/label/ordered.h"
#include "cli/label/sink.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "cli/suggest/simulate.h"
#include "cli/suggest/suggesting.h"
#include "datasets/corpus.h"
#include "train/pool.h"

#define MISSING (-1)      /* a choice that was not made */
#define TEXTS_MAX 1000000 /* that can be asked for */

struct suggest_options {
    const char *axis, *output;
    struct opt_list labelled;
    struct corpora_options corpora;
    struct texts_options texts;
    struct corpus_options corpus;
    struct simulate_options simulate;
    size_t n, seed, threads;
    const char *language;
    int format, progress;
    bool quiet;
};

/* ---- output -------------------------------------------------------------- */

static const struct {
    const char *extensions;
    enum sheet_format format;
} by_name[] = {
    {"csv", SHEET_CSV}, {"tsv tab", SHEET_TSV}, {"jsonl ndjson", SHEET_JSONL}};

/* By --format, by the name of the output, or CSV. */
static enum sheet_format choose_format(const struct suggest_options *o)
{
    struct str path = o->output ? str_of(o->output) : STR("");
    const struct str extension = extension_cut(&path);

    if (o->format != MISSING)
        return (enum sheet_format)o->format;
    for (size_t i = 0; i < sizeof by_name / sizeof *by_name; i++)
        if (extension_is_in(by_name[i].extensions, extension))
            return by_name[i].format;
    return SHEET_CSV;
}

static bool write_sheet(const struct suggest_options *o, const struct survey *s,
                        const struct suggestion *found, size_t n,
                        struct tenor_error *err)
{
    const enum sheet_format f = choose_format(o);
    struct sink sink;
    struct buffer b = {0};

    if (!sink_open_anew(&sink, o->output, err))
        return false;
    bool ok = sheet_header(f, &b);
    for (size_t i = 0; ok && i < n; i++) {
        const struct survey_text *t = found[i].text;
        const struct sheet_row row = {
            .id = t->id,
            .text = t->text,
            .suggested = tenor_axis_label(s->model, s->axis, t->answer.guess),
            .why = choosing_reason_name(found[i].reason),
            .probability = t->answer.p,
        };
        ok = sheet_put(f, &row, &b);
    }
    ok = (ok || fail_memory(err, "suggestions")) &&
         sink_write(&sink, (struct str){b.data, b.len}, err) &&
         sink_commit(&sink, err);
    sink_close(&sink, false);
    free(b.data);
    return ok;
}

/* ---- what is labelled ---------------------------------------------------- */

static bool read_labelled(const struct suggest_options *o, struct survey *s,
                          struct survey_reader *r, const char *path,
                          struct tenor_error *err)
{
    struct corpus *c;
    struct doc doc;
    bool end = false;

    if (!corpus_open(&c, path, &o->corpus, err))
        return false;
    bool ok = true;
    while (ok && !end)
        ok = corpus_next(c, &doc, &end, err) &&
             (end || survey_labelled(s, r, doc.text, err));
    corpus_close(c);
    return ok;
}

static bool read_all_labelled(const struct suggest_options *o, struct survey *s,
                              struct survey_reader *r, struct tenor_error *err)
{
    for (size_t i = 0; i < o->labelled.n; i++)
        if (!read_labelled(o, s, r, o->labelled.item[i], err))
            return false;
    return true;
}

/* ---- all of it ----------------------------------------------------------- */

static void say_end(const struct suggesting *s, const struct suggest_options *o,
                    size_t n)
{
    const char *verb = s->verb->name;

    if (s->bad)
        fprintf(stderr,
                "tenor %s: %" PRIu64 " of %" PRIu64 " records have no text\n",
                verb, s->bad, s->records);
    if (o->quiet)
        return;
    fprintf(stderr, "%zu of %" PRIu64 " texts suggested", n, s->records);
    if (s->passed)
        fprintf(stderr,
                "; %" PRIu64 " passed over: empty, in another language, or no "
                "prose",
                s->passed);
    fprintf(stderr, "\n");
    if (n < o->n)
        fprintf(stderr, "there are no more that differ from each other%s\n",
                o->labelled.n ? " and from those that are labelled" : "");
}

static bool suggest(struct suggesting *s, const struct suggest_options *o,
                    struct tenor_error *err)
{
    struct survey_reader r = {0};
    struct suggestion *found = mem_resize(NULL, o->n, sizeof *found);
    size_t n = 0;
    const bool ok = (found || fail_memory(err, "suggestions")) &&
                    survey_reader_init(&r, s->survey, err) &&
                    read_all_labelled(o, s->survey, &r, err) &&
                    suggesting_read(s, err) &&
                    survey_choose(s->survey, &r, o->n, found, &n, err) &&
                    write_sheet(o, s->survey, found, n, err);

    if (ok)
        say_end(s, o, n);
    survey_reader_release(&r);
    free(found);
    return ok;
}

/* The one axis that is meant. */
static bool find_axis(const struct verb *v, const struct tenor_model *m,
                      const char *name, size_t *axis, int *status)
{
    size_t *list = NULL, n = 0;
    const bool ok = choose_axes(v, m, name, &list, &n, status);

    if (ok)
        *axis = list[0];
    free(list);
    if (ok && n > 1)
        *status = opt_misuse(v,
                             "the model has %zu axes; --axis names the one "
                             "that is to be labelled",
                             n);
    return ok && n == 1;
}

static int suggest_from(const struct verb *v, const struct suggest_options *o,
                        const struct tenor_model *m, char **path, size_t n)
{
    struct tenor_error err = {0};
    struct survey survey = {0};
    struct suggesting s = {.verb = v,
                           .survey = &survey,
                           .threads = o->threads,
                           .progress = o->quiet
                                           ? PROGRESS_NEVER
                                           : (enum progress_mode)o->progress};
    struct corpus_input *input = NULL;
    size_t inputs, axis;
    int status;

    if (!find_axis(v, m, o->axis, &axis, &status) ||
        !corpora_find(v, path, n, &o->corpora, &input, &inputs, &status)) {
        free(input);
        return status;
    }
    const bool ok = survey_init(&survey, m, axis, o->n, &err) &&
                    texts_init(&s.texts, &o->texts, input, inputs, &err) &&
                    suggest(&s, o, &err);
    status = !ok     ? out_error(v->name, &err)
             : s.bad ? EXIT_SOME_FAILED
                     : EXIT_DONE;
    texts_release(&s.texts);
    survey_release(&survey);
    free(input);
    return ok ? out_close(v->name, status) : status;
}

static int run_model(const struct verb *v, const struct suggest_options *o,
                     char **argv, size_t n)
{
    struct tenor_model *m = NULL;
    int status;

    if (n < 2)
        return opt_misuse(v, n ? "a POOL of texts is missing"
                               : "a MODEL and a POOL of texts are missing");
    if (o->n == 0 || o->n > TEXTS_MAX)
        return opt_misuse(v, "-n is 1 to %d texts", TEXTS_MAX);
    if (!open_model(v, argv[0], &m, &status))
        return status;
    status = o->output && !has_place(v, o->output)
                 ? EXIT_USAGE
                 : suggest_from(v, o, m, argv + 1, n - 1);
    tenor_model_close(m);
    return status;
}

static int run_simulation(const struct verb *v, struct suggest_options *o,
                          size_t operands)
{
    struct training_options t = training_defaults();

    t.corpus = o->corpus;
    t.language = o->language;
    t.seed = o->seed;
    t.threads = o->threads;
    t.quiet = o->quiet;
    t.no_search = true;
    t.weighting = WEIGHTING_IDF;
    t.C = SIMULATE_COST;
    o->simulate.json = o->format == SHEET_JSONL;
    if (operands)
        return opt_misuse(v, "--simulate needs no MODEL and no POOL");
    if (o->simulate.batch == 0 || o->simulate.repeats == 0 ||
        o->simulate.repeats > SIMULATE_REPEATS_MAX)
        return opt_misuse(v, "--batch is 1 or more, --repeats 1 to %d",
                          SIMULATE_REPEATS_MAX);
    return simulate(v, &o->simulate, &t);
}

static int run_suggest(const struct verb *v, int argc, char **argv)
{
    struct suggest_options o = {
        .n = 50,
        .seed = 1,
        .threads = pool_processors(),
        .language = "english",
        .format = MISSING,
        .simulate = {.batch = 100, .budget = 4000, .repeats = 5},
    };
    size_t n;
    int status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_COUNT, 'n', "number",      &o.n,                 "N",      "how many texts to suggest; 50", NULL},
        {OPT_STR,    0,  "axis",        &o.axis,              "NAME",   "axis of the model that is to be labelled", NULL},
        {OPT_STR,   'o', "output",      &o.output,            "FILE",   "where the suggestions go; standard output", NULL},
        {OPT_CHOICE, 0,  "format",      &o.format,            "FORMAT", "of the suggestions, else by the name of the output,\nelse csv; of a simulation, jsonl or text", "csv tsv jsonl"},
        {OPT_LIST,   0,  "labelled",    &o.labelled,          "FILE",   "a corpus that is labelled already: its texts, and\nwhat is nearly the same, are left out. May be\nrepeated", NULL},
        {OPT_STR,    0,  "label-column", &o.corpus.label_column, "NAME", "its column or field of the label; label", NULL},
        {OPT_STR,    0,  "in",          &o.corpora.in,        "FORMAT", "format of the pool, else by its name: lines tsv csv\njsonl files tar zip, and each with .gz .zst .xz", NULL},
        {OPT_STR,    0,  "text-column", &o.texts.text_column, "NAME",   "name or number of the column of the text; that\nnamed text, in TSV the last", NULL},
        {OPT_STR,    0,  "text-field",  &o.texts.text_field,  "NAME",   "field of the text in JSON, a.b for a nested one;\ntext", NULL},
        {OPT_FLAG,   0,  "header",      &o.texts.header,      NULL,     "TSV has the names of its columns on the first line", NULL},
        {OPT_STR,    0,  "files-from",  &o.corpora.files_from, "FILE",  "read the names of files, each a text, one a line", NULL},
        {OPT_CHOICE, 0,  "progress",    &o.progress,          "WHEN",   "show on stderr how far it is: auto, on a terminal;\nnever; always; json", "auto never always json"},
        {OPT_STR,    0,  "simulate",    &o.simulate.labelled, "FILE",   "what suggestions would have saved on this corpus,\nwhose labels are known", NULL},
        {OPT_STR,    0,  "test",        &o.simulate.test,     "FILE",   "measure a simulation on this corpus; a fifth of the\nother", NULL},
        {OPT_COUNT,  0,  "budget",      &o.simulate.budget,   "N",      "labels of a simulation, at most; 4000", NULL},
        {OPT_COUNT,  0,  "batch",       &o.simulate.batch,    "N",      "labels of each of its rounds; 100", NULL},
        {OPT_COUNT,  0,  "repeats",     &o.simulate.repeats,  "N",      "how often it is run, from other first labels; 5", NULL},
        {OPT_STR,   'l', "language",    &o.language,          "LANG",   "language of its texts, by name or ISO 639 code;\nenglish", NULL},
        {OPT_COUNT,  0,  "seed",        &o.seed,              "N",      "seed of its first labels and of random choice; 1", NULL},
        {OPT_COUNT, 'j', "threads",     &o.threads,           "N",      "threads, without effect on the result; all cores", NULL},
        {OPT_FLAG,  'q', "quiet",       &o.quiet,             NULL,     "say nothing but errors", NULL},
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */

    if (opt_parse(v, table, argc, argv, &n, &status)) {
        o.corpus.text_column =
            o.texts.text_column ? o.texts.text_column : o.texts.text_field;
        o.threads = o.threads == 0                ? 1
                    : o.threads < ORDERED_WORKERS ? o.threads
                                                  : ORDERED_WORKERS;
        status = o.simulate.labelled ? run_simulation(v, &o, n)
                                     : run_model(v, &o, argv, n);
    }
    free(o.labelled.item);
    return status;
}

const struct verb verb_suggest = {
    .name = "suggest",
    .synopsis = "[-n N] [--axis NAME] [-o FILE] [OPTION...] MODEL POOL...\n"
                "       tenor suggest --simulate FILE [--test FILE] "
                "[OPTION...]",
    .summary = "Say which texts are worth most to be labelled.",
    .more =
        "A POOL is what `tenor label` reads. The best text comes first: one\n"
        "about which the model is in doubt, with much that other texts of the\n"
        "pool have and that was not labelled yet. None is nearly the same as\n"
        "another. Fill in the column label, in a spreadsheet or with\n"
        "`tenor annotate`, and train on it.\n"
        "\n"
        "Exit status: 0 done, 1 some records have no text, 2 wrong usage or a\n"
        "file that cannot be read or written, 3 the model cannot be used.",
    .run = run_suggest,
};

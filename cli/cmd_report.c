/* tenor report: a page about an article or about corpora. */
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/label/extension.h"
#include "cli/label/sink.h"
#include "cli/out.h"
#include "cli/report/report.h"
#include "cli/verbs.h"

/* ---- what it is about ---------------------------------------------------- */

/* Names of files that hold many texts. */
static const char corpus_extensions[] =
    "tsv tab csv jsonl ndjson tar tgz zip gz zst xz";

/* Whether the operands are one plain file, of which nothing else is said: an
 * article. */
static bool is_article(const struct corpora_options *o, char *const *path,
                       size_t n)
{
    struct str name = str_of(n ? path[0] : "");
    struct stat st;

    return n == 1 && !o->in && !o->files_from &&
           !extension_is_in(corpus_extensions, extension_cut(&name)) &&
           (stat(path[0], &st) != 0 || !S_ISDIR(st.st_mode));
}

/* The first option that is about corpora and was given all the same. */
static const char *corpus_option(const struct report_corpora *c)
{
    const struct {
        const char *name;
        bool given;
    } option[] = {
        {"--title-field", c->title},
        {"--date", c->date},
        {"--group", c->group},
        {"--compare", c->compare},
        {"--text-column", c->text_column},
        {"--text-field", c->text_field},
        {"--header", c->header},
        {"--html", c->html},
        {"--encoding", c->encoding},
    };

    for (size_t i = 0; i < sizeof option / sizeof *option; i++)
        if (option[i].given)
            return option[i].name;
    return NULL;
}

/* ---- the file ------------------------------------------------------------ */

static bool write_page(const struct markup *m, const char *path,
                       struct tenor_error *err)
{
    struct sink sink;

    if (!sink_open_anew(&sink, path, err))
        return false;
    const bool ok =
        sink_write(&sink, (struct str){m->out.data, m->out.len}, err) &&
        sink_commit(&sink, err);
    sink_close(&sink, false);
    return ok;
}

static int report(const struct verb *v, const struct report_options *o,
                  char *const *path, size_t n)
{
    struct tenor_error err = {0};
    struct markup m = {0};
    int status = EXIT_DONE;
    bool ok;

    if (is_article(&o->corpus.corpora, path, n)) {
        const char *option = corpus_option(&o->corpus);
        if (option)
            return opt_misuse(
                v,
                "%s is about corpora, and '%s' is an article; see "
                "--in",
                option, path[0]);
        ok = report_article(o, path[0], &m, &err);
        status = ok ? EXIT_DONE : out_error(v->name, &err);
    } else {
        ok = report_corpus(v, o, path, n, &m, &status);
    }
    if (ok && !write_page(&m, o->output, &err))
        status = out_error(v->name, &err);
    free(m.out.data);
    return status;
}

static int run_report(const struct verb *v, int argc, char **argv)
{
    const char *axes = NULL;
    struct report_options o = {.corpus.max_record = TENOR_TEXT_MAX};
    struct report_corpora *c = &o.corpus;
    int status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,    'm', "model",       &o.model_name,         "MODEL",  "model file; the embedded model", NULL},
        {OPT_STR,    'o', "output",      &o.output,             "FILE",   "where the page goes, complete or not at all;\nstandard output", NULL},
        {OPT_STR,     0,  "axis",        &axes,                 "NAME",   "only this axis, or several with commas, all of\nthem open; all, the first with a label open", NULL},
        {OPT_STR,     0,  "title",       &o.title,              "TEXT",   "the title of the article, or of the page about\ncorpora", NULL},
        {OPT_STR,     0,  "in",          &c->corpora.in,        "FORMAT", "format of the corpora, else by their names:\nlines tsv csv jsonl files tar zip, and each with\n.gz .zst .xz", NULL},
        {OPT_STR,     0,  "title-field", &c->title,             "NAME",   "column or field of the title; title, headline", NULL},
        {OPT_STR,     0,  "date",        &c->date,              "NAME",   "column or field of the date; date, published, ...", NULL},
        {OPT_STR,     0,  "group",       &c->group,             "NAME",   "column or field that groups records; outlet,\nsource, publisher, ...", NULL},
        {OPT_STR,     0,  "compare",     &c->compare,           "A,B",    "compare the words of these two groups; the two\nlargest", NULL},
        {OPT_STR,     0,  "text-column", &c->text_column,       "NAME",   "name or number of the column of the text; that\nnamed text, in TSV the last", NULL},
        {OPT_STR,     0,  "text-field",  &c->text_field,        "NAME",   "field of the text in JSON, a.b for a nested one;\ntext", NULL},
        {OPT_FLAG,    0,  "header",      &c->header,            NULL,     "TSV has the names of its columns on the first\nline", NULL},
        {OPT_STR,     0,  "files-from",  &c->corpora.files_from, "FILE",  "read the names of files, each a text, one a line", NULL},
        {OPT_FLAG,   '0', "null",        &c->corpora.nul,       NULL,     "names in that FILE end with NUL, not with lines", NULL},
        {OPT_FLAG,    0,  "html",        &c->html,              NULL,     "texts are pages of HTML: read their main parts", NULL},
        {OPT_STR,     0,  "encoding",    &c->encoding,          "NAME",   "encoding of the corpora, as iconv -l has it; UTF-8", NULL},
        {OPT_COUNT,   0,  "max-record",  &c->max_record,        "BYTES",  "a larger record has no labels; 67108864, which is\nalso the most", NULL},
        {OPT_COUNT,  'j', "threads",     &c->threads,           "N",      "threads, without effect on the result; all cores", NULL},
        {OPT_CHOICE,  0,  "progress",    &c->progress,          "WHEN",   "show on stderr how far it is: auto, on a\nterminal; never; always; json", "auto never always json"},
        {OPT_END,     0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    char standard_input[] = "-";
    struct tenor_model *model;
    size_t n;

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n == 0 && !c->corpora.files_from)
        argv[n++] = standard_input;
    if (o.output && strcmp(o.output, "-") == 0)
        o.output = NULL;
    if (o.output && !has_place(v, o.output))
        return EXIT_USAGE;
    if (!open_model(v, o.model_name, &model, &status))
        return status;
    o.model = model;
    o.chosen = axes != NULL;
    if (choose_axes(v, model, axes, &o.axis, &o.axes, &status))
        status = report(v, &o, argv, n);
    tenor_model_close(model);
    free(o.axis);
    return status;
}

const struct verb verb_report = {
    .name = "report",
    .synopsis = "[-m MODEL] [-o FILE] [--axis NAME] [--title TEXT]\n"
                "                    [OPTION...] [ARTICLE | CORPUS...]",
    .summary = "Write a page of HTML about an article, or about corpora.",
    .more =
        "An ARTICLE is one plain file; a CORPUS is what tenor label reads: a\n"
        "file of records, a directory, several files, or anything with --in.\n"
        "Without an operand, or with -, standard input is read. The page is "
        "one\n"
        "file that needs neither network nor scripts. Exit status: 0 done, 1\n"
        "some records have no labels, 2 wrong usage, or something cannot be\n"
        "read or written, 3 the model cannot be used.",
    .run = run_report,
};

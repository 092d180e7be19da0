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

/* Whether the operands are one plain file: an article. */
static bool is_article(char *const *path, size_t n)
{
    struct str name = str_of(path[0]);
    struct stat st;

    return n == 1 &&
           !extension_is_in(corpus_extensions, extension_cut(&name)) &&
           (stat(path[0], &st) != 0 || !S_ISDIR(st.st_mode));
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
                  char *const *path, size_t n, const char *output)
{
    struct tenor_error err = {0};
    struct markup m = {0};
    const bool ok =
        (is_article(path, n) ? report_article(o, path[0], &m, &err)
                             : report_corpus(o, path, n, &m, &err)) &&
        write_page(&m, output, &err);

    free(m.out.data);
    return ok ? EXIT_DONE : out_error(v->name, &err);
}

static int run_report(const struct verb *v, int argc, char **argv)
{
    const char *model_path = NULL, *axes = NULL, *output = NULL;
    struct report_options o = {0};
    int status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR, 'm', "model",  &model_path, "MODEL", "model file; the embedded model", NULL},
        {OPT_STR, 'o', "output", &output,     "FILE",  "where the page goes, complete or not at all;\nstandard output", NULL},
        {OPT_STR,  0,  "axis",   &axes,       "NAME",  "only this axis, or several with commas, all of\nthem open; all, the first with a label open", NULL},
        {OPT_STR,  0,  "title",  &o.title,    "TEXT",  "the title of the article", NULL},
        {OPT_END,  0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    char standard_input[] = "-";
    struct tenor_model *model;
    size_t n;

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n == 0)
        argv[n++] = standard_input;
    if (output && strcmp(output, "-") == 0)
        output = NULL;
    if (output && !has_place(v, output))
        return EXIT_USAGE;
    if (!open_model(v, model_path, &model, &status))
        return status;
    o.model = model;
    o.chosen = axes != NULL;
    if (choose_axes(v, model, axes, &o.axis, &o.axes, &status))
        status = report(v, &o, argv, n, output);
    tenor_model_close(model);
    free(o.axis);
    return status;
}

const struct verb verb_report = {
    .name = "report",
    .synopsis = "[-m MODEL] [-o FILE] [--axis NAME] [--title TEXT] [ARTICLE]",
    .summary = "Write a page of HTML about an article: its tone, and why.",
    .more =
        "No ARTICLE, or -, is standard input. The page is one file that needs\n"
        "neither network nor scripts. Exit status: 0 done, 2 wrong usage, or\n"
        "something cannot be read or written, 3 the model cannot be used.",
    .run = run_report,
};

/* tenor score: the tone of texts. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/scoring.h"
#include "cli/screen.h"
#include "cli/verbs.h"
#include "datasets/input.h"

/* In the order of the choices of --format. */
static const struct score_format *const formats[] = {&score_text, &score_json,
                                                     &score_tsv};

/* ---- inputs -------------------------------------------------------------- */

static bool score_input(struct scoring *s, const struct score_format *f,
                        const char *id, struct tenor_error *err)
{
    const size_t len = s->title ? strlen(s->title) : 0;

    return input_whole(id, &s->text, err) &&
           tenor_score_titled(s->scorer, s->title, len, s->text.data,
                              s->text.len, err) &&
           f->print(s, id, err);
}

static int score_all(struct scoring *s, const struct score_format *f, char **id,
                     size_t n)
{
    size_t failed = 0;

    f->begin(s);
    for (size_t i = 0; i < n && !ferror(stdout); i++) {
        struct tenor_error err = {0};
        if (score_input(s, f, id[i], &err)) {
            s->done++;
            continue;
        }
        out_error("score", &err);
        f->failed(s, id[i], &err);
        failed++;
    }
    int status = failed == 0  ? EXIT_DONE
                 : failed < n ? EXIT_SOME_FAILED
                              : EXIT_USAGE;
    return out_close("score", status);
}

static int run_score(const struct verb *v, int argc, char **argv)
{
    const char *path = NULL, *axes = NULL;
    int format = 0, color = COLOR_AUTO, status;
    struct scoring s = {.coverage = NAN};
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,   'm', "model",    &path,       "MODEL", "model file; the embedded model", NULL},
        {OPT_STR,    0,  "axes",     &axes,       "NAMES", "only these axes, separated by commas; all", NULL},
        {OPT_STR,    0,  "title",    &s.title,    "TEXT",  "the title of the text, of which there is one", NULL},
        {OPT_REAL,   0,  "coverage", &s.coverage, "P",     "also print the labels that hold the true one\nwith probability P, 0.5 to 0.999", NULL},
        {OPT_CHOICE, 0,  "format",   &format,     "NAME",  "what to print; text", "text json tsv"},
        {OPT_CHOICE, 0,  "color",    &color,      "WHEN",  "whether text output has colours; auto", "auto always never"},
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    char standard_input[] = "-";
    struct tenor_model *model;
    struct tenor_error err = {0};
    size_t n;

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n == 0)
        argv[n++] = standard_input;
    if (s.title && n > 1)
        return opt_misuse(v, "--title is for one text, and there are %zu", n);
    if (!open_model(v, path, &model, &status))
        return status;
    s.model = model;
    s.color = screen_color((enum screen_color)color);
    if (choose_axes(v, model, axes, &s.axis, &s.axes, &status))
        status = scoring_find_thresholds(&s, &err) &&
                         tenor_scorer_new(model, &s.scorer, &err)
                     ? score_all(&s, formats[format], argv, n)
                     : out_error("score", &err);
    tenor_scorer_free(s.scorer);
    tenor_model_close(model);
    free(s.text.data);
    free(s.axis);
    free(s.threshold);
    return status;
}

const struct verb verb_score = {
    .name = "score",
    .synopsis = "[-m MODEL] [--axes NAMES] [--title TEXT] [--coverage P]\n"
                "                   [--format text|json|tsv] "
                "[--color auto|always|never]\n"
                "                   [FILE...]",
    .summary = "Say what the tone of texts is, and which words say so.",
    .more = "No FILE, or -, is standard input. Exit status: 0 done, 1 some\n"
            "inputs failed, 2 wrong usage or no input could be read, 3 the\n"
            "model cannot be used.",
    .run = run_score,
};

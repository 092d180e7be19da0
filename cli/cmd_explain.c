/* tenor explain: what margins are made of. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/explain/diffing.h"
#include "cli/explain/explaining.h"
#include "cli/explain/target.h"
#include "cli/out.h"
#include "cli/report/article.h"
#include "cli/screen.h"
#include "cli/verbs.h"
#include "datasets/input.h"

#define FORMATS 3

/* What is asked about a text, and the formats of an answer in the order of the
 * choices of --format. */
enum question_id { WHY, CHECK, FLIP, DIFF, QUESTIONS };

static const struct question {
    const char *option;
    const struct explain_format *format[FORMATS];
} questions[QUESTIONS] = {
    [WHY] = {NULL, {&explain_text, &explain_json, &explain_html}},
    [CHECK] = {"--check", {&explain_check, &explain_check, NULL}},
    [FLIP] = {"--flip", {&explain_flips, &explain_json, NULL}},
    [DIFF] = {"--diff", {&diff_text, &diff_json, NULL}},
};

static const struct target_format *const target_formats[FORMATS] = {
    &target_text, &target_json, NULL};

struct options {
    const char *path, *axes;
    int format, color;
    bool check;
    struct opt_list target;
};

#define TOP 5 /* rows of a table */

/* ---- axes ---------------------------------------------------------------- */

/* Whether an axis has evidence: one with a kernel has not, whatever the text.
 */
static bool has_evidence(struct tenor_scorer *s, size_t axis,
                         struct tenor_error *err)
{
    struct tenor_error why = {0};
    struct tenor_explanation e;

    return tenor_explain_all(s, axis, 0, &e, &why) ||
           fail(err, why.code, why.line, "%s", why.message);
}

/* Leave out axes without evidence, with a word on stderr; they are an error
 * where they were asked for, or where there are no others. */
static bool leave_out_kernels(struct explaining *x, struct tenor_error *err)
{
    struct scoring *s = &x->score;
    const size_t axes = s->axes;

    if (!tenor_score(s->scorer, "", 0, err))
        return false;
    s->axes = 0;
    for (size_t i = 0; i < axes; i++) {
        struct tenor_error why = {0};
        if (has_evidence(s->scorer, s->axis[i], &why)) {
            s->axis[s->axes++] = s->axis[i];
            continue;
        }
        if (why.code != TENOR_EINVAL || x->chosen ||
            (s->axes == 0 && i + 1 == axes)) {
            *err = why;
            return false;
        }
        out_error("explain", &why);
    }
    return true;
}

/* Keep the axes that have the label asked for. */
static bool choose_label(const struct verb *v, struct explaining *x,
                         int *status)
{
    struct scoring *s = &x->score;
    struct buffer name = {0};
    size_t axes = 0, label;

    if (!x->label)
        return true;
    for (size_t i = 0; i < s->axes; i++)
        if (explain_find_label(s->model, s->axis[i], x->label, &label))
            s->axis[axes++] = s->axis[i];
    s->axes = axes;
    if (axes)
        return true;
    if (out_clean(&name, str_of(x->label)))
        *status = opt_misuse(v, "no axis has the label '%.*s'", (int)name.len,
                             name.data);
    free(name.data);
    return false;
}

/* ---- inputs -------------------------------------------------------------- */

static bool explain_input(struct explaining *x, const struct explain_format *f,
                          const char *id, struct tenor_error *err)
{
    struct scoring *s = &x->score;
    const size_t len = s->title ? strlen(s->title) : 0;

    return input_whole(id, &s->text, err) &&
           tenor_score_titled(s->scorer, s->title, len, s->text.data,
                              s->text.len, err) &&
           f->print(x, id, err);
}

static int explain_inputs(struct explaining *x, const struct explain_format *f,
                          char **id, size_t n)
{
    size_t failed = 0;

    for (size_t i = 0; i < n && !ferror(stdout); i++) {
        struct tenor_error err = {0};
        if (explain_input(x, f, id[i], &err)) {
            x->score.done++;
            continue;
        }
        out_error("explain", &err);
        f->failed(x, id[i], &err);
        failed++;
    }
    int status = failed == n              ? EXIT_USAGE
                 : failed || x->differing ? EXIT_SOME_FAILED
                                          : EXIT_DONE;
    return out_close("explain", status);
}

/* With a model and its axes. */
static int explain_all(const struct verb *v, struct explaining *x,
                       const struct explain_format *f, char **id, size_t n)
{
    struct tenor_error err = {0};
    int status = EXIT_USAGE;

    if (!choose_label(v, x, &status))
        return status;
    return tenor_scorer_new(x->score.model, &x->score.scorer, &err) &&
                   leave_out_kernels(x, &err)
               ? explain_inputs(x, f, id, n)
               : out_error("explain", &err);
}

/* ---- questions ----------------------------------------------------------- */

static int explain_targets(const struct verb *v, const struct options *o,
                           const struct explaining *x, char **id, size_t n)
{
    struct targeting t = {.name = o->target.item,
                          .names = o->target.n,
                          .top = x->top,
                          .color = screen_color((enum screen_color)o->color)};
    const struct target_format *f =
        o->check ? &target_check : target_formats[o->format];
    struct tenor_error err = {0};
    struct tenor_model *model;
    int status;

    if (o->axes || x->label || x->score.title || x->flips || x->diff)
        return opt_misuse(v, "--target goes without --axis, --label, --title, "
                             "--flip and --diff");
    if (!f)
        return opt_misuse(v, "--target has no page");
    if (o->path ? !open_model(v, o->path, &model, &status)
                : !tenor_model_embedded_target(&model, &err))
        return o->path ? status : out_error("explain", &err);
    t.model = model;
    status = target_run(&t, f, id, n);
    tenor_model_close(model);
    return status;
}

/* The format of the answer; one thing is asked at a time. */
static bool choose_question(const struct verb *v, const struct options *o,
                            const struct explaining *x,
                            const struct explain_format **f, int *status)
{
    const bool asked[QUESTIONS] = {
        [CHECK] = o->check, [FLIP] = x->flips, [DIFF] = x->diff != NULL};
    const struct question *q = &questions[WHY];

    for (size_t i = 0; i < QUESTIONS; i++) {
        if (!asked[i])
            continue;
        if (q != &questions[WHY]) {
            *status = opt_misuse(v, "%s and %s are two questions", q->option,
                                 questions[i].option);
            return false;
        }
        q = &questions[i];
    }
    *f = q->format[o->format];
    if (!*f)
        *status = opt_misuse(v, "%s has no page", q->option);
    return *f != NULL;
}

static int explain_texts(const struct verb *v, const struct options *o,
                         struct explaining *x, char **id, size_t n)
{
    const struct explain_format *f;
    struct tenor_model *model;
    int status;

    if (!choose_question(v, o, x, &f, &status))
        return status;
    if (n > 1 && x->score.title)
        return opt_misuse(v, "--title is for one text, and there are %zu", n);
    if (n > 1 && x->diff)
        return opt_misuse(v, "--diff is for one FILE, and there are %zu", n);
    if (x->diff && strcmp(x->diff, "-") == 0 && strcmp(id[0], "-") == 0)
        return opt_misuse(v, "FILE and OTHER are both standard input");
    if (n > 1 && f == &explain_html)
        return opt_misuse(
            v, "--format html is one page, and there are %zu texts", n);
    if (o->check && x->label)
        return opt_misuse(v, "--check is about all labels");
    if (!open_model(v, o->path, &model, &status))
        return status;
    x->score.model = model;
    x->score.color = screen_color((enum screen_color)o->color);
    x->chosen = o->axes || x->label;
    if (choose_axes(v, model, o->axes, &x->score.axis, &x->score.axes, &status))
        status = explain_all(v, x, f, id, n);
    tenor_scorer_free(x->score.scorer);
    tenor_scorer_free(x->alone);
    flip_release(&x->flip);
    tenor_model_close(model);
    free(x->score.text.data);
    free(x->score.axis);
    return status;
}

static int run_explain(const struct verb *v, int argc, char **argv)
{
    struct options o = {.format = 0, .color = COLOR_AUTO};
    struct explaining x = {.score = {.coverage = NAN}, .top = TOP};
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,    'm', "model",  &o.path,        "MODEL", "model file; the embedded model", NULL},
        {OPT_STR,     0,  "axis",   &o.axes,        "NAME",  "only this axis, or several with commas;\ntext: the first with a label, and a line for others", NULL},
        {OPT_STR,     0,  "label",  &x.label,       "LABEL", "what speaks for this label; that of the text", NULL},
        {OPT_LIST,    0,  "target", &o.target,      "NAMES", "the tone toward whom the text names, with other\nnames behind a | each. May be repeated; MODEL is one\nfor targets, the embedded one", NULL},
        {OPT_STR,     0,  "title",  &x.score.title, "TEXT",  "the title of the text, of which there is one", NULL},
        {OPT_COUNT,   0,  "top",    &x.top,         "N",     "rows of a table in text; 5", NULL},
        {OPT_FLAG,    0,  "check",  &o.check,       NULL,    "add the evidence up for all axes and labels, and\ncompare with what scoring gave, bit for bit", NULL},
        {OPT_FLAG,    0,  "flip",   &x.flips,       NULL,    "the fewest words whose removal changes the label, or\nmakes it that of --label", NULL},
        {OPT_STR,     0,  "diff",   &x.diff,        "OTHER", "what became of the text: which edits, from FILE to\nOTHER, moved the margin of the label", NULL},
        {OPT_CHOICE,  0,  "format", &o.format,      "NAME",  "what to print; text", "text json html"},
        {OPT_CHOICE,  0,  "color",  &o.color,       "WHEN",  "whether text output has colours; auto", "auto always never"},
        {OPT_END,     0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    char standard_input[] = "-";
    size_t n;
    int status;

    if (opt_parse(v, table, argc, argv, &n, &status)) {
        if (n == 0)
            argv[n++] = standard_input;
        status = o.target.n ? explain_targets(v, &o, &x, argv, n)
                            : explain_texts(v, &o, &x, argv, n);
    }
    free(o.target.item);
    return status;
}

const struct verb verb_explain = {
    .name = "explain",
    .synopsis = "[-m MODEL] [--axis NAME] [--label LABEL] [--title TEXT]\n"
                "                     [--target NAMES...] [--top N]\n"
                "                     [--check | --flip | --diff OTHER]\n"
                "                     [--format text|json|html]\n"
                "                     [--color auto|always|never] [FILE...]",
    .summary = "Say why: what each word adds to the margin of a label.",
    .more =
        "No FILE, or -, is standard input. Exit status: 0 done, 1 some\n"
        "inputs failed or some sum differs, 2 wrong usage or no input could\n"
        "be read, 3 the model cannot be used.",
    .run = run_explain,
};

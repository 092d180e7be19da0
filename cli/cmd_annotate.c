/* tenor annotate: give labels to texts, one key for each. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/annotate/annotating.h"
#include "cli/annotate/keyboard.h"
#include "cli/label/extension.h"
#include "cli/out.h"
#include "cli/screen.h"
#include "cli/stop.h"
#include "cli/verbs.h"

struct annotate_options {
    const char *labels, *output;
    struct corpora_options corpora;
    struct texts_options texts;
    int color;
    bool blind;
};

/* ---- before the loop ----------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
    const struct choice_key *x = a, *y = b;

    return strcmp(x->label, y->label);
}

/* Those of --labels, or those that are suggested, in order of their bytes. */
static bool find_choices(struct annotating *a, const char *labels,
                         struct tenor_error *err)
{
    struct choices *c = &a->choices;

    if (labels)
        return choices_add_list(c, labels, err);
    for (size_t i = 0; i < a->items.n; i++)
        if (a->items.item[i].suggested.len &&
            !choices_add(c, a->items.item[i].suggested, err))
            return false;
    qsort(c->item, c->n, sizeof *c->item, by_bytes);
    return c->n > 1 || a->items.n == 0 ||
           fail(err, TENOR_EINVAL, 0,
                "fewer than two labels are suggested; --labels names them");
}

/* "next.csv" gives "next.labelled.tsv"; to be freed. */
static char *default_output(const char *path)
{
    struct str name = str_of(path);
    struct buffer b = {0};

    extension_cut(&name);
    if (buffer_add(&b, name.s, name.len) &&
        buffer_add(&b, ".labelled.tsv", sizeof ".labelled.tsv"))
        return b.data;
    free(b.data);
    return NULL;
}

static void say_beginning(const struct verb *v, const struct annotating *a,
                          const char *output)
{
    if (a->items.bad)
        fprintf(stderr, "tenor %s: %zu record%s no text; line %s\n", v->name,
                a->items.bad, a->items.bad == 1 ? " has" : "s have",
                a->items.first_bad);
    if (a->answers.cut)
        fprintf(stderr,
                "tenor %s: the last answer in '%s' was not whole, and was "
                "taken off\n",
                v->name, output);
    printf("%zu text%s, %zu of them labelled; answers go to %s\n", a->items.n,
           a->items.n == 1 ? "" : "s", a->done, output);
    if (a->items.repeated)
        printf("%zu more with a text that stands there already\n",
               a->items.repeated);
}

static int say_end(const struct verb *v, const struct annotating *a,
                   const char *output)
{
    const int signal = stop_signal();

    printf("%zu of %zu labelled\n", a->done, a->items.n);
    if (a->done < a->items.n)
        puts("the same command goes on");
    if (a->done > 0)
        printf("to train on them: tenor train %s -o MODEL\n", output);
    const int status = out_close(v->name, EXIT_DONE);
    return signal ? 128 + signal : status;
}

/* ---- all of it ----------------------------------------------------------- */

static bool run_loop(const struct verb *v, struct annotating *a,
                     const char *output, struct tenor_error *err)
{
    if (!stop_on_signals())
        return fail(err, TENOR_EIO, 0, "cannot be told of signals: %s",
                    strerror(errno));
    say_beginning(v, a, output);
    const bool ok = keyboard_open(err) && annotating_run(a, err);
    keyboard_close();
    return ok;
}

static int annotate(const struct verb *v, const struct annotate_options *o,
                    const struct corpus_input *input, const char *output)
{
    struct annotating a = {.blind = o->blind,
                           .color = screen_color((enum screen_color)o->color)};
    struct tenor_error err = {0};

    bool ok = items_read(&a.items, &o->texts, input, &err) &&
              find_choices(&a, o->labels, &err);
    if (ok) {
        choices_set_keys(&a.choices);
        ok = annotating_resume(&a, output, &err) &&
             run_loop(v, &a, output, &err);
    }
    const int status = ok ? say_end(v, &a, output) : out_error(v->name, &err);
    annotating_release(&a);
    return status;
}

static int annotate_file(const struct verb *v, const struct annotate_options *o,
                         char *path)
{
    struct corpus_input *input = NULL;
    size_t inputs;
    int status;

    if (corpora_find(v, &path, 1, &o->corpora, &input, &inputs, &status)) {
        char *own = o->output ? NULL : default_output(path);
        const char *output = o->output ? o->output : own;
        if (!output)
            status = opt_misuse(v, "out of memory");
        else if (!answers_has_format(output))
            status = opt_misuse(v, "the name of the answers must end with "
                                   ".tsv, .csv or .jsonl");
        else if (strcmp(output, path) == 0)
            status = opt_misuse(v, "the answers cannot go to the file that "
                                   "is read");
        else
            status = annotate(v, o, input, output);
        free(own);
    }
    free(input);
    return status;
}

static int run_annotate(const struct verb *v, int argc, char **argv)
{
    struct annotate_options o = {0};
    size_t n;
    int status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_STR,    0,  "labels",      &o.labels,            "NAMES",  "the labels, separated by commas; those that are\nsuggested in FILE", NULL},
        {OPT_STR,   'o', "output",      &o.output,            "ANSWERS", "where answers go, a name that ends with .tsv, .csv\nor .jsonl; FILE with .labelled.tsv", NULL},
        {OPT_FLAG,   0,  "blind",       &o.blind,             NULL,     "do not show what is suggested", NULL},
        {OPT_STR,    0,  "in",          &o.corpora.in,        "FORMAT", "format of FILE, else by its name: lines tsv csv\njsonl files tar zip, and each with .gz .zst .xz", NULL},
        {OPT_STR,    0,  "text-column", &o.texts.text_column, "NAME",   "name or number of the column of the text; that\nnamed text, in TSV the last", NULL},
        {OPT_STR,    0,  "text-field",  &o.texts.text_field,  "NAME",   "field of the text in JSON, a.b for a nested one;\ntext", NULL},
        {OPT_FLAG,   0,  "header",      &o.texts.header,      NULL,     "TSV has the names of its columns on the first line", NULL},
        {OPT_CHOICE, 0,  "color",       &o.color,             "WHEN",   "colours: auto, at a terminal; always; never", "auto always never"},
        {OPT_END,    0,  NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n != 1)
        return opt_misuse(v, n ? "there is more than one FILE"
                               : "a FILE of texts is missing");
    if (strcmp(argv[0], "-") == 0)
        return opt_misuse(v, "standard input is for keys; FILE is a file");
    return annotate_file(v, &o, argv[0]);
}

const struct verb verb_annotate = {
    .name = "annotate",
    .synopsis = "[--labels A,B,...] [-o ANSWERS] [OPTION...] FILE",
    .summary = "Give labels to texts, with one key for each.",
    .more =
        "One text after the other is shown, as `tenor suggest` writes them or\n"
        "`tenor label` reads them. A key gives it a label; u takes the last\n"
        "answer back, s skips, m shows all of a long text, q quits. Each "
        "answer\n"
        "is on the disk before the next text comes, and the same command goes\n"
        "on where it was left, however it ended. `tenor train` reads ANSWERS.\n"
        "\n"
        "Exit status: 0 done or quit, 2 wrong usage or a file that cannot be\n"
        "read or written, 128 and the number of a signal that ended it.",
    .run = run_annotate,
};

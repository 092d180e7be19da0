/* The card of a model as text. */
#include <stdio.h>

#include "cli/card_view.h"
#include "cli/out.h"
#include "model/language.h"

static void print_figure(const char *indent, const json_t *figures,
                         const char *key, const char *name)
{
    const json_t *o = json_object_get(figures, key);
    const json_t *bounds = json_object_get(o, "interval");

    if (!o) /* an older card */
        return;
    printf("%s%-17s %.4f  [%.4f, %.4f]\n", indent, name,
           view_number(o, "value"),
           json_number_value(json_array_get(bounds, 0)),
           json_number_value(json_array_get(bounds, 1)));
}

static void print_language(const json_t *settings)
{
    const char *name = view_string(settings, "language");

    printf("  language     %s, ", name);
    if (!language_find(name))
        printf("which has no stemmer: words are used as they are\n");
    else
        printf("%s\n", json_is_true(json_object_get(settings, "stemming"))
                           ? "stemmed"
                           : "not stemmed");
}

static void print_features(const json_t *axis)
{
    const json_t *s = json_object_get(axis, "settings");
    const json_t *chars = json_object_get(s, "characters");
    const json_int_t max = json_integer_value(json_array_get(chars, 1));

    print_language(s);
    printf("  features     %.0f: 1 to %.0f words",
           view_number(axis, "features"), view_number(s, "ngrams"));
    if (max)
        printf(", %d to %d characters",
               (int)json_integer_value(json_array_get(chars, 0)), (int)max);
    if (json_is_true(json_object_get(s, "negation")))
        printf(", negation");
    if (json_is_true(json_object_get(s, "style")))
        printf(", style");
    printf("; %s, weighting %s\n", view_string(s, "counts"),
           view_string(s, "weighting"));
}

static void print_solver(const json_t *axis)
{
    const json_t *solver = json_object_get(axis, "solver");
    const double balance = view_number(solver, "balance");

    printf("  solver       %s, %s kernel, %s loss, C %g",
           view_string(solver, "name"), view_string(solver, "kernel"),
           view_string(solver, "loss"), view_number(solver, "C"));
    if (balance > 0.0)
        printf(", balance %g", balance);
    putchar('\n');
}

static void print_search(const json_t *axis)
{
    const json_t *search = json_object_get(axis, "search");
    const json_t *cut = json_object_get(search, "budget_spent_before");
    const json_t *label = json_object_get(search, "label");
    const size_t trials = json_array_size(json_object_get(search, "tried"));

    if (trials == 0)
        return;
    printf("  search       %zu trials, for the best %s", trials,
           view_string(search, "criterion"));
    if (label)
        printf(" of '%s'", json_string_value(label));
    if (cut)
        printf("; the budget was spent before the stage '%s'",
               json_string_value(cut));
    putchar('\n');
}

static void print_labels(const json_t *axis)
{
    const json_t *label, *word;
    size_t i, j;

    printf("  labels%s\n", json_is_true(json_object_get(axis, "ordered"))
                               ? ", from first to last"
                               : "");
    json_array_foreach(json_object_get(axis, "labels"), i, label)
    {
        printf("    %-12s %.0f documents, precision %.3f, recall %.3f\n",
               view_string(label, "name"), view_number(label, "documents"),
               view_number(label, "precision"), view_number(label, "recall"));
        const json_t *words = json_object_get(label, "words");
        if (json_array_size(words))
            printf("      ");
        json_array_foreach(words, j, word) printf(
            " %s", json_string_value(word) ? json_string_value(word) : "?");
        if (json_array_size(words))
            putchar('\n');
    }
}

/* Labels of a table of confusions that fit on a line of 80 signs. */
#define COLUMNS 6

static void print_cell(const char *name)
{
    printf(" %9.*s", out_prefix(str_of(name), 9), name);
}

static void print_confusion(const json_t *axis, const json_t *figures,
                            const char *title)
{
    const json_t *rows = json_object_get(figures, "confusion");
    const json_t *labels = json_object_get(axis, "labels"), *label;
    const size_t K = json_array_size(rows);
    size_t i;

    if (K == 0 || K > COLUMNS)
        return;
    printf("  %s\n    %-12s", title, "true \\ given");
    json_array_foreach(labels, i, label) print_cell(view_string(label, "name"));
    putchar('\n');
    json_array_foreach(labels, i, label)
    {
        const char *name = view_string(label, "name");
        printf("    %-12.*s", out_prefix(str_of(name), 12), name);
        for (size_t j = 0; j < K; j++)
            printf(" %9.0f", view_cell(rows, i, j));
        putchar('\n');
    }
}

static void print_corpus(const json_t *c)
{
    const char *licence = json_string_value(json_object_get(c, "licence"));
    const json_t *weight = json_object_get(c, "weight");

    printf("    %s: %.0f documents%s%s", view_string(c, "name"),
           view_number(c, "documents"), licence ? ", licence " : "",
           licence ? licence : "");
    if (weight)
        printf(", weight %g", json_number_value(weight));
    printf("\n      sha256 %s\n", view_string(c, "sha256"));
}

static void print_corpora(const char *title, const json_t *corpora)
{
    const json_t *c;
    size_t i;

    if (corpora)
        printf("  %s\n", title);
    json_array_foreach(corpora, i, c) print_corpus(c);
}

static void print_tests(const json_t *axis)
{
    const json_t *tests = json_object_get(axis, "tests"), *t;
    size_t i;

    if (tests)
        printf("  tests, never trained on\n");
    json_array_foreach(tests, i, t)
    {
        print_corpus(t);
        print_figure("      ", t, "accuracy", "accuracy");
        print_figure("      ", t, "balanced_accuracy", "balanced accuracy");
        print_figure("      ", t, "macro_f1", "macro-F1");
    }
}

/* What of a text the axis is about, and how sentences are summed up. */
static void print_scope(const json_t *axis)
{
    const json_t *articles = json_object_get(axis, "articles");
    const json_t *scope = json_object_get(axis, "scope");
    const json_t *chosen = view_chosen(articles);

    if (scope)
        printf("  scope        %s\n", json_string_value(scope));
    if (!articles)
        return;
    printf("  articles     the mean of ");
    view_put_aggregate(articles);
    if (chosen)
        printf("; loss %.4f, accuracy %.4f, balanced accuracy %.4f",
               view_number(chosen, "loss"), view_number(chosen, "accuracy"),
               view_number(chosen, "balanced_accuracy"));
    putchar('\n');
}

static void print_moves(const json_t *axis)
{
    const json_t *moved = json_object_get(axis, "moved_by_names");

    if (moved)
        printf("  names        when they are swapped, a probability moves by "
               "%.4f on average\n",
               json_number_value(moved));
}

static void print_notes(const json_t *axis)
{
    const json_t *notes = json_object_get(axis, "notes"), *note;
    size_t i;

    if (notes)
        printf("  keep in mind\n");
    json_array_foreach(notes, i, note) printf(
        "    %s\n", json_string_value(note) ? json_string_value(note) : "?");
}

static void print_axis(const json_t *axis)
{
    const json_t *cv = json_object_get(axis, "cross_validation");

    printf("\naxis %s, %.0f documents of the unit '%s'\n",
           view_string(axis, "name"), view_number(axis, "documents"),
           view_string(axis, "unit"));
    print_features(axis);
    print_solver(axis);
    print_search(axis);
    print_scope(axis);
    print_moves(axis);
    printf("  cross-validated, %.0f folds, seed %.0f\n",
           view_number(cv, "folds"), view_number(axis, "seed"));
    print_figure("    ", cv, "accuracy", "accuracy");
    print_figure("    ", cv, "balanced_accuracy", "balanced accuracy");
    print_figure("    ", cv, "macro_f1", "macro-F1");
    print_figure("    ", cv, "mcc", "mcc");
    print_figure("    ", cv, "ece", "ece");
    print_labels(axis);
    print_confusion(axis, cv, "labels given in cross-validation");
    print_confusion(axis, json_object_get(axis, "articles"),
                    "labels given to articles");
    print_corpora("corpora", json_object_get(axis, "corpora"));
    print_corpora(
        "corpora of articles, for how they are summed up",
        json_object_get(json_object_get(axis, "articles"), "corpora"));
    print_corpora("texts, for what words have in common",
                  json_object_get(axis, "texts"));
    print_tests(axis);
    print_notes(axis);
}

void view_text(const json_t *card)
{
    const json_t *axis;
    size_t i;

    printf("trained by tenor %s", view_string(card, "tenor"));
    json_array_foreach(json_object_get(card, "axes"), i, axis) print_axis(axis);
}

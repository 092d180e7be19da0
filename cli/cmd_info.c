/* tenor info: the card of a model. */
#include <stdio.h>
#include <string.h>

#include "cli/out.h"
#include "cli/verbs.h"
#include "model/language.h"

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "?";
}

static double number(const json_t *o, const char *key)
{
    return json_number_value(json_object_get(o, key));
}

static void print_figure(const json_t *cv, const char *key, const char *name)
{
    const json_t *o = json_object_get(cv, key);
    const json_t *bounds = json_object_get(o, "interval");

    if (!o) /* an older card */
        return;
    printf("    %-10s %.4f  [%.4f, %.4f]\n", name, number(o, "value"),
           json_number_value(json_array_get(bounds, 0)),
           json_number_value(json_array_get(bounds, 1)));
}

static void print_language(const json_t *settings)
{
    const char *name = text(settings, "language");

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
    printf("  features     %.0f: 1 to %.0f words", number(axis, "features"),
           number(s, "ngrams"));
    if (max)
        printf(", %d to %d characters",
               (int)json_integer_value(json_array_get(chars, 0)), (int)max);
    if (json_is_true(json_object_get(s, "negation")))
        printf(", negation");
    if (json_is_true(json_object_get(s, "style")))
        printf(", style");
    printf("; %s, weighting %s\n", text(s, "counts"), text(s, "weighting"));
}

static void print_solver(const json_t *axis)
{
    const json_t *solver = json_object_get(axis, "solver");
    const double balance = number(solver, "balance");

    printf("  solver       %s, %s kernel, %s loss, C %g", text(solver, "name"),
           text(solver, "kernel"), text(solver, "loss"), number(solver, "C"));
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
           text(search, "criterion"));
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
               text(label, "name"), number(label, "documents"),
               number(label, "precision"), number(label, "recall"));
        const json_t *words = json_object_get(label, "words");
        if (json_array_size(words))
            printf("      ");
        json_array_foreach(words, j, word) printf(
            " %s", json_string_value(word) ? json_string_value(word) : "?");
        if (json_array_size(words))
            putchar('\n');
    }
}

static void print_corpora(const json_t *axis)
{
    const json_t *c;
    size_t i;

    printf("  corpora\n");
    json_array_foreach(json_object_get(axis, "corpora"), i, c)
    {
        const char *licence =
            json_string_value(json_object_get(c, "licence"));
        printf("    %s: %.0f documents%s%s\n      sha256 %s\n",
               text(c, "name"), number(c, "documents"),
               licence ? ", licence " : "", licence ? licence : "",
               text(c, "sha256"));
    }
}

static void print_axis(const json_t *axis)
{
    const json_t *cv = json_object_get(axis, "cross_validation");

    printf("\naxis %s, %.0f documents of the unit '%s'\n", text(axis, "name"),
           number(axis, "documents"), text(axis, "unit"));
    print_features(axis);
    print_solver(axis);
    print_search(axis);
    printf("  cross-validated, %.0f folds, seed %.0f\n", number(cv, "folds"),
           number(axis, "seed"));
    print_figure(cv, "accuracy", "accuracy");
    print_figure(cv, "macro_f1", "macro-F1");
    print_figure(cv, "mcc", "mcc");
    print_figure(cv, "ece", "ece");
    print_labels(axis);
    print_corpora(axis);
}

static int print_card(const struct verb *v, const struct tenor_model *m,
                      bool json)
{
    size_t size, i;
    const char *bytes = tenor_model_card(m, &size);
    json_t *card = json_loadb(bytes, size, 0, NULL);
    const json_t *axis;

    if (!card) {
        fprintf(stderr, "tenor %s: the card of the model is not JSON\n",
                v->name);
        return EXIT_MODEL;
    }
    if (json) {
        out_json(card);
        return out_close(v->name, EXIT_DONE);
    }
    printf("trained by tenor %s", text(card, "tenor"));
    json_array_foreach(json_object_get(card, "axes"), i, axis)
        print_axis(axis);
    json_decref(card);
    return out_close(v->name, EXIT_DONE);
}

static int run_info(const struct verb *v, int argc, char **argv)
{
    int format = 0, status;
    /* clang-format off */
    const struct opt table[] = {
        {OPT_CHOICE, 0, "format", &format, "NAME", "what to print; text", "text json"},
        {OPT_END,    0, NULL, NULL, NULL, NULL, NULL},
    };
    /* clang-format on */
    struct tenor_model *model;
    size_t n;

    if (!opt_parse(v, table, argc, argv, &n, &status))
        return status;
    if (n > 1)
        return opt_misuse(v, "one model is expected");
    if (!open_model(v, n ? argv[0] : NULL, &model, &status))
        return status;
    status = print_card(v, model, format == 1);
    tenor_model_close(model);
    return status;
}

const struct verb verb_info = {
    .name = "info",
    .synopsis = "[--format text|json] [MODEL]",
    .summary = "Print the card of a model: how it was made.",
    .more = "Without MODEL, that of the embedded model.",
    .run = run_info,
};

/* The card of a model as a page of Markdown.
 *
 * Labels, words, names, notes and quoted texts come from corpora and may hold
 * anything. So every text is put on one line, and each sign that could mean
 * something to Markdown gets a backslash. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/card_view.h"

/* ---- texts --------------------------------------------------------------- */

static bool is_inside_word(const char *s, const char *at)
{
    return at > s && isalnum((unsigned char)at[-1]) &&
           isalnum((unsigned char)at[1]);
}

static void put_text(const char *s)
{
    s += strspn(s, " \t\r\n");
    for (const char *at = s; *at; at++) {
        const unsigned char c = (unsigned char)*at;
        if (c < ' ' || c == 0x7F) {
            putchar(' ');
            continue;
        }
        if (strchr("\\`*[]<>|&~$#", c) || (c == '_' && !is_inside_word(s, at)))
            putchar('\\');
        putchar(c);
    }
}

/* The same at the start of a block, where "- " or "1. " would begin a list. */
static void put_item(const char *s)
{
    s += strspn(s, " \t\r\n");
    const size_t digits = strspn(s, "0123456789");

    if (digits && (s[digits] == '.' || s[digits] == ')')) {
        printf("%.*s\\", (int)digits, s);
        s += digits;
    } else if (*s == '-' || *s == '+' || *s == '=') {
        putchar('\\');
    }
    put_text(s);
}

static void put_string(const json_t *o, const char *key)
{
    put_text(view_string(o, key));
}

static void put_quoted(const json_t *o, const char *key)
{
    putchar('"');
    put_string(o, key);
    putchar('"');
}

/* As code, where it has no sign that could end that. */
static void put_code(const char *s)
{
    const bool plain = *s && !s[strspn(s, "0123456789abcdef")];

    if (plain)
        printf("`%s`", s);
    else
        put_text(s);
}

/* ---- figures ------------------------------------------------------------- */

/* "0.812 [0.790, 0.833]", or a dash in older cards. */
static void put_figure(const json_t *figures, const char *key)
{
    const json_t *o = json_object_get(figures, key);
    const json_t *bounds = json_object_get(o, "interval");

    if (o)
        printf("%.3f [%.3f, %.3f]", view_number(o, "value"),
               json_number_value(json_array_get(bounds, 0)),
               json_number_value(json_array_get(bounds, 1)));
    else
        putchar('-');
}

static void print_figure_row(const json_t *cv, const char *key,
                             const char *name)
{
    if (!json_object_get(cv, key))
        return;
    printf("| %s | ", name);
    put_figure(cv, key);
    printf(" |\n");
}

static double part(double of, double all)
{
    return all > 0.0 ? of / all : 0.0;
}

/* ---- the model ----------------------------------------------------------- */

static void print_head(const json_t *card)
{
    const json_t *axes = json_object_get(card, "axes");
    const json_t *settings =
        json_object_get(json_array_get(axes, 0), "settings");
    const json_t *libraries = json_object_get(card, "libraries");
    const size_t n = json_array_size(axes);

    printf("# Model card\n\nThis model labels texts on %zu %s. An axis is a "
           "support "
           "vector machine over\nfeatures of words, whose margins are "
           "calibrated to probabilities.\nLanguage: ",
           n, n == 1 ? "axis" : "axes");
    put_string(settings, "language");
    printf(". Trained by tenor ");
    put_string(card, "tenor");
    printf(" (libsvm %.0f, liblinear %.0f).\n\n",
           view_number(libraries, "libsvm"),
           view_number(libraries, "liblinear"));
    printf("`tenor info --format markdown` prints this page; all settings and "
           "what the search\ntried are in `tenor info --format json`.\n\n");
}

static void put_labels(const json_t *axis)
{
    const json_t *label;
    size_t i;

    json_array_foreach(json_object_get(axis, "labels"), i, label)
    {
        if (i)
            printf(", ");
        put_string(label, "name");
    }
}

static void print_summary_row(const json_t *axis)
{
    const json_t *cv = json_object_get(axis, "cross_validation");
    const json_t *test = json_array_get(json_object_get(axis, "tests"), 0);

    printf("| ");
    put_string(axis, "name");
    printf(" | ");
    put_labels(axis);
    printf(" | ");
    put_string(axis, "unit");
    printf(" | %.0f | ", view_number(axis, "documents"));
    put_figure(cv, "accuracy");
    printf(" | ");
    put_figure(cv, "macro_f1");
    printf(" | ");
    if (test) {
        put_string(test, "name");
        printf(": accuracy ");
        put_figure(test, "accuracy");
        printf(", macro-F1 ");
        put_figure(test, "macro_f1");
    } else {
        printf("none");
    }
    printf(" |\n");
}

static void print_summary(const json_t *axes)
{
    const json_t *axis;
    size_t i;

    printf("| axis | labels | unit | documents | accuracy | macro-F1 "
           "| first test |\n"
           "| --- | --- | --- | ---: | --- | --- | --- |\n");
    json_array_foreach(axes, i, axis) print_summary_row(axis);
    printf("\nAccuracy and macro-F1 of an axis are cross-validated: a document "
           "is labelled by a\nmachine that was trained without it, on "
           "documents like it. A test is a corpus that\nthe axis was never "
           "trained on. Brackets hold 95 %% intervals. Words and texts stand\n"
           "here as they are in the corpora, offensive ones too.\n");
}

/* ---- an axis ------------------------------------------------------------- */

static const char *scope_words(const char *scope)
{
    if (strcmp(scope, "sentences") == 0)
        return "each sentence by itself; an article is summed up from them";
    if (strcmp(scope, "title") == 0)
        return "the title of an article";
    return strcmp(scope, "whole") == 0 ? "the whole text as one" : scope;
}

static void print_facts(const json_t *axis)
{
    const json_t *scope = json_object_get(axis, "scope");
    const json_t *poles = json_object_get(axis, "poles");

    printf("- Unit of training: ");
    put_string(axis, "unit");
    if (scope) {
        printf("\n- Scope: ");
        put_text(scope_words(view_string(axis, "scope")));
    }
    if (poles) {
        printf("\n- Score: from -1, ");
        put_quoted(poles, "negative");
        printf(", to 1, ");
        put_quoted(poles, "positive");
    }
    printf("\n- Documents: %.0f; texts with more than one label: %.0f\n",
           view_number(axis, "documents"),
           view_number(axis, "conflicting_texts"));
}

static void print_labels(const json_t *axis)
{
    const json_t *label;
    size_t i;

    printf("\n### Labels\n\n");
    if (json_is_true(json_object_get(axis, "ordered")))
        printf("The labels have an order, from first to last.\n\n");
    printf("| label | documents | share | precision | recall | F1 |\n"
           "| --- | ---: | ---: | ---: | ---: | ---: |\n");
    json_array_foreach(json_object_get(axis, "labels"), i, label)
    {
        const double n = view_number(label, "documents");
        printf("| ");
        put_string(label, "name");
        printf(" | %.0f | %.1f %% | %.3f | %.3f | %.3f |\n", n,
               100.0 * part(n, view_number(axis, "documents")),
               view_number(label, "precision"), view_number(label, "recall"),
               view_number(label, "f1"));
    }
}

static void print_corpora(const json_t *corpora)
{
    const json_t *c;
    size_t i;

    printf("| corpus | documents | weight | licence | SHA-256 |\n"
           "| --- | ---: | ---: | --- | --- |\n");
    json_array_foreach(corpora, i, c)
    {
        const json_t *weight = json_object_get(c, "weight");
        const json_t *licence = json_object_get(c, "licence");
        printf("| ");
        put_string(c, "name");
        printf(" | %.0f | %g | ", view_number(c, "documents"),
               weight ? json_number_value(weight) : 1.0);
        put_text(licence ? view_string(c, "licence") : "not stated");
        printf(" | ");
        put_code(view_string(c, "sha256"));
        printf(" |\n");
    }
}

/* How much of a list is from beside the recipe; see train/recipe.h. */
static void print_own(const json_t *corpora)
{
    const json_t *c;
    double own = 0.0, own_weight = 0.0, all_weight = 0.0;
    size_t i;

    json_array_foreach(corpora, i, c)
    {
        const json_t *weight = json_object_get(c, "weight");
        const double n = view_number(c, "documents");
        const double w = n * (weight ? json_number_value(weight) : 1.0);
        const bool ours = strncmp(view_string(c, "name"), "./", 2) == 0;
        own += ours ? n : 0.0;
        own_weight += ours ? w : 0.0;
        all_weight += w;
    }
    if (own == 0.0)
        return;
    const double all = view_documents(corpora);
    printf("\n%.0f of %.0f documents (%.1f %%", own, all,
           100.0 * part(own, all));
    if (own < all && all_weight != all)
        printf("; by weight %.1f %%", 100.0 * part(own_weight, all_weight));
    printf(") are passages of our own,\nwhose names begin with `./`.\n");
}

/* A row of a table of confusions for each true label. */
static void print_confusion(const json_t *axis, const json_t *figures)
{
    const json_t *rows = json_object_get(figures, "confusion");
    const json_t *labels = json_object_get(axis, "labels"), *label;
    const size_t K = json_array_size(rows);
    size_t i;

    if (K == 0) /* an older card, or many labels */
        return;
    printf("\n| true label |");
    json_array_foreach(labels, i, label)
    {
        printf(" given ");
        put_string(label, "name");
        printf(" |");
    }
    printf("\n| --- |");
    for (i = 0; i < K; i++)
        printf(" ---: |");
    json_array_foreach(labels, i, label)
    {
        printf("\n| ");
        put_string(label, "name");
        printf(" |");
        for (size_t j = 0; j < K; j++)
            printf(" %.0f |", view_cell(rows, i, j));
    }
    putchar('\n');
}

static void print_cross_validation(const json_t *axis)
{
    const json_t *cv = json_object_get(axis, "cross_validation");

    printf("\n### Cross-validated, %.0f folds\n\n"
           "| figure | value and 95 %% interval |\n| --- | --- |\n",
           view_number(cv, "folds"));
    print_figure_row(cv, "accuracy", "accuracy");
    print_figure_row(cv, "balanced_accuracy",
                     "balanced accuracy (mean recall of the labels)");
    print_figure_row(cv, "macro_f1", "macro-F1 (mean F1 of the labels)");
    print_figure_row(cv, "mcc", "Matthews correlation");
    print_figure_row(cv, "ece", "calibration error of the probabilities");
    print_confusion(axis, cv);
}

static void print_tests(const json_t *axis)
{
    const json_t *tests = json_object_get(axis, "tests"), *t;
    size_t i;

    printf("\n### Tests, never trained on\n\n");
    if (json_array_size(tests) == 0) {
        printf("None.\n");
        return;
    }
    printf("| corpus | documents | accuracy | balanced accuracy | macro-F1 "
           "| licence | SHA-256 |\n"
           "| --- | ---: | --- | --- | --- | --- | --- |\n");
    json_array_foreach(tests, i, t)
    {
        printf("| ");
        put_string(t, "name");
        printf(" | %.0f | ", view_number(t, "documents"));
        put_figure(t, "accuracy");
        printf(" | ");
        put_figure(t, "balanced_accuracy");
        printf(" | ");
        put_figure(t, "macro_f1");
        printf(" | ");
        put_string(t, "licence");
        printf(" | ");
        put_code(view_string(t, "sha256"));
        printf(" |\n");
    }
}

/* ---- articles ------------------------------------------------------------ */

static void print_tried(const json_t *tried)
{
    const json_t *t;
    char room[VIEW_SHARE];
    size_t i;

    printf("| sentences | quoted speech | loss | accuracy "
           "| balanced accuracy | |\n"
           "| --- | --- | ---: | ---: | ---: | --- |\n");
    json_array_foreach(tried, i, t)
        printf("| %s | %s | %.4f | %.3f | %.3f | %s |\n",
               view_share(view_number(t, "share"), room),
               json_is_true(json_object_get(t, "without_quotes")) ? "left out"
                                                                  : "counts",
               view_number(t, "loss"), view_number(t, "accuracy"),
               view_number(t, "balanced_accuracy"),
               json_is_true(json_object_get(t, "chosen")) ? "chosen" : "");
}

/* The least loss with or without quoted speech, or NULL. */
static const json_t *best_trial(const json_t *tried, bool without_quotes)
{
    const json_t *t, *best = NULL;
    size_t i;

    json_array_foreach(
        tried, i, t) if (json_is_true(json_object_get(t, "without_quotes")) ==
                             without_quotes &&
                         (!best || view_number(t, "loss") <
                                       view_number(best, "loss"))) best = t;
    return best;
}

static void print_quotes(const json_t *tried)
{
    const json_t *with = best_trial(tried, false);
    const json_t *without = best_trial(tried, true);
    const double before = view_number(with, "loss");
    const double after = view_number(without, "loss");

    if (!with || !without)
        return;
    if (before == after)
        printf("\nLeaving out quoted speech made no difference to the least "
               "loss, %.4f.\n",
               before);
    else
        printf("\nLeaving out quoted speech %s the least loss from %.4f to "
               "%.4f.\n",
               after < before ? "lowered" : "raised", before, after);
    printf("Whether it counts is decided for all axes together, by their mean "
           "loss.\n");
}

static void print_articles(const json_t *axis)
{
    const json_t *articles = json_object_get(axis, "articles");
    const json_t *corpora = json_object_get(articles, "corpora");
    const json_t *tried = json_object_get(articles, "tried");

    if (!articles)
        return;
    printf("\n### How an article is summed up\n\n"
           "By the mean margin of ");
    view_put_aggregate(articles);
    printf(".\nOf the shares of sentences that were tried, it had the least "
           "logarithmic loss,\ncross-validated on %.0f labelled articles.\n\n",
           view_documents(corpora));
    print_tried(tried);
    print_quotes(tried);
    print_confusion(axis, articles);
    putchar('\n');
    print_corpora(corpora);
    print_own(corpora);
}

/* ---- what the axis has learned ------------------------------------------- */

static void put_words(const json_t *words)
{
    const json_t *word;
    size_t i;

    json_array_foreach(words, i, word)
    {
        if (i)
            printf(", ");
        put_text(json_string_value(word) ? json_string_value(word) : "?");
    }
}

/* An axis with another kernel has none. */
static void print_words(const json_t *axis)
{
    const json_t *labels = json_object_get(axis, "labels"), *label;
    size_t i;

    if (!json_object_get(json_array_get(labels, 0), "words"))
        return;
    printf("\n### Strongest words\n\n| label | words |\n| --- | --- |\n");
    json_array_foreach(labels, i, label)
    {
        printf("| ");
        put_string(label, "name");
        printf(" | ");
        put_words(json_object_get(label, "words"));
        printf(" |\n");
    }
}

static void print_moves(const json_t *axis)
{
    const json_t *moved = json_object_get(axis, "moved_by_names");

    if (moved)
        printf("\n### Names\n\nWhen a name in a sentence is swapped for "
               "another of its kind, such as a country for\na country, the "
               "probability of a label moves by %.4f on average: that is the "
               "mean\nabsolute distance from its mean over the names. 0 is "
               "best.\n",
               json_number_value(moved));
}

static void print_notes(const json_t *axis)
{
    const json_t *notes = json_object_get(axis, "notes"), *note;
    size_t i;

    if (!notes)
        return;
    printf("\n### Keep in mind\n\n");
    json_array_foreach(notes, i, note)
    {
        printf("- ");
        put_item(json_string_value(note) ? json_string_value(note) : "?");
        putchar('\n');
    }
}

static void print_failures(const json_t *axis)
{
    const json_t *failures = json_object_get(axis, "failures"), *f;
    size_t i;

    if (!failures)
        return;
    printf("\n### Failures\n\nOf our own texts, those that the axis was surest "
           "of and wrong, in cross-validation.\nLong ones are cut.\n\n"
           "| text | label | guess | probability of the guess |\n"
           "| --- | --- | --- | ---: |\n");
    json_array_foreach(failures, i, f)
    {
        printf("| ");
        put_string(f, "text");
        printf(" | ");
        put_string(f, "label");
        printf(" | ");
        put_string(f, "guess");
        printf(" | %.3f |\n", view_number(f, "p"));
    }
}

static void print_axis(const json_t *axis)
{
    const json_t *corpora = json_object_get(axis, "corpora");

    printf("\n## Axis ");
    put_string(axis, "name");
    printf("\n\n");
    print_facts(axis);
    print_labels(axis);
    print_articles(axis);
    printf("\n### Corpora\n\n");
    print_corpora(corpora);
    print_own(corpora);
    print_cross_validation(axis);
    print_tests(axis);
    print_words(axis);
    print_moves(axis);
    print_notes(axis);
    print_failures(axis);
}

void view_markdown(const json_t *card)
{
    const json_t *axes = json_object_get(card, "axes"), *axis;
    size_t i;

    print_head(card);
    print_summary(axes);
    json_array_foreach(axes, i, axis) print_axis(axis);
}

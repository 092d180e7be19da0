/* tenor score --format text: one screen for a person.
 *
 * Models with axes of sentences get a page: the title, the axes as bars, the
 * sentences that carry most, what to keep in mind. The others have a head line
 * and, under each axis, the words that speak most for its label. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/carriers.h"
#include "cli/screen.h"
#include "cli/scoring.h"

#define WORDS 8 /* shown under an axis */
#define NAME_MAX_COLUMNS 16
#define LIST_MAX_COLUMNS 40 /* of the words behind a sentence */
#define NOTES 3             /* to keep in mind, at most */
#define SHORT_TEXT 100      /* words */
#define SURE 0.8            /* probability */
#define NOT_SURE 0.6
#define KNOWN_LOW 0.7

static void begin(const struct scoring *s)
{
    (void)s;
}

static void failed(const struct scoring *s, const char *id,
                   const struct tenor_error *err)
{
    (void)s;
    (void)id;
    (void)err;
}

static void print_styled(const struct scoring *s, enum screen_style style,
                         const char *text)
{
    screen_style(s->color, style);
    printf("%s", text);
    screen_style(s->color, STYLE_PLAIN);
}

static void print_heading(const struct scoring *s, const char *text)
{
    putchar('\n');
    print_styled(s, STYLE_BOLD, text);
    putchar('\n');
}

static const char *name_of(const struct scoring *s, size_t a)
{
    return tenor_axis_name(s->model, a);
}

/* Print a label or a name that a model brings. */
static void print_name(const char *name)
{
    screen_print(str_of(name), NAME_MAX_COLUMNS * 2);
}

static void print_set(const struct scoring *s, size_t a)
{
    const char *before = "";

    printf("\n      %g %% set: ", 100.0 * s->coverage);
    for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
        if (scoring_in_set(s, a, k)) {
            printf("%s", before);
            print_name(tenor_axis_label(s->model, a, k));
            before = ", ";
        }
}

/* Why an axis has no label. */
static void print_status(const struct scoring *s, size_t a)
{
    const enum tenor_status status = tenor_axis_status(s->scorer, a);
    const char *language = tenor_other_language(s->scorer);

    print_styled(s, STYLE_DIM, "-");
    printf("  %s", tenor_status_saying(status));
    if (status == TENOR_STATUS_LANGUAGE && language)
        printf(": %s", language);
}

/* The words that speak most for the label; none for a kernel axis, whose
 * margin is no sum over words. */
static bool print_words(const struct scoring *s, size_t a,
                        struct tenor_error *err)
{
    const struct tenor_word *w;
    struct tenor_error why = {0};
    const char *in = s->text.data;
    size_t n, shown = 0, len;

    if (tenor_axis_scope(s->model, a) == TENOR_TITLE)
        tenor_title(s->scorer, &in, &len);
    if (!tenor_explain_words(s->scorer, a, tenor_label(s->scorer, a), &w, &n,
                             &why))
        return why.code == TENOR_EINVAL ||
               fail(err, why.code, why.line, "%s", why.message);
    for (size_t i = 0; i < n && shown < WORDS; i++) {
        const struct tenor_span at = w[i].span;
        if (w[i].contribution <= 0.0)
            continue;
        printf(shown % 4 == 0 ? "\n      " : "   ");
        screen_print((struct str){in + at.begin, at.end - at.begin},
                     SCREEN_WIDTH);
        printf(" %+.2f", w[i].contribution);
        shown++;
    }
    return true;
}

/* ---- a list of axes ------------------------------------------------------ */

static void print_probabilities(const struct scoring *s, size_t a)
{
    const struct tenor_scorer *r = s->scorer;
    const size_t best = tenor_label(r, a);
    double polarity;

    print_name(tenor_axis_label(s->model, a, best));
    printf(" %.2f ", tenor_probability(r, a, best));
    for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
        if (k != best) {
            printf("  ");
            print_name(tenor_axis_label(s->model, a, k));
            printf(" %.2f", tenor_probability(r, a, k));
        }
    if (tenor_polarity(r, a, &polarity))
        printf("   score %+.2f", polarity);
}

static bool print_list(const struct scoring *s, const char *id,
                       struct tenor_error *err)
{
    const struct tenor_scorer *r = s->scorer;

    screen_print(str_of(id), SCREEN_WIDTH);
    printf(": %zu words, %.0f %% known", tenor_words(r),
           100.0 * tenor_known(r));
    for (size_t i = 0; i < s->axes; i++) {
        const size_t a = s->axis[i];
        printf("\n  ");
        screen_field(str_of(name_of(s, a)), 12);
        putchar(' ');
        if (scoring_ok(s, a))
            print_probabilities(s, a);
        else
            print_status(s, a);
        if (s->threshold)
            print_set(s, a);
        if (scoring_ok(s, a) && !print_words(s, a, err))
            return false;
    }
    putchar('\n');
    return true;
}

/* ---- a page: head -------------------------------------------------------- */

struct counts {
    size_t sentences, left_out;
};

static struct counts count(const struct scoring *s)
{
    struct counts c = {.sentences = tenor_sentence_count(s->scorer)};

    for (size_t i = 0; i < c.sentences; i++)
        c.left_out += !tenor_sentence_at(s->scorer, i).counted;
    return c;
}

/* The title, or the name of the text, which is then not said twice. */
static void print_head(const struct scoring *s, const char *id)
{
    const struct tenor_scorer *r = s->scorer;
    const size_t sentences = tenor_sentence_count(r);
    struct str title;
    char counts[80];

    if (!tenor_title(r, &title.s, &title.len))
        title = str_of(s->title ? s->title : "");
    screen_style(s->color, STYLE_BOLD);
    if (title.len)
        screen_print(title, SCREEN_WIDTH);
    else
        screen_print_end(str_of(id), SCREEN_WIDTH);
    screen_style(s->color, STYLE_PLAIN);
    putchar('\n');
    const int len =
        snprintf(counts, sizeof counts,
                 "%zu words, %zu sentence%s, %.0f %% known", tenor_words(r),
                 sentences, sentences == 1 ? "" : "s", 100.0 * tenor_known(r));
    if (title.len) {
        screen_print_end(str_of(id), SCREEN_WIDTH - 2 - (size_t)len);
        printf(": ");
    }
    printf("%s\n", counts);
}

/* ---- a page: axes -------------------------------------------------------- */

/* Columns of the table of axes. */
struct columns {
    size_t name, label, bar;
};

static size_t wider(size_t columns, const char *name)
{
    const size_t width = screen_width(str_of(name));

    return width <= columns           ? columns
           : width < NAME_MAX_COLUMNS ? width
                                      : NAME_MAX_COLUMNS;
}

/* They depend on the model alone, so that texts can be compared. */
static struct columns columns_of(const struct scoring *s)
{
    struct columns c = {0};

    for (size_t i = 0; i < s->axes; i++) {
        const size_t a = s->axis[i];
        c.name = wider(c.name, name_of(s, a));
        for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
            c.label = wider(c.label, tenor_axis_label(s->model, a, k));
    }
    /* "  name  label  bar  100 %   then label 48 %" */
    c.bar =
        2 + c.name + 2 + c.label + 2 + 20 + 7 + 8 + c.label + 5 <= SCREEN_WIDTH
            ? 20
            : 10;
    return c;
}

/* No probability is certain, though it may round to 100. */
static double percent(double p)
{
    return p > 0.99 ? 99.0 : 100.0 * p;
}

static void print_bar(const struct scoring *s, size_t cells, double p)
{
    const size_t full = (size_t)(p * (double)cells + 0.5);

    screen_style(s->color, STYLE_BAR);
    for (size_t i = 0; i < full; i++)
        printf("\xE2\x96\x88");
    screen_style(s->color, STYLE_DIM);
    for (size_t i = full; i < cells; i++)
        printf("\xE2\x96\x91");
    screen_style(s->color, STYLE_PLAIN);
}

static size_t runner_up(const struct scoring *s, size_t a)
{
    const size_t best = tenor_label(s->scorer, a);
    size_t second = best == 0;

    for (size_t k = 0; k < tenor_axis_label_count(s->model, a); k++)
        if (k != best && tenor_probability(s->scorer, a, k) >
                             tenor_probability(s->scorer, a, second))
            second = k;
    return second;
}

static void print_result(const struct scoring *s, size_t a, struct columns c)
{
    const struct tenor_scorer *r = s->scorer;
    const size_t best = tenor_label(r, a);
    const double p = tenor_probability(r, a, best);
    double polarity;

    screen_style(s->color, STYLE_BOLD);
    screen_field(str_of(tenor_axis_label(s->model, a, best)), c.label);
    screen_style(s->color, STYLE_PLAIN);
    printf("  ");
    print_bar(s, c.bar, p);
    printf(" %3.0f %%   ", percent(p));
    if (tenor_polarity(r, a, &polarity)) {
        printf("score %+.2f", polarity);
        return;
    }
    const size_t second = runner_up(s, a);
    printf("then ");
    screen_print(str_of(tenor_axis_label(s->model, a, second)), c.label);
    printf(" %.0f %%", percent(tenor_probability(r, a, second)));
}

static bool shows_sentences(const struct scoring *s)
{
    for (size_t i = 0; i < s->axes; i++)
        if (tenor_axis_scope(s->model, s->axis[i]) == TENOR_SENTENCES)
            return true;
    return false;
}

/* Where no sentences will be shown, words take their place. */
static bool print_axes(const struct scoring *s, struct tenor_error *err)
{
    const struct columns c = columns_of(s);
    const bool words = !shows_sentences(s);

    for (size_t i = 0; i < s->axes; i++) {
        const size_t a = s->axis[i];
        printf("  ");
        screen_field(str_of(name_of(s, a)), c.name);
        printf("  ");
        if (scoring_ok(s, a))
            print_result(s, a, c);
        else
            print_status(s, a);
        if (s->threshold)
            print_set(s, a);
        if (words && scoring_ok(s, a) && !print_words(s, a, err))
            return false;
        putchar('\n');
    }
    return true;
}

/* ---- a page: sentences --------------------------------------------------- */

/* The words in brackets, up to a width. False when memory ran out. */
static bool list_words(const struct scoring *s, const struct tenor_span *word,
                       size_t n, struct buffer *list)
{
    size_t used = 2;

    for (size_t i = 0; i < n; i++) {
        const struct str w = {s->text.data + word[i].begin,
                              word[i].end - word[i].begin};
        const size_t width = screen_width(w) + 2;
        if (used + width > LIST_MAX_COLUMNS)
            continue;
        used += width;
        if (!buffer_add(list, list->len ? ", " : "[", list->len ? 2 : 1) ||
            !buffer_add(list, w.s, w.len))
            return false;
    }
    return list->len == 0 || buffer_add(list, "]", 1);
}

static bool print_carrier(const struct scoring *s, const struct carrier *c,
                          struct tenor_error *err)
{
    const struct tenor_span span =
        tenor_sentence_at(s->scorer, c->sentence).span;
    const char *label =
        tenor_axis_label(s->model, c->axis, tenor_label(s->scorer, c->axis));
    struct tenor_span word[CARRIER_WORDS];
    struct buffer list = {0};
    size_t n, used = 4, width = 0;

    if (!carrier_words(s, c, word, &n, err))
        return false;
    if (!s->color && !list_words(s, word, n, &list)) {
        free(list.data);
        return fail_memory(err, "the words of a sentence");
    }
    if (list.len)
        width = screen_width((struct str){list.data, list.len}) + 1;
    printf("  ");
    screen_style(s->color, STYLE_DIM);
    used += screen_print(str_of(name_of(s, c->axis)), NAME_MAX_COLUMNS) + 1;
    putchar(' ');
    used += screen_print(str_of(label), NAME_MAX_COLUMNS);
    putchar(':');
    screen_style(s->color, STYLE_PLAIN);
    putchar(' ');
    for (size_t i = 0; i < n; i++) {
        word[i].begin -= span.begin;
        word[i].end -= span.begin;
    }
    screen_paragraph(
        (struct str){s->text.data + span.begin, span.end - span.begin}, used, 4,
        width, word, n, s->color);
    if (list.len) {
        putchar(' ');
        screen_print((struct str){list.data, list.len}, width);
    }
    putchar('\n');
    free(list.data);
    return true;
}

static bool print_carriers(const struct scoring *s, struct tenor_error *err)
{
    struct carrier c[CARRIERS];
    size_t n;

    if (!carriers_find(s, c, &n, err))
        return false;
    if (n == 0)
        return true;
    print_heading(s, "Sentences that carry most");
    for (size_t i = 0; i < n; i++)
        if (!print_carrier(s, &c[i], err))
            return false;
    return true;
}

/* ---- a page: what to keep in mind ---------------------------------------- */

struct notes {
    struct buffer line[NOTES];
    size_t n;
    bool ok; /* memory has not run out */
};

__attribute__((format(printf, 2, 3))) static void add(struct notes *n,
                                                      const char *format, ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    const int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const size_t used =
        (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    if (n->n < NOTES)
        n->ok &= buffer_add(&n->line[n->n], text, used);
}

static void end_note(struct notes *n)
{
    n->n += n->n < NOTES;
}

/* Whether the best probability of an axis is in [from, to). */
static bool is_between(const struct scoring *s, size_t a, double from,
                       double to)
{
    const double p = tenor_probability(s->scorer, a, tenor_label(s->scorer, a));

    return scoring_ok(s, a) && p >= from && p < to;
}

static size_t count_between(const struct scoring *s, double from, double to)
{
    size_t n = 0;

    for (size_t i = 0; i < s->axes; i++)
        n += is_between(s, s->axis[i], from, to);
    return n;
}

static void add_axes(struct notes *n, const struct scoring *s, double from,
                     double to)
{
    const char *before = "";

    for (size_t i = 0; i < s->axes; i++)
        if (is_between(s, s->axis[i], from, to)) {
            add(n, "%s%s", before, name_of(s, s->axis[i]));
            before = ", ";
        }
}

static void note_text(struct notes *n, const struct scoring *s)
{
    const struct tenor_scorer *r = s->scorer;
    const enum tenor_status status = tenor_status(r);

    if (status == TENOR_STATUS_LANGUAGE) {
        const char *language = tenor_other_language(r);
        add(n, "the text is in %s%s", language ? language : "another language",
            language ? ", which the model has not learned" : "");
        end_note(n);
    }
    if (status == TENOR_STATUS_OK && tenor_known(r) < KNOWN_LOW) {
        add(n, "only %.0f %% of the words are known", 100.0 * tenor_known(r));
        end_note(n);
    }
}

static void note_certainty(struct notes *n, const struct scoring *s)
{
    const struct tenor_scorer *r = s->scorer;
    const size_t sure = count_between(s, SURE, 2.0);

    if (tenor_status(r) == TENOR_STATUS_OK && tenor_words(r) < SHORT_TEXT) {
        add(n, "a short text");
        if (sure == 0)
            add(n, "; sure of nothing");
        else if (sure < s->axes)
            add(n, "; sure only of ");
        if (sure < s->axes)
            add_axes(n, s, SURE, 2.0);
        end_note(n);
    }
    if (count_between(s, 0.0, NOT_SURE)) {
        add(n, "not sure: ");
        add_axes(n, s, 0.0, NOT_SURE);
        end_note(n);
    }
}

static void note_left_out(struct notes *n, const struct scoring *s)
{
    const struct counts c = count(s);

    if (tenor_status(s->scorer) != TENOR_STATUS_OK || c.left_out == 0)
        return;
    add(n, "%zu of %zu sentence%s left out: captions, links or quotations",
        c.left_out, c.sentences, c.sentences == 1 ? "" : "s");
    end_note(n);
}

static bool print_notes(const struct scoring *s, struct tenor_error *err)
{
    struct notes n = {.ok = true};

    note_text(&n, s);
    note_certainty(&n, s);
    note_left_out(&n, s);
    if (n.n && n.ok)
        print_heading(s, "Keep in mind");
    for (size_t i = 0; i < NOTES; i++) {
        if (i < n.n && n.ok) {
            printf("  ");
            screen_print((struct str){n.line[i].data, n.line[i].len},
                         SCREEN_WIDTH - 2);
            putchar('\n');
        }
        free(n.line[i].data);
    }
    return n.ok || fail_memory(err, "notes");
}

static bool print(const struct scoring *s, const char *id,
                  struct tenor_error *err)
{
    if (!scoring_has_sentences(s))
        return print_list(s, id, err);
    if (s->done)
        putchar('\n');
    print_head(s, id);
    putchar('\n');
    return print_axes(s, err) && print_carriers(s, err) && print_notes(s, err);
}

const struct score_format score_text = {begin, print, failed};

/* tenor explain --target --format text: one target in full, or a table. */
#include <math.h>
#include <stdio.h>

#include "cli/explain/balance.h"
#include "cli/explain/target.h"
#include "cli/screen.h"

#define NAME_COLUMNS 24
#define WORD_COLUMNS 24
#define TABLE_WORDS 3

/* No probability is certain, though it may round to 100. */
static double percent(double p)
{
    return p > 0.99 ? 99.0 : 100.0 * p;
}

static double in_units(long long steps)
{
    return (double)steps / BALANCE_STEPS;
}

static void print_heading(const struct targeting *x, const char *text)
{
    screen_style(x->color, STYLE_BOLD);
    printf("\n%s\n", text);
    screen_style(x->color, STYLE_PLAIN);
}

/* ---- one ----------------------------------------------------------------- */

static void print_words(const struct targeting *x, const struct toward *t)
{
    size_t used = 0;

    print_heading(x, "Words");
    for (size_t i = 0; i < t->e.words && i / 2 < x->top; i++) {
        const struct tenor_word *w = &t->e.word[i];
        const struct str text = target_text_at(x, t, w->span);
        const size_t full = screen_width(text);
        const size_t width = (full < WORD_COLUMNS ? full : WORD_COLUMNS) + 8;
        if (used > 0 && used + 3 + width > SCREEN_WIDTH)
            used = 0;
        printf("%s", used ? "   " : i ? "\n  " : "  ");
        used += width + (used ? 3 : 2);
        screen_print(text, WORD_COLUMNS);
        printf(" %+.4f", w->contribution);
    }
    putchar('\n');
}

static void print_sentence(const struct targeting *x, const struct toward *t,
                           size_t i)
{
    const struct tenor_passage *s = &t->e.sentence[i];
    char head[96];
    size_t label;
    double p;

    if (!s->counted || !target_opinion(x, i, &label, &p))
        return;
    const int used = snprintf(
        head, sizeof head, "  %zu %+.4f %.24s %2.0f %%: ", i + 1,
        s->contribution, tenor_axis_label(x->model, 0, label), percent(p));
    printf("%s", head);
    screen_paragraph(target_text_at(x, t, s->span), (size_t)used, 4, 0, NULL, 0,
                     false);
    putchar('\n');
}

/* The sum adds up as it is printed: what is against takes up rounding, or what
 * is for where there is nothing else. */
static void print_margin(const struct targeting *x, const struct toward *t)
{
    const long long margin =
        balance_steps(tenor_margin(x->scorer, 0, t->label));
    const long long bias = balance_steps(t->e.bias);
    double sum[2] = {0.0, 0.0};
    long long side[2];

    for (size_t i = 0; i < t->e.features; i++)
        sum[t->e.feature[i].contribution < 0.0] += t->e.feature[i].contribution;
    side[BALANCE_FOR] = sum[BALANCE_AGAINST] < 0.0
                            ? balance_steps(sum[BALANCE_FOR])
                            : margin - bias;
    side[BALANCE_AGAINST] = margin - bias - side[BALANCE_FOR];
    printf("margin %+.4f = %+.4f bias %+.4f for %+.4f against (%zu features)\n",
           in_units(margin), in_units(bias), in_units(side[BALANCE_FOR]),
           in_units(side[BALANCE_AGAINST]), t->e.features);
}

static void print_answer(const struct targeting *x, const struct toward *t)
{
    printf("toward ");
    screen_print(str_of(t->name), SCREEN_WIDTH / 2);
    if (t->status != TENOR_STATUS_OK) {
        printf(": no label: %s\n", target_saying(t));
        return;
    }
    screen_style(x->color, STYLE_BOLD);
    printf(": %s %.0f %%", tenor_axis_label(x->model, 0, t->label),
           percent(tenor_probability(x->scorer, 0, t->label)));
    screen_style(x->color, STYLE_PLAIN);
    for (size_t k = 0; k < tenor_axis_label_count(x->model, 0); k++)
        if (k != t->label)
            printf(", %s %.0f %%", tenor_axis_label(x->model, 0, k),
                   percent(tenor_probability(x->scorer, 0, k)));
    putchar('\n');
}

static void print_one(const struct targeting *x, const struct toward *t)
{
    const size_t n = tenor_target_mentions(t->target);

    printf(": %zu mention%s, %zu sentence%s counted\n", n, n == 1 ? "" : "s",
           t->sentences, t->sentences == 1 ? "" : "s");
    print_answer(x, t);
    if (t->status != TENOR_STATUS_OK)
        return;
    print_margin(x, t);
    print_words(x, t);
    print_heading(x, "Sentences");
    for (size_t i = 0; i < t->e.sentences; i++)
        print_sentence(x, t, i);
}

/* ---- several ------------------------------------------------------------- */

static void print_row(const struct targeting *x, const struct toward *t)
{
    screen_field(str_of(t->name), NAME_COLUMNS);
    printf(" %8zu %9zu  ", tenor_target_mentions(t->target), t->sentences);
    if (t->status != TENOR_STATUS_OK) {
        printf("-  %s\n", target_saying(t));
        return;
    }
    screen_field(str_of(tenor_axis_label(x->model, 0, t->label)), 9);
    printf("%3.0f %%", percent(tenor_probability(x->scorer, 0, t->label)));
    for (size_t i = 0, n = 0; i < t->e.words && n < TABLE_WORDS; i++) {
        if (!(t->e.word[i].contribution > 0.0))
            continue;
        printf("%s", n++ ? ", " : "  ");
        screen_print(target_text_at(x, t, t->e.word[i].span), 16);
    }
    putchar('\n');
}

static void print_head(const struct targeting *x, const char *id)
{
    if (x->done)
        putchar('\n');
    screen_print_end(str_of(id), SCREEN_WIDTH - 40);
    if (x->names > 1)
        printf("\n%-*s mentions sentences  tone           words\n",
               NAME_COLUMNS, "toward");
}

static bool print(struct targeting *x, const char *id, struct tenor_error *err)
{
    for (size_t i = 0; i < x->names; i++) {
        struct toward t;
        const bool ok = target_explain(x, i, &t, err);
        if (ok && i == 0)
            print_head(x, id);
        if (ok)
            (x->names > 1 ? print_row : print_one)(x, &t);
        tenor_target_free(t.target);
        if (!ok)
            return false;
    }
    return true;
}

const struct target_format target_text = {print, target_no_failed};

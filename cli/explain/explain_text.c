/* tenor explain --format text: an axis on a screen for a person.
 *
 * Sums are printed in steps of 0.0001, and add up as they stand there: what is
 * not shown, and what rounding does, is a row of its own. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/explain/arc.h"
#include "cli/explain/balance.h"
#include "cli/explain/evidence_merge.h"
#include "cli/explain/explaining.h"
#include "cli/explain/feature_text.h"
#include "cli/explain/heaviest.h"
#include "cli/screen.h"

#define NAME_COLUMNS 32    /* of an axis or a label, at most */
#define FEATURE_COLUMNS 32 /* of the table */
#define WORD_COLUMNS 24

/* ---- figures ------------------------------------------------------------- */

static void print_sum(long long sum)
{
    const long long size = llabs(sum);

    printf("%c%lld.%04lld", sum < 0 ? '-' : '+', size / BALANCE_STEPS,
           size % BALANCE_STEPS);
}

/* The same in so many columns. */
static void print_sum_field(long long sum, int width)
{
    const long long size = llabs(sum);
    char text[32];

    snprintf(text, sizeof text, "%c%lld.%04lld", sum < 0 ? '-' : '+',
             size / BALANCE_STEPS, size % BALANCE_STEPS);
    printf("%*s", width, text);
}

static void print_heading(const struct scoring *s, const char *text,
                          const char *label)
{
    putchar('\n');
    screen_style(s->color, STYLE_BOLD);
    printf("%s", text);
    if (label)
        screen_print(str_of(label), NAME_COLUMNS);
    screen_style(s->color, STYLE_PLAIN);
}

/* No probability is certain, though it may round to 100. */
static double percent(double p)
{
    return p > 0.99 ? 99.0 : 100.0 * p;
}

/* An axis that is being printed. */
struct page {
    struct explaining *x;
    const struct scoring *s;
    size_t axis, label;
    const char *name; /* of the label */
    struct str in;    /* what spans are in */
    struct tenor_explanation e;
    struct merged_list features;
    struct balance balance;
};

/* ---- features ------------------------------------------------------------ */

static bool is_on(const struct merged *m, enum balance_side side)
{
    return side == BALANCE_FOR ? m->contribution > 0.0 : m->contribution < 0.0;
}

static bool print_feature(const struct page *p, const struct merged *m,
                          struct tenor_error *err)
{
    struct tenor_scorer *r = p->s->scorer;
    const struct tenor_evidence f = merged_evidence(m);
    struct buffer text = {0};
    struct str kind = str_of(feature_kind_words(f.kind));
    const bool ok = (f.kind != TENOR_FEATURE_STYLE ||
                     tenor_feature_name(r, &f, &kind.s, &kind.len, err)) &&
                    feature_text(r, &f, p->in, &text, err);

    if (ok) {
        printf("  ");
        print_sum_field(balance_steps(m->contribution), 8);
        printf(" %5.1f %%  %+8.3f  %5zu  ",
               100.0 * fabs(m->contribution) / p->balance.all, f.weight,
               f.spans);
        screen_field(kind, 9);
        putchar(' ');
        screen_print((struct str){text.data, text.len}, FEATURE_COLUMNS);
        putchar('\n');
    }
    free(text.data);
    return ok;
}

/* What the rows above leave of a sum. */
static void print_rest(long long rest, size_t others)
{
    if (others == 0 && rest == 0)
        return;
    printf("  ");
    print_sum_field(rest, 8);
    printf("%*s", 27, "");
    if (others)
        printf("%zu other%s\n", others, others == 1 ? "" : "s");
    else
        printf("rounding\n");
}

static bool print_side(const struct page *p, enum balance_side side,
                       struct tenor_error *err)
{
    size_t shown = 0, n = 0;
    long long rest = p->balance.side[side];

    print_heading(p->s, side == BALANCE_FOR ? "For " : "Against ", p->name);
    printf("\n      adds   share    weight  times  feature\n");
    for (size_t i = 0; i < p->features.n; i++) {
        const struct merged *m = &p->features.item[i];
        if (!is_on(m, side) || n++ >= p->x->top)
            continue;
        if (!print_feature(p, m, err))
            return false;
        rest -= balance_steps(m->contribution);
        shown++;
    }
    print_rest(rest, n - shown);
    return true;
}

static bool print_features(const struct page *p, struct tenor_error *err)
{
    return (!p->balance.has[BALANCE_FOR] || print_side(p, BALANCE_FOR, err)) &&
           (!p->balance.has[BALANCE_AGAINST] ||
            print_side(p, BALANCE_AGAINST, err));
}

/* ---- words --------------------------------------------------------------- */

static void print_words(const struct page *p)
{
    size_t used = 0;

    if (p->e.words == 0)
        return;
    print_heading(p->s, "Words", NULL);
    for (size_t i = 0; i < p->e.words && i / 2 < p->x->top; i++) {
        const struct tenor_word *w = &p->e.word[i];
        const struct str text = {p->in.s + w->span.begin,
                                 w->span.end - w->span.begin};
        const size_t full = screen_width(text);
        const size_t width = (full < WORD_COLUMNS ? full : WORD_COLUMNS) + 8;
        if (balance_steps(w->contribution) == 0)
            break;
        if (used == 0 || used + 3 + width > SCREEN_WIDTH) {
            printf("\n  ");
            used = 2;
        } else {
            printf("   ");
            used += 3;
        }
        screen_print(text, WORD_COLUMNS);
        putchar(' ');
        print_sum(balance_steps(w->contribution));
        used += width;
    }
    putchar('\n');
}

/* ---- sentences ----------------------------------------------------------- */

static bool print_arc(const struct page *p)
{
    struct buffer line = {0};
    struct arc a;

    arc_fill(&a, p->e.sentence, p->e.sentences);
    const bool ok = arc_draw(&a, &line);
    if (ok) {
        print_heading(p->s, "Arc", NULL);
        printf(" from first to last sentence, ");
        print_sum(balance_steps(a.least));
        printf(" \xE2\x96\x81 to ");
        print_sum(balance_steps(a.most));
        printf(" \xE2\x96\x88\n  ");
        screen_style(p->s->color, STYLE_BAR);
        fwrite(line.data, 1, line.len, stdout);
        screen_style(p->s->color, STYLE_PLAIN);
        putchar('\n');
    }
    free(line.data);
    return ok;
}

static bool print_sentence(const struct page *p, size_t i,
                           struct tenor_error *err)
{
    const struct tenor_passage *t = &p->e.sentence[i];
    struct opinion o;
    char number[32];
    size_t used = (size_t)snprintf(number, sizeof number, "  %zu ", i + 1) + 8;

    printf("%s", number);
    print_sum_field(balance_steps(t->contribution), 7);
    if (explain_opinion(p->x, p->axis, &p->e, i, &o, err)) {
        putchar(' ');
        used += 6 + screen_print(
                        str_of(tenor_axis_label(p->s->model, p->axis, o.label)),
                        NAME_COLUMNS);
        printf(" %2.0f %%", percent(o.p));
    }
    if (err->code)
        return false;
    printf(": ");
    screen_paragraph(
        (struct str){p->in.s + t->span.begin, t->span.end - t->span.begin},
        used + 1, 4, 0, NULL, 0, false);
    putchar('\n');
    return true;
}

static bool print_sentences(const struct page *p, struct tenor_error *err)
{
    size_t heaviest[HEAVIEST];

    if (p->e.sentences < 2)
        return true;
    if (!print_arc(p))
        return fail_memory(err, "the arc");
    const size_t n = heaviest_find(p->e.sentence, p->e.sentences, heaviest);
    if (n)
        print_heading(p->s, "Sentences that carry most\n", NULL);
    for (size_t i = 0; i < n; i++)
        if (!print_sentence(p, heaviest[i], err))
            return false;
    return true;
}

/* ---- an axis ------------------------------------------------------------- */

/* "sentiment: negative 39 %" */
static void print_answer(const struct scoring *s, size_t axis, size_t label)
{
    screen_style(s->color, STYLE_BOLD);
    screen_print(str_of(tenor_axis_name(s->model, axis)), NAME_COLUMNS);
    printf(": ");
    screen_print(str_of(tenor_axis_label(s->model, axis, label)), NAME_COLUMNS);
    printf(" %.0f %%", percent(tenor_probability(s->scorer, axis, label)));
    screen_style(s->color, STYLE_PLAIN);
    putchar('\n');
}

static void print_margin(const struct page *p)
{
    printf("margin ");
    print_sum(p->balance.margin);
    printf(" = ");
    print_sum(p->balance.bias);
    printf(" bias ");
    print_sum(p->balance.side[BALANCE_FOR]);
    printf(" for ");
    print_sum(p->balance.side[BALANCE_AGAINST]);
    printf(" against (%zu feature%s)\n", p->features.n,
           p->features.n == 1 ? "" : "s");
}

static bool print_page(struct page *p, struct tenor_error *err)
{
    if (!tenor_explain_all(p->s->scorer, p->axis, p->label, &p->e, err) ||
        !evidence_merge(&p->e, &p->features, err))
        return false;
    p->balance = balance_of(&p->e, &p->features,
                            tenor_margin(p->s->scorer, p->axis, p->label));
    putchar('\n');
    print_answer(p->s, p->axis, p->label);
    print_margin(p);
    if (!print_features(p, err))
        return false;
    print_words(p);
    return print_sentences(p, err);
}

static bool print_axis(struct explaining *x, size_t axis,
                       struct tenor_error *err)
{
    const struct scoring *s = &x->score;
    const size_t label = explain_label(x, axis);
    struct page p = {.x = x,
                     .s = s,
                     .axis = axis,
                     .label = label,
                     .name = tenor_axis_label(s->model, axis, label),
                     .in = explain_in(x, axis)};
    const bool ok = print_page(&p, err);

    merged_release(&p.features);
    return ok;
}

/* ---- the others ---------------------------------------------------------- */

/* An axis without an explanation: a line. */
static void print_line(const struct explaining *x, size_t axis)
{
    const struct scoring *s = &x->score;
    const enum tenor_status status = tenor_axis_status(s->scorer, axis);
    const char *language = tenor_other_language(s->scorer);

    printf("  ");
    screen_field(str_of(tenor_axis_name(s->model, axis)), 14);
    putchar(' ');
    if (status == TENOR_STATUS_OK) {
        const size_t label = explain_label(x, axis);
        screen_field(str_of(tenor_axis_label(s->model, axis, label)), 14);
        printf(" %2.0f %%  margin ",
               percent(tenor_probability(s->scorer, axis, label)));
        print_sum(balance_steps(tenor_margin(s->scorer, axis, label)));
    } else {
        printf("-  %s", tenor_status_saying(status));
        if (status == TENOR_STATUS_LANGUAGE && language)
            printf(": %s", language);
    }
    putchar('\n');
}

/* Whether an axis is shown in full: those that were asked for, else the first
 * one that has a label. */
static bool is_full(const struct explaining *x, size_t axis, bool any)
{
    return scoring_ok(&x->score, axis) && (x->chosen || !any);
}

static bool print(struct explaining *x, const char *id, struct tenor_error *err)
{
    const struct scoring *s = &x->score;
    size_t first = s->axes;
    bool any = false;

    explain_print_head(s, id);
    for (size_t i = 0; i < s->axes; i++)
        if (is_full(x, s->axis[i], any)) {
            if (!print_axis(x, s->axis[i], err))
                return false;
            first = any ? first : i;
            any = true;
        }
    bool heading = any && !x->chosen;
    for (size_t i = 0; i < s->axes; i++) {
        if (i == first || (x->chosen && scoring_ok(s, s->axis[i])))
            continue;
        if (heading)
            print_heading(s, "Other axes, with --axis NAME\n", NULL);
        heading = false;
        print_line(x, s->axis[i]);
    }
    return true;
}

const struct explain_format explain_text = {print, explain_no_failed};

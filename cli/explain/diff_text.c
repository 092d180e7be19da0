/* tenor explain --diff, --format text: the edits that moved a margin most.
 *
 * Sums are printed in steps of 0.0001, and add up as they stand there: what
 * words moved that stayed as they are, and what rounding does, is a row of its
 * own. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/explain/diffing.h"
#include "cli/screen.h"

#define STEPS 10000.0   /* of 1, that sums are rounded to */
#define NAME_COLUMNS 32 /* of an axis or a label, at most */
#define TEXT_COLUMNS 22 /* of what was removed or added */

static long long steps(double x)
{
    return llround(x * STEPS);
}

static void print_sum(long long sum, int width)
{
    const long long size = llabs(sum);
    char text[32];

    snprintf(text, sizeof text, "%c%lld.%04lld", sum < 0 ? '-' : '+',
             size / (long long)STEPS, size % (long long)STEPS);
    printf("%*s", width, text);
}

/* As printed: what was added less what was removed. */
static long long moved(const struct edit *e)
{
    return steps(e->added.carried) - steps(e->removed.carried);
}

static void print_side(struct str in, const struct edit_side *s,
                       const char *what, const char *before)
{
    if (s->words == 0)
        return;
    printf("%s%s [", before, what);
    screen_print(
        (struct str){in.s + s->span.begin, s->span.end - s->span.begin},
        TEXT_COLUMNS);
    printf("] ");
    print_sum(steps(s->carried), 0);
}

static void print_edit(struct diffing *d, const struct diffing_axis *a,
                       const struct edit *e)
{
    char lines[48];

    snprintf(lines, sizeof lines, "%zu:%zu", e->removed.line, e->added.line);
    printf("  ");
    print_sum(moved(e), 8);
    printf("  %-7s  ", lines);
    print_side(explain_in(d->before, a->axis), &e->removed, "removed", "");
    print_side(explain_in(&d->after, a->axis), &e->added, "added",
               e->removed.words ? " " : "");
    putchar('\n');
}

static void print_row(long long sum, const char *what)
{
    printf("  ");
    print_sum(sum, 8);
    printf("           %s\n", what);
}

/* The row of the other edits takes up what rounding does to edits, which would
 * else look as if words that stayed had moved it. */
static void print_edits(struct diffing *d, const struct diffing_axis *a)
{
    const size_t top = d->before->top;
    const long long whole = steps(a->after) - steps(a->before);
    long long shown = 0, edits;
    double all = 0.0;
    char text[64];

    if (a->edits.n)
        printf("     moved  lines    edit\n");
    for (size_t i = 0; i < a->edits.n; i++) {
        const struct edit *e = &a->edits.edit[i];
        all += e->added.carried - e->removed.carried;
        if (i >= top)
            continue;
        shown += moved(e);
        print_edit(d, a, e);
    }
    edits = a->edits.n > top ? steps(all) : shown;
    if (a->edits.n > top) {
        snprintf(text, sizeof text, "%zu other edit%s", a->edits.n - top,
                 a->edits.n - top == 1 ? "" : "s");
        print_row(edits - shown, text);
    }
    print_row(whole - edits, "words that stayed, which count differently");
    print_row(whole, "in all");
    if (a->edits.coarse)
        printf("  Long passages differ so much that they are one edit each.\n");
}

/* "before  negative 61 %, margin +0.1234" */
static void print_state(const struct diffing *d, const struct diffing_axis *a,
                        const char *when, size_t guess, double p, double margin)
{
    const struct tenor_model *m = d->before->score.model;

    printf("  %-7s ", when);
    print_sum(steps(margin), 8);
    printf("  %5.1f %%  ", 100.0 * p);
    screen_print(str_of(tenor_axis_label(m, a->axis, guess)), NAME_COLUMNS);
    putchar('\n');
}

static void print_name(const struct diffing *d, const struct diffing_axis *a)
{
    const struct scoring *s = &d->before->score;

    screen_style(s->color, STYLE_BOLD);
    screen_print(str_of(tenor_axis_name(s->model, a->axis)), NAME_COLUMNS);
    printf(": ");
    screen_print(str_of(tenor_axis_label(s->model, a->axis, a->label)),
                 NAME_COLUMNS);
    screen_style(s->color, STYLE_PLAIN);
    putchar('\n');
}

static void print_axis(struct diffing *d, const struct diffing_axis *a)
{
    putchar('\n');
    print_name(d, a);
    printf("            margin        p  label\n");
    print_state(d, a, "before", a->guess_before, a->p_before, a->before);
    print_state(d, a, "after", a->guess_after, a->p_after, a->after);
    putchar('\n');
    print_edits(d, a);
}

/* An axis that is not shown in full: a line. */
static void print_line(const struct diffing *d, const struct diffing_axis *a)
{
    const struct scoring *s = &d->before->score;

    printf("  ");
    screen_field(str_of(tenor_axis_name(s->model, a->axis)), 14);
    putchar(' ');
    if (!a->judged) {
        printf("-  one of the texts has no label\n");
        return;
    }
    screen_field(str_of(tenor_axis_label(s->model, a->axis, a->label)), 14);
    putchar(' ');
    print_sum(steps(a->after) - steps(a->before), 8);
    printf("  %5.1f %% before, %5.1f %% after\n", 100.0 * a->p_before,
           100.0 * a->p_after);
}

static bool show_axes(struct diffing *d, bool lines, struct tenor_error *err)
{
    const struct explaining *x = d->before;
    bool any = false, ok = true, heading = !x->chosen;

    for (size_t i = 0; ok && i < x->score.axes; i++) {
        struct diffing_axis a;
        ok = diffing_axis(d, x->score.axis[i], &a, err);
        const bool full = a.judged && (x->chosen || !any);
        any |= full;
        if (ok && full && !lines)
            print_axis(d, &a);
        if (ok && !full && lines) {
            if (heading)
                printf("\nOther axes, with --axis NAME\n");
            heading = false;
            print_line(d, &a);
        }
        diffing_axis_release(&a);
    }
    return ok;
}

static bool print(struct explaining *x, const char *id, struct tenor_error *err)
{
    struct diffing d;
    bool ok = diffing_begin(&d, x, err);

    if (ok) {
        screen_print_end(str_of(id), SCREEN_WIDTH);
        printf(" before, ");
        screen_print_end(str_of(x->diff), SCREEN_WIDTH);
        printf(" after\n");
        ok = show_axes(&d, false, err) && show_axes(&d, true, err);
    }
    diffing_release(&d);
    return ok;
}

const struct explain_format diff_text = {print, explain_no_failed};

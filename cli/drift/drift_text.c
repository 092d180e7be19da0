/* tenor drift --format text: a page for people. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/drift/drift_report.h"
#include "cli/out.h"
#include "cli/screen.h"

#define NAME_COLUMNS 32
#define KIND_COLUMNS 16
#define LABEL_COLUMNS 24
#define WORD_COLUMNS 18

struct str drift_word_name(const struct sketch *s, size_t number)
{
    const char *at = s->names.s;

    while (number--)
        at += strlen(at) + 1;
    return *at ? str_of(at) : STR("?");
}

/* ---- checks -------------------------------------------------------------- */

static void print_share(double x)
{
    if (isnan(x))
        printf("%8s", "");
    else
        printf("  %4.1f %%", 100.0 * x);
}

static void print_check(size_t kind, const struct drift_check *c)
{
    char range[40] = "";

    printf("  ");
    screen_field(str_of(drift_saying((enum drift_kind)kind)), KIND_COLUMNS);
    if (!c->known) {
        printf("  nothing to compare\n");
        return;
    }
    if (!isnan(c->now.low))
        snprintf(range, sizeof range, "%.1f to %.1f", 100.0 * c->now.low,
                 100.0 * c->now.high);
    print_share(c->then);
    print_share(c->now.value);
    printf("  %13s  %6.3f", range, c->effect);
    if (isfinite(c->limit))
        printf("  %5.3g", c->limit);
    else
        printf("  %5s", "-");
    if (!c->tested)
        printf("  too few");
    else if (c->p < 0.001)
        printf("  <0.001");
    else
        printf("  %6.3f", c->p);
    printf("%s\n", c->alarm ? "  beyond" : "");
}

static void print_checks(const struct drift_check *check, bool labelled)
{
    printf("  %-*s  %6s  %6s  %13s  %6s  %5s  %6s\n", KIND_COLUMNS, "", "then",
           "now", "95 %", "effect", "limit", "p");
    for (size_t i = 0; i < DRIFT_KINDS; i++)
        if (i != DRIFT_ACCURACY || labelled)
            print_check(i, &check[i]);
}

/* ---- lists --------------------------------------------------------------- */

static void print_labels(const struct drift_report *r)
{
    const struct axis *a = r->axis;
    const struct interval *adjusted = r->found->adjusted;

    printf("\nlabels given\n");
    for (size_t k = 0; k < a->labels && k < r->top; k++) {
        const struct interval now = drift_share(&r->found->sums, k);
        printf("  ");
        screen_field(str_of(a->label[k]), LABEL_COLUMNS);
        print_share(a->sketch.given[k]);
        print_share(now.value);
        printf("   %4.1f to %4.1f", 100.0 * now.low, 100.0 * now.high);
        if (adjusted)
            printf("   adjusted %.1f to %.1f", 100.0 * adjusted[k].low,
                   100.0 * adjusted[k].high);
        putchar('\n');
    }
}

/* The text around a word. */
static void print_example(const struct new_word *w)
{
    const struct str text = {w->example, w->example_len};

    screen_print(text, SCREEN_WIDTH - WORD_COLUMNS - 26);
    putchar('\n');
}

static void print_strangers(const struct drift_report *r)
{
    const char *const *label = r->axis->label;

    if (r->strangers == 0)
        return;
    printf("\nnew words that matter: in how many texts, and what they go "
           "with\n");
    for (size_t i = 0; i < r->strangers; i++) {
        const struct new_word_matter *m = &r->stranger[i];
        const struct new_word *w = m->word;
        printf("  ");
        screen_field((struct str){w->form, w->form_len}, WORD_COLUMNS);
        printf(" %6" PRIu32 "  ", w->texts);
        screen_field(m->with == NEW_WORDS_NOTHING  ? STR("")
                     : m->with == NEW_WORDS_UNSURE ? STR("unsure")
                                                   : str_of(label[m->with]),
                     12);
        printf("  ");
        print_example(w);
    }
}

static void print_words(const struct drift_report *r)
{
    if (r->words == 0)
        return;
    printf("\nfrequent words that moved: share of %s\n",
           r->axis->scope == AXIS_SENTENCES ? "sentences" : "texts");
    for (size_t i = 0; i < r->words; i++) {
        const struct drift_word *w = &r->word[i];
        printf("  ");
        screen_field(drift_word_name(&r->axis->sketch, w->number),
                     NAME_COLUMNS);
        print_share(w->then);
        print_share(w->now);
        putchar('\n');
    }
}

static void print_slices(const struct drift_report *r)
{
    const struct drift_slices *s = &r->found->slices;

    if (s->n == 0)
        return;
    printf("\nworst slices of %zu\n", s->n);
    for (size_t i = 0; i < s->n && i < r->top; i++) {
        const struct drift_slice *x = &s->slice[i];
        const struct drift_check *c = &x->check[x->kind];
        printf("  ");
        screen_field(*x->name ? str_of(x->name) : STR("(none)"), NAME_COLUMNS);
        printf(" %8" PRIu64 "  ", x->sums.texts);
        if (x->worst < 0.0)
            printf("too few texts\n");
        else
            printf("%-8s %6.3f%s\n", drift_name((enum drift_kind)x->kind),
                   c->effect, x->alarm ? "  beyond" : "");
    }
    if (s->others)
        printf("  %" PRIu64 " texts are of more than %d slices\n", s->others,
               DRIFT_SLICES);
}

/* ---- all of it ----------------------------------------------------------- */

static void print_head(const struct drift_report *r)
{
    const struct drift_sums *d = &r->found->sums;
    const bool sentences = r->axis->scope == AXIS_SENTENCES;

    screen_print(str_of(r->axis->name), NAME_COLUMNS);
    printf(": %" PRIu64 " text%s", d->texts, d->texts == 1 ? "" : "s");
    if (sentences)
        printf(" of %.0f sentences", d->units.x);
    printf(" beside %.0f of the training\n", r->axis->sketch.is->documents);
    if (r->few)
        printf("too few texts to say: %d are needed\n", DRIFT_LEAST);
    else if (!r->drift)
        printf("no drift\n");
    else
        printf("drift: see what is beyond its limit\n");
    putchar('\n');
}

bool drift_print_text(const struct drift_report *r, struct tenor_error *err)
{
    const struct drift_sums *d = &r->found->sums;

    (void)err;
    print_head(r);
    print_checks(r->check, d->labelled > 0);
    if (d->units.x > 0.0) {
        printf("\n  ");
        screen_field(STR("mean probability of labels given"), NAME_COLUMNS);
        print_share(r->axis->sketch.is->sure);
        print_share(shift_value(&d->sure));
        putchar('\n');
        print_labels(r);
    }
    print_strangers(r);
    print_words(r);
    print_slices(r);
    return true;
}

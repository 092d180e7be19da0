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

static void print_labels(const struct drift_found *f, size_t top)
{
    const struct axis *a = f->axis;
    const struct interval *adjusted = f->adjusted;

    printf("\nlabels given\n");
    for (size_t k = 0; k < a->labels && k < top; k++) {
        const struct interval now = drift_share(&f->sums, k);
        printf("  ");
        screen_field(str_of(a->label[k]), LABEL_COLUMNS);
        print_share(drift_given(&f->then, k));
        print_share(now.value);
        printf("   %4.1f to %4.1f", 100.0 * now.low, 100.0 * now.high);
        if (adjusted)
            printf("   adjusted %.1f to %.1f", 100.0 * adjusted[k].low,
                   100.0 * adjusted[k].high);
        putchar('\n');
    }
}

/* The text around a word. */
static void print_example(const struct new_word_place *w, size_t less)
{
    const struct str text = {w->example, w->example_len};

    screen_print(text, SCREEN_WIDTH - WORD_COLUMNS - 26 - less);
    putchar('\n');
}

static void print_strangers(const struct drift_verdict *v, bool baseline)
{
    const char *const *label = v->found->axis->label;

    if (v->strangers == 0)
        return;
    printf("\nnew words that matter: in how many texts%s, and what they go "
           "with\n",
           baseline ? ", before and now" : "");
    for (size_t i = 0; i < v->strangers; i++) {
        const struct new_word_matter *m = &v->stranger[i];
        const struct new_word_place *w = m->place;
        printf("  ");
        screen_field((struct str){w->form, w->form_len}, WORD_COLUMNS);
        if (baseline)
            printf(" %6" PRIu32, m->before);
        printf(" %6" PRIu32 "  ", m->word->texts);
        screen_field(m->with == NEW_WORDS_NOTHING  ? STR("")
                     : m->with == NEW_WORDS_UNSURE ? STR("unsure")
                                                   : str_of(label[m->with]),
                     12);
        printf("  ");
        print_example(w, baseline ? 7 : 0);
    }
}

static void print_words(const struct drift_verdict *v)
{
    const struct axis *a = v->found->axis;

    if (v->words == 0)
        return;
    printf("\nfrequent words that moved: share of %s\n",
           a->scope == AXIS_SENTENCES ? "sentences" : "texts");
    for (size_t i = 0; i < v->words; i++) {
        const struct drift_word *w = &v->word[i];
        printf("  ");
        screen_field(drift_word_name(&a->sketch, w->number), NAME_COLUMNS);
        print_share(w->then);
        print_share(w->now);
        putchar('\n');
    }
}

static void print_slices(const struct drift_slices *s, size_t top)
{
    if (s->n == 0)
        return;
    printf("\nworst slices of %zu\n", s->n);
    for (size_t i = 0; i < s->n && i < top; i++) {
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

static void print_head(const struct drift_report *r,
                       const struct drift_found *f)
{
    const struct drift_sums *d = &f->sums;

    screen_print(str_of(f->axis->name), NAME_COLUMNS);
    printf(": %" PRIu64 " text%s", d->texts, d->texts == 1 ? "" : "s");
    if (f->axis->scope == AXIS_SENTENCES)
        printf(" of %.0f sentences", d->units.x);
    printf(" beside %.0f of the %s\n", drift_texts(&f->then),
           r->gather->baseline ? "baseline" : "training");
}

static void print_few(void)
{
    printf("too few texts to say: %d are needed\n", DRIFT_LEAST);
}

static void print_axis(const struct drift_report *r,
                       const struct drift_verdict *v)
{
    const struct drift_found *f = v->found;
    const struct drift_side now = drift_now(f);

    putchar('\n');
    print_checks(v->check, f->sums.labelled > 0);
    if (f->sums.units.x > 0.0) {
        printf("\n  ");
        screen_field(STR("mean probability of labels given"), NAME_COLUMNS);
        print_share(drift_sure(&f->then));
        print_share(drift_sure(&now));
        putchar('\n');
        print_labels(f, r->top);
    }
    print_strangers(v, r->gather->baseline);
    print_words(v);
    print_slices(&f->slices, r->top);
}

static void print_single(const struct drift_report *r)
{
    const struct drift_verdict *v = &r->verdict[0];

    print_head(r, v->found);
    if (r->few)
        print_few();
    else
        printf(v->drift ? "drift: see what is beyond its limit\n"
                        : "no drift\n");
    print_axis(r, v);
}

static void print_alarms(const struct drift_verdict *v)
{
    const char *before = "drift: ";

    for (size_t i = 0; i < DRIFT_KINDS; i++)
        if (v->check[i].alarm) {
            printf("%s%s", before, drift_name((enum drift_kind)i));
            before = ", ";
        }
    if (v->slices)
        printf("%sslices", before);
    printf(v->drift ? "\n" : "no drift\n");
}

/* A line for each axis; more of those with drift. */
static void print_several(const struct drift_report *r)
{
    const struct drift_gather *g = r->gather, *before = g->baseline;
    const uint64_t texts = g->found[0].sums.texts;

    printf("%" PRIu64 " text%s beside ", texts, texts == 1 ? "" : "s");
    if (before)
        printf("%" PRIu64 " of the baseline\n", before->found[0].sums.texts);
    else
        printf("those of the training\n");
    if (r->few) {
        print_few();
        return;
    }
    for (size_t i = 0; i < g->axes; i++) {
        printf("  ");
        screen_field(str_of(g->found[i].axis->name), KIND_COLUMNS);
        printf("  ");
        print_alarms(&r->verdict[i]);
    }
    for (size_t i = 0; i < g->axes; i++)
        if (r->verdict[i].drift) {
            putchar('\n');
            print_head(r, r->verdict[i].found);
            print_axis(r, &r->verdict[i]);
        }
}

bool drift_print_text(const struct drift_report *r, struct tenor_error *err)
{
    (void)err;
    if (r->gather->axes == 1)
        print_single(r);
    else
        print_several(r);
    return true;
}

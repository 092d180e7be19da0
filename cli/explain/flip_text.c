/* tenor explain --flip --format text: the words, and what is certain. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/explain/explaining.h"
#include "cli/explain/feature_text.h"
#include "cli/screen.h"

#define NAME_COLUMNS 32 /* of an axis or a label, at most */
#define WORD_COLUMNS 64

/* An axis that is being printed. */
struct page {
    struct explaining *x;
    size_t axis;
    struct flip_answer a;
};

static void print_label(const struct page *p, size_t label)
{
    screen_print(str_of(tenor_axis_label(p->x->score.model, p->axis, label)),
                 NAME_COLUMNS);
}

/* No probability is certain, though it may round to 100. */
static void print_opinion(const struct page *p, size_t i)
{
    print_label(p, p->a.label[i]);
    printf(" %.0f %%", p->a.p[i] > 0.99 ? 99.0 : 100.0 * p->a.p[i]);
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* ---- words --------------------------------------------------------------- */

/* The forms of a word as they stand: "fail/failed". */
static bool print_word(const struct page *p, size_t word,
                       struct tenor_error *err)
{
    const struct flip_words *w = &p->x->flip.words;
    struct tenor_span *span = mem_zero(w->word[word].tokens, sizeof *span);
    struct tenor_evidence e = {.kind = TENOR_FEATURE_WORD, .span = span};
    struct buffer forms = {0};

    if (!span)
        return fail_memory(err, "words");
    for (size_t i = 0; i < w->tokens; i++)
        if (w->token[i].word == word)
            span[e.spans++] =
                (struct tenor_span){w->token[i].begin, w->token[i].end};
    const bool ok = feature_text(NULL, &e, w->text, &forms, err);
    if (ok) {
        printf("  %5zu  ", e.spans);
        screen_print((struct str){forms.data, forms.len}, WORD_COLUMNS);
        putchar('\n');
    }
    free(forms.data);
    free(span);
    return ok;
}

static bool print_words(const struct page *p, struct tenor_error *err)
{
    if (p->a.n == 0 || p->a.n == FLIP_NONE)
        return true;
    printf("without %zu word%s: ", p->a.n, plural(p->a.n));
    print_opinion(p, 1);
    printf("\n  times  word\n");
    for (size_t i = 0; i < p->a.n; i++)
        if (!print_word(p, p->x->flip.set[i], err))
            return false;
    return true;
}

/* ---- certificates -------------------------------------------------------- */

/* "changes the label", "makes it neutral" */
static void print_change(const struct page *p)
{
    if (!p->x->label) {
        printf("changes the label");
        return;
    }
    printf("makes it ");
    screen_print(str_of(p->x->label), NAME_COLUMNS);
}

static void print_none(const struct page *p, size_t n)
{
    if (n == FLIP_NONE)
        printf("No removal of words ");
    else
        printf("No removal of fewer than %zu words ", n);
    print_change(p);
}

static void print_certificate(const struct page *p)
{
    const struct flip_answer *a = &p->a;

    if (a->n == 0)
        return;
    if (a->n == FLIP_NONE && a->at_least != FLIP_NONE)
        printf("No words were found to be enough.\n");
    else if (a->n == 1)
        printf("One word is the fewest there can be.\n");
    else if (a->n != a->at_least)
        printf("%zu words are enough; fewer may be, too.\n", a->n);
    if (a->at_least > 1) {
        print_none(p, a->at_least);
        printf(".\n");
    }
    if (a->given_same == a->at_least)
        return;
    print_none(p, a->given_same);
    printf(
        ",\nunless it changes the sentences themselves, or what of them counts."
        "\n");
}

/* ---- axes ---------------------------------------------------------------- */

static bool print_axis(struct explaining *x, size_t axis,
                       struct tenor_error *err)
{
    struct page p = {.x = x, .axis = axis};

    if (!explain_flip(x, axis, &p.a, err))
        return false;
    putchar('\n');
    screen_style(x->score.color, STYLE_BOLD);
    screen_print(str_of(tenor_axis_name(x->score.model, axis)), NAME_COLUMNS);
    printf(": ");
    print_opinion(&p, 0);
    screen_style(x->score.color, STYLE_PLAIN);
    printf("%s\n", p.a.n == 0 ? ", as it is" : "");
    if (!print_words(&p, err))
        return false;
    print_certificate(&p);
    return true;
}

/* An axis that has no label to be changed. */
static void print_status(const struct scoring *s, size_t axis)
{
    const enum tenor_status status = tenor_axis_status(s->scorer, axis);

    putchar('\n');
    screen_print(str_of(tenor_axis_name(s->model, axis)), NAME_COLUMNS);
    printf(": no label, %s\n", tenor_status_saying(status));
}

/* All axes that were asked for, else the first one with a label; if there is
 * none, why. */
static bool print(struct explaining *x, const char *id, struct tenor_error *err)
{
    const struct scoring *s = &x->score;
    size_t done = 0;

    explain_print_head(s, id);
    for (size_t i = 0; i < s->axes && (x->chosen || done == 0); i++) {
        if (!scoring_ok(s, s->axis[i])) {
            if (x->chosen)
                print_status(s, s->axis[i]);
            continue;
        }
        if (!print_axis(x, s->axis[i], err))
            return false;
        done++;
    }
    if (done == 0 && !x->chosen)
        print_status(s, s->axis[0]);
    return true;
}

const struct explain_format explain_flips = {print, explain_no_failed};

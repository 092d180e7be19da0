/* tenor words --format text: a table for each label. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/explain/feature_text.h"
#include "cli/screen.h"
#include "cli/words/listing.h"

#define NAME_COLUMNS 32 /* of an axis or a label, at most */
#define KIND_COLUMNS 9
#define FEATURE_COLUMNS 32 /* of the table */

static void print_bold(const struct listing *w, const char *text,
                       const char *name)
{
    screen_style(w->color, STYLE_BOLD);
    printf("%s", text);
    screen_print(str_of(name), NAME_COLUMNS);
    screen_style(w->color, STYLE_PLAIN);
}

/* The forms of a feature: "fail/failed", of a piece "_dis in disgrace". */
static bool put_forms(const struct word_row *r, struct buffer *out)
{
    const bool piece = r->kind == TENOR_FEATURE_CHARS;
    bool ok = !piece || (buffer_add(out, r->name.s, r->name.len) &&
                         buffer_add(out, " in ", 4));

    for (size_t i = 0; ok && i < r->forms; i++)
        ok = (i == 0 || buffer_add(out, "/", 1)) &&
             buffer_add(out, r->form[i].s, r->form[i].len);
    return ok && (!r->more || buffer_add(out, "/\xE2\x80\xA6", 4));
}

/* What kind of feature, and which; a mark of style is a kind of its own where
 * there are words that have it. */
static bool print_feature(const struct word_row *r)
{
    const bool style = r->kind == TENOR_FEATURE_STYLE && r->forms > 0;
    struct buffer text = {0};
    const bool ok = r->forms == 0 ? buffer_add(&text, r->name.s, r->name.len)
                                  : put_forms(r, &text);

    if (ok) {
        screen_field(style ? r->name : str_of(feature_kind_words(r->kind)),
                     KIND_COLUMNS);
        putchar(' ');
        screen_print((struct str){text.data, text.len}, FEATURE_COLUMNS);
        putchar('\n');
    }
    free(text.data);
    return ok;
}

static bool print_row(const struct listing *w, const struct word_row *r)
{
    if (w->surveyed)
        printf("  %+11.4f  %+9.4f  %+8.3f  %7" PRIu64 "  ", r->sum, r->mean,
               r->weight, r->texts);
    else
        printf("  %+8.3f  %9" PRIu64 "  ", r->weight, r->texts);
    return print_feature(r);
}

static bool print_list(const struct listing *w, const struct word_list *l)
{
    const char *name = tenor_axis_label(w->model, l->axis, l->label);

    putchar('\n');
    print_bold(w, l->side == GLOSSARY_FOR ? "For " : "Against ", name);
    if (l->n == 0 && l->others == 0) {
        printf("\n  none\n");
        return true;
    }
    printf("\n%s\n",
           w->surveyed ? "         adds   per text    weight    texts  feature"
                       : "    weight  documents  feature");
    for (size_t i = 0; i < l->n; i++)
        if (!print_row(w, &l->row[i]))
            return false;
    if (l->others)
        printf("  %zu other%s\n", l->others, l->others == 1 ? "" : "s");
    return true;
}

static void print_axis(const struct listing *w, size_t axis)
{
    print_bold(w, "", tenor_axis_name(w->model, axis));
    if (w->surveyed)
        printf(": %" PRIu64 " of %" PRIu64 " texts can be judged\n",
               w->judged[axis], w->texts);
    else
        printf(": the strongest features\n");
}

static bool print(const struct listing *w, struct tenor_error *err)
{
    for (size_t i = 0; i < w->lists; i++) {
        const struct word_list *l = &w->list[i];
        if (i == 0 || l[-1].axis != l->axis) {
            if (i)
                putchar('\n');
            print_axis(w, l->axis);
        }
        if (!print_list(w, l))
            return fail_memory(err, "the names of features");
    }
    return true;
}

const struct words_format words_text = {print};

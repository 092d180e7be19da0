#include "cli/flips.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/out.h"
#include "model/file.h"

/* Characters of a label and a text that are printed. */
#define LABEL 12
#define TEXT 32

struct flip {
    size_t line;
    const char *label, *a, *b; /* the model's */
    struct buffer text;        /* clean */
};

bool flips_visit(void *flips, const struct doc *doc, struct tenor_error *err)
{
    struct flips *f = flips;
    const struct predictions *p = f->of;
    const struct prediction a = p[0].item[p[0].n - 1];
    const struct prediction b = p[1].item[p[1].n - 1];

    if (a.guess == b.guess || f->n == f->limit)
        return true;
    if (!GROW(f->item, f->n + 1, f->capacity))
        return fail_memory(err, "differences");
    struct flip *new = &f->item[f->n++];
    *new = (struct flip){doc->line,
                         predictions_label(p, a.label),
                         predictions_label(p, a.guess),
                         predictions_label(p, b.guess),
                         {0}};
    return out_clean(&new->text, doc->text) || fail_memory(err, "differences");
}

static void print_label(const char *label)
{
    const int bytes = out_prefix(str_of(label), LABEL);

    printf("  %-*.*s", LABEL, bytes, label);
}

void flips_print(const struct flips *f, size_t most)
{
    if (f->n)
        printf("\n%7s  %-*s  %-*s  %-*s  text\n", "line", LABEL, "label", LABEL,
               "A", LABEL, "B");
    for (size_t i = 0; i < f->n && i < most; i++) {
        const struct flip *x = &f->item[i];
        const struct str text = {x->text.data, x->text.len};
        printf("%7zu", x->line);
        print_label(x->label);
        print_label(x->a);
        print_label(x->b);
        printf("  %.*s\n", out_prefix(text, TEXT), text.len ? text.s : "");
    }
}

static bool add_row(const struct flip *x, struct buffer *all)
{
    char line[32];

    snprintf(line, sizeof line, "%zu", x->line);
    const struct str field[] = {
        str_of(line),
        str_of(x->label),
        str_of(x->a),
        str_of(x->b),
        {x->text.data, x->text.len},
    };
    return out_row(all, field, sizeof field / sizeof *field);
}

bool flips_write(const struct flips *f, const char *path,
                 struct tenor_error *err)
{
    static const char header[] = "line\tlabel\ta\tb\ttext\n";
    struct buffer all = {0};

    bool ok = buffer_add(&all, header, sizeof header - 1);
    for (size_t i = 0; ok && i < f->n; i++)
        ok = add_row(&f->item[i], &all);
    ok = ok ? file_replace(path, (struct str){all.data, all.len}, err)
            : fail_memory(err, "differences");
    free(all.data);
    return ok;
}

void flips_release(struct flips *f)
{
    while (f->n > 0)
        free(f->item[--f->n].text.data);
    free(f->item);
    *f = (struct flips){0};
}

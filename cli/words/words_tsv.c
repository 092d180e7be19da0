/* tenor words --format tsv: a row for each feature of a list. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/explain/feature_text.h"
#include "cli/out.h"
#include "cli/words/listing.h"
#include "model/json.h"

static const char *const names[] = {"axis",    "label", "side",
                                    "feature", "kind",  "weight"};
static const char *const of_models[] = {"documents"};
static const char *const of_corpora[] = {"texts", "contribution", "mean"};

#define ROWS(table) (sizeof(table) / sizeof *(table))
#define COLUMNS (ROWS(names) + ROWS(of_corpora))

static size_t put_names(struct str *field, const char *const *name, size_t n)
{
    for (size_t i = 0; i < n; i++)
        field[i] = str_of(name[i]);
    return n;
}

static bool put_header(struct buffer *b, const struct listing *w)
{
    struct str field[COLUMNS];
    size_t n = put_names(field, names, ROWS(names));

    n += w->surveyed ? put_names(field + n, of_corpora, ROWS(of_corpora))
                     : put_names(field + n, of_models, ROWS(of_models));
    return out_row(b, field, n);
}

/* Numbers of a row, one behind the other, with a NUL each. */
static bool put_numbers(struct buffer *b, const struct listing *w,
                        const struct word_row *r)
{
    return json_put_real(b, r->weight) && buffer_add(b, "", 1) &&
           json_put_count(b, (size_t)r->texts) && buffer_add(b, "", 1) &&
           (!w->surveyed ||
            (json_put_real(b, r->sum) && buffer_add(b, "", 1) &&
             json_put_real(b, r->mean) && buffer_add(b, "", 1)));
}

static bool put_row(struct buffer *b, const struct listing *w,
                    const struct word_list *l, const struct word_row *r)
{
    struct buffer numbers = {0};
    struct str field[COLUMNS] = {
        str_of(tenor_axis_name(w->model, l->axis)),
        str_of(tenor_axis_label(w->model, l->axis, l->label)),
        str_of(l->side == GLOSSARY_FOR ? "for" : "against"),
        r->name,
        str_of(feature_kind_name(r->kind)),
    };
    size_t n = 5;
    bool ok = put_numbers(&numbers, w, r);

    for (size_t at = 0; ok && at < numbers.len; at += field[n++].len + 1)
        field[n] = str_of(numbers.data + at);
    ok = ok && out_row(b, field, n);
    free(numbers.data);
    return ok;
}

static bool print(const struct listing *w, struct tenor_error *err)
{
    struct buffer b = {0};
    bool ok = put_header(&b, w);

    for (size_t i = 0; ok && i < w->lists; i++)
        for (size_t j = 0; ok && j < w->list[i].n; j++)
            ok = put_row(&b, w, &w->list[i], &w->list[i].row[j]);
    if (ok)
        fwrite(b.data, 1, b.len, stdout);
    free(b.data);
    return ok || fail_memory(err, "rows");
}

const struct words_format words_tsv = {print};

/* Up to twice the limit are kept, then the better half: a heap would keep half
 * as many, with more code. */
#include "cli/mistakes.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/out.h"
#include "model/file.h"

#define WORDS 5

struct mistake {
    double lead;   /* p_guess - p_label */
    size_t number; /* in the corpus */
    struct buffer row;
};

/* ---- words --------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct tenor_word *x = a, *y = b;

    return (x->span.begin > y->span.begin) - (x->span.begin < y->span.begin);
}

static int by_contribution(const void *a, const void *b)
{
    const struct tenor_word *x = a, *y = b;

    if (x->contribution != y->contribution)
        return x->contribution > y->contribution ? -1 : 1;
    return by_place(a, b);
}

/* Append the words with what they add to the margin of a label, times sign. */
static bool gather(struct mistakes *m, size_t label, double sign,
                   struct tenor_error *err)
{
    const struct tenor_word *list;
    size_t n;

    if (!tenor_explain_words(m->of->scorer, m->of->axis, label, &list, &n, err))
        return false;
    if (!GROW(m->word, m->words + n, m->word_capacity))
        return fail_memory(err, "evidence");
    for (size_t i = 0; i < n; i++) {
        m->word[m->words] = list[i];
        m->word[m->words++].contribution *= sign;
    }
    return true;
}

/* Put entries of the same word together. */
static void merge(struct mistakes *m)
{
    size_t n = 0;

    qsort(m->word, m->words, sizeof *m->word, by_place);
    for (size_t i = 0; i < m->words; i++)
        if (n && m->word[n - 1].span.begin == m->word[i].span.begin)
            m->word[n - 1].contribution += m->word[i].contribution;
        else
            m->word[n++] = m->word[i];
    m->words = n;
}

static bool add_words(struct mistakes *m, const struct prediction *x,
                      struct str text, struct buffer *words,
                      struct tenor_error *err)
{
    struct tenor_error why = {0};

    m->words = 0;
    if (!gather(m, x->guess, 1.0, &why) || !gather(m, x->label, -1.0, &why))
        return why.code == TENOR_EINVAL || fail_memory(err, "evidence");
    if (m->words == 0)
        return true;
    merge(m);
    qsort(m->word, m->words, sizeof *m->word, by_contribution);
    for (size_t i = 0; i < m->words && i < WORDS; i++) {
        const struct tenor_span span = m->word[i].span;
        if (m->word[i].contribution <= 0.0)
            break;
        if ((i && !buffer_add(words, " ", 1)) ||
            !buffer_add(words, text.s + span.begin, span.end - span.begin))
            return fail_memory(err, "evidence");
    }
    return true;
}

/* ---- rows ---------------------------------------------------------------- */

static const char header[] =
    "line\tlabel\tguess\tp_guess\tp_label\twords\ttext\n";

static bool fill_row(struct mistakes *m, const struct prediction *x,
                     const struct doc *doc, double p_label, struct buffer *row,
                     struct tenor_error *err)
{
    char number[3][32];
    struct buffer words = {0};
    bool ok = add_words(m, x, doc->text, &words, err);

    snprintf(number[0], sizeof *number, "%zu", doc->line);
    snprintf(number[1], sizeof *number, "%.6g", x->p);
    snprintf(number[2], sizeof *number, "%.6g", p_label);
    const struct str field[] = {
        str_of(number[0]),
        str_of(predictions_label(m->of, x->label)),
        str_of(predictions_label(m->of, x->guess)),
        str_of(number[1]),
        str_of(number[2]),
        {words.data, words.len},
        doc->text,
    };
    ok = ok && (out_row(row, field, sizeof field / sizeof *field) ||
                fail_memory(err, "mistakes"));
    free(words.data);
    return ok;
}

/* ---- the worst ----------------------------------------------------------- */

static int worst_first(const void *a, const void *b)
{
    const struct mistake *x = a, *y = b;

    if (x->lead != y->lead)
        return x->lead > y->lead ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static void sort(struct mistakes *m)
{
    if (m->n)
        qsort(m->item, m->n, sizeof *m->item, worst_first);
    m->cut = m->limit && m->n >= m->limit;
    while (m->cut && m->n > m->limit)
        free(m->item[--m->n].row.data);
}

bool mistakes_visit(void *mistakes, const struct doc *doc,
                    struct tenor_error *err)
{
    struct mistakes *m = mistakes;
    const size_t number = m->of->n - 1;
    const struct prediction *x = &m->of->item[number];

    if (x->guess == x->label)
        return true;
    const double p_label =
        tenor_probability(m->of->scorer, m->of->axis, x->label);
    struct mistake new = {x->p - p_label, number, {0}};
    if (m->cut && new.lead <= m->item[m->limit - 1].lead)
        return true;
    if (!GROW(m->item, m->n + 1, m->capacity))
        return fail_memory(err, "mistakes");
    if (!fill_row(m, x, doc, p_label, &new.row, err)) {
        free(new.row.data);
        return false;
    }
    m->item[m->n++] = new;
    if (m->limit && m->n / 2 >= m->limit)
        sort(m);
    return true;
}

bool mistakes_write(struct mistakes *m, const char *path,
                    struct tenor_error *err)
{
    struct buffer all = {0};

    sort(m);
    bool ok = buffer_add(&all, header, sizeof header - 1);
    for (size_t i = 0; ok && i < m->n; i++)
        ok = buffer_add(&all, m->item[i].row.data, m->item[i].row.len);
    ok = ok ? file_replace(path, (struct str){all.data, all.len}, err)
            : fail_memory(err, "mistakes");
    free(all.data);
    return ok;
}

void mistakes_release(struct mistakes *m)
{
    while (m->n > 0)
        free(m->item[--m->n].row.data);
    free(m->item);
    free(m->word);
    *m = (struct mistakes){0};
}

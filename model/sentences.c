/* Reading a text: into one bag for axes of the whole text, and sentence by
 * sentence into margins for axes of sentences. */
#include "model/scorer.h"

#include <string.h>

/* Sentences of fewer words ("He nodded." has two) are left out of aggregates
 * unless there are no others. */
#define SENTENCE_WORDS_MIN 3

/* Whether quoted speech is to be dropped from the sentence at hand. */
static bool has_quotes(const struct tenor_scorer *s)
{
    const struct terms *t = &s->extractor.terms;

    return s->quotes_dropped &&
           article_quotes_within(&s->article, t->begin, t->end);
}

void scorer_drop_quotes(struct tenor_scorer *s)
{
    struct extractor *x = &s->extractor;
    size_t kept = 0;

    if (!has_quotes(s))
        return;
    for (size_t i = 0; i < x->nfound; i++)
        if (!article_quoted(&s->article, x->found[i].begin))
            x->found[kept++] = x->found[i];
    x->nfound = kept;
}

bool scorer_skips(const struct tenor_scorer *s)
{
    const struct terms *t = &s->extractor.terms;

    if (s->model->settings.target && !placed_any(t))
        return true;
    return s->model->has_scope[AXIS_SENTENCES] &&
           article_part_at(&s->article, t->begin) == ARTICLE_DEBRIS;
}

/* The margins of a sentence that has evidence, into a row of its own. */
static bool add_row(struct tenor_scorer *s, const struct total *total,
                    struct sentence *to, struct tenor_error *err)
{
    const struct tenor_model *m = s->model;
    const size_t C = m->table.columns;

    if (!GROW(s->row_margin, (s->rows + 1) * C, s->row_capacity))
        return fail_memory(err, "sentences");
    for (size_t a = 0; a < m->axes; a++)
        if (m->axis[a].scope == AXIS_SENTENCES)
            total_machines(total, &m->axis[a], to->scale,
                           s->row_margin + s->rows * C + m->axis[a].column);
    to->row = s->rows++;
    return true;
}

/* Whether a total says anything; that there is a target says nothing. */
static bool has_evidence(const struct tenor_scorer *s,
                         const struct total *total)
{
    return s->model->settings.target ? total->known > s->sums.placed.targets
                                     : total->features > 0;
}

/* The sentence at hand, which is in the sums unless it is skipped. */
static bool add_sentence(struct tenor_scorer *s, bool skip,
                         struct tenor_error *err)
{
    const struct terms *t = &s->extractor.terms;

    if (!GROW(s->sentence, s->sentences + 1, s->sentence_capacity))
        return fail_memory(err, "sentences");
    struct sentence *to = &s->sentence[s->sentences++];
    *to = (struct sentence){.span = {t->begin, t->end}, .row = ROW_NONE};
    if (skip)
        return true;
    const struct total *total = sums_total(&s->sums, SUMS_SENTENCE);
    total_scale(total, to->scale);
    to->words = total->words;
    s->seen += total->words;
    s->known += total->known;
    return !has_evidence(s, total) || add_row(s, total, to, err);
}

/* Sentences of a word or two count only where there are no others. */
static void leave_out_short(struct tenor_scorer *s)
{
    const size_t C = s->model->table.columns;
    size_t kept = 0;
    bool any = false;

    for (size_t i = 0; i < s->sentences; i++)
        any |= s->sentence[i].row != ROW_NONE &&
               s->sentence[i].words >= SENTENCE_WORDS_MIN;
    for (size_t i = 0; any && i < s->sentences; i++) {
        struct sentence *t = &s->sentence[i];
        if (t->row == ROW_NONE)
            continue;
        if (t->words < SENTENCE_WORDS_MIN) {
            t->row = ROW_NONE;
            continue;
        }
        memmove(s->row_margin + kept * C, s->row_margin + t->row * C,
                C * sizeof *s->row_margin);
        t->row = kept++;
    }
    if (any)
        s->rows = kept;
}

bool scorer_read(struct tenor_scorer *s, struct tenor_error *err)
{
    const struct tenor_model *m = s->model;
    struct terms *t = &s->extractor.terms;
    const bool sentences = m->has_scope[AXIS_SENTENCES];
    bool last;

    s->sentences = s->rows = s->seen = s->known = 0;
    if (!terms_begin(t, s->text, 0, err))
        return false;
    if (!sums_begin(&s->sums, sentences, m->has_scope[AXIS_WHOLE], AXIS_WHOLE,
                    t) ||
        !scorer_show(s, AXIS_WHOLE, NULL))
        return fail_memory(err, "the features of a text");
    for (;;) {
        if (!terms_next(t, &last, err))
            return false;
        if (last)
            break;
        const bool skip = scorer_skips(s);
        if (!skip &&
            !(sums_add(&s->sums, t, has_quotes(s) ? &s->article : NULL) &&
              scorer_show(s, AXIS_WHOLE, t)))
            return fail_memory(err, "the features of a text");
        if (sentences && !add_sentence(s, skip, err))
            return false;
    }
    leave_out_short(s);
    return true;
}

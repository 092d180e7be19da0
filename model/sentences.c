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
    return s->quotes_dropped &&
           article_quotes_within(&s->article, s->extractor.begin,
                                 s->extractor.end);
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

bool scorer_next(struct tenor_scorer *s, bool *last, bool *skip,
                 struct tenor_error *err)
{
    struct extractor *x = &s->extractor;

    *skip = false;
    if (!extractor_next(x, last, err))
        return false;
    if (!s->model->has_scope[AXIS_SENTENCES])
        return true;
    *skip = article_part_at(&s->article, x->begin) == ARTICLE_DEBRIS;
    return true;
}

/* The margins of a sentence that has evidence, into a row of its own. */
static bool add_row(struct tenor_scorer *s, struct sentence *to,
                    struct tenor_error *err)
{
    const struct tenor_model *m = s->model;
    const size_t C = m->table.columns;

    if (!GROW(s->row_margin, (s->rows + 1) * C, s->row_capacity))
        return fail_memory(err, "sentences");
    for (size_t a = 0; a < m->axes; a++)
        if (m->axis[a].scope == AXIS_SENTENCES)
            sums_machines(&s->sums, &m->axis[a], to->scale,
                          s->row_margin + s->rows * C + m->axis[a].column);
    to->row = s->rows++;
    return true;
}

/* The features of the sentence at hand for axes of the whole text. Where no
 * quoted speech was dropped, they are in the bag of the sentence, looked up. */
static bool add_to_whole(struct tenor_scorer *s, bool dropped)
{
    const struct extractor *x = &s->extractor;

    return !s->model->has_scope[AXIS_WHOLE] ||
           (dropped ? bag_add(&s->bag, x->found, x->nfound)
                    : bag_merge(&s->bag, &s->sentence_bag));
}

static bool add_sentence(struct tenor_scorer *s, bool skip,
                         struct tenor_error *err)
{
    const struct extractor *x = &s->extractor;
    struct bag *bag = &s->sentence_bag;

    if (!GROW(s->sentence, s->sentences + 1, s->sentence_capacity))
        return fail_memory(err, "sentences");
    struct sentence *to = &s->sentence[s->sentences++];
    *to = (struct sentence){.span = {x->begin, x->end}, .row = ROW_NONE};
    if (skip)
        return true;
    const bool quotes = has_quotes(s);
    if (quotes && !add_to_whole(s, true))
        return fail_memory(err, "the features of a text");
    scorer_drop_quotes(s);
    bag_reset(bag);
    if (!bag_add(bag, x->found, x->nfound))
        return fail_memory(err, "the features of a text");
    bag_scale(bag, s->model->settings.log_counts, to->scale);
    const struct sums_count count =
        sums_add(&s->sums, s->model, bag, AXIS_SENTENCES);
    to->words = count.words;
    s->seen += count.words;
    s->known += count.known;
    if (!quotes && !add_to_whole(s, false))
        return fail_memory(err, "the features of a text");
    return count.features == 0 || add_row(s, to, err);
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
    bool last, skip;

    bag_reset(&s->bag);
    s->sentences = s->rows = s->seen = s->known = 0;
    if (!extractor_begin(&s->extractor, s->text, err))
        return false;
    do {
        if (!scorer_next(s, &last, &skip, err))
            return false;
        if (!m->has_scope[AXIS_SENTENCES]) {
            if (m->has_scope[AXIS_WHOLE] && !add_to_whole(s, true))
                return fail_memory(err, "the features of a text");
        } else if (s->extractor.end > s->extractor.begin &&
                   !add_sentence(s, skip, err)) {
            return false;
        }
    } while (!last);
    leave_out_short(s);
    return true;
}

/* Scoring: a text to sums, sums to margins, margins to probabilities. */
#include <stdlib.h>
#include <string.h>

#include "model/kernel.h"
#include "model/scorer.h"

/* Quoted speech stays in texts of fewer bytes, about four sentences: they are
 * judged like the sentences of the training, which had theirs. */
#define QUOTES_BYTES_MIN 500

/* A text of at least so many tokens of which more than this share are numbers
 * and plain punctuation is a table, a program or a list. Prose has 0.25. */
#define PROSE_TOKENS_MIN 20
#define PROSE_DRY_MAX 0.5

/* With fewer words than this the share of known ones says little. */
#define KNOWN_WORDS_MIN 8

static int by_row(const void *a, const void *b)
{
    const struct kernel_node *x = a, *y = b;

    return (x->row > y->row) - (x->row < y->row);
}

static bool score_kernel(struct tenor_scorer *s, const struct axis *a,
                         const struct bag *bag, struct tenor_error *err)
{
    const struct kernel_parts *p = kernel_parts(a->kernel);
    const bool log_counts = s->model->settings.log_counts;
    size_t n = 0;

    if (!GROW(s->node, bag->n, s->node_capacity))
        return fail_memory(err, "a document vector");
    for (size_t i = 0; i < bag->n; i++) {
        const struct entry *e = &bag->entry[i];
        if (e->row == s->model->table.rows)
            continue;
        s->node[n++] = (struct kernel_node){
            e->row, feature_value(e->count, log_counts) *
                        s->scale[feature_family(e->feature)] *
                        p->multiplier[e->row]};
    }
    if (n)
        qsort(s->node, n, sizeof *s->node, by_row);
    if (!kernel_margins(a->kernel, s->node, n, s->machine))
        return fail_memory(err, "a document vector");
    for (size_t i = 0; i < p->machines; i++)
        s->machine[i] += a->bias[i];
    return true;
}

static void aggregate(struct tenor_scorer *s, const struct axis *a)
{
    const size_t C = s->model->table.columns;

    memset(s->machine, 0, a->columns * sizeof *s->machine);
    if (s->rows == 0)
        return;
    for (size_t c = 0; c < a->columns; c++)
        s->machine[c] = aggregate_margin(
            s->row_margin + a->column + c, C, s->rows, a->aggregate.share,
            s->chosen + (a->column + c) * s->rows, s->scratch);
}

/* Whether anything can be said of the text, and if not, why. */
static void judge_text(struct tenor_scorer *s, size_t found)
{
    const struct extractor *x = &s->extractor;
    const struct langid_verdict v = extractor_language(x);

    s->language = v.answer == LANGID_OTHER ? v.found : NULL;
    s->status = x->tokens == 0             ? TENOR_STATUS_EMPTY
                : v.answer == LANGID_OTHER ? TENOR_STATUS_LANGUAGE
                : found == 0               ? TENOR_STATUS_NO_EVIDENCE
                : x->tokens >= PROSE_TOKENS_MIN &&
                        (double)x->dry_count > PROSE_DRY_MAX * (double)x->tokens
                    ? TENOR_STATUS_NO_PROSE
                    : TENOR_STATUS_OK;
}

/* Whether the axis can say something about a text about which, as a whole,
 * something can be said. */
static enum tenor_status axis_status(const struct tenor_scorer *s,
                                     const struct axis *a)
{
    if (a->scope == AXIS_TITLE)
        return s->title.len ? TENOR_STATUS_OK : TENOR_STATUS_NO_TITLE;
    if (s->status != TENOR_STATUS_OK)
        return s->status;
    if ((double)s->seen < a->words_min)
        return TENOR_STATUS_SHORT;
    if (s->seen >= KNOWN_WORDS_MIN &&
        (double)s->known < a->known_min * (double)s->seen)
        return TENOR_STATUS_UNFAMILIAR;
    return TENOR_STATUS_OK;
}

/* From the machines in s->machine to the result. */
static void finish_axis(struct tenor_scorer *s, size_t number)
{
    const struct axis *a = &s->model->axis[number];
    struct scorer_axis *r = &s->axis[number];

    axis_spread(a->labels, s->machine, r->margin);
    r->status = axis_status(s, a);
    if (r->status != TENOR_STATUS_OK)
        memcpy(r->p, a->prior, a->labels * sizeof *r->p);
    else if (a->scope == AXIS_SENTENCES)
        aggregate_probabilities(a, s->rows, r->margin, r->p);
    else
        calibrated(a->labels, a->slope, a->offset, r->margin, r->p);
}

/* Axes of one scope, from the sums of a bag. */
static bool score_bag(struct tenor_scorer *s, const struct bag *bag,
                      const double scale[FEATURE_FAMILIES],
                      enum axis_scope scope, struct tenor_error *err)
{
    const struct tenor_model *m = s->model;

    for (size_t a = 0; a < m->axes; a++) {
        const struct axis *axis = &m->axis[a];
        if (axis->scope != scope)
            continue;
        if (axis->kernel && !score_kernel(s, axis, bag, err))
            return false;
        if (!axis->kernel)
            sums_machines(&s->sums, axis, scale, s->machine);
        finish_axis(s, a);
    }
    return true;
}

/* The title: what was given as such, else what stands alone as one. */
static struct str find_title(const struct tenor_scorer *s, struct str given)
{
    const struct article *a = &s->article;

    for (size_t i = 0; !given.s && i < a->nblock; i++)
        if (a->block[i].part == ARTICLE_TITLE)
            return (struct str){s->text.s + a->block[i].begin,
                                a->block[i].end - a->block[i].begin};
    return given;
}

static bool score_title(struct tenor_scorer *s, struct str given,
                        struct tenor_error *err)
{
    if (!s->model->has_scope[AXIS_TITLE])
        return true;
    s->title = find_title(s, given);
    if (!bag_fill(&s->sentence_bag, &s->extractor, s->title, err))
        return false;
    bag_scale(&s->sentence_bag, s->model->settings.log_counts, s->title_scale);
    if (sums_add(&s->sums, s->model, &s->sentence_bag, AXIS_TITLE).features ==
        0)
        s->title.len = 0; /* nothing is known of it */
    return score_bag(s, &s->sentence_bag, s->title_scale, AXIS_TITLE, err);
}

static bool score_whole(struct tenor_scorer *s, size_t *found,
                        struct tenor_error *err)
{
    if (!s->model->has_scope[AXIS_WHOLE])
        return true;
    bag_scale(&s->bag, s->model->settings.log_counts, s->scale);
    const struct sums_count count =
        sums_add(&s->sums, s->model, &s->bag, AXIS_WHOLE);
    *found += count.features;
    if (!s->model->has_scope[AXIS_SENTENCES]) {
        s->seen = count.words;
        s->known = count.known;
    }
    judge_text(s, *found);
    return score_bag(s, &s->bag, s->scale, AXIS_WHOLE, err);
}

static bool score_sentences(struct tenor_scorer *s, size_t found,
                            struct tenor_error *err)
{
    const struct tenor_model *m = s->model;

    if (!m->has_scope[AXIS_SENTENCES])
        return true;
    if (!GROW(s->chosen, s->rows * m->table.columns, s->chosen_capacity) ||
        !GROW(s->scratch, s->rows, s->scratch_capacity))
        return fail_memory(err, "sentences");
    judge_text(s, found);
    for (size_t a = 0; a < m->axes; a++) {
        if (m->axis[a].scope != AXIS_SENTENCES)
            continue;
        aggregate(s, &m->axis[a]);
        finish_axis(s, a);
    }
    return true;
}

bool tenor_score_titled(struct tenor_scorer *s, const char *title,
                        size_t title_len, const char *text, size_t len,
                        struct tenor_error *err)
{
    const struct tenor_model *m = s->model;

    s->text = (struct str){text, len};
    s->title = (struct str){0};
    if (!extractor_takes(s->text, err))
        return false;
    s->quotes_dropped = m->without_quotes && len >= QUOTES_BYTES_MIN;
    if ((m->has_scope[AXIS_SENTENCES] || m->has_scope[AXIS_TITLE]) &&
        !article_read(&s->article, s->text))
        return fail_memory(err, "the parts of a text");
    if (!score_title(s, (struct str){title, title_len}, err) ||
        !scorer_read(s, err))
        return false;
    if (s->rows == 0 && s->quotes_dropped) { /* nothing but quoted speech */
        s->quotes_dropped = false;
        if (!scorer_read(s, err))
            return false;
    }
    s->words = s->extractor.word_count;
    s->repaired = s->extractor.scanner.bad;
    if (!m->has_scope[AXIS_WHOLE] && !m->has_scope[AXIS_SENTENCES])
        judge_text(s, 1); /* none of its words is looked up */
    size_t found = s->rows;
    return score_whole(s, &found, err) && score_sentences(s, found, err);
}

bool tenor_score(struct tenor_scorer *s, const char *text, size_t len,
                 struct tenor_error *err)
{
    return tenor_score_titled(s, NULL, 0, text, len, err);
}

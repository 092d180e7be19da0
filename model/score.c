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

/* All features of the text but for debris. */
static bool fill_bag(struct tenor_scorer *s, struct tenor_error *err)
{
    struct extractor *x = &s->extractor;
    bool last;

    bag_reset(&s->bag);
    if (!extractor_begin(x, s->text, err))
        return false;
    do {
        if (!extractor_next(x, &last, err))
            return false;
        if (!scorer_skips(s) && !bag_add(&s->bag, x->found, x->nfound))
            return fail_memory(err, "the features of a text");
    } while (!last);
    return true;
}

/* The vector of the text, for kernels. */
static bool fill_nodes(struct tenor_scorer *s, const struct kernel *p,
                       size_t *n, struct tenor_error *err)
{
    const bool log_counts = s->model->settings.log_counts;

    *n = 0;
    if (!fill_bag(s, err))
        return false;
    if (!GROW(s->node, s->bag.n, s->node_capacity))
        return fail_memory(err, "a document vector");
    for (size_t i = 0; i < s->bag.n; i++) {
        const struct entry *e = &s->bag.entry[i];
        const enum feature_family f = feature_family(e->feature);
        const size_t row = table_find(&s->model->table, e->feature);
        if (row != TABLE_NONE)
            s->node[(*n)++] = (struct kernel_node){
                (uint32_t)row, feature_value(f, e->count, log_counts) *
                                   s->scale[f] * p->multiplier[row]};
    }
    if (*n)
        qsort(s->node, *n, sizeof *s->node, by_row);
    return true;
}

static bool score_kernel(struct tenor_scorer *s, const struct axis *a,
                         struct tenor_error *err)
{
    const struct kernel *p = a->kernel;
    size_t n;

    if (!fill_nodes(s, p, &n, err))
        return false;
    kernel_margins(p, s->node, n, s->machine);
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

enum tenor_status scorer_status(const struct terms *t, size_t found)
{
    return t->tokens == 0                                ? TENOR_STATUS_EMPTY
           : terms_language(t).answer == LANGID_OTHER ? TENOR_STATUS_LANGUAGE
           : found == 0                               ? TENOR_STATUS_NO_EVIDENCE
           : t->tokens >= PROSE_TOKENS_MIN &&
                   (double)t->dry_count > PROSE_DRY_MAX * (double)t->tokens
               ? TENOR_STATUS_NO_PROSE
               : TENOR_STATUS_OK;
}

static void judge_text(struct tenor_scorer *s, size_t found)
{
    const struct langid_verdict v = terms_language(&s->extractor.terms);

    s->language = v.answer == LANGID_OTHER ? v.found : NULL;
    s->status = scorer_status(&s->extractor.terms, found);
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

/* Axes of a title or of the whole text, from its total. */
static bool score_total(struct tenor_scorer *s, const struct total *total,
                        const double scale[FEATURE_FAMILIES],
                        enum axis_scope scope, struct tenor_error *err)
{
    const struct tenor_model *m = s->model;

    for (size_t a = 0; a < m->axes; a++) {
        const struct axis *axis = &m->axis[a];
        if (axis->scope != scope)
            continue;
        if (axis->kernel && !score_kernel(s, axis, err))
            return false;
        if (!axis->kernel)
            total_machines(total, axis, scale, s->machine);
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
    struct terms *t = &s->extractor.terms;
    bool last;

    if (!s->model->has_scope[AXIS_TITLE])
        return true;
    s->title = find_title(s, given);
    if (!terms_begin(t, s->title, 0, err))
        return false;
    bool ok = sums_begin(&s->sums, false, true, AXIS_TITLE, t) &&
              scorer_show(s, AXIS_TITLE, NULL);
    do {
        if (!terms_next(t, &last, err))
            return false;
        ok = ok && sums_add(&s->sums, t, NULL) &&
             scorer_show(s, AXIS_TITLE, t);
    } while (!last);
    if (!ok)
        return fail_memory(err, "the features of a title");
    const struct total *total = sums_total(&s->sums, SUMS_TEXT);
    total_scale(total, s->title_scale);
    if (total->features == 0)
        s->title.len = 0; /* nothing is known of it */
    return score_total(s, total, s->title_scale, AXIS_TITLE, err);
}

static bool score_whole(struct tenor_scorer *s, size_t *found,
                        struct tenor_error *err)
{
    if (!s->model->has_scope[AXIS_WHOLE])
        return true;
    const struct total *total = sums_total(&s->sums, SUMS_TEXT);
    total_scale(total, s->scale);
    *found += total->features;
    if (!s->model->has_scope[AXIS_SENTENCES]) {
        s->seen = total->words;
        s->known = total->known;
    }
    judge_text(s, *found);
    return score_total(s, total, s->scale, AXIS_WHOLE, err);
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
    if (!terms_takes(s->text, err))
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
    s->words = s->extractor.terms.word_count;
    s->repaired = s->extractor.terms.scanner.bad;
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

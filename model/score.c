/* Scoring: a text to sums, sums to margins, margins to probabilities.
 *
 * The text is read once. What axes of the whole text see goes into one bag;
 * what axes of sentences see is added up sentence by sentence. */
#include <stdlib.h>
#include <string.h>

#include "model/bag.h"
#include "model/base.h"
#include "model/kernel.h"
#include "model/scorer.h"

/* Sentences of fewer words ("He nodded." has two) are left out of aggregates
 * unless there are no others. */
#define SENTENCE_WORDS_MIN 3

/* Quoted speech stays in texts of fewer bytes, about four sentences: they are
 * judged like the sentences of the training, which had theirs. */
#define QUOTES_BYTES_MIN 500

/* A text of at least so many tokens of which more than this share are numbers
 * and plain punctuation is a table, a program or a list. Prose has 0.25. */
#define PROSE_TOKENS_MIN 20
#define PROSE_DRY_MAX 0.5

/* With fewer words than this the share of known ones says little. */
#define KNOWN_WORDS_MIN 8

/* ---- a scorer ------------------------------------------------------------ */

static bool alloc_results(struct tenor_scorer *s)
{
    const struct tenor_model *m = s->model;
    size_t labels = 0, most = 0;

    for (size_t a = 0; a < m->axes; a++) {
        labels += m->axis[a].labels;
        most = m->axis[a].labels > most ? m->axis[a].labels : most;
    }
    s->sum = mem_zero(m->table.columns, FEATURE_FAMILIES * sizeof *s->sum);
    s->run = mem_zero(m->table.columns, FEATURE_FAMILIES * sizeof *s->run);
    s->number = mem_zero(2 * labels, sizeof *s->number);
    s->axis = mem_zero(m->axes, sizeof *s->axis);
    s->machine = mem_zero(most, sizeof *s->machine);
    if (!s->sum || !s->run || !s->number || !s->axis || !s->machine)
        return false;
    double *at = s->number;
    for (size_t a = 0; a < m->axes; a++) {
        s->axis[a].margin = at;
        s->axis[a].p = at + m->axis[a].labels;
        at += 2 * m->axis[a].labels;
    }
    return true;
}

bool tenor_scorer_new(const struct tenor_model *model,
                      struct tenor_scorer **out, struct tenor_error *err)
{
    struct tenor_scorer *s = mem_zero(1, sizeof *s);

    if (!s)
        return fail_memory(err, "a scorer");
    s->model = model;
    if (!extractor_init(&s->extractor, &model->settings, &model->stops, err)) {
        free(s);
        return false;
    }
    if (!alloc_results(s)) {
        tenor_scorer_free(s);
        return fail_memory(err, "a scorer");
    }
    *out = s;
    return true;
}

void tenor_scorer_free(struct tenor_scorer *s)
{
    if (!s)
        return;
    extractor_release(&s->extractor);
    article_release(&s->article);
    bag_release(&s->bag);
    bag_release(&s->sentence_bag);
    free(s->sum);
    free(s->run);
    free(s->number);
    free(s->axis);
    free(s->machine);
    free(s->node);
    free(s->sentence);
    free(s->row_margin);
    free(s->chosen);
    free(s->scratch);
    free(s->place);
    free(s->evidence);
    free(s->span);
    free(s->word_place);
    free(s->word);
    free(s);
}

/* ---- sums ---------------------------------------------------------------- */

/* Entries whose weights fit into 32-bit sums: 65,536 times 32,767. */
#define RUN_MAX 65536

/* to[0 .. n - 1] += w, eight at a time: compilers make that one instruction or
 * two. */
static void add_weights(int32_t *to, const int16_t *w, size_t n)
{
    size_t c = 0;

    for (; c + 8 <= n; c += 8)
        for (size_t i = 0; i < 8; i++)
            to[c + i] += w[c + i];
    for (; c < n; c++)
        to[c] += w[c];
}

static void add_products(int64_t *to, const int16_t *w, size_t n, int64_t value)
{
    for (size_t c = 0; c < n; c++)
        to[c] += value * w[c];
}

/* Move the 32-bit sums, of weights alone, to the others. */
static void flush(struct tenor_scorer *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        s->sum[i] += (int64_t)FEATURE_ONE * s->run[i];
        s->run[i] = 0;
    }
}

/* The row of a feature; the number of rows when it has none. */
static size_t look_up(const struct table *t, uint64_t feature)
{
    const size_t row = table_find(t, feature);

    return row == TABLE_NONE ? t->rows : row;
}

/* Add up weights times values of the features in a bag, for the columns of one
 * scope, and count its words and those known; returns how many features the
 * table has. */
static size_t add_up(struct tenor_scorer *s, struct bag *bag,
                     enum axis_scope scope, size_t *words, size_t *known)
{
    const struct table *t = &s->model->table;
    const struct columns *of = &s->model->columns[scope];
    const bool log_counts = s->model->settings.log_counts;
    const size_t C = t->columns, n = of->end - of->begin;
    size_t found = 0;

    memset(s->sum, 0, C * FEATURE_FAMILIES * sizeof *s->sum);
    for (size_t i = 0; i < bag->n; i++) {
        struct entry *e = &bag->entry[i];
        const bool word = feature_kind(e->feature) == TENOR_FEATURE_WORD;
        *words += word ? e->count : 0;
        if (e->row == BAG_ROW_OPEN)
            e->row = (uint32_t)look_up(t, e->feature);
        if (e->row == t->rows)
            continue;
        *known += word ? e->count : 0;
        const size_t at = feature_family(e->feature) * C + of->begin;
        const int16_t *w = t->weight + (size_t)e->row * C + of->begin;
        if (log_counts && e->count > 1)
            add_products(s->sum + at, w, n, feature_value(e->count, true));
        else
            add_weights(s->run + at, w, n);
        if (++found % RUN_MAX == 0)
            flush(s, C * FEATURE_FAMILIES);
    }
    flush(s, C * FEATURE_FAMILIES);
    return found;
}

static void machines_of(const struct tenor_scorer *s, const struct axis *a,
                        const double scale[FEATURE_FAMILIES], double *machine)
{
    for (size_t c = 0; c < a->columns; c++) {
        int64_t sum[FEATURE_FAMILIES];
        for (size_t f = 0; f < FEATURE_FAMILIES; f++)
            sum[f] = s->sum[f * s->model->table.columns + a->column + c];
        machine[c] = axis_margin(a, c, sum, scale);
    }
}

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
        const size_t row = table_find(&s->model->table, e->feature);
        if (row == TABLE_NONE)
            continue;
        s->node[n++] = (struct kernel_node){
            (uint32_t)row, feature_value(e->count, log_counts) *
                               s->scale[feature_family(e->feature)] *
                               p->multiplier[row]};
    }
    if (n)
        qsort(s->node, n, sizeof *s->node, by_row);
    if (!kernel_margins(a->kernel, s->node, n, s->machine))
        return fail_memory(err, "a document vector");
    for (size_t i = 0; i < p->machines; i++)
        s->machine[i] += a->bias[i];
    return true;
}

/* ---- reading ------------------------------------------------------------- */

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
            machines_of(s, &m->axis[a], to->scale,
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
    const size_t before = s->seen;
    const size_t found = add_up(s, bag, AXIS_SENTENCES, &s->seen, &s->known);
    to->words = s->seen - before;
    if (!quotes && !add_to_whole(s, false))
        return fail_memory(err, "the features of a text");
    return found == 0 || add_row(s, to, err);
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

/* Fill the bag and the sentences that the axes of the model ask for. */
static bool read_text(struct tenor_scorer *s, struct tenor_error *err)
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

/* ---- axes ---------------------------------------------------------------- */

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
    s->status = x->tokens == 0 ? TENOR_STATUS_EMPTY
                : v.answer == LANGID_OTHER ? TENOR_STATUS_LANGUAGE
                : found == 0   ? TENOR_STATUS_NO_EVIDENCE
                : x->tokens >= PROSE_TOKENS_MIN &&
                        (double)x->dry_count >
                            PROSE_DRY_MAX * (double)x->tokens
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
            machines_of(s, axis, scale, s->machine);
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
    size_t words = 0, known = 0;

    if (!s->model->has_scope[AXIS_TITLE])
        return true;
    s->title = find_title(s, given);
    if (!bag_fill(&s->sentence_bag, &s->extractor, s->title, err))
        return false;
    bag_scale(&s->sentence_bag, s->model->settings.log_counts, s->title_scale);
    if (add_up(s, &s->sentence_bag, AXIS_TITLE, &words, &known) == 0)
        s->title.len = 0; /* nothing is known of it */
    return score_bag(s, &s->sentence_bag, s->title_scale, AXIS_TITLE, err);
}

static bool score_whole(struct tenor_scorer *s, size_t *found,
                        struct tenor_error *err)
{
    size_t seen = 0, known = 0;

    if (!s->model->has_scope[AXIS_WHOLE])
        return true;
    bag_scale(&s->bag, s->model->settings.log_counts, s->scale);
    *found += add_up(s, &s->bag, AXIS_WHOLE, &seen, &known);
    if (!s->model->has_scope[AXIS_SENTENCES]) {
        s->seen = seen;
        s->known = known;
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
    s->quotes_dropped = m->without_quotes && len >= QUOTES_BYTES_MIN;
    if ((m->has_scope[AXIS_SENTENCES] || m->has_scope[AXIS_TITLE]) &&
        !article_read(&s->article, s->text))
        return fail_memory(err, "the parts of a text");
    if (!score_title(s, (struct str){title, title_len}, err) ||
        !read_text(s, err))
        return false;
    if (s->rows == 0 && s->quotes_dropped) { /* nothing but quoted speech */
        s->quotes_dropped = false;
        if (!read_text(s, err))
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

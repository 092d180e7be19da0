#include "cli/drift/drift_work.h"

#include <stdlib.h>

#include "cli/label/corpora.h"
#include "model/modelfile.h"

void drift_portion_release(struct drift_portion *p)
{
    chunk_release(&p->chunk);
    free(p->seen);
    free(p->p);
    free(p->given);
    free(p->length);
    free(p->word);
    free(p->stranger);
    free(p->bytes.data);
    *p = (struct drift_portion){0};
}

static const struct axis *axis_of(const struct drift_worker *w)
{
    return &w->job->model->axis[w->axis];
}

/* ---- units --------------------------------------------------------------- */

static bool add_unit(struct drift_portion *p, size_t K, double **room)
{
    const size_t n = p->units + 1;

    if (!GROW(p->p, n * K, p->p_capacity) ||
        !GROW(p->given, n, p->given_capacity) ||
        !GROW(p->length, n, p->length_capacity))
        return false;
    *room = p->p + p->units * K;
    p->length[p->units++] = 0;
    return true;
}

static bool add_text(struct drift_worker *w, const struct tenor_scorer *s)
{
    const size_t K = axis_of(w)->labels;
    double *p;

    if (!add_unit(w->portion, K, &p))
        return false;
    for (size_t k = 0; k < K; k++)
        p[k] = tenor_probability(s, w->axis, k);
    w->portion->given[w->portion->units - 1] = tenor_label(s, w->axis);
    return true;
}

static bool add_sentences(struct drift_worker *w, const struct tenor_scorer *s)
{
    const size_t K = axis_of(w)->labels;
    double *p;

    for (size_t i = 0; i < tenor_sentence_count(s); i++) {
        if (!tenor_sentence_at(s, i).counted)
            continue;
        if (!add_unit(w->portion, K, &p))
            return false;
        for (size_t k = 0; k < K; k++)
            tenor_sentence_probability(s, i, w->axis, k, &p[k]);
        w->portion->given[w->portion->units - 1] = arg_max(p, K);
    }
    return true;
}

/* ---- words --------------------------------------------------------------- */

/* What is known of a lexeme: its number in the sketch, or one of these. */
#define NEW_WORD UINT32_MAX
#define OLD_WORD (UINT32_MAX - 1)

static uint32_t look_up(const struct drift_worker *w, uint64_t feature)
{
    const struct sketch *s = &axis_of(w)->sketch;
    size_t low = 0, high = s->words;

    if (table_find(&w->job->model->table, feature) == TABLE_NONE)
        return NEW_WORD;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (s->feature[w->order[middle]] < feature)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->words && s->feature[w->order[low]] == feature
               ? w->order[low]
               : OLD_WORD;
}

#define AROUND 56 /* bytes to either side of a word */

/* What stands around a word. */
static struct str around(struct str text, const struct term *t)
{
    size_t begin = t->begin > AROUND ? t->begin - AROUND : 0;
    size_t end = t->end + AROUND < text.len ? t->end + AROUND : text.len;

    while (begin < t->begin && ((unsigned char)text.s[begin] & 0xC0) == 0x80)
        begin++;
    while (end > t->end && end < text.len &&
           ((unsigned char)text.s[end] & 0xC0) == 0x80)
        end--;
    return (struct str){text.s + begin, end - begin};
}

static bool add_stranger(struct drift_worker *w, struct str text,
                         const struct term *t, uint64_t feature, size_t unit)
{
    struct drift_portion *p = w->portion;
    const struct str form = terms_surface(&w->terms, t);
    const struct str example = around(text, t);
    struct drift_stranger s = {.feature = feature,
                               .unit = unit,
                               .form = p->bytes.len,
                               .example = p->bytes.len + form.len,
                               .form_len = (uint32_t)form.len,
                               .example_len = (uint32_t)example.len};

    if (!GROW(p->stranger, p->strangers + 1, p->stranger_capacity) ||
        !buffer_add(&p->bytes, form.s, form.len) ||
        !buffer_add(&p->bytes, example.s, example.len))
        return false;
    p->stranger[p->strangers++] = s;
    return true;
}

static bool add_word(struct drift_worker *w, struct str text,
                     const struct term *t, size_t unit, struct drift_seen *seen)
{
    struct drift_portion *p = w->portion;
    struct lexeme *e = terms_lexeme(&w->terms, t);
    const uint64_t feature = feature_of(e->stem, TENOR_FEATURE_WORD);
    uint32_t *number = lexicon_extra(e);

    if (!e->filled) {
        *number = look_up(w, feature);
        e->filled = true;
    }
    seen->text.words++;
    if (*number == NEW_WORD) {
        seen->text.unknown++;
        return add_stranger(w, text, t, feature, unit);
    }
    if (*number == OLD_WORD || unit == DRIFT_NO_UNIT)
        return true;
    if (!GROW(p->word, p->words + 1, p->word_capacity))
        return false;
    p->word[p->words++] = *number;
    return true;
}

static int ascending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Each once: those of the unit that ends. */
static void end_unit(struct drift_portion *p, size_t from)
{
    size_t to = from;

    if (p->words > from)
        qsort(p->word + from, p->words - from, sizeof *p->word, ascending);
    for (size_t i = from; i < p->words; i++)
        if (to == from || p->word[to - 1] != p->word[i])
            p->word[to++] = p->word[i];
    p->words = to;
}

/* The terms of the sentence at hand, which is of a unit of the text. */
static bool add_terms(struct drift_worker *w, struct str text, size_t unit,
                      size_t first, struct drift_seen *seen)
{
    const size_t before = seen->text.words;

    for (size_t i = 0; i < w->terms.n; i++)
        if (w->terms.term[i].word &&
            !add_word(w, text, &w->terms.term[i], unit, seen))
            return false;
    if (unit != DRIFT_NO_UNIT)
        w->portion->length[first + unit] += seen->text.words - before;
    return true;
}

/* Find which of the counted sentences begins at the one at hand; *at moves to
 * it. */
static size_t find_unit(const struct drift_worker *w,
                        const struct tenor_scorer *s, size_t *at, size_t *units)
{
    const size_t begin = w->terms.begin;

    for (; *at < tenor_sentence_count(s); ++*at) {
        const struct tenor_sentence t = tenor_sentence_at(s, *at);
        if (t.span.begin > begin)
            break;
        const size_t unit = *units;
        *units += t.counted;
        if (t.span.begin == begin) {
            ++*at;
            return t.counted ? unit : DRIFT_NO_UNIT;
        }
    }
    return DRIFT_NO_UNIT;
}

/* Walk over the words of a text, or of the sentences that count. */
static bool add_words(struct drift_worker *w, struct str text,
                      const struct tenor_scorer *s, size_t first,
                      struct drift_seen *seen, struct tenor_error *err)
{
    struct drift_portion *p = w->portion;
    const bool sentences = axis_of(w)->scope == AXIS_SENTENCES;
    size_t at = 0, units = 0, from = p->words;
    bool last = false;

    if (!terms_begin(&w->terms, text, 0, err))
        return false;
    for (;;) {
        if (!terms_next(&w->terms, &last, err))
            return false;
        if (last)
            break;
        const size_t unit = seen->text.refused ? DRIFT_NO_UNIT
                            : sentences ? find_unit(w, s, &at, &units)
                                        : 0;
        if (unit == DRIFT_NO_UNIT && !seen->text.refused)
            continue;
        if (!add_terms(w, text, unit, first, seen))
            return fail_memory(err, "words");
        if (sentences) {
            end_unit(p, from);
            from = p->words;
        }
    }
    end_unit(p, from);
    return true;
}

static int by_stranger(const void *a, const void *b)
{
    const struct drift_stranger *x = a, *y = b;

    if (x->feature != y->feature)
        return x->feature < y->feature ? -1 : 1;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return (x->form > y->form) - (x->form < y->form);
}

/* Unknown words once for each unit, the words of the sketch by their numbers. */
static void order_words(struct drift_portion *p, size_t words,
                        size_t strangers)
{
    size_t to = strangers;

    if (p->words > words)
        qsort(p->word + words, p->words - words, sizeof *p->word, ascending);
    if (p->strangers > strangers)
        qsort(p->stranger + strangers, p->strangers - strangers,
              sizeof *p->stranger, by_stranger);
    for (size_t i = strangers; i < p->strangers; i++)
        if (to == strangers ||
            p->stranger[to - 1].feature != p->stranger[i].feature ||
            p->stranger[to - 1].unit != p->stranger[i].unit)
            p->stranger[to++] = p->stranger[i];
    p->strangers = to;
}

/* ---- a record ------------------------------------------------------------ */

/* A value of a record, kept in the bytes of the portion. */
static bool add_field(struct drift_portion *p, const struct record *r,
                      size_t name, size_t *begin, size_t *len)
{
    const struct corpus_columns *c = p->chunk.columns;
    struct str value = {0};

    if (name != COLUMNS_NONE && r->field && c &&
        c->named[name] != COLUMNS_NONE)
        value = r->field[c->named[name]].bytes;
    *begin = p->bytes.len;
    *len = value.len;
    return buffer_add(&p->bytes, value.s, value.len);
}

static bool add_slice(const struct drift_worker *w, const struct record *r,
                      struct drift_seen *seen)
{
    struct drift_portion *p = w->portion;
    const char *path = p->chunk.input->path;

    if (!w->slice_files)
        return add_field(p, r, w->slice, &seen->slice, &seen->slice_len);
    seen->slice = p->bytes.len;
    seen->slice_len = strlen(path);
    return buffer_add(&p->bytes, path, seen->slice_len);
}

/* A text that is one line is a title itself, if no other is found in it. */
static bool find_title(const struct drift_worker *w, struct tenor_scorer *s,
                       struct str *text, struct tenor_error *err)
{
    if (tenor_axis_status(s, w->axis) == TENOR_STATUS_NO_TITLE &&
        text->len && !memchr(text->s, '\n', text->len) &&
        !tenor_score_titled(s, text->s, text->len, text->s, text->len, err))
        return false;
    if (!tenor_title(s, &text->s, &text->len))
        text->len = 0;
    return true;
}

static bool take(void *run, struct chunk *c, const struct record *r,
                 struct tenor_scorer *s, struct str why,
                 struct tenor_error *err)
{
    struct drift_worker *w = run;
    struct drift_portion *p = w->portion;
    const size_t units = p->units, words = p->words, strangers = p->strangers;
    struct drift_seen seen = {0};
    struct str text = r->text;

    (void)c;
    (void)why;
    if (!s)
        return true;
    if (axis_of(w)->scope == AXIS_TITLE && !find_title(w, s, &text, err))
        return false;
    seen.text.refused = tenor_axis_status(s, w->axis) != TENOR_STATUS_OK;
    if (!seen.text.refused && !(axis_of(w)->scope == AXIS_SENTENCES
                                    ? add_sentences(w, s)
                                    : add_text(w, s)))
        return fail_memory(err, "results");
    if (!add_words(w, text, s, units, &seen, err))
        return false;
    order_words(p, words, strangers);
    if (!add_slice(w, r, &seen) ||
        !add_field(p, r, w->truth, &seen.label, &seen.label_len) ||
        !GROW(p->seen, p->n + 1, p->capacity))
        return fail_memory(err, "results");
    seen.text.units = p->units - units;
    seen.text.nword = p->words - words;
    seen.units = p->units;
    seen.words = p->words;
    seen.strangers = p->strangers;
    /* What is asked of a labelled text is its label as a whole. */
    const struct str label = {p->bytes.data + seen.label, seen.label_len};
    for (size_t k = 0; label.len && k < axis_of(w)->labels; k++)
        if (str_equal(label, str_of(axis_of(w)->label[k]))) {
            seen.text.labelled = true;
            seen.text.right = tenor_label(s, w->axis) == k;
        }
    p->seen[p->n++] = seen;
    return true;
}

/* ---- a chunk ------------------------------------------------------------- */

static bool order_sketch(struct drift_worker *w)
{
    const struct sketch *s = &axis_of(w)->sketch;

    w->order = mem_resize(NULL, s->words, sizeof *w->order);
    for (uint32_t i = 0; w->order && i < s->words; i++) {
        size_t at = i;
        for (; at > 0 && s->feature[w->order[at - 1]] > s->feature[i]; at--)
            w->order[at] = w->order[at - 1];
        w->order[at] = i;
    }
    return w->order;
}

bool drift_worker_init(struct drift_worker *w, struct tenor_error *err)
{
    const struct tenor_model *m = w->job->model;

    w->label.take = take;
    w->label.run = w;
    return label_worker_init(&w->label, w->job, err) &&
           terms_init(&w->terms, m->settings.language, m->settings.stemming,
                      &m->stops, sizeof(uint32_t), err) &&
           (order_sketch(w) || fail_memory(err, "words"));
}

void drift_worker_release(struct drift_worker *w)
{
    label_worker_release(&w->label);
    terms_release(&w->terms);
    free(w->order);
}

bool drift_work(struct drift_worker *w, struct drift_portion *p,
                struct tenor_error *err)
{
    w->portion = p;
    p->n = p->units = p->words = p->strangers = p->bytes.len = 0;
    return label_chunk(w->job, &w->label, &p->chunk, err);
}

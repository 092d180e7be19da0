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

/* The words of a sentence, as it is read. */
static bool look(void *worker, const struct tenor_scorer *s,
                 enum axis_scope scope, const struct terms *t)
{
    struct drift_worker *w = worker;

    if ((scope == AXIS_TITLE) != (axis_of(w)->scope == AXIS_TITLE))
        return true;
    if (!t) {
        w->nmet = 0;
        return true;
    }
    if (!GROW(w->met, w->nmet + t->n, w->met_capacity))
        return false;
    for (size_t i = 0; i < t->n; i++) {
        const struct term *term = &t->term[i];
        struct lexeme *e = terms_lexeme(t, term);
        if (!term->word)
            continue;
        w->met[w->nmet++] = (struct drift_met){
            .feature = e->stem,
            .begin = term->begin,
            .end = term->end,
            .row = ((const struct worth *)lexicon_extra(e))->row,
            .sentence = (uint32_t)s->sentences,
        };
    }
    return true;
}

#define AROUND 56 /* bytes to either side of a word */

static bool is_middle(struct str text, size_t at)
{
    return ((unsigned char)text.s[at] & 0xC0) == 0x80;
}

/* What stands around a word. */
static struct str around(struct str text, size_t from, size_t to)
{
    size_t begin = from > AROUND ? from - AROUND : 0;
    size_t end = to + AROUND < text.len ? to + AROUND : text.len;

    while (begin < from && is_middle(text, begin))
        begin++;
    while (end > to && end < text.len && is_middle(text, end))
        end--;
    return (struct str){text.s + begin, end - begin};
}

static bool add_stranger(struct drift_worker *w, struct str text,
                         const struct drift_met *m, size_t unit)
{
    struct drift_portion *p = w->portion;
    const size_t begin = m->begin + (text.s[m->begin] == '#');
    const struct str form = {text.s + begin, m->end - begin};
    const struct str example = around(text, m->begin, m->end);
    struct drift_stranger s = {.feature =
                                   feature_of(m->feature, TENOR_FEATURE_WORD),
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

/* A word of a unit, which is the one at hand, or of none. */
static bool add_word(struct drift_worker *w, struct str text,
                     const struct drift_met *m, size_t unit)
{
    struct drift_portion *p = w->portion;

    if (m->row == TABLE_ROW_NONE)
        return add_stranger(w, text, m, unit);
    const size_t number = w->number[m->row];
    if (number == 0 || unit == DRIFT_NO_UNIT || w->last[number - 1] == w->unit)
        return true;
    w->last[number - 1] = w->unit;
    if (!GROW(p->word, p->words + 1, p->word_capacity))
        return false;
    p->word[p->words++] = (uint32_t)(number - 1);
    return true;
}

/* The unit of a sentence; *from and *units move on to it. */
static size_t unit_of(const struct tenor_scorer *s, size_t sentence,
                      size_t *from, size_t *units)
{
    for (; *from < sentence; ++*from)
        *units += tenor_sentence_at(s, *from).counted;
    return tenor_sentence_at(s, sentence).counted ? *units : DRIFT_NO_UNIT;
}

/* The words that were met, of units of the text, or of all of it if it is
 * refused. */
static bool add_words(struct drift_worker *w, struct str text,
                      const struct tenor_scorer *s, size_t first,
                      struct drift_seen *seen)
{
    const bool sentences = axis_of(w)->scope == AXIS_SENTENCES;
    size_t from = 0, units = 0;

    w->unit++;
    for (size_t i = 0; i < w->nmet; i++) {
        const struct drift_met *m = &w->met[i];
        size_t unit = seen->text.refused ? DRIFT_NO_UNIT : 0;
        if (sentences && i && m->sentence != m[-1].sentence)
            w->unit++;
        if (sentences && !seen->text.refused) {
            unit = unit_of(s, m->sentence, &from, &units);
            if (unit == DRIFT_NO_UNIT)
                continue;
        }
        if (!add_word(w, text, m, unit))
            return false;
        seen->text.words++;
        seen->text.unknown += m->row == TABLE_ROW_NONE;
        if (unit != DRIFT_NO_UNIT)
            w->portion->length[first + unit]++;
    }
    return true;
}

static int ascending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
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

/* Words of the sketch that stand in several units one behind the other; unknown
 * ones once for each unit. */
static void order_words(struct drift_portion *p, size_t words, size_t strangers,
                        bool several)
{
    size_t to = strangers;

    if (several && p->words > words)
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

    if (name != COLUMNS_NONE && r->field && c && c->named[name] != COLUMNS_NONE)
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
    if (tenor_axis_status(s, w->axis) == TENOR_STATUS_NO_TITLE && text->len &&
        !memchr(text->s, '\n', text->len) &&
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
    if (!seen.text.refused &&
        !(axis_of(w)->scope == AXIS_SENTENCES ? add_sentences(w, s)
                                              : add_text(w, s)))
        return fail_memory(err, "results");
    if (!add_words(w, text, s, units, &seen))
        return fail_memory(err, "results");
    order_words(p, words, strangers, p->units - units > 1);
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

/* The words of the sketch by their rows. */
static bool number_rows(struct drift_worker *w)
{
    const struct sketch *s = &axis_of(w)->sketch;
    const struct table *t = &w->job->model->table;

    w->number = mem_zero(t->rows, sizeof *w->number);
    for (size_t i = 0; w->number && i < s->words; i++) {
        const size_t row = table_find(t, s->feature[i]);
        if (row != TABLE_NONE)
            w->number[row] = (uint16_t)(i + 1);
    }
    return w->number;
}

bool drift_worker_init(struct drift_worker *w, struct tenor_error *err)
{
    w->label.take = take;
    w->label.run = w;
    if (!label_worker_init(&w->label, w->job, err))
        return false;
    w->label.scorer->watch = (struct scorer_watch){look, w};
    return number_rows(w) || fail_memory(err, "words");
}

void drift_worker_release(struct drift_worker *w)
{
    label_worker_release(&w->label);
    free(w->met);
    free(w->number);
}

bool drift_work(struct drift_worker *w, struct drift_portion *p,
                struct tenor_error *err)
{
    w->portion = p;
    p->n = p->units = p->words = p->strangers = p->bytes.len = 0;
    return label_chunk(w->job, &w->label, &p->chunk, err);
}

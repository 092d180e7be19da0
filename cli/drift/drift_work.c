#include "cli/drift/drift_met.h"

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
    const size_t K = drift_axis(w)->labels;
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
    const size_t K = drift_axis(w)->labels;
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
    const size_t units = p->units, words = p->words;
    struct drift_seen seen = {0};
    struct str text = r->text;

    (void)c;
    (void)why;
    if (!s)
        return true;
    if (drift_axis(w)->scope == AXIS_TITLE && !find_title(w, s, &text, err))
        return false;
    seen.text.refused = tenor_axis_status(s, w->axis) != TENOR_STATUS_OK;
    if (!seen.text.refused &&
        !(drift_axis(w)->scope == AXIS_SENTENCES ? add_sentences(w, s)
                                                 : add_text(w, s)))
        return fail_memory(err, "results");
    if (!drift_met_add(w, text, s, units, &seen))
        return fail_memory(err, "results");
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
    for (size_t k = 0; label.len && k < drift_axis(w)->labels; k++)
        if (str_equal(label, str_of(drift_axis(w)->label[k]))) {
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
    const struct sketch *s = &drift_axis(w)->sketch;
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
    w->label.scorer->watch = (struct scorer_watch){drift_met_look, w};
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

#include "cli/drift/drift_met.h"

#include <stdlib.h>

#include "cli/label/corpora.h"
#include "model/modelfile.h"

static void release_lot(struct drift_lot *lot)
{
    free(lot->seen);
    free(lot->p);
    free(lot->given);
    free(lot->length);
    free(lot->word);
    free(lot->stranger);
    free(lot->bytes.data);
}

void drift_portion_release(struct drift_portion *p)
{
    chunk_release(&p->chunk);
    for (size_t i = 0; i < p->lots; i++)
        release_lot(&p->lot[i]);
    free(p->lot);
    free(p->fields);
    free(p->bytes.data);
    *p = (struct drift_portion){0};
}

/* ---- units --------------------------------------------------------------- */

static bool add_unit(struct drift_view *v, double **room)
{
    const size_t K = v->of->labels;
    struct drift_lot *lot = v->lot;
    const size_t n = lot->units + 1;

    if (!GROW(lot->p, n * K, lot->p_capacity) ||
        !GROW(lot->given, n, lot->given_capacity) ||
        !GROW(lot->length, n, lot->length_capacity))
        return false;
    *room = lot->p + lot->units * K;
    lot->length[lot->units++] = 0;
    return true;
}

static bool add_text(struct drift_view *v, const struct tenor_scorer *s)
{
    double *p;

    if (!add_unit(v, &p))
        return false;
    for (size_t k = 0; k < v->of->labels; k++)
        p[k] = tenor_probability(s, v->axis, k);
    v->lot->given[v->lot->units - 1] = tenor_label(s, v->axis);
    return true;
}

static bool add_sentences(struct drift_view *v, const struct tenor_scorer *s)
{
    const size_t K = v->of->labels;
    double *p;

    for (size_t i = 0; i < tenor_sentence_count(s); i++) {
        if (!tenor_sentence_at(s, i).counted)
            continue;
        if (!add_unit(v, &p))
            return false;
        for (size_t k = 0; k < K; k++)
            tenor_sentence_probability(s, i, v->axis, k, &p[k]);
        v->lot->given[v->lot->units - 1] = arg_max(p, K);
    }
    return true;
}

/* ---- a record ------------------------------------------------------------ */

/* A value of a record, or none. */
static struct str field_of(const struct drift_portion *p,
                           const struct record *r, size_t name)
{
    const struct corpus_columns *c = p->chunk.columns;

    return name != COLUMNS_NONE && r->field && c &&
                   c->named[name] != COLUMNS_NONE
               ? r->field[c->named[name]].bytes
               : (struct str){0};
}

static bool add_fields(const struct drift_worker *w, const struct record *r)
{
    struct drift_portion *p = w->portion;
    const struct str slice = w->slice_files ? str_of(p->chunk.input->path)
                                            : field_of(p, r, w->slice);

    if (!GROW(p->fields, p->n + 1, p->capacity))
        return false;
    p->fields[p->n++] = (struct drift_fields){p->bytes.len, slice.len,
                                              field_of(p, r, w->truth).len > 0};
    return buffer_add(&p->bytes, slice.s, slice.len);
}

/* What is asked of a labelled text is its label as a whole. */
static void set_truth(const struct drift_view *v, const struct tenor_scorer *s,
                      struct str label, struct drift_text *t)
{
    for (size_t k = 0; label.len && k < v->of->labels; k++)
        if (str_equal(label, str_of(v->of->label[k]))) {
            t->labelled = true;
            t->right = tenor_label(s, v->axis) == k;
        }
}

/* A text that is one line is a title itself, if no other is found in it. */
static bool find_title(const struct drift_view *v, struct tenor_scorer *s,
                       struct str *text, struct tenor_error *err)
{
    if (tenor_axis_status(s, v->axis) == TENOR_STATUS_NO_TITLE && text->len &&
        !memchr(text->s, '\n', text->len) &&
        !tenor_score_titled(s, text->s, text->len, text->s, text->len, err))
        return false;
    /* One of which nothing is known has no length, but words. */
    if (!tenor_title(s, &text->s, &text->len) && v->nmet)
        text->len = v->met[v->nmet - 1].end;
    return true;
}

/* Look at a text for an axis; it gets this number. */
static bool see(struct drift_view *v, struct tenor_scorer *s, struct str text,
                struct str label, size_t number, struct tenor_error *err)
{
    struct drift_lot *lot = v->lot;
    const size_t units = lot->units, words = lot->words;
    struct drift_seen seen = {0};

    if (v->of->scope == AXIS_TITLE && !find_title(v, s, &text, err))
        return false;
    seen.text.refused = tenor_axis_status(s, v->axis) != TENOR_STATUS_OK;
    if (!seen.text.refused &&
        !(v->of->scope == AXIS_SENTENCES ? add_sentences(v, s)
                                         : add_text(v, s)))
        return fail_memory(err, "results");
    if (!drift_met_add(v, text, s, units, &seen) ||
        !GROW(lot->seen, number + 1, lot->capacity))
        return fail_memory(err, "results");
    seen.text.units = lot->units - units;
    seen.text.nword = lot->words - words;
    seen.units = lot->units;
    seen.words = lot->words;
    seen.strangers = lot->strangers;
    set_truth(v, s, label, &seen.text);
    lot->seen[number] = seen;
    return true;
}

static bool take(void *run, struct chunk *c, const struct record *r,
                 struct tenor_scorer *s, struct str why,
                 struct tenor_error *err)
{
    struct drift_worker *w = run;
    struct drift_portion *p = w->portion;
    const struct str label = field_of(p, r, w->truth);

    (void)c;
    (void)why;
    if (!s)
        return true;
    /* To find a title may score the text again: those axes come last. */
    for (size_t i = 0; i < 2 * w->axes; i++) {
        struct drift_view *v = &w->view[i % w->axes];
        if ((v->of->scope == AXIS_TITLE) == (i >= w->axes) &&
            !see(v, s, r->text, label, p->n, err))
            return false;
    }
    return add_fields(w, r) || fail_memory(err, "results");
}

static bool look(void *run, const struct tenor_scorer *s, enum axis_scope scope,
                 const struct terms *t)
{
    struct drift_worker *w = run;

    for (size_t i = 0; i < w->axes; i++)
        if (!drift_met_look(&w->view[i], s, scope, t))
            return false;
    return true;
}

/* ---- a chunk ------------------------------------------------------------- */

/* The words of the sketch by their rows. */
static bool number_rows(struct drift_view *v, const struct table *t)
{
    const struct sketch *s = &v->of->sketch;

    v->number = mem_zero(t->rows, sizeof *v->number);
    for (size_t i = 0; v->number && i < s->words; i++) {
        const size_t row = table_find(t, s->feature[i]);
        if (row != TABLE_NONE)
            v->number[row] = (uint16_t)(i + 1);
    }
    return v->number;
}

bool drift_worker_init(struct drift_worker *w, struct tenor_error *err)
{
    const struct tenor_model *m = w->job->model;
    bool ok;

    w->label.take = take;
    w->label.run = w;
    if (!label_worker_init(&w->label, w->job, err))
        return false;
    w->label.scorer->watch = (struct scorer_watch){look, w};
    w->view = mem_zero(w->axes, sizeof *w->view);
    ok = w->view;
    for (size_t i = 0; ok && i < w->axes; i++) {
        w->view[i].axis = w->axis[i];
        w->view[i].of = &m->axis[w->axis[i]];
        ok = number_rows(&w->view[i], &m->table);
    }
    return ok || fail_memory(err, "words");
}

void drift_worker_release(struct drift_worker *w)
{
    label_worker_release(&w->label);
    for (size_t i = 0; w->view && i < w->axes; i++) {
        free(w->view[i].met);
        free(w->view[i].number);
    }
    free(w->view);
}

bool drift_work(struct drift_worker *w, struct drift_portion *p,
                struct tenor_error *err)
{
    if (!p->lot) {
        p->lot = mem_zero(w->axes, sizeof *p->lot);
        if (!p->lot)
            return fail_memory(err, "results");
        p->lots = w->axes;
    }
    w->portion = p;
    p->n = p->bytes.len = 0;
    for (size_t i = 0; i < p->lots; i++) {
        struct drift_lot *lot = &p->lot[i];
        lot->units = lot->words = lot->strangers = lot->bytes.len = 0;
        w->view[i].lot = lot;
    }
    return label_chunk(w->job, &w->label, &p->chunk, err);
}

#include "cli/drift/drift_gather.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/label/ordered.h"
#include "cli/label/summary.h"
#include "model/modelfile.h"

struct run {
    struct drift_gather *g;
    struct drift_worker *worker; /* [threads] */
    struct progress progress;
    uint64_t *count; /* [counting size] */
    size_t complaints;
};

/* ---- a text -------------------------------------------------------------- */

/* The text with its arrays, those before it ending there. */
static struct drift_text text_of(const struct drift_lot *lot,
                                 const struct drift_seen *s, size_t K)
{
    const size_t units = s->units - s->text.units;
    struct drift_text t = s->text;

    t.p = lot->p + units * K;
    t.given = lot->given + units;
    t.length = lot->length + units;
    t.word = lot->word + s->words - s->text.nword;
    return t;
}

static bool is_unsure(const struct drift_found *f, const struct drift_text *t,
                      size_t unit)
{
    return (float)t->p[unit * f->axis->labels + t->given[unit]] <= f->unsure;
}

static bool add_strangers(struct drift_found *f, const struct drift_lot *lot,
                          const struct drift_text *t, size_t from, size_t end)
{
    struct new_words *w = &f->strangers;

    for (size_t i = 0; i < t->units; i++)
        if (!new_words_count(w, NULL, t->given[i], is_unsure(f, t, i)))
            return false;
    for (size_t i = from; i < end; i++) {
        const struct drift_stranger *s = &lot->stranger[i];
        struct new_word *word = new_words_find(
            w, s->feature, (struct str){lot->bytes.data + s->form, s->form_len},
            (struct str){lot->bytes.data + s->example, s->example_len});
        if (!word)
            return false;
        word->texts += i == from || s[-1].feature != s->feature;
        if (s->unit != DRIFT_NO_UNIT)
            new_words_count(w, word, t->given[s->unit],
                            is_unsure(f, t, s->unit));
    }
    return new_words_trim(w);
}

static bool add_lot(struct drift_found *f, const struct drift_portion *p,
                    const struct drift_lot *lot, bool sliced)
{
    for (size_t i = 0, from = 0; i < p->n; from = lot->seen[i++].strangers) {
        const struct drift_seen *s = &lot->seen[i];
        const struct drift_fields *in = &p->fields[i];
        const struct drift_text t = text_of(lot, s, f->axis->labels);
        const struct str slice = {p->bytes.data + in->slice, in->slice_len};
        drift_add(&f->sums, f->axis, &t);
        f->foreign += in->labelled && !t.labelled;
        if (!add_strangers(f, lot, &t, from, s->strangers) ||
            (sliced && !drift_slices_add(&f->slices, f->axis, slice, &t)))
            return false;
    }
    return true;
}

static bool add_portion(struct drift_gather *g, const struct drift_portion *p)
{
    const bool sliced = g->slice || g->slice_files;

    for (size_t i = 0; i < p->lots; i++)
        if (!add_lot(&g->found[i], p, &p->lot[i], sliced))
            return false;
    return true;
}

/* ---- the pipeline -------------------------------------------------------- */

static bool fill(void *run, void *portion, bool *filled,
                 struct tenor_error *err)
{
    struct run *r = run;
    struct drift_portion *p = portion;

    return reading_fill(&r->g->reading, &p->chunk, filled, err);
}

static bool work(void *run, size_t worker, void *portion,
                 struct tenor_error *err)
{
    struct run *r = run;

    return drift_work(&r->worker[worker], portion, err);
}

static bool drain(void *run, void *portion, struct tenor_error *err)
{
    struct run *r = run;
    struct drift_portion *p = portion;

    if (!add_portion(r->g, p))
        return fail_memory(err, "sums");
    counting_add(r->g->job.counting, r->count, p->chunk.count);
    if (p->chunk.complaints.len && r->complaints < COMPLAINTS) {
        progress_clear(&r->progress);
        label_complain(r->g->verb, &p->chunk, &r->complaints);
    }
    progress_show(&r->progress, r->count[COUNTING_RECORDS],
                  r->count[COUNTING_ERRORS], p->chunk.consumed);
    return true;
}

static void release(void *portion)
{
    drift_portion_release(portion);
}

static bool run_portions(struct run *r, struct tenor_error *err)
{
    const struct ordered o = {
        .workers = r->g->threads,
        .size = sizeof(struct drift_portion),
        .context = r,
        .fill = fill,
        .work = work,
        .drain = drain,
        .release = release,
    };

    return ordered_run(&o, err);
}

/* ---- beginning and end --------------------------------------------------- */

static bool make_workers(struct run *r, struct tenor_error *err)
{
    const struct drift_gather *g = r->g;

    r->worker = mem_zero(g->threads, sizeof *r->worker);
    if (!r->worker)
        return fail_memory(err, "threads");
    for (size_t i = 0; i < g->threads; i++) {
        struct drift_worker *w = &r->worker[i];
        w->job = &g->job;
        w->axis = g->axis;
        w->axes = g->axes;
        w->slice = g->slice ? 0 : COLUMNS_NONE;
        w->truth = g->truth ? g->slice != NULL : COLUMNS_NONE;
        w->slice_files = g->slice_files;
        if (!drift_worker_init(w, err))
            return false;
    }
    return true;
}

static bool name_fields(const struct drift_gather *g, struct fields *f)
{
    const char *const name[] = {g->slice, g->truth};

    for (size_t i = 0; i < 2; i++)
        if (name[i] && !fields_want(f, str_of(name[i])))
            return false;
    return fields_want_title(f, g->title);
}

/* Keep the adjusted shares of what was counted, as label has them. */
static bool adjust(struct run *r, struct tenor_error *err)
{
    struct drift_gather *g = r->g;
    struct summary s;
    const bool ok = summary_init(&s, g->job.counting, r->count, err);

    for (size_t i = 0; ok && i < g->axes; i++) {
        if (g->found[i].axis->scope != AXIS_WHOLE)
            continue;
        g->found[i].adjusted = s.axis[i].adjusted;
        s.axis[i].adjusted = NULL;
    }
    summary_release(&s);
    return ok;
}

static bool read_all(struct run *r, struct tenor_error *err)
{
    struct drift_gather *g = r->g;

    r->count = mem_zero(g->job.counting->size, sizeof *r->count);
    if (!r->count)
        return fail_memory(err, "counts");
    if (!reading_begin(&g->reading, err) || !make_workers(r, err))
        return false;
    progress_begin(&r->progress, g->progress, reading_size(&g->reading), 0, 0);
    const bool ok = run_portions(r, err);
    g->records = r->count[COUNTING_RECORDS];
    g->errors = r->count[COUNTING_ERRORS];
    progress_end(&r->progress, g->records, g->errors, 0, ok);
    return ok && adjust(r, err);
}

static bool make_found(struct drift_gather *g)
{
    g->found = mem_zero(g->axes, sizeof *g->found);
    for (size_t i = 0; g->found && i < g->axes; i++) {
        struct drift_found *f = &g->found[i];
        f->axis = &g->job.model->axis[g->axis[i]];
        f->then = (struct drift_side){
            f->axis, g->baseline ? &g->baseline->found[i].sums : NULL};
        f->unsure = (float)drift_unsure(&f->then);
        f->strangers.plain = g->is_baseline;
        f->strangers.labels =
            f->axis->labels <= SKETCH_LABELS && !g->is_baseline
                ? f->axis->labels
                : 0;
        if (!drift_init(&f->sums, f->axis, true))
            return false;
    }
    return g->found;
}

/* With an empty row for each record, as far as reading has to know of rows. */
bool drift_gather(struct drift_gather *g, struct tenor_error *err)
{
    struct run r = {.g = g};
    struct fields fields = {0};
    struct counting counting = {0};
    struct rows *rows = rows_new(&rows_tsv, &fields, g->job.model);
    const bool ok = (rows && name_fields(g, &fields) &&
                     counting_init(&counting, g->job.model, g->axis, g->axes) &&
                     make_found(g)) ||
                    fail_memory(err, "sums");

    g->job.notation = g->reading.notation = &rows_tsv;
    g->job.fields = g->reading.fields = &fields;
    g->job.counting = &counting;
    g->reading.rows = rows;
    const bool done = ok && read_all(&r, err);
    for (size_t i = 0; r.worker && i < g->threads; i++)
        drift_worker_release(&r.worker[i]);
    free(r.worker);
    free(r.count);
    reading_release(&g->reading);
    counting_release(&counting);
    fields_release(&fields);
    rows_free(rows);
    return done;
}

void drift_gather_release(struct drift_gather *g)
{
    for (size_t i = 0; g->found && i < g->axes; i++) {
        struct drift_found *f = &g->found[i];
        free(f->adjusted);
        drift_release(&f->sums);
        drift_slices_release(&f->slices);
        new_words_release(&f->strangers);
    }
    free(g->found);
}

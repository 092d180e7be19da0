#include "cli/words/survey.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/label/ordered.h"
#include "cli/label/progress.h"
#include "cli/out.h"
#include "cli/words/gathering.h"
#include "cli/words/weighing.h"
#include "model/modelfile.h"

/* Texts, and what was gathered from them. */
struct portion {
    struct chunk chunk; /* first: see fill */
    struct gathering gathering;
    uint64_t *judged; /* [axes of the model] as struct listing */
};

struct run {
    struct survey *s;
    struct label_worker *worker; /* [threads] */
    struct gathering all;
    uint64_t *count; /* [counting size] */
    struct progress progress;
    size_t complaints;
};

/* ---- a text -------------------------------------------------------------- */

/* What a worker looks for in the texts of a portion. */
struct looking {
    const struct listing *words;
    struct portion *portion;
};

static struct str text_of(const struct listing *w, size_t axis,
                          const struct tenor_scorer *scorer, struct str text)
{
    if (tenor_axis_scope(w->model, axis) == TENOR_TITLE)
        tenor_title(scorer, &text.s, &text.len);
    return text;
}

/* Evidence for the label of a column. */
static bool look_at_label(const struct looking *l, size_t axis, size_t label,
                          struct tenor_scorer *scorer, struct str text,
                          struct tenor_error *err)
{
    const uint32_t column = weighing_column(l->words->model, axis, label);
    const struct tenor_evidence *e;
    double bias;
    size_t n;

    if (!tenor_explain(scorer, axis, label, &e, &n, &bias, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!gathering_add(&l->portion->gathering, column, &e[i], text, scorer,
                           err))
            return false;
    return true;
}

static bool look_at_axis(const struct looking *l, size_t axis,
                         struct tenor_scorer *scorer, struct str text,
                         struct tenor_error *err)
{
    const size_t K = tenor_axis_label_count(l->words->model, axis);
    const struct str in = text_of(l->words, axis, scorer, text);

    if (tenor_axis_status(scorer, axis) != TENOR_STATUS_OK)
        return true;
    l->portion->judged[axis]++;
    if (K == 2) /* the first label's is the negative */
        return look_at_label(l, axis, 1, scorer, in, err);
    for (size_t k = 0; k < K; k++)
        if (listing_shows(l->words, axis, k) &&
            !look_at_label(l, axis, k, scorer, in, err))
            return false;
    return true;
}

static bool take(void *context, struct chunk *c, const struct record *r,
                 struct tenor_scorer *result, struct str why,
                 struct tenor_error *err)
{
    const struct looking *l = context;
    const struct listing *w = l->words;

    (void)c;
    (void)why;
    if (!result)
        return true;
    gathering_text(&l->portion->gathering);
    for (size_t i = 0; i < w->axes; i++)
        if (!look_at_axis(l, w->axis[i], result, r->text, err))
            return false;
    return true;
}

/* ---- the pipeline -------------------------------------------------------- */

static bool fill(void *run, void *portion, bool *filled,
                 struct tenor_error *err)
{
    struct run *r = run;
    struct portion *p = portion;

    return reading_fill(&r->s->reading, &p->chunk, filled, err);
}

static bool work(void *run, size_t worker, void *portion,
                 struct tenor_error *err)
{
    struct run *r = run;
    struct portion *p = portion;
    struct label_worker *w = &r->worker[worker];
    const size_t axes = tenor_axis_count(r->s->words->model);
    struct looking looking = {r->s->words, p};

    if (!p->judged && !(p->judged = mem_zero(axes, sizeof *p->judged)))
        return fail_memory(err, "counts");
    memset(p->judged, 0, axes * sizeof *p->judged);
    gathering_reset(&p->gathering);
    w->take = take;
    w->run = &looking;
    return label_chunk(&r->s->job, w, &p->chunk, err);
}

static bool drain(void *run, void *portion, struct tenor_error *err)
{
    struct run *r = run;
    struct portion *p = portion;
    struct listing *w = r->s->words;

    if (!gathering_merge(&r->all, &p->gathering, err))
        return false;
    for (size_t a = 0; a < tenor_axis_count(w->model); a++)
        w->judged[a] += p->judged[a];
    counting_add(r->s->job.counting, r->count, p->chunk.count);
    if (p->chunk.complaints.len && r->complaints < COMPLAINTS) {
        progress_clear(&r->progress);
        label_complain(r->s->verb->name, &p->chunk, &r->complaints);
    }
    progress_show(&r->progress, r->count[COUNTING_RECORDS],
                  r->count[COUNTING_ERRORS], p->chunk.consumed);
    return true;
}

static void release(void *portion)
{
    struct portion *p = portion;

    chunk_release(&p->chunk);
    gathering_release(&p->gathering);
    free(p->judged);
}

static bool run_portions(struct run *r, struct tenor_error *err)
{
    const struct ordered o = {
        .workers = r->s->threads,
        .size = sizeof(struct portion),
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
    r->worker = mem_zero(r->s->threads, sizeof *r->worker);
    if (!r->worker)
        return fail_memory(err, "threads");
    for (size_t i = 0; i < r->s->threads; i++)
        if (!label_worker_init(&r->worker[i], &r->s->job, err))
            return false;
    return true;
}

static bool read_all(struct run *r, struct tenor_error *err)
{
    struct reading *reading = &r->s->reading;

    r->count = mem_zero(r->s->job.counting->size, sizeof *r->count);
    if (!r->count)
        return fail_memory(err, "counts");
    if (!reading_begin(reading, err) || !make_workers(r, err))
        return false;
    progress_begin(&r->progress, PROGRESS_AUTO, reading_size(reading), 0, 0);
    const bool ok = run_portions(r, err);
    r->s->words->texts = r->count[COUNTING_RECORDS] - r->count[COUNTING_ERRORS];
    r->s->words->errors = r->count[COUNTING_ERRORS];
    progress_end(&r->progress, r->count[COUNTING_RECORDS],
                 r->count[COUNTING_ERRORS], 0, ok);
    return ok;
}

/* With an empty row for each record, as far as reading has to know of rows. */
static bool survey(struct run *r, struct tenor_error *err)
{
    struct survey *s = r->s;
    struct fields fields = {0};
    struct counting counting = {0};
    struct rows *rows = rows_new(&rows_tsv, &fields, s->words->model);
    const bool ok = (rows && fields_want_title(&fields, s->title_field) &&
                     counting_init(&counting, s->words->model, s->words->axis,
                                   s->words->axes)) ||
                    fail_memory(err, "counts");

    s->job.model = s->words->model;
    s->job.notation = s->reading.notation = &rows_tsv;
    s->job.fields = s->reading.fields = &fields;
    s->job.counting = &counting;
    s->reading.rows = rows;
    const bool filled =
        ok && read_all(r, err) && weighing_fill(s->words, &r->all, err);
    for (size_t i = 0; r->worker && i < s->threads; i++)
        label_worker_release(&r->worker[i]);
    reading_release(&s->reading);
    counting_release(&counting);
    fields_release(&fields);
    rows_free(rows);
    return filled;
}

int survey_run(struct survey *s, struct gathering *all, bool *filled)
{
    struct run r = {.s = s};
    struct tenor_error err = {0};
    const struct listing *w = s->words;

    *filled = survey(&r, &err);
    free(r.worker);
    free(r.count);
    *all = r.all;
    if (!*filled)
        return out_error(s->verb->name, &err);
    if (w->errors > 0)
        fprintf(stderr,
                "tenor %s: %" PRIu64 " of %" PRIu64 " records have no result\n",
                s->verb->name, w->errors, w->texts + w->errors);
    return w->errors > 0 ? EXIT_SOME_FAILED : EXIT_DONE;
}

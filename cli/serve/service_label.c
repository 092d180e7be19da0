/* POST /label: records, as `tenor label` reads them from standard input. */
#include <stdlib.h>
#include <string.h>

#include "cli/label/label_work.h"
#include "cli/serve/query.h"
#include "cli/label/reading.h"
#include "cli/serve/service.h"

/* What `tenor label` has in cmd_label.c and label_run.c, for one body. */
struct labelling {
    struct label_job job;
    struct fields fields;
    struct counting counting;
    struct corpus_input input;
    struct reading reading; /* for its columns */
    struct label_worker worker;
    struct chunk chunk;
    size_t *axis, axes;
};

static void release(struct labelling *l)
{
    l->worker.scorer = NULL;
    l->chunk.in = (struct buffer){0}; /* the request's */
    label_worker_release(&l->worker);
    chunk_release(&l->chunk);
    reading_release(&l->reading);
    rows_free((struct rows *)(uintptr_t)l->job.rows);
    counting_release(&l->counting);
    fields_release(&l->fields);
    free(l->axis);
}

static bool prepare_job(struct labelling *l, struct tenor_error *err)
{
    struct label_job *j = &l->job;

    j->rows = rows_new(j->notation, j->fields, j->model);
    return (j->rows &&
            counting_init(&l->counting, j->model, l->axis, l->axes)) ||
           fail_memory(err, "rows");
}

/* The columns of a body: those that its format says. */
static bool prepare_reading(struct labelling *l, struct tenor_error *err)
{
    size_t begin;

    l->reading = (struct reading){
        .input = &l->input,
        .inputs = 1,
        .fields = l->job.fields,
        .rows = l->job.rows,
        .notation = l->job.notation,
        .max_record = l->job.max_record,
        .wake = -1,
    };
    return reading_learn(&l->reading, &l->chunk, &begin, err);
}

/* A body as a chunk; a byte order mark at its beginning is not part of it. */
static void set_chunk(struct labelling *l, const struct buffer *body)
{
    const bool mark =
        body->len >= 3 && memcmp(body->data, "\xEF\xBB\xBF", 3) == 0;

    l->chunk.in = *body;
    if (mark) {
        l->chunk.in.data += 3;
        l->chunk.in.len -= 3;
    }
    l->chunk.input = &l->input;
    l->chunk.line = 1;
}

static bool label(struct labelling *l, struct call *c, struct tenor_error *err)
{
    if (!prepare_job(l, err))
        return false;
    set_chunk(l, &c->request->body);
    if (!prepare_reading(l, err))
        return false;
    l->chunk.columns = l->reading.columns;
    label_worker_set(&l->worker, &l->job);
    l->worker.scorer = generation_borrow(c->generation, err);
    if (!l->worker.scorer)
        return false;
    const bool ok = label_chunk(&l->job, &l->worker, &l->chunk, err);
    generation_return(c->generation, l->worker.scorer, c->request->body.len);
    return ok;
}

static void answer(struct labelling *l, struct call *c)
{
    struct http_answer *a = &c->request->answer;
    struct service_metrics *m = &c->service->metrics;
    struct tenor_error err = {0};

    if (!label(l, c, &err)) {
        service_fail_with(c->request, &err);
        return;
    }
    atomic_fetch_add(&m->records, l->chunk.count[COUNTING_RECORDS]);
    atomic_fetch_add(&m->records_failed, l->chunk.count[COUNTING_ERRORS]);
    a->code = 200;
    a->type = l->job.notation == &rows_jsonl
                  ? "application/x-ndjson"
                  : "text/tab-separated-values; charset=utf-8";
    a->body = l->chunk.out;
    l->chunk.out = (struct buffer){0};
}

void service_label(struct call *c)
{
    const struct record_format *format = c->media->format;
    const char *text_field = c->value[LABEL_TEXT_FIELD].value;
    struct labelling l = {.input = {.path = "-", .format = format}};
    struct buffer why = {0};

    l.job = (struct label_job){
        .model = generation_model(c->generation),
        .notation = format->native ? format->native : &rows_tsv,
        .fields = &l.fields,
        .counting = &l.counting,
        .text_field = text_field ? text_field : "text",
        .max_record = TENOR_TEXT_MAX,
    };
    if (text_field && format != &records_jsonl)
        service_fail(c->request, 400, "text-field is for JSONL");
    else if (!axes_find(l.job.model, c->value[LABEL_AXES].value, &l.axis,
                        &l.axes, &why) ||
             !fields_read(&l.fields, l.job.model, l.axis, l.axes,
                          c->value[LABEL_FIELDS].value, &why))
        service_fail_why(c->request, (struct str){why.data, why.len});
    else if (!fields_want_title(&l.fields, c->value[LABEL_TITLE_FIELD].value))
        service_fail_why(c->request, STR(""));
    else
        answer(&l, c);
    release(&l);
    free(why.data);
}

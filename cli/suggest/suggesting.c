#include "cli/suggest/suggesting.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/label/ordered.h"
#include "cli/out.h"

/* A text that was asked about; its bytes, and behind them its id, are those of
 * the piece up to `end`. */
struct asked {
    struct survey_answer answer;
    size_t text_end, end;
};

/* What comes of a chunk. */
struct piece {
    struct chunk chunk;
    struct asked *asked; /* [n] */
    size_t n, capacity;
    struct buffer bytes;
    size_t records, bad, passed;
    struct buffer complaints;
};

struct worker {
    struct survey_reader reader;
    struct cutter cutter;
};

struct run {
    struct suggesting *s;
    struct worker *worker;
    struct progress progress;
};

/* ---- a record ------------------------------------------------------------ */

static bool add_id(struct buffer *b, const struct chunk *c,
                   const struct record *r, uint64_t line)
{
    const char *path = c->input->path;
    char text[32];

    if (c->input->format == &records_files)
        return out_clean(b, r->field[0].bytes);
    const int len = snprintf(text, sizeof text, ":%" PRIu64, line);
    return out_clean(b, strcmp(path, "-") == 0 ? STR("stdin") : str_of(path)) &&
           buffer_add(b, text, (size_t)len);
}

static bool complain(struct piece *p, const struct record *r, uint64_t line)
{
    if (++p->bad > COMPLAINTS)
        return true;
    return add_id(&p->complaints, &p->chunk, r, line) &&
           buffer_add(&p->complaints, ": ", 2) &&
           buffer_add(&p->complaints, r->bad, strlen(r->bad)) &&
           buffer_add(&p->complaints, "\n", 1);
}

static bool ask(struct run *run, struct worker *w, struct piece *p,
                const struct record *r, uint64_t line, struct tenor_error *err)
{
    struct asked a;
    bool ok;

    if (!survey_ask(run->s->survey, &w->reader, r->text, &a.answer, &ok, err))
        return false;
    p->passed += !ok;
    if (!ok)
        return true;
    if (!GROW(p->asked, p->n + 1, p->capacity) ||
        !buffer_add(&p->bytes, r->text.s, r->text.len))
        return fail_memory(err, "a pool");
    a.text_end = p->bytes.len;
    if (!add_id(&p->bytes, &p->chunk, r, line))
        return fail_memory(err, "a pool");
    a.end = p->bytes.len;
    p->asked[p->n++] = a;
    return true;
}

/* ---- the pipeline -------------------------------------------------------- */

static bool fill(void *run, void *piece, bool *filled, struct tenor_error *err)
{
    struct run *r = run;
    struct piece *p = piece;

    return reading_fill(&r->s->texts.reading, &p->chunk, filled, err);
}

static bool work(void *run, size_t worker, void *piece, struct tenor_error *err)
{
    struct run *x = run;
    struct worker *w = &x->worker[worker];
    struct piece *p = piece;
    struct chunk *c = &p->chunk;
    struct record r = {.bad = c->lost};
    uint64_t line = c->line;
    size_t seen = 0;
    bool ok = true;

    p->n = p->records = p->bad = p->passed = 0;
    p->bytes.len = p->complaints.len = 0;
    if (c->lost) {
        p->records = 1;
        return complain(p, &r, line) || fail_memory(err, "a pool");
    }
    for (size_t at = 0; ok && c->input->format->next(&w->cutter, c, &at, &r);) {
        texts_check(&w->cutter, c, &r);
        const uint64_t begin = texts_line(c, &r, &seen, &line);
        p->records++;
        ok = r.bad ? complain(p, &r, begin) || fail_memory(err, "a pool")
                   : ask(x, w, p, &r, begin, err);
    }
    return ok && (!w->cutter.no_memory || fail_memory(err, "a pool"));
}

/* The first messages of the run. */
static void print_complaints(struct run *r, const struct piece *p)
{
    const char *at = p->complaints.data, *end = at + p->complaints.len;

    if (p->complaints.len && r->s->bad < COMPLAINTS)
        progress_clear(&r->progress);
    for (uint64_t n = r->s->bad; p->complaints.len && at < end; n++) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        if (n < COMPLAINTS)
            fprintf(stderr, "tenor %s: %.*s\n", r->s->verb->name,
                    (int)(lf - at), at);
        at = lf + 1;
    }
}

static bool drain(void *run, void *piece, struct tenor_error *err)
{
    struct run *r = run;
    const struct piece *p = piece;
    size_t begin = 0;

    for (size_t i = 0; i < p->n; i++) {
        const struct asked *a = &p->asked[i];
        const struct str text = {p->bytes.data + begin, a->text_end - begin};
        const struct str id = {p->bytes.data + a->text_end,
                               a->end - a->text_end};
        if (!survey_keep(r->s->survey, &a->answer, text, id, err))
            return false;
        begin = a->end;
    }
    print_complaints(r, p);
    r->s->records += p->records;
    r->s->bad += p->bad;
    r->s->passed += p->passed;
    progress_show(&r->progress, r->s->records, r->s->bad, p->chunk.consumed);
    return true;
}

static void release(void *piece)
{
    struct piece *p = piece;

    chunk_release(&p->chunk);
    free(p->asked);
    free(p->bytes.data);
    free(p->complaints.data);
}

static bool run_pieces(struct run *r, struct tenor_error *err)
{
    const struct ordered o = {
        .workers = r->s->threads,
        .size = sizeof(struct piece),
        .context = r,
        .fill = fill,
        .work = work,
        .drain = drain,
        .release = release,
    };

    return ordered_run(&o, err);
}

bool suggesting_read(struct suggesting *s, struct tenor_error *err)
{
    struct run r = {.s = s};
    bool ok = true;

    r.worker = mem_zero(s->threads, sizeof *r.worker);
    if (!r.worker)
        return fail_memory(err, "threads");
    for (size_t i = 0; ok && i < s->threads; i++) {
        texts_prepare(&s->texts, &r.worker[i].cutter);
        ok = survey_reader_init(&r.worker[i].reader, s->survey, err);
    }
    progress_begin(&r.progress, s->progress, reading_size(&s->texts.reading), 0,
                   0);
    ok = ok && run_pieces(&r, err);
    progress_end(&r.progress, s->records, s->bad, 0, ok);
    for (size_t i = 0; i < s->threads; i++) {
        survey_reader_release(&r.worker[i].reader);
        cutter_release(&r.worker[i].cutter);
    }
    free(r.worker);
    return ok;
}

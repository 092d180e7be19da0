#include "cli/label/label_work.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/label/corpora.h"
#include "cli/html/html.h"
#include "cli/out.h"
#include "cli/label/reading.h"
#include "model/utf8.h"

void label_worker_set(struct label_worker *w, const struct label_job *job)
{
    w->cutter.fields = job->fields;
    w->cutter.text_field = job->text_field;
    w->cutter.max_record = job->max_record;
    w->cutter.unlabelled = job->fields->input && job->notation == &rows_jsonl;
}

bool label_worker_init(struct label_worker *w, const struct label_job *job,
                       struct tenor_error *err)
{
    label_worker_set(w, job);
    return tenor_scorer_new(job->model, &w->scorer, err);
}

void label_worker_release(struct label_worker *w)
{
    tenor_scorer_free(w->scorer);
    cutter_release(&w->cutter);
    free(w->page.data);
    free(w->message.data);
    *w = (struct label_worker){0};
}

/* ---- where a record is --------------------------------------------------- */

/* Count what stands before a record; nothing is counted twice in a chunk. */
static void move_to(struct label_worker *w, const struct chunk *c, size_t begin)
{
    for (; w->seen < begin; w->seen++) {
        w->lines += c->in.data[w->seen] == '\n';
        w->bad += c->in.data[w->seen] == ENCODING_BAD;
    }
}

static bool say(struct buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool say(struct buffer *b, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    const int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (len < 0 || !GROW(b->data, b->len + (size_t)len + 1, b->capacity))
        return false;
    va_start(list, format);
    vsnprintf(b->data + b->len, (size_t)len + 1, format, list);
    va_end(list);
    b->len += (size_t)len;
    return true;
}

/* "corpus.csv:17" or "articles.tar: a.txt". */
static bool say_record(struct label_worker *w, const struct chunk *c,
                       const struct record *r, struct tenor_error *err)
{
    const struct corpus_input *in = c->input;
    const bool inside = in->kind == MEMBERS_TAR || in->kind == MEMBERS_ZIP;
    const char *path =
        strcmp(in->path, "-") == 0 ? "standard input" : in->path;
    uint64_t before;
    bool ok = true;

    w->message.len = 0;
    if (in->format == &records_files) {
        ok = (!inside || say(&w->message, "%s: ", path)) &&
             out_clean(&w->message, r->field[0].bytes);
    } else {
        if (r->whole.s)
            move_to(w, c, (size_t)(r->whole.s - c->in.data));
        ok = (lines_before(c->before, &before, err) &&
              say(&w->message, "%s:%" PRIu64, path,
                  before + c->line + w->lines)) ||
             fail_memory(err, "a place");
    }
    return ok;
}

/* The same with ": " behind it, or ": byte 5: ". */
static bool say_place(struct label_worker *w, const struct chunk *c,
                      const struct record *r, struct tenor_error *err)
{
    return say_record(w, c, r, err) && say(&w->message, ": ") &&
           (r->bad_at == 0 || say(&w->message, "byte %zu: ", r->bad_at));
}

bool label_place(struct label_worker *w, const struct chunk *c,
                 const struct record *r, struct str *place,
                 struct tenor_error *err)
{
    if (!say_record(w, c, r, err))
        return fail_memory(err, "a place");
    *place = (struct str){w->message.data, w->message.len};
    return true;
}

/* ---- what is wrong with it ----------------------------------------------- */

/* Bytes that are not what they were said to be: set r->bad. */
static void check_encoding(const struct label_job *job, struct label_worker *w,
                           const struct chunk *c, struct record *r)
{
    const size_t at = utf8_invalid(r->whole.s, r->whole.len);

    if (at == r->whole.len)
        return;
    r->bad_at = 0;
    if (!job->encoding) {
        r->bad_at = at + 1;
        r->bad = "this is not UTF-8; see --encoding";
        return;
    }
    move_to(w, c, (size_t)(r->whole.s - c->in.data) + at);
    snprintf(w->cutter.why, sizeof w->cutter.why,
             "byte %" PRIu64 " of the file is not %.40s",
             w->bad < c->bytes.n ? c->bytes.at[w->bad] + 1 : 0, job->encoding);
    r->bad = w->cutter.why;
}

/* Set r->bad if there is something wrong, before it is scored. JSON has been
 * checked by its reader, unless it is wrong already. Of a record that is too
 * large nothing is passed on, as if it could not have been held. */
static void check(const struct label_job *job, struct label_worker *w,
                  const struct chunk *c, struct record *r)
{
    const bool json = c->input->format == &records_jsonl;

    if (r->whole.len > job->max_record && c->input->format->whole) {
        *r = (struct record){.whole = r->whole, .bad = reading_too_large};
    } else if (r->whole.len > 0 && (!json || r->bad)) {
        check_encoding(job, w, c, r);
    }
}

bool label_score(struct tenor_scorer *scorer, struct str title, struct str text,
                 struct tenor_error *err)
{
    return title.len ? tenor_score_titled(scorer, title.s, title.len, text.s,
                                          text.len, err)
                     : tenor_score(scorer, text.s, text.len, err);
}

/* Score a record, or set r->bad; the text is that of the page then. */
static void score(const struct label_job *job, struct label_worker *w,
                  const struct chunk *c, struct record *r)
{
    const struct str title = records_title(job->fields, c->columns, r);

    w->err = (struct tenor_error){0};
    w->page.len = 0;
    const bool ok = !job->html || html_text(r->text, &w->page, &w->err);
    if (job->html)
        r->text = (struct str){w->page.data, w->page.len};
    if (!ok || !label_score(w->scorer, title, r->text, &w->err))
        r->bad = w->err.message;
}

/* ---- records ------------------------------------------------------------- */

/* A line about a bad record on its way to stderr. */
static bool complain(struct label_worker *w, struct chunk *c)
{
    return c->failures > COMPLAINTS ||
           (out_clean(&c->complaints,
                      (struct str){w->message.data, w->message.len}) &&
            buffer_add(&c->complaints, "\n", 1));
}

static bool put(const struct label_job *job, struct label_worker *w,
                struct chunk *c, const struct record *r,
                struct tenor_error *err)
{
    const bool native = c->input->format->native == job->notation;
    struct tenor_scorer *result = r->bad ? NULL : w->scorer;
    struct str why = {0};

    if (r->bad) {
        c->failures++;
        if (!say_place(w, c, r, err) || !say(&w->message, "%s", r->bad) ||
            !complain(w, c))
            return false;
        why = (struct str){w->message.data, w->message.len};
        c->stop = job->strict;
    }
    if (c->stop)
        return true;
    counting_note(job->counting, c->count, result);
    if (w->take)
        return w->take(w->run, c, r, result, why, err);
    return rows_put(job->rows, c->columns, native, r, result, why, &c->out);
}

static bool begin(const struct label_job *job, struct label_worker *w,
                  struct chunk *c)
{
    const size_t n = job->counting->size;

    w->seen = w->bad = 0;
    w->lines = 0;
    c->out.len = c->complaints.len = c->failures = 0;
    c->stop = false;
    if (!c->count)
        c->count = mem_zero(n, sizeof *c->count);
    if (c->count)
        memset(c->count, 0, n * sizeof *c->count);
    return c->count;
}

bool label_chunk(const struct label_job *job, struct label_worker *w,
                 struct chunk *c, struct tenor_error *err)
{
    const struct record_format *format = c->input->format;
    struct record r = {.bad = c->lost};
    bool ok = begin(job, w, c);

    if (ok && c->lost)
        ok = put(job, w, c, &r, err) && (!w->flush || w->flush(w->run, c, err));
    for (size_t at = 0;
         ok && !c->lost && !c->stop && format->next(&w->cutter, c, &at, &r);) {
        check(job, w, c, &r);
        if (!r.bad)
            score(job, w, c, &r);
        ok = put(job, w, c, &r, err) && (!w->flush || w->flush(w->run, c, err));
    }
    return (ok && !w->cutter.no_memory) || fail_memory(err, "rows");
}

void label_complain(const char *verb, const struct chunk *c, size_t *printed)
{
    const char *at = c->complaints.data, *end = at + c->complaints.len;

    for (; at < end && *printed < COMPLAINTS; ++*printed) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        fprintf(stderr, "tenor %s: %.*s\n", verb, (int)(lf - at), at);
        at = lf + 1;
    }
}

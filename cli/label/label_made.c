#define _POSIX_C_SOURCE 200809L
#include "cli/label/label_made.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/label/journal.h"
#include "model/file.h"
#include "model/modelfile.h"

#define BLOCK ((size_t)1 << 20) /* of output that is read again */

/* ---- names --------------------------------------------------------------- */

static bool name_value(struct buffer *b, const char *s)
{
    return buffer_add(b, s ? s : "", s ? strlen(s) : 0) &&
           buffer_add(b, s ? "\n" : "\r", 1);
}

static bool name_number(struct buffer *b, uint64_t n)
{
    return buffer_add(b, &n, sizeof n);
}

static bool name_items(struct buffer *b, const struct fields *f)
{
    bool ok = true;

    for (size_t i = 0; ok && i < f->n; i++)
        ok = name_number(b, f->item[i].kind) && name_number(b, f->item[i].n);
    for (size_t i = 0; ok && i < f->names; i++)
        ok = buffer_add(b, f->name[i].s, f->name[i].len) &&
             buffer_add(b, "\n", 1);
    return ok && name_number(b, f->title) && name_number(b, f->title_end);
}

/* Everything that rows depend on but for the corpora. */
static bool name_options(struct buffer *b, const struct label_run *l)
{
    const struct label_job *j = l->job;

    return name_value(b, TENOR_VERSION) &&
           name_number(b, model_checksum(j->model->bytes)) &&
           name_value(b, j->notation->name) && name_items(b, j->fields) &&
           name_value(b, j->text_field) && name_value(b, j->encoding) &&
           name_value(b, l->reading.text_column) &&
           name_number(b, j->max_record) && name_number(b, j->html) &&
           name_number(b, j->strict) && name_number(b, l->header) &&
           name_number(b, l->reading.header);
}

static bool name_inputs(struct buffer *b, const struct reading *r)
{
    bool ok = name_number(b, r->shard.number) && name_number(b, r->shard.of);

    for (size_t i = 0; ok && i < r->inputs; i++) {
        const struct corpus_input *in = &r->input[i];
        ok = name_value(b, in->path) && name_value(b, in->format->name) &&
             name_number(b, in->filter) && name_number(b, in->kind) &&
             name_number(b, in->nul) && name_number(b, in->size) &&
             name_number(b, (uint64_t)in->changed);
    }
    return ok;
}

bool made_init(struct made *m, struct label_run *l, struct tenor_error *err)
{
    struct buffer b = {0};
    bool ok = name_options(&b, l);

    *m = (struct made){.noted = !l->no_receipt};
    m->options = ok ? journal_name_of((struct str){b.data, b.len}) : 0;
    ok = ok && name_inputs(&b, &l->reading);
    m->run = ok ? journal_name_of((struct str){b.data, b.len}) : 0;
    free(b.data);
    digest_init(&m->digest);
    l->reading.parts = m->noted ? &m->parts : NULL;
    return ok || fail_memory(err, "the name of a run");
}

void made_release(struct made *m)
{
    parts_release(&m->parts);
}

/* ---- what is written ----------------------------------------------------- */

void made_add(struct made *m, struct str bytes)
{
    m->bytes += bytes.len;
    if (m->noted)
        digest_add(&m->digest, bytes);
}

bool made_before(struct made *m, const struct sink *s, uint64_t bytes,
                 struct tenor_error *err)
{
    char *block = mem_resize(NULL, BLOCK, 1);
    bool ok = block || fail_memory(err, "a block");

    for (uint64_t at = 0; ok && m->noted && at < bytes;) {
        const uint64_t left = bytes - at;
        const ssize_t n =
            pread(s->fd, block, left < BLOCK ? left : BLOCK, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        ok = n > 0 || fail(err, TENOR_EIO, 0, "cannot read '%s': %s", s->part,
                           n < 0 ? strerror(errno) : "it is too short");
        if (ok)
            digest_add(&m->digest, (struct str){block, (size_t)n});
        at += ok ? (uint64_t)n : 0;
    }
    m->bytes = bytes;
    free(block);
    return ok;
}

/* ---- the receipt --------------------------------------------------------- */

static bool add_inputs(struct receipt *r, const struct made *m,
                       const struct label_run *l)
{
    r->input = mem_zero(m->parts.n, sizeof *r->input);
    for (size_t i = 0; r->input && i < m->parts.n; i++) {
        const struct part *part = &m->parts.part[i];
        const struct corpus_input *in = &l->reading.input[part->input];
        r->input[i] = (struct receipt_input){.part = *part, .path = in->path};
        corpora_describe(in, r->input[i].format);
    }
    r->inputs = r->input ? m->parts.n : 0;
    return r->input;
}

static json_t *counts_json(const struct label_run *l)
{
    const struct counting *c = l->job->counting;
    struct buffer name = {0};
    json_t *o = json_object();
    bool ok = o;

    for (size_t i = 0; ok && i < c->size; i++)
        ok = counting_name(c, i, &name) &&
             json_object_set_new(o, name.data,
                                 json_integer((json_int_t)l->count[i])) == 0;
    free(name.data);
    if (ok)
        return o;
    json_decref(o);
    return NULL;
}

static bool remove_old(const char *output, struct tenor_error *err)
{
    char *path = receipt_path(output);
    const bool ok = path && (unlink(path) == 0 || errno == ENOENT);

    if (path && !ok)
        fail(err, TENOR_EIO, 0, "cannot remove '%s': %s", path,
             strerror(errno));
    free(path);
    return ok || fail_memory(err, "a file name");
}

bool made_write(const struct made *m, const struct label_run *l,
                struct tenor_error *err)
{
    struct digest digest = m->digest;
    struct receipt r = {.model = l->model,
                        .shard = l->reading.shard,
                        .encoding = l->job->encoding,
                        .max_record = l->job->max_record,
                        .bytes = m->bytes,
                        .header = m->header};

    if (!m->noted)
        return remove_old(l->output, err);
    r.counts = counts_json(l);
    snprintf(r.options, sizeof r.options, "%016" PRIx64, m->options);
    snprintf(r.run, sizeof r.run, "%016" PRIx64, m->run);
    digest_of(l->job->model->bytes, r.model_sha256);
    digest_hex(&digest, r.sha256);
    const bool ok = r.counts && add_inputs(&r, m, l)
                        ? receipt_write(&r, l->output, err)
                        : fail_memory(err, "a receipt");
    receipt_release(&r);
    return ok;
}

/* ---- an output that is there --------------------------------------------- */

static bool read_counts(struct label_run *l, const json_t *counts)
{
    const struct counting *c = l->job->counting;
    struct buffer name = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < c->size; i++) {
        ok = counting_name(c, i, &name);
        const json_t *n = ok ? json_object_get(counts, name.data) : NULL;
        ok = json_is_integer(n);
        l->count[i] = (uint64_t)json_integer_value(n);
    }
    free(name.data);
    return ok;
}

bool made_is_there(const struct made *m, struct label_run *l)
{
    struct tenor_error none = {0};
    struct receipt r;
    char run[RECEIPT_HASH];

    snprintf(run, sizeof run, "%016" PRIx64, m->run);
    const bool there = receipt_read(&r, l->output, &none) &&
                       strcmp(r.run, run) == 0 &&
                       file_has_size(l->output, r.bytes) && read_counts(l, r.counts);
    receipt_release(&r);
    if (!there)
        memset(l->count, 0, l->job->counting->size * sizeof *l->count);
    return there;
}

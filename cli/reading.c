#include "cli/reading.h"

#include <stdlib.h>
#include <string.h>

const char *const reading_too_large = "it is larger than --max-record";
const char *const reading_no_memory = "memory ran out";

bool reading_stopped(const struct reading *r)
{
    return r->stopped && r->stopped();
}

/* ---- inputs -------------------------------------------------------------- */

static const struct corpus_input *input_at(const struct reading *r)
{
    return &r->input[r->at];
}

static bool open_input(struct reading *r, struct tenor_error *err)
{
    const struct corpus_input *in = input_at(r);
    const struct members_spec members = {
        .path = in->path,
        .kind = in->kind,
        .filter = in->filter,
        .nul = in->nul,
        .encoding = r->encoding,
        .limit = r->max_record,
        .wake = r->wake,
    };

    r->offset = r->line = 0;
    r->learned = r->ended = false;
    r->rest.len = r->bytes.n = 0;
    return in->format == &records_files
               ? members_open(&r->members, &members, err)
               : stream_open(&r->stream, in->path, in->filter, r->encoding,
                             r->wake, err);
}

static bool is_open(const struct reading *r)
{
    return r->stream || r->members;
}

static uint64_t consumed(const struct reading *r)
{
    if (r->stream)
        return stream_consumed(r->stream);
    return r->members ? members_consumed(r->members) : 0;
}

static void close_input(struct reading *r)
{
    r->done += consumed(r);
    stream_close(r->stream);
    members_close(r->members);
    r->stream = NULL;
    r->members = NULL;
}

static void empty(struct reading *r, struct chunk *c)
{
    c->in.len = c->names.len = c->bads = c->members = c->bytes.n = 0;
    c->lost = NULL;
    c->input = input_at(r);
    c->line = r->line + 1;
}

bool reading_fill(struct reading *r, struct chunk *c, bool *filled,
                  struct tenor_error *err)
{
    *filled = false;
    while (!*filled && !reading_stopped(r)) {
        bool ended = false;
        if (!is_open(r) && r->at == r->inputs)
            return true;
        if (!is_open(r) && !open_input(r, err))
            return false;
        empty(r, c);
        if (!input_at(r)->format->fill(r, c, &ended, err))
            return false;
        c->consumed = r->done + consumed(r);
        c->after = (struct place){r->at, r->offset - r->rest.len, r->line};
        *filled = c->in.len > 0 || c->members > 0 || c->lost;
        if (ended) {
            close_input(r);
            r->at++;
        }
    }
    return true;
}

/* ---- going on ------------------------------------------------------------ */

/* The columns of the first input that has any are those that all have to have:
 * learn them, of the inputs before one. */
static bool learn_first(struct reading *r, size_t before,
                        struct tenor_error *err)
{
    bool ok = true;

    for (r->at = 0; ok && r->at < before && !(r->all && r->all->n); r->at++) {
        if (!open_input(r, err))
            return false;
        ok = r->members || reading_skip_stream(r, 0, err);
        close_input(r);
    }
    return ok;
}

bool reading_skip(struct reading *r, const struct place *place,
                  struct tenor_error *err)
{
    if (place->input > r->inputs)
        return fail(err, TENOR_EDATA, 0, "the corpora have changed");
    if (!learn_first(r, place->input, err))
        return false;
    r->done = 0;
    for (size_t i = 0; i < place->input; i++)
        r->done += r->input[i].size;
    r->at = place->input;
    if (place->offset == 0)
        return true;
    if (!open_input(r, err))
        return false;
    if (r->stream) {
        if (!reading_skip_stream(r, place->offset, err))
            return false;
    } else {
        if (!members_skip(r->members, place->offset, err))
            return false;
        r->offset = place->offset;
    }
    r->line = place->line;
    return true;
}

uint64_t reading_size(const struct reading *r)
{
    uint64_t size = 0;

    for (size_t i = 0; i < r->inputs; i++) {
        if (r->input[i].size == 0)
            return 0;
        size += r->input[i].size;
    }
    return size;
}

void reading_release(struct reading *r)
{
    close_input(r);
    free(r->rest.data);
    free(r->bytes.at);
    cutter_release(&r->cutter);
    while (r->all) {
        struct corpus_columns *next = r->all->next;
        columns_free(r->all);
        r->all = next;
    }
}

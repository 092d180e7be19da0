#include "cli/label/reading.h"

#include <stdlib.h>
#include <string.h>

const char *const reading_too_large = "it is larger than --max-record";
const char *const reading_no_memory = "memory ran out";

bool reading_stopped(const struct reading *r)
{
    return r->stopped && r->stopped();
}

uint64_t reading_limit(const struct reading *r)
{
    return r->shard.of && r->at == r->to.input ? r->to.offset : UINT64_MAX;
}

bool reading_is_over(const struct reading *r)
{
    if (!r->shard.of)
        return r->at == r->inputs;
    return r->at > r->to.input || (r->at == r->to.input && r->to.offset == 0);
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
    if (r->parts && !parts_begin(r->parts, r->at, 0))
        return fail_memory(err, "the parts of corpora");
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

/* Bytes, or files, of the input at hand that are in chunks. */
static uint64_t position(const struct reading *r)
{
    return r->offset - r->rest.len;
}

static void close_input(struct reading *r)
{
    r->done += consumed(r);
    stream_close(r->stream);
    members_close(r->members);
    r->stream = NULL;
    r->members = NULL;
}

/* Go on to the next input: this one ended, or is of another shard from here. */
static void end_input(struct reading *r)
{
    if (r->parts)
        parts_end(r->parts, position(r), r->ended);
    close_input(r);
    r->at++;
}

static void empty(struct reading *r, struct chunk *c)
{
    c->in.len = c->names.len = c->bads = c->members = c->bytes.n = 0;
    c->lost = NULL;
    c->input = input_at(r);
    c->line = r->line + 1;
    c->before = r->at == r->from.input ? r->before : NULL;
}

bool reading_fill(struct reading *r, struct chunk *c, bool *filled,
                  struct tenor_error *err)
{
    *filled = false;
    while (!*filled && !reading_stopped(r)) {
        bool ended = false;
        if (reading_is_over(r))
            return true;
        if (!is_open(r) && !open_input(r, err))
            return false;
        empty(r, c);
        if (!input_at(r)->format->fill(r, c, &ended, err))
            return false;
        c->consumed = r->done + consumed(r);
        c->after = (struct place){r->at, position(r), r->line};
        *filled = c->in.len > 0 || c->members > 0 || c->lost;
        if (ended)
            end_input(r);
    }
    return true;
}

/* ---- going on ------------------------------------------------------------ */

/* The columns of the first input that has any are those that all have to have:
 * learn them, of the inputs before one. */
static bool learn_first(struct reading *r, size_t before,
                        struct tenor_error *err)
{
    struct parts *parts = r->parts;
    bool ok = true;

    r->parts = NULL;
    for (r->at = 0; ok && r->at < before && !(r->all && r->all->n); r->at++) {
        ok = open_input(r, err) &&
             (r->members || reading_skip_stream(r, 0, err));
        close_input(r);
    }
    r->parts = parts;
    return ok;
}

/* The part of the input at hand begins where reading stands. */
static bool begin_part(struct reading *r, struct tenor_error *err)
{
    return !r->parts || parts_begin(r->parts, r->at, position(r)) ||
           fail_memory(err, "the parts of corpora");
}

static bool skip_members(struct reading *r, uint64_t files,
                         struct tenor_error *err)
{
    if (!members_skip(r->members, files, err))
        return false;
    r->offset = files;
    return true;
}

/* Go to an input. What is of the shards before is not counted as done; an input
 * that one begins within counts from its beginning, which goes below zero. */
static void go_to(struct reading *r, size_t input)
{
    r->at = input;
    r->done = 0;
    for (size_t i = r->from.input; i < input; i++)
        r->done += r->input[i].size;
    if (r->input && r->from.offset > 0 && r->input[r->from.input].size > 0)
        r->done -= r->from.offset;
}

bool reading_begin(struct reading *r, struct tenor_error *err)
{
    if (!learn_first(r, r->from.input, err))
        return false;
    go_to(r, r->from.input);
    if (r->from.offset == 0)
        return true;
    return open_input(r, err) &&
           (r->members ? skip_members(r, r->from.offset, err)
                       : reading_align_stream(r, r->from.offset, err)) &&
           begin_part(r, err);
}

/* Go to an offset of the input at hand, or to its end, noting what is passed.
 */
static bool pass(struct reading *r, uint64_t offset, struct tenor_error *err)
{
    if (!is_open(r) && !open_input(r, err))
        return false;
    return r->members ? reading_pass_members(r, offset, err)
                      : reading_pass_stream(r, offset, err);
}

static bool pass_to(struct reading *r, const struct place *place,
                    struct tenor_error *err)
{
    for (; r->at < place->input; end_input(r))
        if (!pass(r, UINT64_MAX, err) || reading_stopped(r))
            return reading_stopped(r);
    return place->offset == 0 || pass(r, place->offset, err);
}

/* Go to an offset of an input, without looking at what is before. */
static bool skip_to(struct reading *r, const struct place *place,
                    struct tenor_error *err)
{
    close_input(r);
    if (!learn_first(r, place->input, err))
        return false;
    go_to(r, place->input);
    if (place->offset == 0)
        return true;
    return open_input(r, err) &&
           (r->members ? skip_members(r, place->offset, err)
                       : reading_skip_stream(r, place->offset, err));
}

bool reading_skip(struct reading *r, const struct place *place,
                  struct tenor_error *err)
{
    if (place->input > r->inputs || place->input < r->at)
        return fail(err, TENOR_EDATA, 0, "the corpora have changed");
    if (!(r->parts ? pass_to(r, place, err) : skip_to(r, place, err)))
        return false;
    r->line = place->line;
    return true;
}

struct place reading_place(const struct reading *r)
{
    return (struct place){r->at, is_open(r) ? position(r) : 0, r->line};
}

uint64_t reading_size(const struct reading *r)
{
    uint64_t size = 0;

    for (size_t i = 0; i < r->inputs; i++) {
        if (r->input[i].size == 0)
            return 0;
        size += r->input[i].size;
    }
    return r->shard.of ? size / r->shard.of : size;
}

void reading_release(struct reading *r)
{
    close_input(r);
    lines_before_free(r->before);
    free(r->rest.data);
    free(r->bytes.at);
    cutter_release(&r->cutter);
    while (r->all) {
        struct corpus_columns *next = r->all->next;
        columns_free(r->all);
        r->all = next;
    }
}

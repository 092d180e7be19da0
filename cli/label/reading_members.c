/* Records that are files: as many of them in a chunk as fill a block. */
#include <string.h>

#include "cli/label/reading.h"

/* Files of a chunk: enough of small ones to be worth handing on. */
#define FILES 256

/* Note the last file of a chunk. */
static bool note(struct reading *r, struct chunk *c)
{
    const struct member *m = &c->member[c->members - 1];
    const size_t text = c->members > 1 ? m[-1].text_end : 0;
    const size_t name = c->members > 1 ? m[-1].name_end : 0;

    if (!r->parts)
        return true;
    if (!buffer_add(&c->names, "", 1))
        return false;
    parts_add_file(r->parts, c->names.data + name,
                   (struct str){c->in.data + text, m->text_end - text}, m->bad);
    c->names.len--;
    return true;
}

/* Add the next file to a chunk; a message in the place of a text keeps its NUL.
 */
static bool add(struct reading *r, struct chunk *c, bool *ended,
                struct tenor_error *err)
{
    const char *bad = NULL;

    if (!members_next(r->members, &c->names, &c->in, &bad, ended, err))
        return false;
    if (*ended) {
        *ended = r->ended = !reading_stopped(r); /* else it was woken */
        return true;
    }
    if ((bad && !buffer_add(&c->in, bad, strlen(bad) + 1)) ||
        !GROW(c->member, c->members + 1, c->member_capacity))
        return fail_memory(err, "a list of files");
    c->member[c->members++] =
        (struct member){c->names.len, c->in.len, bad != NULL};
    r->offset++;
    return note(r, c) || fail_memory(err, "a name");
}

bool reading_members(struct reading *r, struct chunk *c, bool *ended,
                     struct tenor_error *err)
{
    size_t begin;

    if (!r->learned && !reading_learn(r, c, &begin, err))
        return false;
    c->columns = r->columns;
    while (!*ended && c->members < FILES && c->in.len < r->block &&
           !reading_stopped(r)) {
        if (!add(r, c, ended, err))
            return false;
        *ended = *ended || r->offset >= reading_limit(r);
    }
    return true;
}

bool reading_pass_members(struct reading *r, uint64_t offset,
                          struct tenor_error *err)
{
    struct chunk c = {.input = &r->input[r->at]};
    bool ended = false, ok = true;

    while (ok && !ended && r->offset < offset && !reading_stopped(r)) {
        c.in.len = c.names.len = c.members = 0;
        ok = add(r, &c, &ended, err);
    }
    chunk_release(&c);
    if (ok && ended && offset != UINT64_MAX)
        return fail(err, TENOR_EDATA, 0, "'%s' has changed",
                    r->input[r->at].path);
    return ok;
}

/* Records that are files: as many of them in a chunk as fill a block. */
#include <string.h>

#include "cli/reading.h"

/* Files of a chunk: enough of small ones to be worth handing on. */
#define FILES 256

/* Add the next file to a chunk; a message in the place of a text keeps its NUL.
 */
static bool add(struct reading *r, struct chunk *c, bool *ended,
                struct tenor_error *err)
{
    const char *bad = NULL;

    if (!members_next(r->members, &c->names, &c->in, &bad, ended, err))
        return false;
    if (*ended) {
        *ended = !reading_stopped(r); /* else it was woken */
        return true;
    }
    if ((bad && !buffer_add(&c->in, bad, strlen(bad) + 1)) ||
        !GROW(c->member, c->members + 1, c->member_capacity))
        return fail_memory(err, "a list of files");
    c->member[c->members++] =
        (struct member){c->names.len, c->in.len, bad != NULL};
    r->offset++;
    return true;
}

bool reading_members(struct reading *r, struct chunk *c, bool *ended,
                     struct tenor_error *err)
{
    size_t begin;

    if (!r->learned && !reading_learn(r, c, &begin, err))
        return false;
    c->columns = r->columns;
    while (!*ended && c->members < FILES && c->in.len < r->block &&
           !reading_stopped(r))
        if (!add(r, c, ended, err))
            return false;
    return true;
}

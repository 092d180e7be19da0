#include "cli/label/pieces.h"

#include <stdlib.h>

bool pieces_cut(struct pieces *p)
{
    if (!GROW(p->end, p->n + 1, p->capacity))
        return false;
    p->end[p->n++] = p->bytes.len;
    return true;
}

bool pieces_finish(struct pieces *p)
{
    static const char room[PIECES_STEP];

    return buffer_add(&p->bytes, room, sizeof room);
}

void pieces_release(struct pieces *p)
{
    free(p->bytes.data);
    free(p->end);
    *p = (struct pieces){0};
}

size_t pieces_longest(const struct pieces *p)
{
    size_t longest = 0, begin = 0;

    for (size_t i = 0; i < p->n; begin = p->end[i++])
        if (p->end[i] - begin > longest)
            longest = p->end[i] - begin;
    return longest;
}

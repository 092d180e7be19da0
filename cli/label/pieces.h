/* Pieces of text, laid out once and copied often: most are short, and one that
 * is gets copied by a move of constant size, which writes beyond its end. */
#ifndef TENOR_CLI_LABEL_PIECES_H
#define TENOR_CLI_LABEL_PIECES_H

#include <string.h>

#include "model/base.h"

#define PIECES_STEP 32

/* Piece i is [end[i - 1], end[i]). Zero it to start. */
struct pieces {
    struct buffer bytes; /* PIECES_STEP of them behind the last piece */
    size_t *end;         /* [n] */
    size_t n, capacity;
};

/* What was added to the bytes since the last call is the next piece. False when
 * memory ran out. */
bool pieces_cut(struct pieces *p);

/* No piece will follow; they can be copied now. False when memory ran out. */
bool pieces_finish(struct pieces *p);

void pieces_release(struct pieces *p);

/* Bytes of the longest piece. */
size_t pieces_longest(const struct pieces *p);

/* Copy a piece to where there is room for it and for PIECES_STEP bytes. Returns
 * where it ends. */
static inline char *pieces_copy(char *to, const struct pieces *p, size_t i)
{
    const size_t begin = i ? p->end[i - 1] : 0, len = p->end[i] - begin;
    const char *from = p->bytes.data + begin;

    if (len <= PIECES_STEP)
        memcpy(to, from, PIECES_STEP);
    else
        memcpy(to, from, len);
    return to + len;
}

#endif

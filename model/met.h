/* The rows of the table that a text has met: which of them the text has had,
 * and which of them the sentence at hand.
 *
 * A set with open addressing, 8 bytes a slot and small for small texts, so that
 * it stays in the first-level cache; the memory is kept between texts. One per
 * thread. */
#ifndef TENOR_MODEL_MET_H
#define TENOR_MODEL_MET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct met_slot {
    uint32_t row;      /* and 1; 0 when free */
    uint32_t sentence; /* that had it last; 0 for none */
};

/* How often a row was met. */
struct met_count {
    uint32_t sentence, text;
};

struct met {
    struct met_slot *slot;   /* [slots] a power of 2 */
    struct met_count *count; /* [slots] or NULL where nobody counts */
    size_t slots, capacity;
    uint32_t *used; /* [n_used] slots that are not free */
    size_t n_used, used_capacity;
    uint32_t sentence; /* number of the one at hand, from 1 */
    bool counts;
};

/* counts: whether occurrences are counted. Nothing is allocated yet. */
void met_init(struct met *m, bool counts);
void met_release(struct met *m);

/* Begin a text that meets about so many rows; the estimate may be wrong. False
 * when memory ran out. */
bool met_begin(struct met *m, size_t rows);

/* Begin a sentence that meets up to so many rows. False when memory ran out.
 * Slots hold until the next call. */
bool met_sentence(struct met *m, size_t rows);

/* The slot of a row: free, or that of this row. Rows are in the order of hashed
 * features, so that their numbers need no further hashing. */
static inline size_t met_find(const struct met *m, uint32_t row)
{
    size_t at = row & (m->slots - 1);

    while (m->slot[at].row && m->slot[at].row != row + 1)
        at = (at + 1) & (m->slots - 1);
    return at;
}

/* What is met for the first time: 1, else 0. */
struct met_news {
    unsigned sentence, text;
    size_t slot;
};

/* Note that the text meets a row, and the sentence with `said` of 1; 0 for what
 * stands in quoted speech. Without branches but the probing: what is new cannot
 * be foretold. */
static inline struct met_news met_note(struct met *m, uint32_t row,
                                       uint32_t said)
{
    const size_t at = met_find(m, row);
    struct met_slot *s = &m->slot[at];
    const struct met_news news = {said & (s->sentence != m->sentence),
                                  s->row == 0, at};

    s->row = row + 1;
    s->sentence = said ? m->sentence : s->sentence;
    m->used[m->n_used] = (uint32_t)at;
    m->n_used += news.text;
    return news;
}

#endif

/* What features add to the margins of texts, summed up over many of them, and
 * how they stand there.
 *
 * Sums are integers, in steps of 1 / GATHERING_ONE: so they are the same in
 * whatever order texts are added. Forms are those met first, so that gatherings
 * are to be put together in the order of their texts. The memory is bounded by
 * the features of the model. One thread. */
#ifndef TENOR_CLI_WORDS_GATHERING_H
#define TENOR_CLI_WORDS_GATHERING_H

#include "model/base.h"

#define GATHERING_ONE ((double)(INT64_C(1) << 30))
#define GATHERING_FORMS 3 /* of a feature, but for capitals; of a piece one */

/* A feature in a column of the table of the model. */
struct gathered {
    uint64_t feature;
    int64_t sum;
    uint64_t texts; /* that have it */
    uint64_t last;  /* number of the last one */
    double weight;  /* of the label of the column */
    uint32_t column;
};

/* How a feature reads: places in `bytes`. */
struct gathered_forms {
    uint64_t feature;
    uint32_t name, form[GATHERING_FORMS];
    uint32_t forms;
    bool more; /* than are kept */
};

/* Zero it to start. */
struct gathering {
    struct gathered *sum; /* [sums] in order of appearance */
    size_t sums, sum_capacity;
    struct gathered_forms *form; /* [forms] likewise */
    size_t forms, form_capacity;
    uint32_t *sum_slot, *form_slot; /* hash tables: numbers from 1 */
    size_t sum_slots, form_slots;
    struct buffer bytes; /* each text with its size before it */
    uint64_t text;       /* number of the text at hand, from 1 */
};

/* The next text begins. */
static inline void gathering_text(struct gathering *g)
{
    g->text++;
}

/* Add evidence of the text at hand, for the label of a column.
 *
 *   in      what its spans are in
 *   scorer  that it is from
 *
 * TENOR_ENOMEM. */
bool gathering_add(struct gathering *g, uint32_t column,
                   const struct tenor_evidence *e, struct str in,
                   struct tenor_scorer *scorer, struct tenor_error *err);

/* Add what was gathered from the texts behind those of g. TENOR_ENOMEM. */
bool gathering_merge(struct gathering *g, const struct gathering *from,
                     struct tenor_error *err);

/* The forms of a feature that was gathered. */
const struct gathered_forms *gathering_forms(const struct gathering *g,
                                             uint64_t feature);

/* A name or a form. */
struct str gathering_text_at(const struct gathering *g, uint32_t place);

/* Forget everything, and keep the memory. */
void gathering_reset(struct gathering *g);
void gathering_release(struct gathering *g);

#endif

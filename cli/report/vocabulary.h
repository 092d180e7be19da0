/* How often each word stands in the texts of each group: forms of words, and
 * the stems that they belong to.
 *
 * Memory is bounded. When there are more forms than VOCABULARY_MAX after a
 * chunk of records, the rarest are forgotten: those that were seen once, then
 * twice, and so on, until a quarter is free (the idea of lossy counting, Manku
 * & Motwani 2002). So a form that comes late finds a place, and what is wrong
 * with a count is at most `forgotten`. Results depend on the order of the
 * records alone. One thread. */
#ifndef TENOR_CLI_REPORT_VOCABULARY_H
#define TENOR_CLI_REPORT_VOCABULARY_H

#include "cli/report/idmap.h"

#define VOCABULARY_MAX ((size_t)1 << 17)

struct form {
    uint64_t hash;
    size_t begin;       /* in vocabulary.bytes: the form, and behind it */
    uint32_t len, stem; /* its stem; bytes of both */
    uint32_t texts;     /* that it stands in */
    uint32_t all;       /* how often, in all texts */
};

/* Set columns, zero the rest. */
struct vocabulary {
    size_t columns;    /* groups that are counted */
    size_t most;       /* forms; 0: VOCABULARY_MAX */
    struct form *form; /* [n] */
    size_t n, form_capacity;
    uint32_t *count; /* [n][columns] */
    size_t count_capacity;
    struct buffer bytes;
    struct idmap index; /* of forms, from 1 */
    uint64_t dropped;   /* forms that were forgotten, */
    uint32_t forgotten; /* which were seen up to so often */
};

/* The number of a form, new or not, good until the next vocabulary_trim. False
 * when memory ran out. */
bool vocabulary_find(struct vocabulary *v, struct str form, struct str stem,
                     size_t *number);

/* The form stands so often in one more text, which is in the groups column[n],
 * all of them different. Counts stay at their most, 4,294,967,295. */
void vocabulary_add(struct vocabulary *v, size_t form, uint32_t times,
                    const size_t *column, size_t n);

/* Forget if there are too many forms; between records. False when memory ran
 * out. */
bool vocabulary_trim(struct vocabulary *v);

void vocabulary_release(struct vocabulary *v);

static inline struct str vocabulary_form(const struct vocabulary *v, size_t i)
{
    return (struct str){v->bytes.data + v->form[i].begin, v->form[i].len};
}

static inline struct str vocabulary_stem(const struct vocabulary *v, size_t i)
{
    const struct form *f = &v->form[i];

    return (struct str){v->bytes.data + f->begin + f->len, f->stem};
}

/* Order the forms by their stems, those of a stem by how often they stand in
 * the texts, the most frequent first, then by their bytes. No form is to be
 * found or added afterwards. False when memory ran out. */
bool vocabulary_order(struct vocabulary *v);

/* The forms of the stem of the form i of an ordered vocabulary: [i, end). */
size_t vocabulary_stem_end(const struct vocabulary *v, size_t i);

#endif

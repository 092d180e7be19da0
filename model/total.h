/* A total: the rows of weights of the features of a sentence or a text, times
 * their values, added up column by column; and what their norms are made of.
 *
 * Integers, so that totals are exact in any order. Rows of value one are listed
 * first and added up in one go, which keeps the sums in registers. */
#ifndef TENOR_MODEL_TOTAL_H
#define TENOR_MODEL_TOTAL_H

#include "model/feature.h"
#include "model/modelfile.h"

/* Rows to be added: of a table, or sums of some. */
struct total_list {
    const int16_t **row; /* [n] */
    size_t n, capacity;
};

struct total {
    const struct table *table;
    struct columns of; /* others are not added up */
    int64_t *sum;      /* [FEATURE_FAMILIES][columns of the table] */
    int32_t *run;      /* [columns] scratch */
    struct total_list list[FEATURE_FAMILIES];
    uint64_t occurrences[FEATURE_FAMILIES]; /* of features, known or not */
    size_t features;                        /* rows listed so far */
    size_t words, known; /* words, and those that the table has */
};

/* For a table, borrowed. False when memory ran out; to be released in any
 * case. */
bool total_init(struct total *t, const struct table *table);
void total_release(struct total *t);

/* Empty it, for these columns. */
void total_reset(struct total *t, struct columns of);

/* Room for so many rows of either family on the lists, and one more. False when
 * memory ran out. */
bool total_expect(struct total *t, size_t rows);

/* sum[c] of rows [n], up to 65,536 of them, for the columns c [begin, end), and
 * for those beside them where the table has whole eights of them.
 *
 *   columns  of the table
 *   sum      [columns] written */
void total_rows(const int16_t *const *row, size_t n, size_t columns,
                struct columns of, int32_t *sum);

/* Add up what is listed; the lists are empty then. */
void total_add(struct total *t);

/* The same for two totals of one table, `outer` having had none of the
 * characters that are listed in `inner` alone, but being meant to. */
void total_add_both(struct total *inner, struct total *outer);

/* A further occurrence, number `count`, of a feature of words with logarithmic
 * counts: what it makes of the value. */
void total_add_again(struct total *t, const int16_t *row, uint32_t count);

/* 1 / norm of each family. */
void total_scale(const struct total *t, double scale[FEATURE_FAMILIES]);

/* Margins per machine of a linear axis, whose columns are among those added
 * up. */
void total_machines(const struct total *t, const struct axis *a,
                    const double scale[FEATURE_FAMILIES], double *machine);

#endif

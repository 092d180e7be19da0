/* The feature table of a model: from a 64-bit feature to a row of weights.
 *
 * Rows are sorted by feature. The top `bits` bits of a feature choose a bucket
 * - a few neighbouring rows - and its tag, the 29 bits below them and its kind,
 * finds the row among these. A feature that is not in the table is taken for
 * one that is with a probability of about rows / 2^(bits + 29), under one in a
 * hundred million.
 *
 * The arrays are borrowed, usually from a mapped file. Read-only: any number
 * of threads. */
#ifndef TENOR_MODEL_TABLE_H
#define TENOR_MODEL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/feature.h"

#define TABLE_BITS_MAX 26
#define TABLE_NONE SIZE_MAX

struct table {
    unsigned bits;          /* 1 to TABLE_BITS_MAX */
    const uint32_t *bucket; /* [2^bits + 1] first row of each bucket */
    const uint32_t *tag;    /* [rows] */
    size_t rows;
    size_t columns;         /* weights in a row */
    const int16_t *weight;  /* [rows][columns] */
    const uint64_t *filter; /* [2^filter_bits / 64] for table_may_have */
    unsigned filter_bits;
};

/* Most n-grams of a text are in no table. The filter tells nearly all of them
 * at the price of one access to memory that stays in the second-level cache
 * (Bloom 1970, with one hash function). It has a bit for each beginning of a
 * number, set where an NGRAM, NEGATED or STYLE of the table begins so; features
 * of other kinds are looked up once for a word, and would only fill it. */
#define TABLE_FILTER_BITS_MIN 6
#define TABLE_FILTER_BITS_MAX 22

/* The columns of a table for so many machines: from five on a multiple of
 * eight, the last ones all zero, so that rows are added up by whole vectors. */
static inline size_t table_columns(size_t machines)
{
    return machines < 5 ? machines : (machines + 7) / 8 * 8;
}

static inline size_t table_bucket_of(unsigned bits, uint64_t feature)
{
    return (size_t)(feature >> (64 - bits));
}

static inline uint32_t table_tag_of(unsigned bits, uint64_t feature)
{
    return ((uint32_t)(feature >> (32 - bits)) & ~FEATURE_KIND_MASK) |
           (uint32_t)(feature & FEATURE_KIND_MASK);
}

/* What a table with an index of so many bits knows of a feature: those bits, 29
 * behind them, and the kind. */
static inline uint64_t table_known(unsigned bits, uint64_t feature)
{
    return feature >> (35 - bits) << (35 - bits) |
           (feature & FEATURE_KIND_MASK);
}

/* The same of a row that stands in a bucket. */
static inline uint64_t table_feature(const struct table *t, size_t bucket,
                                     size_t row)
{
    const uint32_t kind = t->tag[row] & FEATURE_KIND_MASK;

    return (uint64_t)bucket << (64 - t->bits) |
           (uint64_t)(t->tag[row] - kind) << (32 - t->bits) | kind;
}

/* The row of a feature, or TABLE_NONE. */
static inline size_t table_find(const struct table *t, uint64_t feature)
{
    const size_t b = table_bucket_of(t->bits, feature);
    const uint32_t tag = table_tag_of(t->bits, feature);

    for (size_t row = t->bucket[b]; row < t->bucket[b + 1]; row++)
        if (t->tag[row] == tag)
            return row;
    return TABLE_NONE;
}

#define TABLE_ROW_NONE UINT32_MAX

/* Whether a feature of the kinds of the filter may be in the table; false is
 * certain. */
static inline bool table_may_have(const struct table *t, uint64_t feature)
{
    const size_t bit = (size_t)(feature >> (64 - t->filter_bits));

    return t->filter[bit / 64] >> bit % 64 & 1;
}

/* The rows of n features at once, so that what one of them waits for from
 * memory is under way for the others; TABLE_ROW_NONE where the table has none.
 *
 *   feature [n]
 *   row     [n] written */
void table_find_all(const struct table *t, const uint64_t *feature, size_t n,
                    uint32_t *row);

/* The weights of a row, or NULL for TABLE_ROW_NONE. */
static inline const int16_t *table_weights(const struct table *t, uint32_t row)
{
    return row == TABLE_ROW_NONE ? NULL : t->weight + (size_t)row * t->columns;
}

/* Bits of the filter of a table: one in 16 to 32 is set, if so many are
 * allowed. */
unsigned table_filter_bits(const struct table *t);

/* Fill the filter of a table, all zero before. */
void table_filter(const struct table *t, uint64_t *filter,
                  unsigned filter_bits);

/* Bits for a table of so many rows: buckets of one to two rows. */
unsigned table_bits(size_t rows);

/* Fill the index of `rows` features.
 *
 *   feature [rows]        ascending, distinct
 *   bucket  [2^bits + 1]  caller's, written
 *   tag     [rows]        caller's, written */
void table_index(const uint64_t *feature, size_t rows, unsigned bits,
                 uint32_t *bucket, uint32_t *tag);

/* A message when the index would lead out of its arrays, or NULL. */
const char *table_check(const struct table *t);

/* A message when the filter denies a feature that the table has, so that
 * scoring would pass over evidence that is there, or NULL. The index must have
 * been checked. */
const char *table_check_filter(const struct table *t);

#endif

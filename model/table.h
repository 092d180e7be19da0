/* The feature table of a model: from a 64-bit feature to a row of weights.
 *
 * Rows are sorted by feature. The top `bits` bits of a feature choose a bucket
 * - a few neighbouring rows - and the 32 bits below them, its tag, find the
 * row among these. A feature that is not in the table is taken for one that is
 * with a probability of about rows / 2^(bits + 32), under one in a billion.
 *
 * The arrays are borrowed, usually from a mapped file. Read-only: any number
 * of threads. */
#ifndef TENOR_MODEL_TABLE_H
#define TENOR_MODEL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TABLE_BITS_MAX 26
#define TABLE_NONE SIZE_MAX

struct table {
    unsigned bits;
    const uint32_t *bucket; /* [2^bits + 1] first row of each bucket */
    const uint32_t *tag;    /* [rows] ascending within a bucket */
    size_t rows;
    size_t columns;        /* weights in a row */
    const int16_t *weight; /* [rows][columns] */
};

static inline size_t table_bucket_of(unsigned bits, uint64_t feature)
{
    return bits ? (size_t)(feature >> (64 - bits)) : 0;
}

static inline uint32_t table_tag_of(unsigned bits, uint64_t feature)
{
    return (uint32_t)(feature >> (32 - bits));
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

#endif

#include "model/table.h"

unsigned table_bits(size_t rows)
{
    unsigned bits = 1;

    while (bits < TABLE_BITS_MAX && ((size_t)2 << bits) <= rows)
        bits++;
    return bits;
}

void table_index(const uint64_t *feature, size_t rows, unsigned bits,
                 uint32_t *bucket, uint32_t *tag)
{
    size_t row = 0;

    for (size_t b = 0; b < (size_t)1 << bits; b++) {
        bucket[b] = (uint32_t)row;
        for (; row < rows && table_bucket_of(bits, feature[row]) == b; row++)
            tag[row] = table_tag_of(bits, feature[row]);
    }
    bucket[(size_t)1 << bits] = (uint32_t)rows;
}

const char *table_check(const struct table *t)
{
    const size_t buckets = (size_t)1 << t->bits;

    if (t->bucket[0] != 0 || t->bucket[buckets] != t->rows)
        return "the buckets do not cover the rows";
    for (size_t b = 0; b < buckets; b++) {
        if (t->bucket[b] > t->bucket[b + 1])
            return "the buckets are not ascending";
    }
    return NULL;
}

static bool is_filtered(uint32_t tag)
{
    switch (feature_kind(tag)) {
    case TENOR_FEATURE_NGRAM:
    case TENOR_FEATURE_NEGATED:
    case TENOR_FEATURE_STYLE:
    case TENOR_FEATURE_PLACED:
        return true;
    default:
        return false;
    }
}

unsigned table_filter_bits(const struct table *t)
{
    unsigned bits = TABLE_FILTER_BITS_MIN;
    size_t n = 0;

    for (size_t row = 0; row < t->rows; row++)
        n += is_filtered(t->tag[row]);
    while (bits < TABLE_FILTER_BITS_MAX && (size_t)1 << bits < n * 16)
        bits++;
    return bits;
}

/* The bit of a row in a filter of 2^filter_bits. */
static size_t filter_bit(const struct table *t, size_t bucket, size_t row,
                         unsigned filter_bits)
{
    const uint64_t top = (uint64_t)bucket << (64 - t->bits) |
                         (uint64_t)t->tag[row] << (32 - t->bits);

    return (size_t)(top >> (64 - filter_bits));
}

void table_filter(const struct table *t, uint64_t *filter, unsigned filter_bits)
{
    for (size_t b = 0; b < (size_t)1 << t->bits; b++)
        for (size_t row = t->bucket[b]; row < t->bucket[b + 1]; row++) {
            const size_t bit = filter_bit(t, b, row, filter_bits);
            if (is_filtered(t->tag[row]))
                filter[bit / 64] |= UINT64_C(1) << bit % 64;
        }
}

const char *table_check_filter(const struct table *t)
{
    for (size_t b = 0; b < (size_t)1 << t->bits; b++)
        for (size_t row = t->bucket[b]; row < t->bucket[b + 1]; row++) {
            const size_t bit = filter_bit(t, b, row, t->filter_bits);
            if (is_filtered(t->tag[row]) &&
                !(t->filter[bit / 64] >> bit % 64 & 1))
                return "the filter hides a feature";
        }
    return NULL;
}

/* Features looked up side by side: more than loads that a core can have under
 * way. */
#define BATCH 32

static void find_batch(const struct table *t, const uint64_t *feature, size_t n,
                       uint32_t *row)
{
    const unsigned shift = 64 - t->bits;
    const uint32_t *bucket[BATCH];

    for (size_t i = 0; i < n; i++) {
        bucket[i] = t->bucket + (feature[i] >> shift);
        __builtin_prefetch(bucket[i]);
    }
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(t->tag + bucket[i][0]);
    for (size_t i = 0; i < n; i++) {
        const uint32_t tag = table_tag_of(t->bits, feature[i]);
        uint32_t at = bucket[i][0];
        const uint32_t end = bucket[i][1];
        while (at < end && t->tag[at] != tag)
            at++;
        row[i] = at < end ? at : TABLE_ROW_NONE;
    }
}

void table_find_all(const struct table *t, const uint64_t *feature, size_t n,
                    uint32_t *row)
{
    for (size_t i = 0; i < n; i += BATCH)
        find_batch(t, feature + i, n - i < BATCH ? n - i : BATCH, row + i);
}

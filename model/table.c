#include "model/table.h"

unsigned table_bits(size_t rows)
{
    unsigned bits = 0;

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
